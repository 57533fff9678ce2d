/// A JSON string that is not valid text, as received: it has an escaped half of a surrogate pair, or bytes that are not
/// UTF-8.
///
/// Equality compares the meaning of the strings: `"\ud83d"` and `"\uD83D"` are equal.
public struct MalformedString: Sendable {
  // It is a class, so that values and names that may be such a string stay small: deep values are compared and written
  // by recursion.
  private final class Content: Sendable {
    let raw: RawJSON
    let bytes: [UInt8]

    init(_ string: StringScan, raw: RawJSON) {
      self.raw = raw
      bytes = string.withBytes { Array($0) }
    }
  }

  private let content: Content

  /// The string that a scan found, or `nil` if it is valid text.
  ///
  /// - Parameter raw: The string with its quotes.
  init?(_ string: StringScan, raw: @autoclosure () -> RawJSON) {
    guard string.fault != nil else { return nil }
    content = Content(string, raw: raw())
  }

  /// The string with its quotes.
  public var raw: RawJSON { content.raw }

  /// The string with U+FFFD for what is not valid text: once for half a surrogate pair, as for any other scalar.
  public var repaired: String {
    var bytes = content.bytes
    var index = 0
    while index + 2 < bytes.count {
      if bytes[index] == 0xED, bytes[index + 1] >= 0xA0 {
        bytes.replaceSubrange(index..<index + 3, with: [0xEF, 0xBF, 0xBD])
      }
      index += 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension MalformedString: Hashable {
  /// Whether both have the same meaning.
  public static func == (left: Self, right: Self) -> Bool { left.content.bytes == right.content.bytes }

  /// Hashes the meaning of the string.
  public func hash(into hasher: inout Hasher) { hasher.combine(content.bytes) }
}
