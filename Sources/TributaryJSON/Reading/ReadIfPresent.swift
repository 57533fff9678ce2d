extension JSONReader {
  /// Reads a value, or `nil` for null.
  @inlinable
  public mutating func readIfPresent<Value: JSONDecodable>(_ type: Value.Type) throws(JSONError) -> Value? {
    if try readNull() { return nil }
    return try Value(from: &self)
  }
}
