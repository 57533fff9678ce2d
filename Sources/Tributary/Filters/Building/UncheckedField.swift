public import TributaryJSON

/// A field named as text, which the compiler cannot check.
///
/// For what the server has and the spec lacks. The better way is a line in the spec.
///
/// ```swift
/// product.field("brand").is("eq", .text("Acme", type: "str"))
/// ```
public struct UncheckedField<Entity: Queryable>: Sendable {
  let name: String

  /// A clause whose operator and value type are named as the server names them.
  public func `is`(_ operator: String, _ value: FilterValue) -> Filter<Entity> {
    Filter(.comparison(field: ExactText(name), operator: ExactText(`operator`), value))
  }

  /// From the least value to the greatest.
  public var ascending: QueryOrder<Entity> { QueryOrder(field: name, direction: .ascending) }

  /// From the greatest value to the least.
  public var descending: QueryOrder<Entity> { QueryOrder(field: name, direction: .descending) }
}

extension QueryFields {
  /// A field named as text, which the compiler cannot check.
  public func field(_ name: String) -> UncheckedField<Entity> { UncheckedField(name: name) }

  /// A clause as JSON, for kinds of clauses that the spec lacks; nothing checks it.
  ///
  /// ```swift
  /// product.verbatim(["type": "not", "subclause": ["type": "hasImage"]])
  /// ```
  public func verbatim(_ clause: JSONValue) -> Filter<Entity> {
    Filter(FilterParser.verbatim(clause, Self.schema))
  }
}

/// The identifiers by which connections know a record; only for record types that the server finds by them.
public struct RemoteIDField<Entity: Queryable>: Sendable {
  /// The field; generated code calls this.
  @_spi(Generated) public init() {}

  /// Holds for the record that a connection knows under an identifier.
  ///
  /// - Parameters:
  ///   - id: The identifier that the connection gave the record.
  ///   - connection: The connection's own identifier.
  public func equals(_ id: String, connection: String) -> Filter<Entity> {
    Filter(.remoteID(connection: ExactText(connection), id: ExactText(id)))
  }
}
