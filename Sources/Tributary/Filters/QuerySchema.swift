/// What the server can be asked about a record type, as a table.
public struct QuerySchema: Sendable {
  /// A field that queries can name.
  public struct Field: Sendable {
    /// The name on the wire.
    public let name: String
    /// Where the value stands in a record, from the outside in.
    public let path: [String]
    /// The server's name of the values' type.
    public let type: String
    /// How values compare.
    public let kind: FilterKind
    /// The server's names of the operators, with their meanings where these are known.
    public let operators: [(name: String, comparison: FilterComparison?)]
    /// Whether a query can ask for the order of this field.
    public let isSortable: Bool
  }

  /// The record type, as messages call it.
  public let name: String
  /// The fields, in the order of the spec.
  public let fields: [Field]
  /// Where a record holds its identifiers by connection, from the outside in; `nil` when there is no such filter.
  public let remoteIDs: [String]?

  /// A table; generated code calls this.
  ///
  /// - Parameters:
  ///   - name: The record type, as messages call it.
  ///   - fields: The fields, in the order of the spec.
  ///   - remoteIDs: Where a record holds its identifiers by connection, from the outside in; `nil` when the server
  ///     does not find the record type by them.
  public init(_ name: String, _ fields: [Field], remoteIDs: [String]? = nil) {
    self.name = name
    self.fields = fields
    self.remoteIDs = remoteIDs
  }

  func field(_ name: ExactText) -> Field? { fields.first { ExactText($0.name) == name } }

  /// What an operator means: as the field has it, or as any field does.
  func comparison(_ name: ExactText, field: ExactText) -> FilterComparison? {
    let own = self.field(field)?.operators.first { ExactText($0.name) == name }
    return (own ?? fields.lazy.flatMap(\.operators).first { ExactText($0.name) == name })?.comparison
  }

  /// How values of a type compare.
  func kind(of type: ExactText) -> FilterKind? { fields.first { ExactText($0.type) == type }?.kind }
}
