/// The canonical form of a decimal number: 0.DIGITS times ten to the exponent, where the digits neither begin nor end
/// with a zero.
struct DecimalForm: Hashable {
  private var isNegative = false
  private var digits: [UInt8] = []
  private var exponent = SignedDigits()

  init(_ number: JSONNumber) {
    var fraction = 0
    var isFraction = false
    var written = SignedDigits()
    var text = number.text[...].utf8
    if text.first == 0x2D { isNegative = true }
    while let byte = text.popFirst() {
      switch byte {
      case 0x2E: isFraction = true
      case 0x65, 0x45:
        written = SignedDigits(text)
        text = text[text.endIndex...]
      case 0x30...0x39:
        digits.append(byte - 0x30)
        if isFraction { fraction += 1 }
      default: continue
      }
    }
    let leading = digits.prefix { $0 == 0 }.count
    let point = digits.count - fraction - leading
    digits.removeFirst(leading)
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty {
      isNegative = false
    } else {
      exponent = written.adding(point)
    }
  }
}

extension DecimalForm: Comparable {
  /// Orders by the value.
  static func < (left: Self, right: Self) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
  }

  /// Compares the magnitudes. The digits do not begin with a zero, so the exponent decides first.
  private func isSmaller(than other: Self) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    return exponent == other.exponent
      ? digits.lexicographicallyPrecedes(other.digits) : exponent.isLess(than: other.exponent)
  }
}

/// An integer of any length, for exponents that do not fit into a machine integer.
private struct SignedDigits: Hashable {
  private var isNegative = false
  /// Decimal digits, the lowest first, without zeros at the end. Zero has none.
  private var digits: [UInt8] = []

  init() {}

  init(_ text: Substring.UTF8View) {
    isNegative = text.first == 0x2D
    digits = text.reversed().compactMap { $0 >= 0x30 && $0 <= 0x39 ? $0 - 0x30 : nil }
    normalize()
  }

  private init(_ value: Int) {
    isNegative = value < 0
    digits = String(value.magnitude).utf8.reversed().map { $0 - 0x30 }
    normalize()
  }

  private mutating func normalize() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { isNegative = false }
  }

  func adding(_ value: Int) -> SignedDigits {
    let other = SignedDigits(value)
    var result = SignedDigits()
    if isNegative == other.isNegative {
      result.isNegative = isNegative
      result.digits = Self.sum(digits, other.digits)
    } else if Self.isLess(digits, other.digits) {
      result.isNegative = other.isNegative
      result.digits = Self.difference(other.digits, digits)
    } else {
      result.isNegative = isNegative
      result.digits = Self.difference(digits, other.digits)
    }
    result.normalize()
    return result
  }

  func isLess(than other: Self) -> Bool {
    if isNegative != other.isNegative { return isNegative }
    return isNegative ? Self.isLess(other.digits, digits) : Self.isLess(digits, other.digits)
  }

  private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count != right.count
      ? left.count < right.count : left.reversed().lexicographicallyPrecedes(right.reversed())
  }

  private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var carry: UInt8 = 0
    for index in 0..<max(left.count, right.count) {
      let digit = (index < left.count ? left[index] : 0) + (index < right.count ? right[index] : 0) + carry
      result.append(digit % 10)
      carry = digit / 10
    }
    if carry > 0 { result.append(carry) }
    return result
  }

  /// The left one must not be less than the right one.
  private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = left
    var borrow: UInt8 = 0
    for index in left.indices {
      let subtrahend = (index < right.count ? right[index] : 0) + borrow
      borrow = left[index] < subtrahend ? 1 : 0
      result[index] = left[index] + borrow * 10 - subtrahend
    }
    return result
  }
}
