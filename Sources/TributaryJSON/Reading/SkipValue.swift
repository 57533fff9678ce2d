extension JSONReader {
  /// Checks the next value completely and moves past it, without keeping any of it.
  @_spi(Generated) public mutating func skipValue() throws(JSONError) {
    // This needs no recursion and one bit of memory per level.
    var kinds = NestingKinds()
    repeat {
      skipWhitespace()
      guard cursor < end else { throw error(.unexpectedEnd) }
      switch cursor.pointee {
      case 0x22:
        cursor += 1
        try skipString()
      case 0x7B:
        try open()
        kinds.push(isObject: true)
        if try skipFirstName() { continue }
        kinds.pop()
      case 0x5B:
        try open()
        kinds.push(isObject: false)
        if try !skipEnd(0x5D) { continue }
        kinds.pop()
      case 0x2D, 0x30...0x39: try skipNumber()
      case 0x74: try skipTrue()
      case 0x66: try skipFalse()
      case 0x6E: try skipNull()
      default: throw unexpected()
      }
      // A value has ended. Move to the next one, out of every level that ends before it.
      while !kinds.isEmpty, try !skipSeparator(inObject: kinds.isObject) { kinds.pop() }
    } while !kinds.isEmpty
  }

  /// Moves past what comes between two values of an array or object, or past its closing bracket, and returns whether a
  /// value comes next.
  @inline(__always)
  private mutating func skipSeparator(inObject: Bool) throws(JSONError) -> Bool {
    skipWhitespace()
    guard cursor < end else { throw error(.unexpectedEnd) }
    guard cursor.pointee == 0x2C else {
      guard try skipEnd(inObject ? 0x7D : 0x5D) else { throw unexpected() }
      return false
    }
    cursor += 1
    // A bracket after a comma is no value, so it is refused where a value is expected.
    if inObject { try skipName() }
    return true
  }

  /// Moves to the value of the first member of an object, or past its end and returns false.
  @inline(__always)
  private mutating func skipFirstName() throws(JSONError) -> Bool {
    if try skipEnd(0x7D) { return false }
    try skipName()
    return true
  }

  /// Moves past a name and its colon.
  @inline(__always)
  private mutating func skipName() throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x22 else { throw unexpected() }
    cursor += 1
    try skipString()
    try skipColon()
  }

  /// Moves past a closing bracket if it comes next.
  @inline(__always)
  private mutating func skipEnd(_ bracket: UInt8) throws(JSONError) -> Bool {
    skipWhitespace()
    guard cursor < end else { throw error(.unexpectedEnd) }
    guard cursor.pointee == bracket else { return false }
    close()
    return true
  }

  /// Moves past the number at the cursor, of which most are short integers.
  @inline(__always)
  private mutating func skipNumber() throws(JSONError) {
    var last = cursor
    if last.pointee &- 0x31 < 9 {
      repeat { last += 1 } while last < end && last.pointee &- 0x30 < 10
      if last < end, !Self.continuesNumber(last.pointee) {
        cursor = last
        return
      }
    }
    cursor = try scanNumber().end
  }

  /// Moves past a string whose opening quote was read.
  @inline(__always)
  private mutating func skipString() throws(JSONError) {
    if let quote = endOfPlainString(from: cursor) { cursor = quote + 1 } else { _ = try scanString() }
  }
}
