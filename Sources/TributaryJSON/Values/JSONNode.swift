/// A JSON value that knows where it stands in its text; for whoever must point at mistakes.
///
/// Nothing is dropped: members keep their order, and equal names stay side by side.
public struct JSONNode: Sendable, Equatable {
  /// What a value can be.
  public enum Kind: Sendable, Equatable {
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
  public struct Member: Sendable, Equatable {
    /// The name, without escapes.
    public var key: String
    /// The byte at which the name's opening quote stands.
    public var keyOffset: Int
    /// The value.
    public var value: JSONNode

    /// A member from its parts.
    public init(key: String, keyOffset: Int, value: JSONNode) {
      self.key = key
      self.keyOffset = keyOffset
      self.value = value
    }
  }

  /// What it is.
  public var kind: Kind
  /// The byte at which it begins, from 0.
  public var offset: Int

  /// A node from its parts.
  public init(kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// Reads a whole text.
  public static func parse(_ bytes: SharedBytes, limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONNode {
    try JSONReader.withReader(over: bytes, limits: limits) { (reader) throws(JSONError) in try reader.readNode() }
  }
}

extension JSONReader {
  /// Reads any value with its positions.
  public mutating func readNode() throws(JSONError) -> JSONNode {
    skipWhitespace()
    guard cursor < end else { throw error(.unexpectedEnd) }
    let first = offset
    switch cursor.pointee {
    case 0x22: return JSONNode(kind: .string(try readString()), offset: first)
    case 0x7B: return JSONNode(kind: .object(try readMembers()), offset: first)
    case 0x5B:
      var elements: [JSONNode] = []
      try beginArray()
      var isFirst = true
      while try nextElement(&isFirst) { elements.append(try readNode()) }
      return JSONNode(kind: .array(elements), offset: first)
    case 0x74, 0x66: return JSONNode(kind: .bool(try readBool()), offset: first)
    case 0x6E:
      try skipLiteral("null")
      return JSONNode(kind: .null, offset: first)
    case 0x2D, 0x30...0x39: return JSONNode(kind: .number(try readNumber()), offset: first)
    default: throw unexpected()
    }
  }

  private mutating func readMembers() throws(JSONError) -> [JSONNode.Member] {
    var members: [JSONNode.Member] = []
    try beginMap()
    var isFirst = true
    while try nextMember(&isFirst) {
      let keyOffset = offset - 1
      let key = try scanString().text
      try skipColon()
      members.append(JSONNode.Member(key: key, keyOffset: keyOffset, value: try readNode()))
    }
    return members
  }
}
