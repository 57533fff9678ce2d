import TributaryJSON

/// Takes fixed-width decimal fields off the front of a text.
///
/// Services send many timestamps, so everything here is inlined where the width is known.
struct DigitScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// How many bytes were taken.
  private(set) var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Takes a word of ASCII.
  mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - index >= count, (0..<count).allSatisfy({ bytes[index + $0] == word.utf8Start[$0] }) else {
      return false
    }
    index += count
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

  /// The fields of `2006-01-02T15:04:05` as written; any byte may take the place of the `T`.
  typealias DateTime = (year: Int, month: Int, day: Int, separator: UInt8, hour: Int, minute: Int, second: Int)

  /// Takes a date and a time. The caller checks whether the calendar and the clock have them.
  ///
  /// Eight bytes are checked together: subtracting the form must leave 0 to 9 at a digit and 0 elsewhere.
  @inline(__always)
  mutating func dateTime() -> DateTime? {
    guard bytes.count - index >= 19, let start = bytes.baseAddress.map({ UnsafeRawPointer($0 + index) }) else {
      return nil
    }
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let date = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) ^ 0x2D30_302D_3030_3030
    guard ((date & low) &+ 0x7F76_767F_7676_7676 | date) & ~low == 0 else { return nil }
    let rest = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) ^ 0x3030_3A30_3000_3030
    guard ((rest & low) &+ 0x7676_7F76_7600_7676 | rest) & 0x8080_8080_8000_8080 == 0 else { return nil }
    // Every byte is at most nine now, so that neighbours are added without a carry.
    let separator = UInt8(truncatingIfNeeded: rest &>> 16)
    let digits = rest & ~0xFF_0000
    let (days, times) = (date &* 10 &+ date &>> 8, digits &* 10 &+ digits &>> 8)
    func pair(_ place: Int, of word: UInt64) -> Int { Int(truncatingIfNeeded: word &>> UInt64(place &* 8) & 0xFF) }
    // There are nineteen bytes.
    let seconds = UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 15, as: UInt32.self)) ^ 0x3030_3A00
    let (tens, ones) = (seconds &>> 16 & 0xFF, seconds &>> 24)
    guard seconds & 0xFF00 == 0, tens <= 9, ones <= 9 else { return nil }
    let second = Int(truncatingIfNeeded: tens &* 10 &+ ones)
    index &+= 19
    let year = pair(0, of: days) &* 100 &+ pair(2, of: days)
    return (year, pair(5, of: days), pair(0, of: times), separator, pair(3, of: times), pair(6, of: times), second)
  }

  /// Takes one to nine digits, as nanoseconds and as their count.
  @inline(__always)
  mutating func fraction() -> (nanoseconds: Int, digits: Int)? {
    guard let start = bytes.baseAddress else { return nil }
    var value = 0
    let first = index
    // Up to seven digits and the byte after them are looked at together.
    if bytes.count &- index >= 8 {
      let word = DigitWord(at: start + index)
      let digits = word.count
      if digits > 0, digits < 8 {
        index &+= digits
        return (Self.scaled(word.value(count: digits), from: digits), digits)
      }
    }
    let limit = min(bytes.count, first &+ 9)
    while index < limit {
      let digit = start[index] &- 0x30
      guard digit <= 9 else { break }
      value = value &* 10 &+ Int(digit)
      index &+= 1
    }
    let digits = index &- first
    // One digit more than nine is one too many.
    guard digits > 0, index == bytes.count || start[index] &- 0x30 > 9 else { return nil }
    return (Self.scaled(value, from: digits), digits)
  }

  /// A fraction of one to nine digits in nanoseconds.
  @inline(__always)
  private static func scaled(_ fraction: Int, from digits: Int) -> Int {
    if digits == 6 { return fraction &* 1000 }
    var value = fraction
    for _ in digits..<9 { value = value &* 10 }
    return value
  }
}

extension JSONReader {
  /// Reads a string whose bytes a scanner takes to the last.
  ///
  /// - Parameters:
  ///   - scan: Takes the value off the front of the text, which is plain up to there, or returns `nil`.
  ///   - expected: The expected value, with its article: `a timestamp`.
  @inline(__always)
  mutating func readDigits<Value>(
    _ scan: (inout DigitScanner) -> Value?, else expected: StaticString
  ) throws(JSONError) -> Value {
    // Nearly always the value ends where the string does, so that the end of the string need not be found first.
    if let rest = restAfterQuote {
      var scanner = DigitScanner(rest)
      if let value = scan(&scanner), scanner.take(UInt8(ascii: "\"")) {
        skipPlainString(count: scanner.index &- 1)
        return value
      }
    }
    return try readStringBytes(
      { bytes in
        var scanner = DigitScanner(bytes)
        return scan(&scanner).flatMap { scanner.isAtEnd ? $0 : nil }
      }, else: expected)
  }
}
