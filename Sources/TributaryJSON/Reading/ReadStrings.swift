extension JSONReader {
  /// Reads a string.
  package mutating func readString() throws(JSONError) -> String {
    skipWhitespace()
    if cursor < end, cursor.pointee == 0x22, let text = readPlainString() { return text }
    return try readAnyString()
  }

  /// Reads the string whose opening quote is at the cursor if it is plain; otherwise reads nothing.
  @inline(__always)
  mutating func readPlainString() -> String? {
    let quote = cursor
    cursor += 1
    guard let end = endOfPlainString else {
      cursor = quote
      return nil
    }
    defer { cursor = end + 1 }
    let count = end - cursor
    guard count <= 15 else { return UnsafeBufferPointer(start: cursor, count: count).validText }
    // Up to fifteen bytes fit into the string itself. Here, as many as a word can be read and written; what lies behind
    // the text does not count.
    let (first, last) = (ByteWord(at: cursor), ByteWord(at: cursor + max(0, count &- 8)))
    return String(unsafeUninitializedCapacity: 15) { buffer in
      guard let target = buffer.baseAddress else { return 0 }
      first.store(at: target)
      if count > 8 { last.store(at: target + (count &- 8)) }
      return count
    }
  }

  @inline(never)
  private mutating func readAnyString() throws(JSONError) -> String {
    guard cursor < end, cursor.pointee == 0x22 else { throw mismatch("a string") }
    cursor += 1
    return try text(of: scanString())
  }

  /// Reads a string as a value made from its bytes, such as a timestamp, without making a `String`.
  ///
  /// - Parameters:
  ///   - body: Makes the value from the bytes, which are valid UTF-8 without escapes and gone when it returns; `nil`
  ///     when they do not fit.
  ///   - expected: What should have stood there, with its article: `a timestamp`.
  @inlinable
  package mutating func readStringBytes<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) -> Result?, else expected: StaticString
  ) throws(JSONError) -> Result {
    var result: Result?
    try withStringBytes(expected) { bytes in
      result = body(bytes)
      return result != nil
    }
    guard let result else { throw JSONError(offset: offset, .expected("\(expected)", found: "a string")) }
    return result
  }

  @usableFromInline
  mutating func withStringBytes(
    _ expected: StaticString, _ body: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(JSONError) {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x22 else { throw mismatch("\(expected)") }
    let quote = cursor
    cursor += 1
    let string = try scanString()
    guard string.fault == nil else { throw noText(string) }
    guard string.withBytes(body) else { throw error(.expected("\(expected)", found: string.excerpt), at: quote) }
  }
}
