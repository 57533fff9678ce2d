@_spi(Generated) import TributaryJSON

/// The places in a record that a filter or an order looks at, as a tree that one walk through the JSON follows.
struct FieldPaths: Sendable {
  private struct Branch: Sendable {
    /// The number of the path that ends here.
    var leaf: Int?
    var inside: FieldPaths

    func forgetAll(_ forget: (Int) -> Void) {
      if let leaf { forget(leaf) }
      for branch in inside.branches { branch.forgetAll(forget) }
    }
  }

  private var branches: [Branch] = []
  /// The names of each branch's member, of which a record has one.
  private var names: [[[UInt8]]] = []
  /// The same names in one piece of memory, because every member of every record is looked up among them.
  private var lookedUp = NameList()

  /// Adds a path: at each step, the names under which the member is read.
  ///
  /// - Returns: Its number: `next`, or the number under which it was added before.
  mutating func add(_ path: ArraySlice<[String]>, next: Int) -> Int {
    guard let first = path.first else { return next }
    let wanted = first.map { Array($0.utf8) }
    let place = names.firstIndex(of: wanted) ?? branches.count
    if place == branches.count {
      branches.append(Branch(leaf: nil, inside: FieldPaths()))
      names.append(wanted)
      for name in wanted { lookedUp.append(name, place) }
    }
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
    try reader.forEachMember({ name in lookedUp.number(of: name) }) { (reader, place) throws(JSONError) in
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

/// A few names with a number each, compared without counting references.
private struct NameList: Sendable {
  private struct Entry: Sendable {
    var bytes: Range<Int>
    var number: Int
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []

  mutating func append(_ name: [UInt8], _ number: Int) {
    entries.append(Entry(bytes: bytes.count..<bytes.count + name.count, number: number))
    bytes += name
  }

  /// The number of the first name that is the same.
  func number(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      entries.withUnsafeBufferPointer { entries in
        for entry in entries where entry.bytes.count == name.count {
          if UnsafeBufferPointer(rebasing: bytes[entry.bytes]).elementsEqual(name) { return entry.number }
        }
        return nil
      }
    }
  }
}
