/// The end of a string, and what its bytes need.
struct StringScan {
  /// The position after the opening quote.
  var start: UnsafePointer<UInt8>
  /// The position of the closing quote.
  var end: UnsafePointer<UInt8>
  /// Whether there is a backslash. If so, the text is shorter than the bytes.
  var hasEscapes: Bool
  /// The first byte that makes the string invalid as text, or `nil`: an escaped half of a surrogate pair, or a byte
  /// that is not UTF-8. Such a string can be skipped, compared and kept as received, but not read as a `String`.
  var fault: UnsafePointer<UInt8>?

  /// The bytes between the quotes, as written.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: end - start) }
}
