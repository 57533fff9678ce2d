// What generated initializers read their properties with. A property that is passed is not assigned to, so the compiler
// hands the finished model over; of one whose properties are assigned, it makes a copy and destroys the first. And the
// code that lets go of an old value stands here once, not in every initializer. Hence none of these is inlined.
extension JSONReader {
  /// Reads a value into its place; when that fails, the place keeps what it holds.
  @inlinable
  @inline(never)
  @_spi(Generated) public mutating func read<Value: JSONDecodable>(_ value: inout Value) throws(JSONError) {
    value = try Value(from: &self)
  }

  /// Reads a string or null into its place; when that fails, the place keeps what it holds.
  @_spi(Generated) public mutating func read(_ value: inout String?) throws(JSONError) {
    skipWhitespace()
    if cursor < end, cursor.pointee == 0x22, let text = readPlainString() {
      value = text
    } else {
      value = try readNull() ? nil : readString()
    }
  }
}
