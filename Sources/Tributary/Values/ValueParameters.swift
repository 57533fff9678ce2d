public import TributaryJSON

// The values of the spec language that can be used in a path, a query or a header, each with the same text as in JSON.

extension Identifier: ParameterValue {
  /// The identifier as the service knows it.
  public var parameterText: String { rawValue.description }
  /// The raw value's problem, such as a number that is not finite.
  public var parameterProblem: String? { (rawValue as? any ParameterValue)?.parameterProblem }
}

extension OpenEnum {
  /// The raw value, even if it is not in the spec.
  public var parameterText: String { rawValue.description }
  /// The raw value's problem, such as a number that is not finite.
  public var parameterProblem: String? { (rawValue as? any ParameterValue)?.parameterProblem }
}

extension Timestamp: ParameterValue {
  /// The text of the instant, digit by digit.
  public var parameterText: String { description }
}

extension LocalTimestamp: ParameterValue {
  /// The text of the date and time, digit by digit.
  public var parameterText: String { description }
}

extension CalendarDate: ParameterValue {
  /// The text of the date: `2024-01-09`.
  public var parameterText: String { description }
}

/// A union of plain values, which can stand where one of them can.
public protocol PlainUnion: UntaggedUnion, ParameterValue {
  /// The value of the case.
  var plainValue: any ParameterValue { get }
}

extension PlainUnion {
  /// The text of the value.
  public var parameterText: String { plainValue.parameterText }
  /// What is wrong with the value.
  public var parameterProblem: String? { plainValue.parameterProblem }
}

extension RawJSON: ParameterValue {
  /// The text of a string, and of anything else its JSON.
  public var parameterText: String { (try? value())?.string ?? text }
}

/// A value in the form in which it travels, for a path, a query or a header.
public struct WireText: ParameterValue {
  /// The text in that form.
  public let parameterText: String
  /// Why the value must not be sent.
  public let parameterProblem: String?

  /// The text of a value in a form.
  public init(_ value: some WireCodable & ParameterValue, as form: WireForm) {
    parameterProblem = value.parameterProblem
    var writer = JSONWriter()
    value.encode(into: &writer, as: form)
    let text = writer.finish().text
    parameterText = text.hasPrefix("\"") ? (try? RawJSON(text))?.parameterText ?? text : text
  }
}
