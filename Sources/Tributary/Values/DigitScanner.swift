/// Takes fixed-width decimal fields off the front of a text.
///
/// Stamps are a good part of what services send, so everything here is inlined where the width is known.
struct DigitScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }
  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  @inline(__always)
  mutating func number(digits: Int) -> Int? {
    guard bytes.count - index >= digits else { return nil }
    var value = 0
    for place in index..<index + digits {
      let digit = bytes[place] &- 0x30
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    index += digits
    return value
  }

  /// Takes one to nine digits, as nanoseconds and as their count.
  @inline(__always)
  mutating func fraction() -> (nanoseconds: Int, digits: Int)? {
    var value = 0
    let start = index
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit <= 9 else { break }
      guard index - start < 9 else { return nil }
      value = value &* 10 &+ Int(digit)
      index += 1
    }
    let digits = index - start
    guard digits > 0 else { return nil }
    return (value * Self.powers[9 - digits], digits)
  }

  private static let powers = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
}
