// Several members in one statement, for generated code, as fast as single statements. Names and values are arguments of
// their own, because a tuple would copy the value.
extension JSONWriter {
  /// Writes two members; one whose value is `nil` is omitted. Their names need no escape.
  @inlinable
  @_spi(Generated) public mutating func fields<First: JSONEncodable, Second: JSONEncodable>(
    _ firstName: StaticString, _ first: First?, _ secondName: StaticString, _ second: Second?
  ) {
    field(firstName, first)
    field(secondName, second)
  }

  /// Writes three members; one whose value is `nil` is omitted. Their names need no escape.
  @inlinable
  @_spi(Generated) public mutating func fields<First: JSONEncodable, Second: JSONEncodable, Third: JSONEncodable>(
    _ firstName: StaticString, _ first: First?, _ secondName: StaticString, _ second: Second?,
    _ thirdName: StaticString, _ third: Third?
  ) {
    fields(firstName, first, secondName, second)
    field(thirdName, third)
  }

  /// Writes four members; one whose value is `nil` is omitted. Their names need no escape.
  @inlinable
  @_spi(Generated)
  public mutating func fields<
    First: JSONEncodable, Second: JSONEncodable, Third: JSONEncodable, Fourth: JSONEncodable
  >(
    _ firstName: StaticString, _ first: First?, _ secondName: StaticString, _ second: Second?,
    _ thirdName: StaticString, _ third: Third?, _ fourthName: StaticString, _ fourth: Fourth?
  ) {
    fields(firstName, first, secondName, second)
    fields(thirdName, third, fourthName, fourth)
  }
}
