/// What the server can be asked about a record type, as a table.
public struct QuerySchema: Sendable {
  /// A field that queries can name.
  @_spi(Generated) public struct Field: Sendable {
    /// The name on the wire.
    package let name: String
    /// The path to the value in a record, and the form in which it travels there.
    let path: FieldPath
    /// The server's name of the values' type; empty if it has none.
    package let type: String
    /// How values compare.
    package let kind: FilterKind
    /// The form in which values travel in a query.
    let form: WireForm?
    /// What counts as nothing.
    let missing: MissingForms
    /// The server's names of the operators, with their meanings where these are known.
    package let operators: [(name: String, comparison: FilterComparison?)]
    /// The JSON of operators that no other field writes that way.
    let shapes: [(name: ExactText, template: QueryTemplate)]
    /// Whether a query can ask for the order of this field.
    package let isSortable: Bool
  }

  /// The record type, as messages call it.
  package let name: String
  /// The fields, in the order of the spec.
  package let fields: [Field]
  /// The fields whose values have a form of their own in a query, which few do.
  let formedFields: [Field]
  /// The path to a record's identifiers by connection, from the outside in; `nil` if there is no such filter.
  package let remoteIDs: [String]?
  /// How the server treats deleted records; `nil` if unknown.
  package let deletions: Deletions?
  /// How the service writes queries, if it has a way of its own.
  let shape: QueryShape?

  /// What is known of a record type's deleted records.
  @_spi(Generated) public struct Deletions: Sendable {
    /// The values that a query may use for them; empty if unknown, in which case any value is allowed.
    package let values: [String]
    /// What the server does if a query does not say.
    package let standard: String?
    /// How a deleted record is recognized; `nil` if unknown.
    package let marker: DeletionMarker?

    /// What is known; generated code calls this.
    @_spi(Generated) public init(values: [String] = [], standard: String? = nil, marker: DeletionMarker? = nil) {
      self.values = values
      self.standard = standard
      self.marker = marker
    }
  }

  /// A table; generated code calls this.
  ///
  /// - Parameters:
  ///   - name: The record type, as messages call it.
  ///   - fields: The fields, in the order of the spec.
  ///   - remoteIDs: The path to a record's identifiers by connection, from the outside in; `nil` if the server has no
  ///     filter by them.
  ///   - deletions: What is known about deleted records.
  ///   - shape: How the service writes queries; by default as an object with `filter`, `order`, `numRecords`, `offset`
  ///     and `deleted`.
  @_spi(Generated) public init(
    _ name: String, _ fields: [Field], remoteIDs: [String]? = nil, deletions: Deletions? = nil,
    shape: QueryShape? = nil
  ) {
    self.name = name
    self.fields = fields
    formedFields = fields.filter { $0.form != nil }
    self.remoteIDs = remoteIDs
    self.deletions = deletions
    self.shape = shape
  }

  func field(_ name: ExactText) -> Field? { fields.first { ExactText($0.name) == name } }

  /// The meaning of an operator: the field's own, or else that of any field that has it.
  func comparison(_ name: ExactText, field: ExactText) -> FilterComparison? {
    let own = self.field(field)?.operators.first { ExactText($0.name) == name }
    return (own ?? fields.lazy.flatMap(\.operators).first { ExactText($0.name) == name })?.comparison
  }

  /// How values of a type compare.
  func kind(of type: ExactText) -> FilterKind? {
    type.text.isEmpty ? nil : fields.first { ExactText($0.type) == type }?.kind
  }

  /// How a value of a type compares in a field: as the field's own values where the type is its own.
  func kind(of type: ExactText, field name: ExactText) -> FilterKind? {
    guard let field = field(name), ExactText(field.type) == type else { return kind(of: type) }
    return field.kind
  }
}
