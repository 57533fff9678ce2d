// The optional forms: null gives nil. A field that is absent is never read at all. That of strings stands beside
// readString, whose fast path it shares.
extension JSONReader {
  /// Reads a value, or `nil` for null.
  @inlinable
  public mutating func readIfPresent<Value: JSONDecodable>(_ type: Value.Type) throws(JSONError) -> Value? {
    if try readNull() { return nil }
    return try Value(from: &self)
  }

  /// Reads an array, or `nil` for null.
  @inlinable
  public mutating func readArrayIfPresent<Element: JSONDecodable>(
    of type: Element.Type
  ) throws(JSONError) -> [Element]? {
    if try readNull() { return nil }
    return try readArray(of: type)
  }

  /// Reads a dictionary, or `nil` for null.
  @inlinable
  public mutating func readMapIfPresent<Value: JSONDecodable>(
    of type: Value.Type
  ) throws(JSONError) -> [String: Value]? {
    if try readNull() { return nil }
    return try readMap(of: type)
  }

  /// Reads `true` or `false`, or `nil` for null.
  public mutating func readBoolIfPresent() throws(JSONError) -> Bool? {
    if try readNull() { return nil }
    return try readBool()
  }

  /// Reads an integer, or `nil` for null.
  public mutating func readIntIfPresent() throws(JSONError) -> Int? {
    if try readNull() { return nil }
    return try readInt()
  }

  /// Reads a double, or `nil` for null.
  public mutating func readDoubleIfPresent() throws(JSONError) -> Double? {
    if try readNull() { return nil }
    return try readDouble()
  }

  /// Reads a number, or `nil` for null.
  public mutating func readNumberIfPresent() throws(JSONError) -> JSONNumber? {
    if try readNull() { return nil }
    return try readNumber()
  }

  /// Reads a string as a value made from its bytes, or `nil` for null.
  @inlinable
  public mutating func readStringBytesIfPresent<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) -> Result?, else expected: StaticString
  ) throws(JSONError) -> Result? {
    if try readNull() { return nil }
    return try readStringBytes(body, else: expected)
  }

  /// Reads any value as its bytes, or `nil` for null.
  public mutating func readRawIfPresent() throws(JSONError) -> RawJSON? {
    if try readNull() { return nil }
    return try readRaw()
  }

  /// Reads any value, or `nil` for null.
  public mutating func readValueIfPresent() throws(JSONError) -> JSONValue? {
    if try readNull() { return nil }
    return try readValue()
  }

  /// Reads an integer that may travel as text, or `nil` for null.
  public mutating func readIntTextIfPresent() throws(JSONError) -> Int? {
    if try readNull() { return nil }
    return try readIntText()
  }

  /// Reads a double that may travel as text, or `nil` for null.
  public mutating func readDoubleTextIfPresent() throws(JSONError) -> Double? {
    if try readNull() { return nil }
    return try readDoubleText()
  }

  /// Reads a number that may travel as text, or `nil` for null.
  public mutating func readNumberTextIfPresent() throws(JSONError) -> JSONNumber? {
    if try readNull() { return nil }
    return try readNumberText()
  }
}
