public import TributaryJSON

/// A field of a record type that filters can name.
///
/// `Operators` conforms to one protocol for each operator that the server offers for the field, so that no other
/// operator compiles.
///
/// ```swift
/// product.lastModified.isAfter(since)
/// ```
public struct FilterField<Entity: Queryable, Value: FilterOperand, Operators: FilterOperators>: Sendable {
  /// The name on the wire.
  package let name: String
  /// The server's name of the values' type; empty if it has none.
  package let type: String
  /// The form in which the values travel in a query.
  package let form: WireForm?

  /// A field; generated code calls this.
  @_spi(Generated) public init(_ name: String, _ type: String = "", as form: WireForm? = nil) {
    self.name = name
    self.type = type
    self.form = form
  }

  /// A clause with an operator named as text, which the compiler cannot check.
  ///
  /// For operators that the server has and the spec lacks. Add them to the spec where you can.
  public func `is`(_ operator: String, _ value: Value) -> Filter<Entity> { clause(`operator`, nil, value) }

  /// A clause with an operator that takes a list of values, named as text.
  public func `is`(_ operator: String, anyOf values: some Sequence<Value>) -> Filter<Entity> {
    clause(`operator`, nil, Array(values))
  }

  /// A clause with an operator that takes no value, named as text.
  public func `is`(_ operator: String) -> Filter<Entity> { clause(`operator`) }

  func clause(_ operator: String, _ comparison: FilterComparison?, _ value: Value) -> Filter<Entity> {
    clause(`operator`, .one(text(value, comparison)))
  }

  func clause(_ operator: String, _ comparison: FilterComparison?, _ values: [Value]) -> Filter<Entity> {
    clause(`operator`, .several(values.map { text($0, comparison) }))
  }

  func clause(_ operator: String) -> Filter<Entity> { clause(`operator`, .nothing) }

  private func clause(_ operator: String, _ content: FilterValue.Content) -> Filter<Entity> {
    let value = FilterValue(type: ExactText(type), content: content)
    return Filter(.comparison(field: ExactText(name), operator: ExactText(`operator`), value))
  }

  private func text(_ value: Value, _ comparison: FilterComparison?) -> ExactText {
    ExactText(value.filterText(for: comparison, as: form))
  }

  /// The field's row in the table of its record type; generated code calls this.
  ///
  /// - Parameters:
  ///   - operators: The server's names of the operators, each with its meaning; `nil` for one that has none locally.
  ///   - path: The path to the value in a record, from the outside in; by default a member named like the field.
  ///   - form: The form in which the value travels in a record.
  ///   - shapes: The JSON of operators that no other field writes that way.
  ///   - isSortable: Whether a query can ask for the order of this field.
  @_spi(Generated) public func entry(
    _ operators: KeyValuePairs<String, FilterComparison?>, path: [String]? = nil, form: WireForm? = nil,
    shapes: KeyValuePairs<String, JSONValue> = [:], isSortable: Bool = false
  ) -> QuerySchema.Field {
    QuerySchema.Field(
      name: name, path: FieldPath(steps: (path ?? [name]).map { [$0] }, form: form), type: type,
      kind: Value.filterKind, form: self.form, missing: MissingForms(Value.self),
      operators: operators.map { ($0.key, $0.value) },
      shapes: shapes.map { (ExactText($0.key), QueryTemplate($0.value)) }, isSortable: isSortable)
  }
}

extension FilterField where Operators: SortableField {
  /// From the least value to the greatest.
  public var ascending: QueryOrder<Entity> { QueryOrder(field: name, direction: .ascending) }

  /// From the greatest value to the least.
  public var descending: QueryOrder<Entity> { QueryOrder(field: name, direction: .descending) }
}
