#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A date-time without a zone and with six fraction digits, written by Foundation and not by the SDK, because it serves
/// to test the SDK.
package struct EmulatedStamp: Sendable, Comparable {
  package var microseconds: Int

  package init(microseconds: Int) { self.microseconds = microseconds }

  /// Reads `YYYY-MM-DDTHH:MM:SS`, with up to six fraction digits.
  package init?(_ text: String) {
    let halves = text.split(separator: ".", maxSplits: 1)
    guard let whole = halves.first, let date = try? Date(String(whole) + "Z", strategy: .iso8601) else { return nil }
    var fraction = 0
    if halves.count == 2 {
      let zeros = String(repeating: "0", count: max(0, 6 - halves[1].utf8.count))
      guard halves[1].utf8.count <= 6, let digits = Int(halves[1] + zeros), digits >= 0 else { return nil }
      fraction = digits
    }
    microseconds = Int(date.timeIntervalSince1970) * 1_000_000 + fraction
  }

  package var text: String {
    let seconds = microseconds / 1_000_000
    let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601).dropLast()
    let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
    return "\(whole).\(fraction)"
  }

  package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

  /// The form of a `Date` header: `Tue, 09 Jan 2024 15:00:00 GMT`.
  package static func httpDate(seconds: Int) -> String {
    let calendar = Calendar(identifier: .gregorian)
    guard let zone = TimeZone(secondsFromGMT: 0) else { return "" }
    let parts = calendar.dateComponents(in: zone, from: Date(timeIntervalSince1970: Double(seconds)))
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func padded(_ number: Int?) -> String { String((number ?? 0) + 100).suffix(2).description }
    return "\(days[((parts.weekday ?? 1) - 1) % 7]), \(padded(parts.day)) \(months[((parts.month ?? 1) - 1) % 12]) "
      + "\(parts.year ?? 1970) \(padded(parts.hour)):\(padded(parts.minute)):\(padded(parts.second)) GMT"
  }
}
