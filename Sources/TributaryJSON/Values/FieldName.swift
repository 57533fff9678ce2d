/// The name of a member, compared byte by byte without escapes.
///
/// A name with an escaped half of a surrogate pair, or with bytes that are not UTF-8, is not valid text. It is kept as
/// received, and equals only a name of the same meaning.
struct FieldName: Sendable {
  /// The name, with U+FFFD for what is not valid text.
  var text: String
  /// The name as received, if it is not valid text.
  private(set) var malformed: MalformedString?

  /// A name that is valid text.
  init(_ text: String) { self.text = text }

  /// A name that a scan found.
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
    left.malformed == right.malformed && (left.malformed != nil || areEqual(left.text, right.text))
  }

  /// Whether two texts are equal byte by byte.
  @inline(__always)
  static func areEqual(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let areEqual = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { left.elementsEqual($0) }
    }
    if let areEqual, let areEqual { return areEqual }
    return left.utf8.elementsEqual(right.utf8)
  }

  func hash(into hasher: inout Hasher) {
    if let malformed { return hasher.combine(malformed) }
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension JSONWriter {
  /// Writes the name of a member, as received if it is not valid text.
  mutating func name(_ name: FieldName) {
    guard let raw = name.malformed?.raw else { return self.name(named: name.text) }
    self.raw(raw)
    colon()
  }
}

extension JSONReader {
  /// The name for which ``nextKey(_:)`` returned -1, without escapes; empty before that. What is not valid text in it
  /// becomes U+FFFD; ``JSONFields/readUnknown(of:from:)`` keeps such a name as received.
  @_spi(Generated) public mutating func unknownKey(of object: JSONObject) -> String { unknownName(of: object).text }

  mutating func unknownName(of object: JSONObject) -> FieldName {
    // Another reader, of another text, may have begun the object.
    let quote = object.unknown
    guard quote > 0, quote < end - start, start[quote] == 0x22 else { return FieldName("") }
    let place = cursor
    defer { cursor = place }
    cursor = start + quote
    if let text = readPlainString() { return FieldName(text) }
    cursor += 1
    do throws(JSONError) {
      let name = try scanString()
      return FieldName(name, raw: RawJSON(checked: bytes[quote..<offset]))
    } catch {
      return FieldName("")
    }
  }
}
