// What services send for nothing: an empty text for an optional number, an empty array for an optional object. Only what
// could not be read is looked at, so that it costs nothing where the service is strict.
extension JSONReader {
  /// Takes a value that could not be read for one that is absent, if it is an empty text, or an empty array where an
  /// object is expected; otherwise throws what was wrong.
  @usableFromInline
  @inline(never)
  mutating func readAbsent(from mark: Mark, _ error: JSONError) throws(JSONError) {
    let raw = try rereadRaw(from: mark)
    guard raw.bytes.count < 64, case .expected(let expected, _) = error.reason, offset(of: mark) == error.offset else {
      throw error
    }
    let isAbsent = raw.bytes.withUnsafeBytes { bytes in
      switch bytes.first {
      case 0x22: bytes.count == 2
      case 0x5B: expected == "an object" && bytes.dropFirst().dropLast().allSatisfy { $0 <= 0x20 }
      default: false
      }
    }
    guard isAbsent else { throw error }
  }

  /// Moves behind an array that is empty; anything else is left to be read.
  @usableFromInline
  mutating func readEmptyArray() throws(JSONError) -> Bool {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x5B else { return false }
    let place = mark()
    let raw = try readRaw()
    if raw.bytes.withUnsafeBytes({ $0.dropFirst().dropLast().allSatisfy { $0 <= 0x20 } }) { return true }
    goBack(to: place)
    return false
  }
}
