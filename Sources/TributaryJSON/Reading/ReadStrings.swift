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
    guard count <= SmallText.capacity else { return UnsafeBufferPointer(start: cursor, count: count).validText }
    // Bytes after the text do not count.
    if knowsSmallText, self.end - cursor >= ByteBlock.count {
      return SmallText.text(
        ByteWord(at: cursor).bits & ByteWord.mask(count),
        ByteWord(at: cursor + 8).bits & (count > 8 ? ByteWord.mask(count &- 8) : 0), count: count)
    }
    // A whole word can be read here, because the end was found word by word.
    let (first, last) = (ByteWord(at: cursor), ByteWord(at: cursor + max(0, count &- 8)))
    if knowsSmallText {
      let second = count > 8 ? last.bits &>> UInt64(128 &- count &* 8) : 0
      return SmallText.text(first.bits & ByteWord.mask(count), second, count: count)
    }
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
      skipPlainString(bytes)
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
    cursor += 1
    defer { cursor -= 1 }
    return endOfPlainString.map { UnsafeBufferPointer(start: cursor, count: $0 - cursor) }
  }

  /// Moves past the string at the cursor, whose bytes ``plainStringBytes()`` has just returned.
  @usableFromInline
  mutating func skipPlainString(_ bytes: UnsafeBufferPointer<UInt8>) {
    // Both quotes exist, because the bytes are between them.
    cursor += bytes.count + 2
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
