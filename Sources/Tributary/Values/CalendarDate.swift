public import TributaryJSON

/// A day of the calendar: `2015-06-19`.
public struct CalendarDate: Sendable, Hashable, Comparable, JSONModel, LosslessStringConvertible {
  /// Days from 1970-01-01.
  public let days: Int

  /// A day by its number from 1970-01-01, or `nil` outside the years 0000 to 9999.
  public init?(days: Int) {
    guard days >= LocalTimestamp.range.lowerBound / 86_400, days < LocalTimestamp.range.upperBound / 86_400 else {
      return nil
    }
    self.days = days
  }

  /// Reads `YYYY-MM-DD`, or `nil` for anything else.
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
    guard let year = scanner.number(digits: 4), scanner.take(UInt8(ascii: "-")),
      let month = scanner.number(digits: 2), (1...12).contains(month), scanner.take(UInt8(ascii: "-")),
      let day = scanner.number(digits: 2), day >= 1, day <= CivilTime.length(ofMonth: month, year: year)
    else { return nil }
    days = CivilTime.days(year: year, month: month, day: day)
  }

  /// The day as `YYYY-MM-DD`.
  public var description: String { DigitText.build(write) { String(decoding: $0, as: UTF8.self) } }

  private func write(to text: inout DigitText) {
    let date = CivilTime.date(days: days)
    text.append(date.year, digits: 4)
    text.append(UInt8(ascii: "-"))
    text.append(date.month, digits: 2)
    text.append(UInt8(ascii: "-"))
    text.append(date.day, digits: 2)
  }

  /// Orders by the calendar.
  public static func < (left: Self, right: Self) -> Bool { left.days < right.days }

  /// Reads a string of the form `YYYY-MM-DD`.
  public init(from reader: inout JSONReader) throws(JSONError) {
    self = try reader.readDigits({ CalendarDate(scanning: &$0) }, else: "a date such as 2015-06-19")
  }

  /// Writes `YYYY-MM-DD`.
  public func encode(into writer: inout JSONWriter) { DigitText.encode(into: &writer, write) }
}
