// Several members in one statement, for generated code, as fast as single statements.
extension JSONWriter {
  /// Writes two members; one whose value is `nil` is omitted. Their names need no escape.
  @inlinable
  @_spi(Generated) public mutating func fields<First: JSONEncodable, Second: JSONEncodable>(
    _ first: (StaticString, First?), _ second: (StaticString, Second?)
  ) {
    field(first.0, first.1)
    field(second.0, second.1)
  }

  /// Writes three members; one whose value is `nil` is omitted. Their names need no escape.
  @inlinable
  @_spi(Generated) public mutating func fields<First: JSONEncodable, Second: JSONEncodable, Third: JSONEncodable>(
    _ first: (StaticString, First?), _ second: (StaticString, Second?), _ third: (StaticString, Third?)
  ) {
    fields(first, second)
    field(third.0, third.1)
  }

  /// Writes four members; one whose value is `nil` is omitted. Their names need no escape.
  @inlinable
  @_spi(Generated)
  public mutating func fields<
    First: JSONEncodable, Second: JSONEncodable, Third: JSONEncodable, Fourth: JSONEncodable
  >(
    _ first: (StaticString, First?), _ second: (StaticString, Second?), _ third: (StaticString, Third?),
    _ fourth: (StaticString, Fourth?)
  ) {
    fields(first, second)
    fields(third, fourth)
  }
}
