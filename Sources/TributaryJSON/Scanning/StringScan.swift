/// Where a string ends, and what has to be done to its bytes.
struct StringScan {
  /// Behind the opening quote.
  var start: UnsafePointer<UInt8>
  /// At the closing quote.
  var end: UnsafePointer<UInt8>
  /// Whether a backslash occurs. If so the text is shorter than its bytes.
  var hasEscapes: Bool
  /// The first byte of what makes the string no text, or `nil`: an escaped surrogate without its half, or a byte that
  /// is not UTF-8. Such a string can be skipped, compared and kept as received, but not read as a `String`.
  var fault: UnsafePointer<UInt8>?

  /// The bytes between the quotes, as they stand.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: end - start) }
}
