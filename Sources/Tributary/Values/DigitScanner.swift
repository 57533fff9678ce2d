/// Takes fixed-width decimal fields off the front of a text.
struct DigitScanner {
  private var bytes: UnsafeBufferPointer<UInt8>.SubSequence

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes[...] }

  var isAtEnd: Bool { bytes.isEmpty }
  var next: UInt8? { bytes.first }

  mutating func take(_ byte: UInt8) -> Bool {
    guard bytes.first == byte else { return false }
    bytes.removeFirst()
    return true
  }

  mutating func number(digits: Int) -> Int? {
    guard bytes.count >= digits else { return nil }
    var value = 0
    for byte in bytes.prefix(digits) {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    bytes.removeFirst(digits)
    return value
  }

  /// Takes one to nine digits, as nanoseconds and as their count.
  mutating func fraction() -> (nanoseconds: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while let byte = bytes.first, byte >= 0x30, byte <= 0x39 {
      guard digits < 9 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      bytes.removeFirst()
    }
    guard digits > 0 else { return nil }
    for _ in digits..<9 { value *= 10 }
    return (value, digits)
  }
}

extension [UInt8] {
  mutating func append(_ value: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }
}
