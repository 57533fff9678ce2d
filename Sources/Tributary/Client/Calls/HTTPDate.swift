#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Reads the dates in HTTP header fields.
package enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// The time that a header field gives, in any of the three forms that HTTP allows, or `nil`.
  ///
  /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
  package static func date(_ text: String) -> Date? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
    guard words.count >= 5, words.count <= 6 else { return nil }
    // With a comma, the day precedes the month; without one it is the form of C's `asctime`, with the year at the end.
    let hasComma = text.contains(",")
    let (day, month, year, time) =
      hasComma ? (words[1], words[2], words[3], words[4]) : (words[2], words[1], words[4], words[3])
    guard hasComma == (words.count == 6), !hasComma || words[5] == "GMT", let day = number(day, 1...31),
      let month = months.firstIndex(of: String(month)), var year = number(year, 0...9999)
    else { return nil }
    if words[hasComma ? 3 : 4].count == 2 { year += year < 70 ? 2000 : 1900 }
    let clock = time.split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 3, let hour = number(clock[0], 0...23), let minute = number(clock[1], 0...59),
      let second = number(clock[2], 0...60)
    else { return nil }
    let days = CivilTime.days(year: year, month: month + 1, day: day)
    return Date(timeIntervalSince1970: Double(days * 86400 + hour * 3600 + minute * 60 + second))
  }

  private static func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
    guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text),
      range.contains(number)
    else { return nil }
    return number
  }
}
