/// Reads JSON from bytes, front to back, straight into typed values.
///
/// Everything that RFC 8259 requires is checked on the way: escapes, control characters, the grammar of numbers. Text
/// after the value is refused; a byte order mark before it is skipped. A string may have half of an escaped surrogate
/// pair, which RFC 8259 allows, or bytes that are not UTF-8. Such a string can be skipped or kept as received; only
/// reading it as a `String` is an error. A reader is passed only to the body of `withReader(over:limits:_:)` and to
/// ``JSONDecodable/init(from:)``.
///
/// ```swift
/// let numbers = try JSONReader.read([Int].self, from: SharedBytes("[1, 2, 3]"))
/// ```
///
/// Reading stops at the first error; a reader that has thrown must not be used again.
public struct JSONReader: ~Copyable {
  /// Keeps the bytes alive as long as the reader exists.
  let bytes: SharedBytes
  let start: UnsafePointer<UInt8>
  @usableFromInline let end: UnsafePointer<UInt8>
  /// The next byte to look at; never beyond `end`.
  @usableFromInline var cursor: UnsafePointer<UInt8>
  /// How many more arrays and objects may open.
  @usableFromInline var remainingDepth: Int
  let depthLimit: Int
  /// Whether lists of records keep their JSON instead of reading it.
  package let leavesRecordsUnread: Bool
  /// Whether short strings can be built here. This is checked once, not for each string.
  let knowsSmallText = SmallText.isKnown
  /// The order of names so far.
  var keyOrder = KeyOrder()
  /// The order of tags so far.
  @usableFromInline package var tagOrder = TagOrder()
  /// The tags that unions write around the object that is read.
  @usableFromInline var hiddenTags = HiddenTags()

  private init(bytes: SharedBytes, start: UnsafePointer<UInt8>, limits: JSONLimits) {
    self.bytes = bytes
    self.start = start
    self.end = start + bytes.count
    self.cursor = start + bytes.byteOrderMarkCount
    self.remainingDepth = limits.depth
    self.depthLimit = limits.depth
    self.leavesRecordsUnread = limits.leavesRecordsUnread
  }

  /// Reads a whole text as one value.
  ///
  /// - Parameters:
  ///   - type: The type to read.
  ///   - bytes: The text; nothing but white space may surround the value.
  ///   - limits: The limits of what is accepted.
  @inlinable
  public static func read<Value: JSONDecodable>(
    _ type: Value.Type = Value.self, from bytes: SharedBytes, limits: JSONLimits = JSONLimits()
  ) throws(JSONError) -> Value {
    try withReader(over: bytes, limits: limits) { (reader) throws(JSONError) in try Value(from: &reader) }
  }

  /// Passes a reader over a whole text to a body, and checks that only white space is left afterwards.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - limits: The limits of what is accepted.
  ///   - body: Reads exactly one value.
  @usableFromInline package static func withReader<Result>(
    over bytes: SharedBytes, limits: JSONLimits = JSONLimits(),
    _ body: (inout JSONReader) throws(JSONError) -> Result
  ) throws(JSONError) -> Result {
    var reader = JSONReader(bytes: bytes, start: bytes.firstByte, limits: limits)
    defer { bytes.extendLifetime() }
    let result = try body(&reader)
    reader.skipWhitespace()
    guard reader.cursor == reader.end else { throw reader.error(.trailingContent) }
    return result
  }

  /// How many bytes have been read.
  @usableFromInline package var offset: Int { cursor - start }

  /// Moves to the next byte that is not white space.
  @inline(__always)
  mutating func skipWhitespace() {
    if cursor < end, cursor.pointee <= 0x20 { skipSpaces() }
  }

  @inline(never)
  private mutating func skipSpaces() {
    while cursor < end {
      // Indentation is skipped one word at a time.
      if end - cursor >= 8 { cursor += ByteWord(at: cursor).leadingSpaces }
      guard cursor < end else { return }
      switch cursor.pointee {
      case 0x20, 0x0A, 0x0D, 0x09: cursor += 1
      default: return
      }
    }
  }

  /// An error at the cursor.
  func error(_ reason: JSONError.Reason) -> JSONError { JSONError(offset: cursor - start, reason) }

  /// An error elsewhere.
  func error(_ reason: JSONError.Reason, at pointer: UnsafePointer<UInt8>) -> JSONError {
    JSONError(offset: pointer - start, reason)
  }

  /// The error for a byte that is not allowed at the cursor, or for the end of the text.
  func unexpected() -> JSONError { error(cursor < end ? .unexpectedByte(cursor.pointee) : .unexpectedEnd) }

  /// The error for a value of another kind at the cursor, or for something that is not a value.
  func mismatch(_ expected: String) -> JSONError {
    guard cursor < end, let found = JSONKind(firstByte: cursor.pointee) else { return unexpected() }
    return error(.expected(expected, found: found.description))
  }

  /// Counts an array or object that opens at the cursor, and moves past its bracket.
  @inline(__always)
  mutating func open() throws(JSONError) {
    try descend()
    cursor += 1
  }

  /// Counts an array or object that opens at the cursor.
  @inline(__always)
  mutating func descend() throws(JSONError) {
    guard remainingDepth > 0 else { throw error(.tooDeep(limit: depthLimit)) }
    remainingDepth &-= 1
  }

  /// Moves past a closing bracket.
  @inline(__always)
  mutating func close() {
    remainingDepth &+= 1
    cursor += 1
  }
}
