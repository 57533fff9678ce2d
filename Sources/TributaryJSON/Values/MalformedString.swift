/// A string in JSON that is not a text, as received: it has an escaped surrogate without its half, or bytes that are
/// not UTF-8.
///
/// Equality goes by what the strings mean: `"\ud83d"` and `"\uD83D"` are equal.
public struct MalformedString: Sendable {
  // An object, so that the values and names which may be such a string are as small as others: deep values are compared
  // and written by recursion.
  private final class Content: Sendable {
    let raw: RawJSON
    let bytes: [UInt8]

    init(_ string: StringScan, raw: RawJSON) {
      self.raw = raw
      bytes = string.withBytes { Array($0) }
    }
  }

  private let content: Content

  /// The string that a scan found, or `nil` when it is text.
  ///
  /// - Parameter raw: The string with its quotes.
  init?(_ string: StringScan, raw: @autoclosure () -> RawJSON) {
    guard string.fault != nil else { return nil }
    content = Content(string, raw: raw())
  }

  /// The string with its quotes.
  public var raw: RawJSON { content.raw }

  /// The string with U+FFFD for what is not a text in it: once for a surrogate, as for any other scalar.
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
  /// Whether both mean the same.
  public static func == (left: Self, right: Self) -> Bool { left.content.bytes == right.content.bytes }

  /// Hashes what the string means.
  public func hash(into hasher: inout Hasher) { hasher.combine(content.bytes) }
}
