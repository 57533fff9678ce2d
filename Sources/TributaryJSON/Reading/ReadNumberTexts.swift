extension JSONReader {
  /// Reads an integer that is written as a number or as a string that contains only a number: `7`, `"7"`.
  package mutating func readIntText() throws(JSONError) -> Int {
    guard let (scan, first, after) = try scanNumberText("an integer") else { return try readInt() }
    let value = try integer(scan, at: first)
    cursor = after
    return value
  }

  /// Reads a double that is written as a number or as a string that contains only a number: `7.5`, `"7.5"`.
  package mutating func readDoubleText() throws(JSONError) -> Double {
    guard let (scan, first, after) = try scanNumberText("a number") else { return try readDouble() }
    let value = try double(scan, at: first)
    cursor = after
    return value
  }

  /// Scans a number inside a string and returns its parts, where they begin, and where the string ends.
  ///
  /// - Returns: `nil` if the next value is not a string.
  mutating func scanNumberText(
    _ expected: String
  ) throws(JSONError) -> (scan: NumberScan, first: UnsafePointer<UInt8>, after: UnsafePointer<UInt8>)? {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x22 else { return nil }
    let quote = cursor
    cursor += 1
    let string = try scanString()
    // A number needs no escapes, so one that is written with them is refused.
    guard let scan = NumberScan(from: string.start, to: string.end), scan.end == string.end else {
      throw error(.expected(expected, found: string.excerpt), at: quote)
    }
    return (scan, string.start, cursor)
  }
}
