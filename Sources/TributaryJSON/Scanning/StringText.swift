extension StringScan {
  /// The text, without escapes. What is not valid text becomes U+FFFD.
  var text: String {
    hasEscapes ? unescapedText : bytes.validText
  }

  private var unescapedText: String {
    String(unsafeUninitializedCapacity: end - start) { buffer in
      guard let target = buffer.baseAddress else { return 0 }
      return unescape(into: target)
    }
  }

  /// Calls the body with the bytes of the text, without escapes.
  ///
  /// Half a surrogate pair becomes the three bytes that UTF-8 would have for it if it were a scalar. They differ from
  /// every text, and strings of the same meaning have the same bytes.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    hasEscapes ? withUnescapedBytes(body) : body(bytes)
  }

  @inline(never)
  private func withUnescapedBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: end - start) { buffer in
      let count = buffer.baseAddress.map { unescape(into: $0) } ?? 0
      return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The text in quotes for an error, shortened to a readable length.
  var excerpt: String {
    let characters = text
    let shown = characters.prefix(32)
    return "the string \"\(shown)\(shown.endIndex < characters.endIndex ? "…" : "")\""
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The text of bytes that are known to be valid UTF-8.
  @inline(__always)
  var validText: String {
    // Up to fifteen bytes fit into the string itself, and copying them is faster than decoding.
    guard count <= 15, let source = baseAddress else { return String(decoding: self, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: count) { buffer in
      buffer.baseAddress?.update(from: source, count: count)
      return count
    }
  }
}
