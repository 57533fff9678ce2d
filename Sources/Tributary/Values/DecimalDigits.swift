#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// Foundation reads decimals of any size with a locale and long arithmetic, and its result has to be compared with the
// text. The numbers that services send fit into a machine word, which is read exactly and many times as fast.
extension Decimal {
  /// The value of a text that is a valid JSON number, if it has at most eighteen bytes and no exponent; otherwise
  /// `nil`.
  init?(shortDigits text: String) {
    var text = text
    let parts = text.withUTF8 { bytes -> (isNegative: Bool, significand: UInt64, fraction: Int)? in
      let isNegative = bytes.first == 0x2D
      guard bytes.count <= 18 else { return nil }
      var (significand, fraction, isFraction) = (UInt64(0), 0, false)
      for byte in bytes.dropFirst(isNegative ? 1 : 0) {
        switch byte {
        case 0x30...0x39:
          significand = significand &* 10 &+ UInt64(byte &- 0x30)
          if isFraction { fraction += 1 }
        case 0x2E where !isFraction: isFraction = true
        default: return nil
        }
      }
      while fraction > 0, significand % 10 == 0 { (significand, fraction) = (significand / 10, fraction - 1) }
      return (isNegative, significand, fraction)
    }
    guard let parts else { return nil }
    // Negating the significand 0 would give NaN.
    self =
      parts.significand == 0
      ? 0
      : Decimal(
        sign: parts.isNegative ? .minus : .plus, exponent: -parts.fraction, significand: Decimal(parts.significand))
  }

  /// The digits of the number, as `description` gives them too.
  var digits: String { shortDigits ?? description }

  /// The lowest 64 bits of the significand, from where Foundation keeps them: after four bytes for the exponent and the
  /// sign. Foundation has no API for them; callers must compare the result with the number.
  private var firstWord: UInt64? {
    withUnsafeBytes(of: self) { bytes in
      bytes.count >= 12 ? UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt64.self)) : nil
    }
  }

  private static let largestWord = Decimal(UInt64.max)

  /// The digits, where the significand fits into a machine word and no zeros have to be added.
  private var shortDigits: String? {
    guard (-18...0).contains(exponent), !isNaN else { return nil }
    let whole = significand.magnitude
    guard whole <= Self.largestWord else { return nil }
    guard var word = whole.firstWord, Decimal(word) == whole else { return nil }
    var fraction = -exponent
    while fraction > 0, word % 10 == 0 { (word, fraction) = (word / 10, fraction - 1) }
    // Room for a sign, a zero, a point and the twenty digits of the largest word.
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { bytes in
      var start = bytes.count
      func put(_ byte: UInt8) {
        start -= 1
        bytes[start] = byte
      }
      var written = 0
      while word > 0 || written <= fraction {
        if written == fraction, fraction > 0 { put(0x2E) }
        put(UInt8(truncatingIfNeeded: word % 10) + 0x30)
        (word, written) = (word / 10, written + 1)
      }
      if isSignMinus { put(0x2D) }
      return String(decoding: bytes[start...], as: UTF8.self)
    }
  }
}
