#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A value that filters and orders compare. It does not use the SDK's comparisons, because it serves to test them.
enum Value: Sendable, Equatable {
  /// Compared byte by byte.
  case string(String)
  /// Seconds from 1970.
  case dateTime(Int)
  case number(SharespineDecimal)
  case boolean(Bool)

  /// Reads the text of a value; `nil` if it has another type.
  init?(_ text: String, as type: SharespineEmulator.ValueType) {
    switch type {
    case .string: self = .string(text)
    case .dateTime:
      guard let seconds = Stamp.seconds(text) else { return nil }
      self = .dateTime(seconds)
    case .number:
      guard let number = SharespineDecimal(text) else { return nil }
      self = .number(number)
    case .boolean:
      guard let value = Bool(text) else { return nil }
      self = .boolean(value)
    }
  }

  /// -1, 0 or 1; `nil` for values of different types.
  func compared(to other: Self) -> Int? {
    switch (self, other) {
    case (.string(let left), .string(let right)): Self.sign(Array(left.utf8), Array(right.utf8))
    case (.dateTime(let left), .dateTime(let right)): (left - right).signum()
    case (.number(let left), .number(let right)): left.compared(to: right)
    case (.boolean(let left), .boolean(let right)): (left ? 1 : 0) - (right ? 1 : 0)
    default: nil
    }
  }

  private static func sign(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left == right { return 0 }
    return left.lexicographicallyPrecedes(right) ? -1 : 1
  }
}

/// A decimal number of any length.
struct SharespineDecimal: Sendable, Equatable {
  /// The digits before the point, without leading zeros, and those after it, without trailing ones.
  private let whole: [UInt8]
  private let fraction: [UInt8]
  private let isNegative: Bool

  /// Reads `-12.50`; `nil` for anything else.
  init?(_ text: String) {
    var digits = Array(text.utf8)
    let hasSign = digits.first == UInt8(ascii: "-")
    if hasSign { digits.removeFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty, parts.count == 1 || !parts[1].isEmpty,
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    whole = Array(first.drop { $0 == 0x30 })
    var rest = parts.count == 2 ? Array(parts[1]) : []
    while rest.last == 0x30 { rest.removeLast() }
    fraction = rest
    isNegative = hasSign && !(whole.isEmpty && rest.isEmpty)
  }

  func compared(to other: Self) -> Int {
    if self == other { return 0 }
    guard isNegative == other.isNegative else { return isNegative ? -1 : 1 }
    let isSmaller =
      whole.count != other.whole.count
      ? whole.count < other.whole.count
      : whole != other.whole
        ? whole.lexicographicallyPrecedes(other.whole) : fraction.lexicographicallyPrecedes(other.fraction)
    return isSmaller == isNegative ? 1 : -1
  }
}

/// Date-times in UTC with whole seconds, `2015-01-02T03:04:05Z`, as the service writes all of them.
enum Stamp {
  /// The text of a time in seconds from 1970.
  static func text(_ seconds: Int) -> String { Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601) }

  /// Reads the form of the service; `nil` for anything else.
  static func seconds(_ text: String) -> Int? {
    guard text.utf8.count == 20, text.hasSuffix("Z"), let date = try? Date(text, strategy: .iso8601) else { return nil }
    let seconds = Int(date.timeIntervalSince1970)
    return self.text(seconds) == text ? seconds : nil
  }
}
