extension JSONReader {
  /// Reads `true` or `false`.
  package mutating func readBool() throws(JSONError) -> Bool {
    skipWhitespace()
    guard cursor < end, JSONKind(firstByte: cursor.pointee) == .bool else { throw mismatch("a boolean") }
    let isTrue = cursor.pointee == 0x74
    try skipLiteral(isTrue ? "true" : "false")
    return isTrue
  }

  /// Reads `null` if that is the next value; otherwise leaves the value to be read.
  ///
  /// - Returns: Whether there was a `null`.
  public mutating func readNull() throws(JSONError) -> Bool {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x6E else { return false }
    try skipNull()
    return true
  }

  /// Moves past a `null` whose first byte is known.
  @inline(__always)
  mutating func skipNull() throws(JSONError) {
    if end - cursor >= 4, UnsafeRawPointer(cursor).loadUnaligned(as: UInt32.self) == UInt32(bigEndian: 0x6E75_6C6C) {
      cursor += 4
    } else {
      try skipLiteral("null")
    }
  }

  /// Moves past a word whose first byte is known.
  mutating func skipLiteral(_ word: StaticString) throws(JSONError) {
    for index in 1..<word.utf8CodeUnitCount {
      guard end - cursor > index else { throw JSONError(offset: end - start, .unexpectedEnd) }
      guard cursor[index] == word.utf8Start[index] else {
        throw error(.unexpectedByte(cursor[index]), at: cursor + index)
      }
    }
    cursor += word.utf8CodeUnitCount
  }
}
