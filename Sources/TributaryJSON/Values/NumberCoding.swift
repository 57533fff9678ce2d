extension JSONReader {
  /// Reads a number without changing a digit.
  package mutating func readNumber() throws(JSONError) -> JSONNumber {
    skipWhitespace()
    guard cursor < end, Self.beginsNumber(cursor.pointee) else { throw mismatch("a number") }
    return number(try scanNumber(), at: cursor)
  }

  /// Reads a number that is written as a number or as a string that contains only a number, without changing a digit.
  package mutating func readNumberText() throws(JSONError) -> JSONNumber {
    guard let (scan, first, after) = try scanNumberText("a number") else { return try readNumber() }
    let value = number(scan, at: first)
    cursor = after
    return value
  }

  mutating func number(_ scan: NumberScan, at first: UnsafePointer<UInt8>) -> JSONNumber {
    cursor = scan.end
    return JSONNumber(checked: UnsafeBufferPointer(start: first, count: scan.end - first))
  }
}

extension JSONNumber: JSONTextDecodable {
  /// Reads a number without changing a digit: `7.50`, `"7.50"`.
  public init(fromTextIn reader: inout JSONReader) throws(JSONError) { self = try reader.readNumberText() }
}

extension JSONWriter {
  /// Writes the number digit by digit.
  package mutating func number(_ value: JSONNumber) {
    separate()
    plain(value.text)
  }

  /// Writes a member whose number is sent as a string, digit by digit.
  @_spi(Generated) public mutating func field(_ name: StaticString, text value: JSONNumber) {
    self.name(name)
    string(value.text)
  }

  /// Writes a member whose number is sent as a string, or nothing for `nil`.
  @_spi(Generated) public mutating func field(_ name: StaticString, text value: JSONNumber?) {
    guard let value else { return }
    field(name, text: value)
  }
}
