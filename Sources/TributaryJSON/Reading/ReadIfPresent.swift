extension JSONReader {
  /// Reads a value, or `nil` for null and for what services send instead of it: an empty text where none is expected,
  /// and an empty array in place of an object.
  @inlinable
  public mutating func readIfPresent<Value: JSONDecodable>(_ type: Value.Type) throws(JSONError) -> Value? {
    guard let place = try markUnlessNull() else { return nil }
    do throws(JSONError) { return try Value(from: &self) } catch {
      try readAbsent(from: place, error)
      return nil
    }
  }
}
