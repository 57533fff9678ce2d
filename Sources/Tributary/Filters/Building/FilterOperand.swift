public import TributaryJSON

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value that a field can be compared with.
public protocol FilterOperand: Sendable {
  /// How such values compare.
  static var filterKind: FilterKind { get }
  /// The value as it is sent.
  ///
  /// - Parameter comparison: What it is sent for; `nil` when that is not known.
  func filterText(for comparison: FilterComparison?) -> String
  /// The same for values that travel in a form of their own; by default the form makes no difference.
  func filterText(for comparison: FilterComparison?, as form: WireForm?) -> String
  /// The value to the last digit, as local filters compare it; by default what is sent.
  var exactText: String { get }
}

extension FilterOperand {
  /// The value as it is sent in any form.
  public func filterText(for comparison: FilterComparison?, as form: WireForm?) -> String {
    filterText(for: comparison)
  }

  /// The text of the value as it is sent.
  public var exactText: String { filterText(for: nil) }
}

/// A value that can be earlier or later than another.
public protocol FilterMoment: FilterOperand {}

/// A value that can be smaller or greater than another.
public protocol FilterQuantity: FilterOperand {}

/// How the values of a field compare.
public enum FilterKind: Sendable, Hashable, CaseIterable {
  /// By their UTF-8 bytes.
  case text
  /// By the instant, whatever the zone.
  case instant
  /// By the exact decimal value. In a record the number may be a JSON number or a string of one.
  case number
  /// `false` before `true`.
  case boolean
  /// By the reading of a clock.
  case localTime
  /// By the calendar.
  case day
  /// By the nearest double. In a record the number may be a JSON number or a string of one.
  case double
  /// By the 16 bytes, however the text is written.
  case uuid
}

extension Timestamp: FilterMoment {
  /// An instant.
  public static var filterKind: FilterKind { .instant }

  /// Whole seconds in UTC: `2015-01-02T03:04:05Z`.
  ///
  /// A fraction is cut, or rounded up in comparisons for earlier values: either way the filter matches up to one second
  /// more than requested, never less.
  public func filterText(for comparison: FilterComparison?) -> String {
    let roundsUp = nanoseconds > 0 && (comparison == .less || comparison == .atMost)
    let range = LocalTimestamp.range
    let seconds = min(max(secondsSince1970 + (roundsUp ? 1 : 0), range.lowerBound), range.upperBound - 1)
    return Timestamp(secondsSince1970: seconds)?.description ?? description
  }

  /// Whole seconds, or whole milliseconds where the form has them.
  public func filterText(for comparison: FilterComparison?, as form: WireForm?) -> String {
    guard form == .unixMilliseconds else { return filterText(for: comparison) }
    let fraction = Int(nanoseconds) % 1_000_000
    let roundsUp = fraction > 0 && (comparison == .less || comparison == .atMost)
    let rounded = Int(nanoseconds) - fraction + (roundsUp ? 1_000_000 : 0)
    let carry = rounded / 1_000_000_000
    let whole = Timestamp(
      secondsSince1970: secondsSince1970 + carry, nanoseconds: rounded - carry * 1_000_000_000, fractionDigits: 3)
    return whole?.description ?? filterText(for: comparison)
  }

  /// With all its digits.
  public var exactText: String { description }
}

extension LocalTimestamp: FilterMoment {
  /// A reading of a clock.
  public static var filterKind: FilterKind { .localTime }
  /// The text that it was read from.
  public func filterText(for comparison: FilterComparison?) -> String { description }
}

extension CalendarDate: FilterMoment {
  /// A day.
  public static var filterKind: FilterKind { .day }
  /// `2015-06-19`.
  public func filterText(for comparison: FilterComparison?) -> String { description }
}

extension String: FilterQuantity {
  /// A text.
  public static var filterKind: FilterKind { .text }
  /// The text itself.
  public func filterText(for comparison: FilterComparison?) -> String { self }
}

extension Int: FilterQuantity {
  /// A number.
  public static var filterKind: FilterKind { .number }
  /// The digits.
  public func filterText(for comparison: FilterComparison?) -> String { description }
}

extension Decimal: FilterQuantity {
  /// A number.
  public static var filterKind: FilterKind { .number }
  /// The digits.
  public func filterText(for comparison: FilterComparison?) -> String { description }
}

extension Double: FilterQuantity {
  /// A number that is not exact.
  public static var filterKind: FilterKind { .double }
  /// The shortest digits that give the number again.
  public func filterText(for comparison: FilterComparison?) -> String { JSONNumber(self)?.text ?? description }
  /// The same, and for infinity a number that is too great for any other double.
  public var exactText: String { isInfinite ? (self > 0 ? "1e999" : "-1e999") : filterText(for: nil) }
}

extension JSONNumber: FilterQuantity {
  /// A number.
  public static var filterKind: FilterKind { .number }
  /// The number as it is written.
  public func filterText(for comparison: FilterComparison?) -> String { text }
}

extension Bool: FilterOperand {
  /// A truth value.
  public static var filterKind: FilterKind { .boolean }
  /// `true` or `false`.
  public func filterText(for comparison: FilterComparison?) -> String { description }
}

extension UUID: FilterOperand {
  /// A UUID.
  public static var filterKind: FilterKind { .uuid }
  /// The text with capitals.
  public func filterText(for comparison: FilterComparison?) -> String { uuidString }
}

extension URL: FilterOperand {
  /// A text.
  public static var filterKind: FilterKind { .text }
  /// The text of the URL.
  public func filterText(for comparison: FilterComparison?) -> String { absoluteString }
}

extension Identifier: FilterOperand where RawValue: FilterOperand {
  /// The raw value's kind.
  public static var filterKind: FilterKind { RawValue.filterKind }
  /// The raw value's.
  public func filterText(for comparison: FilterComparison?) -> String { rawValue.filterText(for: comparison) }
}

extension FilterOperand where Self: OpenEnum, RawValue: FilterOperand {
  /// The raw value's kind. An enumeration only has to declare its conformance to ``FilterOperand``.
  public static var filterKind: FilterKind { RawValue.filterKind }
  /// The raw value's.
  public func filterText(for comparison: FilterComparison?) -> String { rawValue.filterText(for: comparison) }
}
