#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value that can stand in a path, a query or a header.
///
/// The text is plain: whoever puts it into a URL percent-encodes it.
public protocol ParameterValue: Sendable {
  /// The value as the service reads it, not encoded: `2024-01-09T15:56:58`.
  var parameterText: String { get }
}

extension String: ParameterValue {
  /// The text itself.
  public var parameterText: String { self }
}

extension Substring: ParameterValue {
  /// The text itself.
  public var parameterText: String { String(self) }
}

extension Bool: ParameterValue {
  /// `true` or `false`.
  public var parameterText: String { self ? "true" : "false" }
}

extension Int: ParameterValue {
  /// The number in decimal digits.
  public var parameterText: String { String(self) }
}

extension Int64: ParameterValue {
  /// The number in decimal digits.
  public var parameterText: String { String(self) }
}

extension Double: ParameterValue {
  /// The shortest decimal text that reads back as the same number.
  public var parameterText: String { description }
}

extension Decimal: ParameterValue {
  /// The number in decimal digits, with a point whatever the locale.
  public var parameterText: String { description }
}

extension UUID: ParameterValue {
  /// The usual form of 36 characters.
  public var parameterText: String { uuidString }
}

extension URL: ParameterValue {
  /// The absolute URL.
  public var parameterText: String { absoluteString }
}
