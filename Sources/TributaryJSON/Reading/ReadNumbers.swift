extension JSONReader {
  /// Reads a 64-bit integer in any form: `1`, `-0`, `1.0` and `1e2` are integers.
  ///
  /// - Throws: ``JSONError/Reason/expected(_:found:)`` for `1.5`, ``JSONError/Reason/outOfRange(_:)`` for `1e19`.
  @usableFromInline
  package mutating func readInt() throws(JSONError) -> Int {
    if let value = readSmallInt() { return value }
    return try readAnyInt()
  }

  /// Reads an integer of up to eight digits if it comes without white space and sign; otherwise reads nothing.
  @inline(__always)
  mutating func readSmallInt() -> Int? {
    // Eight digits and the byte after them.
    guard end - cursor > 8 else { return nil }
    let word = DigitWord(at: cursor)
    let count = word.count
    guard count > 0, !Self.continuesInteger(cursor[count]), count == 1 || cursor.pointee != 0x30 else { return nil }
    cursor += count
    return word.value(count: count)
  }

  @inline(never)
  private mutating func readAnyInt() throws(JSONError) -> Int {
    skipWhitespace()
    guard cursor < end, Self.beginsNumber(cursor.pointee) else { throw mismatch("an integer") }
    var last = cursor
    let isNegative = last.pointee == 0x2D
    if isNegative { last += 1 }
    let first = last
    var value = 0
    while last < end {
      let digit = last.pointee &- 0x30
      guard digit < 10 else { break }
      value = value &* 10 &+ Int(digit)
      last += 1
    }
    let count = last - first
    let isPlain = last == end || !Self.continuesNumber(last.pointee)
    guard isPlain, count > 0, count <= 18, count == 1 || first.pointee != 0x30 else {
      return try integer(scanNumber(), at: cursor)
    }
    cursor = last
    return isNegative ? -value : value
  }

  /// Reads a number as the nearest double, with ties to even.
  ///
  /// - Throws: ``JSONError/Reason/outOfRange(_:)`` for a number that would be infinite, such as `1e400`.
  package mutating func readDouble() throws(JSONError) -> Double {
    skipWhitespace()
    guard cursor < end, Self.beginsNumber(cursor.pointee) else { throw mismatch("a number") }
    return try double(scanNumber(), at: cursor)
  }

  // The scan does not move the cursor, so that an error points at the number's first byte.

  /// Scans the number at the cursor.
  func scanNumber() throws(JSONError) -> NumberScan {
    guard let scan = NumberScan(from: cursor, to: end) else { throw error(.invalidNumber) }
    return scan
  }

  mutating func integer(_ scan: NumberScan, at first: UnsafePointer<UInt8>) throws(JSONError) -> Int {
    switch scan.whole {
    case .value(let value):
      cursor = scan.end
      return value
    case .hasFraction: throw error(.expected("an integer", found: "a number with a fraction"), at: first)
    case .outOfRange: throw error(.outOfRange("a 64-bit integer"), at: first)
    }
  }

  mutating func double(_ scan: NumberScan, at first: UnsafePointer<UInt8>) throws(JSONError) -> Double {
    let value = scan.double(from: first)
    guard value.isFinite else { throw error(.outOfRange("a double"), at: first) }
    cursor = scan.end
    return value
  }

  /// Whether a byte can begin a number.
  @inline(__always)
  static func beginsNumber(_ byte: UInt8) -> Bool { byte == 0x2D || byte &- 0x30 < 10 }

  /// Whether a byte continues an integer with another digit, or makes it a number of another form.
  @inline(__always)
  static func continuesInteger(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || continuesNumber(byte) }

  /// Whether a byte after the digits continues the number with a point or an exponent.
  @inline(__always)
  static func continuesNumber(_ byte: UInt8) -> Bool { byte == 0x2E || byte | 0x20 == 0x65 }
}
