/// One JSON value as the bytes in which it was written. They are valid JSON, but strings may not be valid text.
///
/// A string may have an escaped half of a surrogate pair, or bytes that are not UTF-8. Reading that string as text is
/// an error; everything else can be read.
///
/// It shares the memory of the text it was read from. Equality and hashing use the bytes: `1` and `1.0` differ.
public struct RawJSON: Sendable, Hashable {
  /// The bytes, without white space around them.
  public let bytes: SharedBytes

  /// A value that is a whole text, with any white space around it.
  public init(validating bytes: SharedBytes, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    self = try JSONReader.withReader(over: bytes, limits: limits) { (reader) throws(JSONError) in
      try reader.readRaw()
    }
  }

  /// A value that is a whole text, with any white space around it.
  public init(_ text: String) throws(JSONError) { try self.init(validating: SharedBytes(text)) }

  /// A value from bytes that a reader has checked.
  init(checked bytes: SharedBytes) { self.bytes = bytes }

  /// The bytes as text. What is not UTF-8 becomes U+FFFD.
  public var text: String { bytes.text }

  /// Reads the value as a type. Offsets in errors count from the beginning of this value.
  @inlinable
  public func decode<Value: JSONDecodable>(
    as type: Value.Type = Value.self, limits: JSONLimits = JSONLimits()
  ) throws(JSONError) -> Value {
    try JSONReader.read(type, from: bytes, limits: limits)
  }

  /// Reads the value as a tree. Offsets in errors count from the beginning of this value.
  public func value(limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONValue {
    try decode(as: JSONValue.self, limits: limits)
  }
}

extension RawJSON: JSONDecodable, JSONEncodable {
  /// Checks the next value and keeps its bytes.
  public init(from reader: inout JSONReader) throws(JSONError) { self = try reader.readRaw() }

  /// Writes the bytes as they are.
  public func encode(into writer: inout JSONWriter) { writer.raw(self) }
}

extension RawJSON: CustomStringConvertible {
  /// The bytes as text.
  public var description: String { text }
}
