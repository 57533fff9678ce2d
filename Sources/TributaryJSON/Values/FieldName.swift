/// The name of a member, compared byte by byte after escapes.
///
/// A name with an escaped surrogate that lacks its half, or with bytes that are not UTF-8, is not a text: it is kept as
/// received, and equal only to a name that means the same.
struct FieldName: Sendable {
  /// The name; of one that is not a text, with U+FFFD for what is wrong in it.
  var text: String
  /// The name as received, when it is not a text.
  private(set) var malformed: MalformedString?

  /// A name that is a text.
  init(_ text: String) { self.text = text }

  /// A name as a scan found it.
  ///
  /// - Parameters:
  ///   - string: The name.
  ///   - raw: The name with its quotes.
  init(_ string: StringScan, raw: @autoclosure () -> RawJSON) {
    malformed = MalformedString(string, raw: raw())
    text = malformed?.repaired ?? string.text
  }
}

extension FieldName: Hashable {
  static func == (left: Self, right: Self) -> Bool {
    left.malformed == right.malformed && (left.malformed != nil || left.text.utf8.elementsEqual(right.text.utf8))
  }

  func hash(into hasher: inout Hasher) {
    if let malformed { return hasher.combine(malformed) }
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension JSONWriter {
  /// Writes the name of a member, as received where it is not a text.
  mutating func name(_ name: FieldName) {
    guard let raw = name.malformed?.raw else { return self.name(named: name.text) }
    self.raw(raw)
    colon()
  }
}

extension JSONObject {
  /// The name for which ``JSONReader/nextKey(_:)`` returned -1, without escapes; empty before that. What is not a text
  /// in it becomes U+FFFD; ``JSONFields/readUnknown(of:from:)`` keeps such a name as received.
  @_spi(Generated) public var unknownKey: String { unknownName.text }

  var unknownName: FieldName {
    guard let bytes else { return FieldName("") }
    let start = bytes.firstByte
    defer { bytes.extendLifetime() }
    let fault = unknownFault < 0 ? nil : start + unknownFault
    let name = StringScan(
      start: start + unknown.lowerBound, end: start + unknown.upperBound, hasEscapes: true, fault: fault)
    return FieldName(name, raw: RawJSON(checked: bytes[unknown.lowerBound - 1..<unknown.upperBound + 1]))
  }
}
