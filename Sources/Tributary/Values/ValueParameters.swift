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
