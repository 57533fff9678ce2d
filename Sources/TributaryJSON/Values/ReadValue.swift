extension JSONReader {
  /// Reads any value.
  @_spi(Generated) public mutating func readValue() throws(JSONError) -> JSONValue { try readTree() }

  /// Reads an object with any members. Of equal names the last wins.
  package mutating func readFields() throws(JSONError) -> JSONFields {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x7B else { throw mismatch("an object") }
    guard case .object(let fields) = try readValue() else { throw unexpected() }
    return fields
  }

  /// Checks the next value completely and keeps its bytes, which share the memory of the text.
  @_spi(Generated) public mutating func readRaw() throws(JSONError) -> RawJSON {
    skipWhitespace()
    let first = offset
    try skipValue()
    return RawJSON(checked: bytes[first..<offset])
  }
}

extension JSONValue: JSONTree {
  static var noMembers: JSONFields { JSONFields() }

  static func add(_ value: JSONValue, named name: FieldName, at offset: Int, to members: inout JSONFields) {
    members[name] = value
  }

  static func null(at offset: Int) -> JSONValue { .null }
  static func bool(_ value: Bool, at offset: Int) -> JSONValue { .bool(value) }
  static func number(_ value: JSONNumber, at offset: Int) -> JSONValue { .number(value) }
  static func string(_ value: String, at offset: Int) -> JSONValue { .string(value) }
  static func malformedString(_ value: MalformedString, at offset: Int) -> JSONValue? { .malformedString(value) }
  static func array(_ elements: [JSONValue], at offset: Int) -> JSONValue { .array(elements) }
  static func object(_ members: JSONFields, at offset: Int) -> JSONValue { .object(members) }
}
