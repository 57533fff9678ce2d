/// A JSON value that knows its position in the text, for code that has to point at mistakes.
///
/// Nothing is dropped: members keep their order, and repeated names are kept. A string that is not valid text, such as
/// one with half of a surrogate pair, is an error.
package struct JSONNode: Sendable {
  /// The kinds of values.
  package enum Kind: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, digit by digit.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONNode])
    /// An object, with all its members in order.
    case object([Member])
  }

  /// A member of an object.
  package struct Member: Sendable {
    /// The name, without escapes.
    package var key: String
    /// The byte of the name's opening quote.
    package var keyOffset: Int
    /// The value.
    package var value: JSONNode

    /// A member from its parts.
    package init(key: String, keyOffset: Int, value: JSONNode) {
      self.key = key
      self.keyOffset = keyOffset
      self.value = value
    }
  }

  /// The kind of value, with its content.
  package var kind: Kind
  /// The byte at which it begins, from 0.
  package var offset: Int

  /// A node from its parts.
  package init(kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// Reads a whole text.
  package static func parse(_ bytes: SharedBytes, limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONNode {
    try JSONReader.withReader(over: bytes, limits: limits) { (reader) throws(JSONError) in try reader.readNode() }
  }
}

extension JSONReader {
  /// Reads any value with its positions.
  package mutating func readNode() throws(JSONError) -> JSONNode { try readTree() }
}

extension JSONNode: JSONTree {
  static var noMembers: [Member] { [] }

  static func add(_ value: JSONNode, named name: FieldName, at offset: Int, to members: inout [Member]) {
    members.append(Member(key: name.text, keyOffset: offset, value: value))
  }

  static func null(at offset: Int) -> JSONNode { JSONNode(kind: .null, offset: offset) }
  static func bool(_ value: Bool, at offset: Int) -> JSONNode { JSONNode(kind: .bool(value), offset: offset) }
  static func number(_ value: JSONNumber, at offset: Int) -> JSONNode { JSONNode(kind: .number(value), offset: offset) }
  static func string(_ value: String, at offset: Int) -> JSONNode { JSONNode(kind: .string(value), offset: offset) }
  static func malformedString(_ value: MalformedString, at offset: Int) -> JSONNode? { nil }
  static func array(_ elements: [JSONNode], at offset: Int) -> JSONNode {
    JSONNode(kind: .array(elements), offset: offset)
  }
  static func object(_ members: [Member], at offset: Int) -> JSONNode {
    JSONNode(kind: .object(members), offset: offset)
  }
}
