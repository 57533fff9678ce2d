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
  /// The server's name of the values' type.
  package let type: String

  /// A field; generated code calls this.
  @_spi(Generated) public init(_ name: String, _ type: String) {
    self.name = name
    self.type = type
  }

  /// A clause with an operator named as text, which the compiler cannot check.
  ///
  /// For operators that the server has and the spec lacks. Add them to the spec where you can.
  public func `is`(_ operator: String, _ value: Value) -> Filter<Entity> { clause(`operator`, nil, value) }

  func clause(_ operator: String, _ comparison: FilterComparison?, _ value: Value) -> Filter<Entity> {
    Filter(
      .comparison(
        field: ExactText(name), operator: ExactText(`operator`),
        .text(value.filterText(for: comparison), type: type)))
  }

  /// The field's row in the table of its record type; generated code calls this.
  ///
  /// - Parameters:
  ///   - operators: The server's names of the operators, each with its meaning; `nil` for one that has none locally.
  ///   - path: The path to the value in a record, from the outside in; by default a member named like the field.
  ///   - isSortable: Whether a query can ask for the order of this field.
  @_spi(Generated) public func entry(
    _ operators: KeyValuePairs<String, FilterComparison?>, path: [String]? = nil, isSortable: Bool = false
  ) -> QuerySchema.Field {
    QuerySchema.Field(
      name: name, path: path ?? [name], type: type, kind: Value.filterKind,
      operators: operators.map { ($0.key, $0.value) }, isSortable: isSortable)
  }
}

extension FilterField where Operators: SortableField {
  /// From the least value to the greatest.
  public var ascending: QueryOrder<Entity> { QueryOrder(field: name, direction: .ascending) }

  /// From the greatest value to the least.
  public var descending: QueryOrder<Entity> { QueryOrder(field: name, direction: .descending) }
}
