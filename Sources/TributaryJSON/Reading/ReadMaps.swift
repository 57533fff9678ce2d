extension JSONReader {
  /// Reads an object whose names are data: a dictionary. Of equal names the last wins. An empty array is an empty one.
  ///
  /// Names are compared as Swift compares strings: by canonical equivalence.
  @inlinable
  public mutating func readMap<Value: JSONDecodable>(of type: Value.Type) throws(JSONError) -> [String: Value] {
    if try readEmptyArray() { return [:] }
    try beginMap()
    var isFirst = true
    guard let first = try nextName(&isFirst) else { return [:] }
    // A dictionary with room for the first value hashes that name once instead of twice.
    var values: [String: Value] = [first: try Value(from: &self)]
    while let name = try nextName(&isFirst) { values[name] = try Value(from: &self) }
    return values
  }

  /// Moves past the brace that opens an object.
  @usableFromInline
  mutating func beginMap() throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x7B else { throw mismatch("an object") }
    try open()
  }

  /// Reads the next name and its colon, or moves past the closing brace and returns `nil`.
  @usableFromInline
  mutating func nextName(_ isFirst: inout Bool) throws(JSONError) -> String? {
    guard try nextMember(&isFirst) else { return nil }
    cursor -= 1
    let name = try readString()
    try skipColon()
    return name
  }

  /// Moves past the opening quote of the next name, or moves past the closing brace and returns false.
  @inline(__always)
  mutating func nextMember(_ isFirst: inout Bool) throws(JSONError) -> Bool {
    skipWhitespace()
    guard cursor < end else { throw error(.unexpectedEnd) }
    if cursor.pointee == 0x7D {
      close()
      return false
    }
    if isFirst {
      isFirst = false
    } else {
      guard cursor.pointee == 0x2C else { throw unexpected() }
      cursor += 1
      skipWhitespace()
    }
    guard cursor < end, cursor.pointee == 0x22 else { throw unexpected() }
    cursor += 1
    return true
  }

  /// Moves past the colon after a name.
  @inline(__always)
  mutating func skipColon() throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x3A else { throw unexpected() }
    cursor += 1
  }
}
