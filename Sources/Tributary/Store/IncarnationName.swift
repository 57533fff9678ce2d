/// Draws the names of incarnations.
package enum IncarnationName {
  /// 128 random bits as 32 lower-case hexadecimal digits.
  package static func draw(_ randomness: () -> UInt64) -> String { digits(randomness()) + digits(randomness()) }

  private static func digits(_ bits: UInt64) -> String {
    let text = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }
}
