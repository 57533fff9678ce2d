/// A value that contains values of its own type and can be built while a text is read.
protocol JSONTree {
  /// The members of an object that is being read.
  associatedtype Members

  static var noMembers: Members { get }
  static func add(_ value: Self, named name: FieldName, at offset: Int, to members: inout Members)

  // All offsets are those of the value's first byte.
  static func null(at offset: Int) -> Self
  static func bool(_ value: Bool, at offset: Int) -> Self
  static func number(_ value: JSONNumber, at offset: Int) -> Self
  static func string(_ value: String, at offset: Int) -> Self
  /// A string that is not valid text, or `nil` if such strings and names are errors.
  static func malformedString(_ value: MalformedString, at offset: Int) -> Self?
  static func array(_ elements: [Self], at offset: Int) -> Self
  static func object(_ members: Members, at offset: Int) -> Self
}

/// An array or object that is open while a tree is read.
private struct TreeLevel<Tree: JSONTree> {
  var isObject: Bool
  var offset: Int
  var elements: [Tree] = []
  var members = Tree.noMembers
  /// The name of the member whose value comes next, and its position.
  var name = FieldName("")
  var nameOffset = 0

  mutating func add(_ value: Tree) {
    if isObject {
      Tree.add(value, named: name, at: nameOffset, to: &members)
    } else {
      elements.append(value)
    }
  }

  var tree: Tree { isObject ? .object(members, at: offset) : .array(elements, at: offset) }
}

extension JSONReader {
  /// Reads any value. The open levels are in an array, so that a small stack is sufficient.
  mutating func readTree<Tree: JSONTree>() throws(JSONError) -> Tree {
    var levels: [TreeLevel<Tree>] = []
    while true {
      let kind = try nextKind()
      let first = offset
      var finished: Tree?
      switch kind {
      case .null:
        try skipLiteral("null")
        finished = .null(at: first)
      case .bool: finished = .bool(try readBool(), at: first)
      case .number: finished = .number(try readNumber(), at: first)
      case .string: finished = try readTreeString()
      case .array, .object:
        try open()
        levels.append(TreeLevel(isObject: kind == .object, offset: first))
      }
      // A value has ended or opened. Move to the next one, out of every level that ends before it.
      var isFirst = finished == nil
      repeat {
        if let value = finished {
          guard !levels.isEmpty else { return value }
          levels[levels.count - 1].add(value)
          isFirst = false
        }
        finished = try moveOn(in: &levels[levels.count - 1], &isFirst) ? nil : levels.removeLast().tree
      } while finished != nil
    }
  }

  /// Reads the string at the cursor.
  private mutating func readTreeString<Tree: JSONTree>() throws(JSONError) -> Tree {
    let first = offset
    if let text = readPlainString() { return .string(text, at: first) }
    cursor += 1
    let string = try scanString()
    guard let malformed = MalformedString(string, raw: RawJSON(checked: bytes[first..<offset])) else {
      return .string(string.text, at: first)
    }
    guard let value = Tree.malformedString(malformed, at: first) else { throw noText(string) }
    return value
  }

  /// Reads the name whose opening quote was read.
  private mutating func readTreeName<Tree: JSONTree>(of tree: Tree.Type) throws(JSONError) -> FieldName {
    let first = offset - 1
    cursor -= 1
    if let text = readPlainString() { return FieldName(text) }
    cursor += 1
    let string = try scanString()
    let name = FieldName(string, raw: RawJSON(checked: bytes[first..<offset]))
    if let malformed = name.malformed, Tree.malformedString(malformed, at: first) == nil { throw noText(string) }
    return name
  }

  /// Moves to the next value of a level, or moves past its closing bracket and returns false.
  private mutating func moveOn<Tree>(in level: inout TreeLevel<Tree>, _ isFirst: inout Bool) throws(JSONError) -> Bool {
    guard level.isObject else { return try nextElement(&isFirst) }
    guard try nextMember(&isFirst) else { return false }
    level.nameOffset = offset - 1
    level.name = try readTreeName(of: Tree.self)
    try skipColon()
    return true
  }
}
