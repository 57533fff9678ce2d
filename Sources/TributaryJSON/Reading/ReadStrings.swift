extension JSONReader {
  /// Reads a string.
  public mutating func readString() throws(JSONError) -> String {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x22 else { throw mismatch("a string") }
    cursor += 1
    return try scanString().text
  }

  /// Reads a string as a value made from its bytes, such as a timestamp, without making a `String`.
  ///
  /// - Parameters:
  ///   - body: Makes the value from the bytes, which are valid UTF-8 without escapes and gone when it returns; `nil`
  ///     when they do not fit.
  ///   - expected: What should have stood there, with its article: `a timestamp`.
  @inlinable
  public mutating func readStringBytes<Result>(
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
    guard string.withBytes(body) else { throw error(.expected("\(expected)", found: string.excerpt), at: quote) }
  }
}

extension StringScan {
  /// The text, without escapes.
  var text: String {
    guard hasEscapes else { return String(decoding: bytes, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: end - start) { buffer in
      guard let target = buffer.baseAddress else { return 0 }
      return unescape(into: target)
    }
  }

  /// Calls the body with the bytes of the text, without escapes.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    guard hasEscapes else { return body(bytes) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: end - start) { buffer in
      let count = buffer.baseAddress.map { unescape(into: $0) } ?? 0
      return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The text in quotes for an error, cut to what a person wants to read.
  var excerpt: String {
    let characters = text
    let shown = characters.prefix(32)
    return "the string \"\(shown)\(shown.endIndex < characters.endIndex ? "…" : "")\""
  }
}
