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
    skipWhitespace()
    if cursor < end, cursor.pointee == 0x22, let text = readPlainString() {
      value = text
    } else {
      value = try readNull() ? nil : readString()
    }
  }
}
