// The values of the spec language that can stand in a path, a query or a header, each as the text that JSON has too.

extension Identifier: ParameterValue {
  /// The identifier as the service knows it.
  public var parameterText: String { rawValue.description }
  /// The raw value's, such as a number's that is not finite.
  public var parameterProblem: String? { (rawValue as? any ParameterValue)?.parameterProblem }
}

extension OpenEnum {
  /// The raw value, also one that the spec does not know.
  public var parameterText: String { rawValue.description }
  /// The raw value's, such as a number's that is not finite.
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
