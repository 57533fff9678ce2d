import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

@Suite("Decimals")
struct DecimalTests {
  private static let posix = Locale(identifier: "en_US_POSIX")

  /// The number as Foundation reads it, and whether ours differs from it in value or in its digits.
  private func differs(_ text: String) -> Bool {
    guard let number = JSONNumber(text: text), let theirs = Decimal(string: text, locale: Self.posix) else {
      return true
    }
    let ours = Decimal(exactly: number)
    if JSONWriter.bytes(of: theirs).text != theirs.description { return true }
    return ours != theirs || ours?.description != theirs.description || ours?.hashValue != theirs.hashValue
  }

  @Test("The limits of what is read in one machine word, and what stands beyond them")
  func limits() {
    let texts = [
      "0", "-0", "0.0", "-0.00", "1", "-1", "10", "1.50", "-0.05", "100000000000000000", "999999999999999999",
      "-99999999999999999", "1234567890123456789", "0.0000000000000001", "0.00000000000000001", "1e5", "-1.5e-3",
      "18446744073709551615", "-18446744073709551616.5",
      "12345678901234567890123456789012345678",
    ]
    expect(texts.filter(differs), equals: [])
  }

  @Test("Random numbers are read as Foundation reads them")
  func random() {
    var random = SeededRandom(seed: 7)
    var wrong: [String] = []
    for _ in 0..<2000 {
      let whole = UInt64.random(in: 0...(UInt64.max >> UInt64.random(in: 0..<64, using: &random)), using: &random)
      let fraction = Int.random(in: 0...6, using: &random)
      let digits = (0..<fraction).map { _ in "\(Int.random(in: 0...9, using: &random) / 3 * 3)" }.joined()
      let text = "\(Bool.random(using: &random) ? "-" : "")\(whole)\(fraction > 0 ? "." : "")\(digits)"
      if differs(text) { wrong.append(text) }
    }
    expect(wrong, equals: [])
  }
}
