@_spi(Generated) import TributaryJSON

/// The places in a record that a filter or an order looks at, as a tree that one walk through the JSON follows.
struct FieldPaths: Sendable {
  private struct Branch: Sendable {
    /// The names of the member, of which a record has one.
    var names: [[UInt8]]
    /// The number of the path that ends here.
    var leaf: Int?
    var inside: FieldPaths

    func forgetAll(_ forget: (Int) -> Void) {
      if let leaf { forget(leaf) }
      for branch in inside.branches { branch.forgetAll(forget) }
    }
  }

  private var branches: [Branch] = []

  /// Adds a path: at each step, the names under which the member is read.
  ///
  /// - Returns: Its number: `next`, or the number under which it was added before.
  mutating func add(_ path: ArraySlice<[String]>, next: Int) -> Int {
    guard let first = path.first else { return next }
    let names = first.map { Array($0.utf8) }
    let place = branches.firstIndex { $0.names == names } ?? branches.count
    if place == branches.count { branches.append(Branch(names: names, leaf: nil, inside: FieldPaths())) }
    guard path.count == 1 else { return branches[place].inside.add(path.dropFirst(), next: next) }
    let leaf = branches[place].leaf ?? next
    branches[place].leaf = leaf
    return leaf
  }

  /// Reads a value and calls `visit` at each path that it has, with the reader in front of the value there.
  ///
  /// Paths that it lacks are not visited. Of members of the same name the last one counts: `forget` is called for the
  /// paths of an earlier one. Where a member is needed both for itself and for its contents, an object is walked
  /// through, and `pass` says that it is there.
  func read(
    _ reader: inout JSONReader, forget: (Int) -> Void, pass: (Int) -> Void,
    visit: (Int, inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    guard try reader.nextKind() == .object else { return try reader.skipValue() }
    try reader.forEachMember({ name in branches.firstIndex { $0.names.contains { $0.elementsEqual(name) } } }) {
      (reader, place) throws(JSONError) in
      guard let place else { return try reader.skipValue() }
      let branch = branches[place]
      branch.forgetAll(forget)
      if let leaf = branch.leaf {
        guard !branch.inside.branches.isEmpty, try reader.nextKind() == .object else { return try visit(leaf, &reader) }
        pass(leaf)
      }
      try branch.inside.read(&reader, forget: forget, pass: pass, visit: visit)
    }
  }
}
