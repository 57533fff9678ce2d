// Generated initializers read their properties with these functions. If properties are passed instead of assigned, the
// compiler moves the finished model; otherwise it makes a copy and destroys the first. The code that releases an old
// value is here once, not in every initializer, so none of these is inlined.
extension JSONReader {
  /// Reads a value into a variable, which keeps its value if that fails.
  @inlinable
  @inline(never)
  @_spi(Generated) public mutating func read<Value: JSONDecodable>(_ value: inout Value) throws(JSONError) {
    value = try Value(from: &self)
  }

  /// Reads a string or null into a variable, which keeps its value if that fails.
  @_spi(Generated) public mutating func read(_ value: inout String?) throws(JSONError) {
    // Nearly every field comes once, so there is nothing to release.
    guard value == nil, let text = scanSmallString() else { return try readAny(&value) }
    SmallText.put(text, in: &value)
  }

  @inline(never)
  private mutating func readAny(_ value: inout String?) throws(JSONError) {
    // Whatever is not null is read as a string, or is the error of one.
    if cursor < end, cursor.pointee != 0x22, try readNull() { return value = nil }
    guard value == nil else { return value = try readString() }
    let text = try readAnyString()
    withUnsafeMutablePointer(to: &value) { $0.initialize(to: text) }
  }

  /// Reads a string into a variable, which keeps its value if that fails.
  @_spi(Generated) public mutating func read(_ value: inout String) throws(JSONError) { value = try readString() }

  /// Reads an integer into a variable, which keeps its value if that fails.
  @inlinable
  @_spi(Generated) public mutating func read(_ value: inout Int) throws(JSONError) { value = try readInt() }

  /// Reads an integer or null into a variable, which keeps its value if that fails.
  @inlinable
  @_spi(Generated) public mutating func read(_ value: inout Int?) throws(JSONError) {
    value = try readIfPresent(Int.self)
  }
}
