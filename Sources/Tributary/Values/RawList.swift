@_spi(Generated) public import TributaryJSON

/// A list from a server that is not decoded yet: its elements are found one by one, and nothing is built.
///
/// It replaces ``Records`` for a list that is too long for memory: a million rows need no more memory than one.
public struct RawList: JSONModel {
  /// The list as received.
  public let payload: RawJSON
  /// The elements, from the first.
  package let elements: RawElements

  /// Reads a list; anything else is an error.
  public init(from reader: inout JSONReader) throws(JSONError) {
    let offset = reader.offset
    payload = try reader.readRaw()
    guard let elements = payload.elements else {
      throw JSONError(offset: offset, .expected("an array", found: "something else"))
    }
    self.elements = elements
  }

  /// Whether it has no elements.
  public var isEmpty: Bool {
    var elements = elements
    return elements.next() == nil
  }

  /// Writes the list as received.
  public func encode(into writer: inout JSONWriter) { writer.raw(payload) }

  /// Whether two lists are the same byte for byte.
  public static func == (left: Self, right: Self) -> Bool { left.payload == right.payload }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(payload) }
}
