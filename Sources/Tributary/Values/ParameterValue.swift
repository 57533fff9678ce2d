#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value that can be used in a path, a query or a header.
///
/// The text is plain; it is percent-encoded when it is put into a URL.
public protocol ParameterValue: Sendable {
  /// The value as the service reads it, not encoded: `2024-01-09T15:56:58`.
  var parameterText: String { get }
  /// Why the value must not be sent, as a clause that follows its name in a message; `nil` if it may be.
  var parameterProblem: String? { get }
}

extension ParameterValue {
  /// Nothing is wrong.
  public var parameterProblem: String? { nil }
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
  /// Infinity and NaN must not be sent.
  public var parameterProblem: String? { isFinite ? nil : notFinite(description) }
}

extension Float: ParameterValue {
  /// The shortest decimal text that reads back as the same number.
  public var parameterText: String { description }
  /// Infinity and NaN must not be sent.
  public var parameterProblem: String? { isFinite ? nil : notFinite(description) }
}

extension Decimal: ParameterValue {
  /// The number in decimal digits, with a point whatever the locale.
  public var parameterText: String { description }
  /// NaN must not be sent.
  public var parameterProblem: String? { isFinite ? nil : notFinite("nan") }
}

private func notFinite(_ text: String) -> String { "is \(text), and only finite numbers can be sent" }

extension UUID: ParameterValue {
  /// The usual form of 36 characters.
  public var parameterText: String { uuidString }
}

extension Data: ParameterValue {
  /// Base64, as in JSON.
  public var parameterText: String { base64EncodedString() }
}

extension URL: ParameterValue {
  /// The absolute URL.
  public var parameterText: String { absoluteString }
}
