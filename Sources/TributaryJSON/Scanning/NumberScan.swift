/// The parts of a number by JSON's grammar, not yet evaluated.
struct NumberScan {
  var isNegative = false
  /// The first digit before the point.
  var integer: UnsafePointer<UInt8>
  /// How many digits come before the point; at least one.
  var integerCount = 0
  /// How many digits come after the point.
  var fractionCount = 0
  /// The written exponent, clamped to ±2^60, which no text is long enough to compensate.
  var exponent = 0
  /// The end of the number, after its last byte.
  var end: UnsafePointer<UInt8>

  /// Reads a number, or returns `nil` if the grammar does not allow it.
  init?(from start: UnsafePointer<UInt8>, to limit: UnsafePointer<UInt8>) {
    var cursor = start
    func digitCount(_ cursor: UnsafePointer<UInt8>) -> Int {
      var last = cursor
      while last < limit, last.pointee &- 0x30 < 10 { last += 1 }
      return last - cursor
    }
    if cursor < limit, cursor.pointee == 0x2D {
      isNegative = true
      cursor += 1
    }
    integer = cursor
    end = cursor
    integerCount = digitCount(cursor)
    guard integerCount > 0, integerCount == 1 || cursor.pointee != 0x30 else { return nil }
    cursor += integerCount
    if cursor < limit, cursor.pointee == 0x2E {
      cursor += 1
      fractionCount = digitCount(cursor)
      guard fractionCount > 0 else { return nil }
      cursor += fractionCount
    }
    if cursor < limit, cursor.pointee | 0x20 == 0x65 {
      cursor += 1
      var isNegativeExponent = false
      if cursor < limit, cursor.pointee == 0x2B || cursor.pointee == 0x2D {
        isNegativeExponent = cursor.pointee == 0x2D
        cursor += 1
      }
      let count = digitCount(cursor)
      guard count > 0 else { return nil }
      for index in 0..<count where exponent < 1 << 56 { exponent = exponent * 10 + Int(cursor[index] &- 0x30) }
      if exponent > 1 << 60 { exponent = 1 << 60 }
      if isNegativeExponent { exponent = -exponent }
      cursor += count
    }
    end = cursor
  }

  /// How many digits there are on both sides of the point.
  var digitCount: Int { integerCount + fractionCount }

  /// A digit, counted across the point.
  subscript(index: Int) -> UInt8 { (index < integerCount ? integer[index] : integer[index + 1]) &- 0x30 }

  /// The result of reading a number as an integer.
  enum Whole {
    case value(Int)
    case hasFraction
    case outOfRange
  }

  /// The exact value as an integer. The work depends on the length of the text, not on the exponent.
  var whole: Whole {
    let count = digitCount
    // From here on, digits are after the point once the exponent is applied.
    let point = integerCount + exponent
    var last = count - 1
    while last >= 0, self[last] == 0 { last -= 1 }
    guard last >= 0 else { return .value(0) }
    guard last < point else { return .hasFraction }
    var first = 0
    while self[first] == 0 { first += 1 }
    guard point - first <= 19 else { return .outOfRange }
    var magnitude: UInt64 = 0
    for index in first..<point { magnitude = magnitude &* 10 &+ UInt64(index < count ? self[index] : 0) }
    if isNegative { return magnitude <= 1 << 63 ? .value(Int(truncatingIfNeeded: 0 &- magnitude)) : .outOfRange }
    return magnitude < 1 << 63 ? .value(Int(magnitude)) : .outOfRange
  }

  /// The nearest double, with ties to even; infinite if the value is too large.
  func double(from start: UnsafePointer<UInt8>) -> Double {
    let count = digitCount
    if count <= 19 {
      var magnitude: UInt64 = 0
      for index in 0..<count { magnitude = magnitude &* 10 &+ UInt64(self[index]) }
      let power = exponent - fractionCount
      // Clinger's method: digits and power of ten are both exact doubles, so one operation rounds only once.
      if magnitude <= 1 << 53, power >= -22, power <= 22 {
        let digits = Double(magnitude)
        let value = power < 0 ? digits / PowersOfTen.exact[-power] : digits * PowersOfTen.exact[power]
        return isNegative ? -value : value
      }
    }
    // The standard library reads decimal text independently of the locale and rounds correctly.
    let text = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
    return Double(text) ?? .nan
  }
}

/// The powers of ten that a double holds exactly.
enum PowersOfTen {
  static let exact: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
