extension JSONReader {
  /// Reads any value.
  public mutating func readValue() throws(JSONError) -> JSONValue {
    skipWhitespace()
    guard cursor < end else { throw error(.unexpectedEnd) }
    switch cursor.pointee {
    case 0x22: return .string(try readString())
    case 0x7B: return .object(try readFields())
    case 0x5B: return .array(try readArray(of: JSONValue.self))
    case 0x74, 0x66: return .bool(try readBool())
    case 0x6E:
      try skipLiteral("null")
      return .null
    case 0x2D, 0x30...0x39: return .number(try readNumber())
    default: throw unexpected()
    }
  }

  /// Reads an object whose members can be anything. Of equal names the last wins.
  public mutating func readFields() throws(JSONError) -> JSONFields {
    var fields = JSONFields()
    try beginMap()
    var isFirst = true
    while let name = try nextName(&isFirst) { fields[name] = try readValue() }
    return fields
  }

  /// Checks the next value in full and keeps its bytes, which share the memory of the text.
  public mutating func readRaw() throws(JSONError) -> RawJSON {
    skipWhitespace()
    let first = offset
    try skipValue()
    return RawJSON(checked: bytes[first..<offset])
  }
}
