import TributaryJSON

/// A record type that can be searched on the server and locally, with the same queries.
///
/// Generated from the `queries` of a spec:
///
/// ```swift
/// let touched = Product.where { product in
///   anyOf {
///     product.lastModified.isAfter(since)
///     product.sku.equals("1001")
///   }
/// }
/// .order { $0.lastModified.ascending }
/// .limit(100)
/// ```
public protocol Queryable: JSONModel {
  /// The fields that a query can name.
  associatedtype Fields: QueryFields where Fields.Entity == Self
}

/// The fields of a record type that a query can name; generated, and without state.
public protocol QueryFields: Sendable {
  /// Whose fields they are.
  associatedtype Entity: Queryable
  /// The fields.
  init()
  /// The same fields as a table, for parsing, describing and evaluating.
  static var schema: QuerySchema { get }
}

extension Queryable {
  /// A query for the records that match every clause.
  ///
  /// - Parameter clauses: One clause a line. `if`, `if let`, `switch` and `for` are plain Swift; a clause that is
  ///   omitted does not narrow the query, and no clause at all means every record.
  public static func `where`(
    @FilterBuilder<Filter<Self>> _ clauses: (Fields) -> [Filter<Self>]
  ) -> Query<Self> {
    Query(Filter(allOf: clauses(Fields())))
  }
}
