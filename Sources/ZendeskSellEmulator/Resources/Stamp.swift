#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Date-times in UTC with whole seconds, `2024-01-09T15:00:00Z`, as the service writes all of them.
enum Stamp {
  /// The text of a time in seconds from 1970.
  static func text(_ seconds: Int) -> String {
    let (day, second) = seconds.quotientAndRemainderDown(by: 86_400)
    let date = civil(day: day)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(padded(second / 3600, 2))"
      + ":\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
  }

  /// The date alone: `2024-01-09`.
  static func date(_ seconds: Int) -> String { String(text(seconds).prefix(10)) }

  /// Converts a date-time with any offset to the form of the service; `nil` if the text is not a date-time.
  static func normalized(_ input: String) -> String? { seconds(input).map(text) }

  /// The time of a date-time with any offset, in seconds from 1970 and without its fraction; `nil` if the text is not a
  /// date-time.
  static func seconds(_ input: String) -> Int? {
    var text = input
    if let point = text.firstIndex(of: ".") {
      let rest = text[text.index(after: point)...].drop { $0.isASCII && $0.isNumber }
      text = String(text[..<point] + rest)
    }
    guard let date = try? Date(text, strategy: .iso8601) else { return nil }
    let seconds = date.timeIntervalSince1970
    return seconds.magnitude < 1e12 ? Int(seconds) : nil
  }

  /// Whether a text is a valid date: `2024-01-09`.
  static func isDate(_ text: String) -> Bool {
    text.utf8.count == 10 && normalized(text + "T00:00:00Z")?.hasPrefix(text) == true
  }

  /// The date of a day, counted from 1970-01-01, by the rule of 400 years of 146,097 days.
  private static func civil(day: Int) -> (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (day + 719_468).quotientAndRemainderDown(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    // Years begin in March here, so that the leap day is their last day.
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension Int {
  fileprivate func quotientAndRemainderDown(by divisor: Int) -> (Int, Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
