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

extension JSONNumber: WireCodable {
  /// Reads a number without changing a digit of it: `7.50`, and in any form also `"7.50"`.
  public init(from reader: inout JSONReader, as form: WireForm) throws(JSONError) {
    self = try reader.readNumberText()
  }

  /// Writes a number, digit by digit as it is.
  public func encode(into writer: inout JSONWriter, as form: WireForm) {
    switch form {
    case .string: writer.string(text)
    case .either where int == nil: writer.string(text)
    default: writer.number(self)
    }
  }
}

extension JSONWriter {
  /// Writes the number digit by digit.
  package mutating func number(_ value: JSONNumber) {
    separate()
    plain(value.text)
  }
}
