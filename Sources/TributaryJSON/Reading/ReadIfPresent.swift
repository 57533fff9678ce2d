extension JSONReader {
  /// Reads a value, or `nil` for null and for what services send instead of it: an empty text where none is expected,
  /// and an empty array in place of an object.
  @inlinable
  public mutating func readIfPresent<Value: JSONDecodable>(_ type: Value.Type) throws(JSONError) -> Value? {
    if try readNull() { return nil }
    let place = markHere
    do throws(JSONError) { return try Value(from: &self) } catch {
      try readAbsent(from: place, error)
      return nil
    }
  }

  /// Reads an integer, or `nil` for null and for what services send instead of it.
  public mutating func readIfPresent(_ type: Int.Type) throws(JSONError) -> Int? {
    if let value = readSmallInt() { return value }
    return try readAnyIfPresent(type)
  }

  @inline(never)
  private mutating func readAnyIfPresent<Value: JSONDecodable>(_ type: Value.Type) throws(JSONError) -> Value? {
    try readIfPresent(type)
  }
}
