public import TributaryJSON

/// A date and a time of day without a zone, which reproduces its own text to the digit.
///
/// Read from `YYYY-MM-DDTHH:MM:SS` with zero to nine fraction digits; a space in place of the `T` is kept as received.
/// Comparing shows which reading of a clock is later. It knows nothing of zones, so around a change to or from daylight
/// saving time it does not show which happened first. Nothing passes through floating point.
///
/// ```swift
/// let stamp = LocalTimestamp("2024-01-09T15:56:58.059944")
/// ```
public struct LocalTimestamp: Sendable, Hashable, Comparable, JSONModel, LosslessStringConvertible {
  /// Seconds from 1970-01-01T00:00:00 on the same clock.
  public private(set) var seconds: Int
  /// Nanoseconds within the second.
  public private(set) var nanoseconds: Int32
  /// How many fraction digits the text has.
  public private(set) var fractionDigits: Int8
  private var separator: UInt8

  /// A reading of a clock, or `nil` outside the years 0000 to 9999 or with parts out of range.
  ///
  /// - Parameters:
  ///   - seconds: Seconds from 1970-01-01T00:00:00.
  ///   - nanoseconds: Nanoseconds within the second; digits past `fractionDigits` are cut.
  ///   - fractionDigits: How many fraction digits the text has, 0 to 9.
  public init?(seconds: Int, nanoseconds: Int = 0, fractionDigits: Int = 0) {
    guard seconds >= Self.range.lowerBound, seconds < Self.range.upperBound, (0..<1_000_000_000).contains(nanoseconds),
      (0...9).contains(fractionDigits)
    else { return nil }
    var unit = 1
    for _ in fractionDigits..<9 { unit *= 10 }
    self.seconds = seconds
    self.nanoseconds = Int32(nanoseconds - nanoseconds % unit)
    self.fractionDigits = Int8(fractionDigits)
    separator = UInt8(ascii: "T")
  }

  /// `1970-01-01T00:00:00.000000`.
  public static let epoch = LocalTimestamp()

  private init() {
    seconds = 0
    nanoseconds = 0
    fractionDigits = 6
    separator = UInt8(ascii: "T")
  }

  /// Reads the wire form, or `nil` for anything else.
  public init?(_ description: String) {
    var text = description
    let value = text.withUTF8 { Self(utf8: $0) }
    guard let value else { return nil }
    self = value
  }

  init?(utf8: UnsafeBufferPointer<UInt8>) {
    var scanner = DigitScanner(utf8)
    self.init(scanning: &scanner)
    guard scanner.isAtEnd else { return nil }
  }

  init?(scanning scanner: inout DigitScanner) {
    guard let (year, month, day, separator, hour, minute, second) = scanner.dateTime(), month >= 1, month <= 12,
      day >= 1, day <= 28 || day <= CivilTime.length(ofMonth: month, year: year),
      separator == UInt8(ascii: "T") || separator == UInt8(ascii: "t") || separator == UInt8(ascii: " "),
      hour < 24, minute < 60, second < 60
    else { return nil }
    var fraction = (nanoseconds: 0, digits: 0)
    if scanner.take(UInt8(ascii: ".")) {
      guard let found = scanner.fraction() else { return nil }
      fraction = found
    }
    // Nothing here can overflow: all parts are in their ranges.
    let days = CivilTime.days(year: year, month: month, day: day)
    seconds = days &* 86_400 &+ hour &* 3600 &+ minute &* 60 &+ second
    nanoseconds = Int32(truncatingIfNeeded: fraction.nanoseconds)
    fractionDigits = Int8(truncatingIfNeeded: fraction.digits)
    self.separator = separator
  }

  /// The text it was read from.
  public var description: String { DigitText.build(write) { String(decoding: $0, as: UTF8.self) } }

  func write(to text: inout DigitText) { write(to: &text, separator: separator) }

  @inline(__always)
  func write(to text: inout DigitText, separator: UInt8) {
    // Counted from the year 0000, nothing is negative.
    let fromZero = UInt(bitPattern: seconds &- Self.range.lowerBound)
    let days = Int(bitPattern: fromZero / 86_400)
    let date = CivilTime.date(days: days &+ Self.range.lowerBound / 86_400)
    let time = UInt32(truncatingIfNeeded: fromZero % 86_400)
    text.append(date.year, digits: 4)
    text.append(UInt8(ascii: "-"))
    text.append(date.month, digits: 2)
    text.append(UInt8(ascii: "-"))
    text.append(date.day, digits: 2)
    text.append(separator)
    text.append(Int(time / 3600), digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(Int(time / 60 % 60), digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(Int(time % 60), digits: 2)
    if fractionDigits > 0 {
      text.append(UInt8(ascii: "."))
      if fractionDigits == 6 { return text.append(Int(nanoseconds) / 1000, digits: 6) }
      var unit = 1
      for _ in Int(fractionDigits)..<9 { unit *= 10 }
      text.append(Int(nanoseconds) / unit, digits: Int(fractionDigits))
    }
  }

  /// The same reading with another sign before the time.
  func withSeparator(_ separator: UInt8) -> LocalTimestamp {
    var result = self
    result.separator = separator
    return result
  }

  /// The reading of the same clock some whole seconds later, or earlier for a negative number; stops at the years
  /// 0000 and 9999.
  public func adding(seconds difference: Int) -> LocalTimestamp {
    var result = self
    let (sum, overflow) = seconds.addingReportingOverflow(difference)
    let moved = overflow ? (difference < 0 ? Int.min : Int.max) : sum
    result.seconds = min(max(moved, Self.range.lowerBound), Self.range.upperBound - 1)
    return result
  }

  /// The timestamp, or the beginning of the year 0001 if that is later: many services have no year 0000, and use the
  /// year 0001 for records without a time.
  var notBeforeYearOne: LocalTimestamp {
    seconds < Self.yearOne ? adding(seconds: Self.yearOne - seconds) : self
  }

  /// The first second of the year 0001.
  static let yearOne = -62_135_596_800

  /// Orders by the reading of the clock.
  public static func < (left: Self, right: Self) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// Whether two readings are the same, however many digits they are written with.
  public static func == (left: Self, right: Self) -> Bool {
    left.seconds == right.seconds && left.nanoseconds == right.nanoseconds
  }

  /// Hashes the reading, not its text.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(seconds)
    hasher.combine(nanoseconds)
  }

  /// Reads a string of the wire form.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readDigits({ LocalTimestamp(scanning: &$0) }, else: "a date-time without a zone")
  }

  /// Writes the text it was read from.
  public func encode(into writer: inout JSONWriter) { DigitText.encode(into: &writer, write) }

  static let range = -62_167_219_200..<253_402_300_800
}
