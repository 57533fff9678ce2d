extension LocalField {
  /// Holds where the field is absent or null, or what its model reads as absent: an empty text where another value is
  /// expected, an empty list where an object is.
  public var isMissing: LocalFilter<Record> { test(.missing(MissingForms(Value.self))) }

  private func test(_ test: LocalTest) -> LocalFilter<Record> { LocalFilter(.test(localPath, test)) }
}

extension LocalField where Value: FilterOperand {
  /// Holds where the field has exactly this value; texts are compared by their bytes.
  public func equals(_ value: Value) -> LocalFilter<Record> { comparison(.equal, value) }

  /// Holds where the field has a value that differs from this one.
  public func differs(from value: Value) -> LocalFilter<Record> { comparison(.notEqual, value) }

  /// Holds where the field has one of these values.
  public func isOneOf(_ values: some Sequence<Value>) -> LocalFilter<Record> {
    LocalFilter(anyOf: values.map(equals))
  }

  /// From the least value to the greatest.
  public var ascending: LocalOrder<Record> { order(isDescending: false) }

  /// From the greatest value to the least.
  public var descending: LocalOrder<Record> { order(isDescending: true) }

  private func order(isDescending: Bool) -> LocalOrder<Record> {
    LocalOrder(step: OrderStep(path: localPath, kind: Value.filterKind, isDescending: isDescending))
  }

  fileprivate func comparison(_ comparison: FilterComparison, _ value: Value) -> LocalFilter<Record> {
    guard let test = FilterTest(comparison, value) else { return .nothing }
    return LocalFilter(.test(localPath, .value(test)))
  }
}

extension LocalField where Value: FilterMoment {
  /// Holds where the field is strictly later.
  public func isAfter(_ value: Value) -> LocalFilter<Record> { comparison(.greater, value) }

  /// Holds where the field is this moment or later.
  public func isAtOrAfter(_ value: Value) -> LocalFilter<Record> { comparison(.atLeast, value) }

  /// Holds where the field is strictly earlier.
  public func isBefore(_ value: Value) -> LocalFilter<Record> { comparison(.less, value) }

  /// Holds where the field is this moment or earlier.
  public func isAtOrBefore(_ value: Value) -> LocalFilter<Record> { comparison(.atMost, value) }
}

extension LocalField where Value: FilterQuantity {
  /// Holds where the field is strictly greater.
  public func isGreaterThan(_ value: Value) -> LocalFilter<Record> { comparison(.greater, value) }

  /// Holds where the field is this value or greater.
  public func isAtLeast(_ value: Value) -> LocalFilter<Record> { comparison(.atLeast, value) }

  /// Holds where the field is strictly smaller.
  public func isLessThan(_ value: Value) -> LocalFilter<Record> { comparison(.less, value) }

  /// Holds where the field is this value or smaller.
  public func isAtMost(_ value: Value) -> LocalFilter<Record> { comparison(.atMost, value) }
}

extension LocalField where Value == String {
  /// Holds where the text begins with another one, byte for byte.
  public func hasPrefix(_ text: String) -> LocalFilter<Record> { test(.prefix(Array(text.utf8))) }

  /// Holds where the text has another one in it, byte for byte.
  public func contains(_ text: String) -> LocalFilter<Record> { test(.infix(Array(text.utf8))) }
}

extension LocalField {
  /// Holds where an element of the list has exactly this value.
  public func contains<Element: FilterOperand>(_ value: Element) -> LocalFilter<Record> where Value == [Element] {
    guard let test = FilterTest(.equal, value) else { return .nothing }
    return self.test(.element(.test(FieldPath(form: localPath.form), .value(test))))
  }

  /// Holds where at least one element of the list matches every clause.
  public func contains<Element: LocalModel>(
    @FilterBuilder<LocalFilter<Element>> where clauses: (LocalField<Element, Element>) -> [LocalFilter<Element>]
  ) -> LocalFilter<Record> where Value == [Element] {
    test(.element(LocalFilter(allOf: clauses(.whole)).node))
  }
}
