extension JSONReader {
  /// Reads a string.
  package mutating func readString() throws(JSONError) -> String {
    if let text = readSmallString() { return text }
    return try readAnyString()
  }

  /// Reads a string if it comes without white space, is plain and fits into a `String` itself; otherwise reads nothing.
  @inline(__always)
  mutating func readSmallString() -> String? { scanSmallString().map { SmallText.text($0) } }

  /// Moves past a string as ``readSmallString()`` does, and returns its bytes.
  @inline(__always)
  mutating func scanSmallString() -> SmallText.Words? {
    // The quote and a block after it.
    guard end - cursor > ByteBlock.count, cursor.pointee == 0x22, knowsSmallText else { return nil }
    let text = ByteBlock.plainText(at: cursor + 1)
    // A text of sixteen bytes would not fit, nor is it known what comes after it.
    guard text.count <= SmallText.capacity, cursor[text.count &+ 1] == 0x22 else { return nil }
    cursor += text.count &+ 2
    return SmallText.Words(first: text.low, second: text.high, count: text.count)
  }

  /// Reads a string of any length after any white space.
  @inline(never)
  mutating func readAnyString() throws(JSONError) -> String {
    if cursor < end, cursor.pointee <= 0x20 {
      skipWhitespace()
      if let text = readSmallString() { return text }
    }
    guard cursor < end, cursor.pointee == 0x22 else { throw mismatch("a string") }
    if let text = readLongString() { return text }
    cursor += 1
    return try text(of: scanString())
  }

  /// Reads the string whose opening quote is at the cursor if it is plain; otherwise reads nothing.
  @inline(__always)
  mutating func readPlainString() -> String? {
    readSmallString() ?? readLongString()
  }

  /// The same for one that is not small, or is close to the end of the text.
  @inline(__always)
  private mutating func readLongString() -> String? {
    let first = cursor + 1
    guard let quote = endOfPlainString(from: first) else { return nil }
    cursor = quote + 1
    return UnsafeBufferPointer(start: first, count: quote - first).validText
  }

  /// Reads a string as a value that is made from its bytes, such as a timestamp, without creating a `String`.
  ///
  /// - Parameters:
  ///   - body: Makes the value from the bytes, which are valid UTF-8 without escapes and valid only during the call;
  ///     returns `nil` if they do not fit.
  ///   - expected: The expected value, with its article: `a timestamp`.
  @inlinable
  package mutating func readStringBytes<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) -> Result?, else expected: StaticString
  ) throws(JSONError) -> Result {
    if let bytes = plainStringBytes(), let result = body(bytes) {
      skipPlainString(count: bytes.count)
      return result
    }
    var result: Result?
    try withStringBytes(expected) { bytes in
      result = body(bytes)
      return result != nil
    }
    guard let result else { throw JSONError(offset: offset, .expected("\(expected)", found: "a string")) }
    return result
  }

  /// The bytes of the next value if it is a plain string, which is not read yet. They are valid as long as the reader.
  @usableFromInline
  mutating func plainStringBytes() -> UnsafeBufferPointer<UInt8>? {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x22 else { return nil }
    let first = cursor + 1
    return endOfPlainString(from: first).map { UnsafeBufferPointer(start: first, count: $0 - first) }
  }

  /// The bytes after the opening quote of a string that comes without white space, up to the end of the text. They are
  /// valid as long as the reader.
  @inlinable
  package var restAfterQuote: UnsafeBufferPointer<UInt8>? {
    guard cursor < end, cursor.pointee == 0x22 else { return nil }
    return UnsafeBufferPointer(start: cursor + 1, count: end - cursor &- 1)
  }

  /// Moves past the string at the cursor, whose quotes and content have been checked.
  ///
  /// - Parameter count: How many bytes are between the quotes.
  @inlinable
  package mutating func skipPlainString(count: Int) { cursor += count &+ 2 }

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
