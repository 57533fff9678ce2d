extension FilterField where Operators: EqualOperator {
  /// Holds where the field has exactly this value; texts are compared by their bytes.
  public func equals(_ value: Value) -> Filter<Entity> { clause(Operators.equal, .equal, value) }
}

extension FilterField where Operators: NotEqualOperator {
  /// Holds where the field has a value that differs from this one.
  public func differs(from value: Value) -> Filter<Entity> { clause(Operators.notEqual, .notEqual, value) }
}

extension FilterField where Operators: OneOfOperator {
  /// Holds where the field has one of these values; without values, for no record.
  public func isOneOf(_ values: some Sequence<Value>) -> Filter<Entity> {
    let filter = clause(Operators.oneOf, .oneOf, Array(values))
    return filter.comparesWithNothing ? .nothing : filter
  }
}

extension FilterField where Operators: NoneOfOperator {
  /// Holds where the field has a value that is none of these. A filter without values cannot be sent.
  public func isNoneOf(_ values: some Sequence<Value>) -> Filter<Entity> {
    clause(Operators.noneOf, .noneOf, Array(values))
  }
}

extension FilterField where Operators: PresentOperator {
  /// Holds where the field has a value.
  public var isPresent: Filter<Entity> { clause(Operators.present) }
}

extension FilterField where Operators: AbsentOperator {
  /// Holds where the field is absent or null.
  public var isMissing: Filter<Entity> { clause(Operators.absent) }
}

extension FilterField where Operators: GreaterOperator, Value: FilterMoment {
  /// Holds where the field is strictly later. A fraction of a second is cut, so that no later record is lost.
  public func isAfter(_ value: Value) -> Filter<Entity> { clause(Operators.greater, .greater, value) }
}

extension FilterField where Operators: GreaterOperator, Value: FilterQuantity {
  /// Holds where the field is strictly greater.
  public func isGreaterThan(_ value: Value) -> Filter<Entity> { clause(Operators.greater, .greater, value) }
}

extension FilterField where Operators: AtLeastOperator, Value: FilterMoment {
  /// Holds where the field is this moment or later. A fraction of a second is cut, so that no such record is lost.
  public func isAtOrAfter(_ value: Value) -> Filter<Entity> { clause(Operators.atLeast, .atLeast, value) }
}

extension FilterField where Operators: AtLeastOperator, Value: FilterQuantity {
  /// Holds where the field is this value or greater.
  public func isAtLeast(_ value: Value) -> Filter<Entity> { clause(Operators.atLeast, .atLeast, value) }
}

extension FilterField where Operators: LessOperator, Value: FilterMoment {
  /// Holds where the field is strictly earlier. A fraction of a second is rounded up, so that no such record is lost.
  public func isBefore(_ value: Value) -> Filter<Entity> { clause(Operators.less, .less, value) }
}

extension FilterField where Operators: LessOperator, Value: FilterQuantity {
  /// Holds where the field is strictly smaller.
  public func isLessThan(_ value: Value) -> Filter<Entity> { clause(Operators.less, .less, value) }
}

extension FilterField where Operators: AtMostOperator, Value: FilterMoment {
  /// Holds where the field is this moment or earlier. A fraction of a second is rounded up, so that no such record is
  /// lost.
  public func isAtOrBefore(_ value: Value) -> Filter<Entity> { clause(Operators.atMost, .atMost, value) }
}

extension FilterField where Operators: AtMostOperator, Value: FilterQuantity {
  /// Holds where the field is this value or smaller.
  public func isAtMost(_ value: Value) -> Filter<Entity> { clause(Operators.atMost, .atMost, value) }
}
