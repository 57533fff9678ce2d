extension JSONReader {
  /// Reads `true` or `false`.
  package mutating func readBool() throws(JSONError) -> Bool {
    skipWhitespace()
    guard cursor < end, JSONKind(firstByte: cursor.pointee) == .bool else { throw mismatch("a boolean") }
    let isTrue = cursor.pointee == 0x74
    if isTrue { try skipTrue() } else { try skipFalse() }
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
    if hasWord(0x6E75_6C6C, at: 0) { cursor += 4 } else { try skipLiteral("null") }
  }

  /// Moves past a `true` whose first byte is known.
  @inline(__always)
  mutating func skipTrue() throws(JSONError) {
    if hasWord(0x7472_7565, at: 0) { cursor += 4 } else { try skipLiteral("true") }
  }

  /// Moves past a `false` whose first byte is known.
  @inline(__always)
  mutating func skipFalse() throws(JSONError) {
    if hasWord(0x616C_7365, at: 1) { cursor += 5 } else { try skipLiteral("false") }
  }

  /// Whether four bytes come at a distance, the first the highest of the word.
  @inline(__always)
  private func hasWord(_ word: UInt32, at distance: Int) -> Bool {
    end - cursor >= distance &+ 4
      && UnsafeRawPointer(cursor + distance).loadUnaligned(as: UInt32.self) == UInt32(bigEndian: word)
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
