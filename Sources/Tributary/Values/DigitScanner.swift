/// Takes fixed-width decimal fields off the front of a text.
struct DigitScanner {
  private var cursor: UnsafePointer<UInt8>?
  private var count: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>) { (cursor, count) = (bytes.baseAddress, bytes.count) }

  var isAtEnd: Bool { count == 0 }
  var next: UInt8? { count > 0 ? cursor?.pointee : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    advance(1)
    return true
  }

  mutating func number(digits: Int) -> Int? {
    guard let cursor, count >= digits else { return nil }
    var value = 0
    for index in 0..<digits {
      let digit = cursor[index] &- 0x30
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    advance(digits)
    return value
  }

  /// Takes one to nine digits, as nanoseconds and as their count.
  mutating func fraction() -> (nanoseconds: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while let byte = next, byte >= 0x30, byte <= 0x39 {
      guard digits < 9 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      advance(1)
    }
    guard digits > 0 else { return nil }
    for _ in digits..<9 { value *= 10 }
    return (value, digits)
  }

  private mutating func advance(_ distance: Int) {
    cursor = cursor.map { $0 + distance }
    count -= distance
  }
}
