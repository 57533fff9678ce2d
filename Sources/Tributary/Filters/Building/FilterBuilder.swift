/// A filter that is built from others: one for a server, or one for local records.
public protocol FilterClause: Sendable {
  /// Matches a record if every one of the clauses does; without clauses, every record.
  init(allOf clauses: [Self])
  /// Matches a record if at least one of the clauses does; without clauses, no record.
  init(anyOf clauses: [Self])
  /// Matches a record if none of the clauses does; without clauses, every record.
  init(noneOf clauses: [Self])
}

/// Turns clauses, one per line, into a list of filters.
///
/// ``Queryable/where(_:)`` and ``allOf(_:)`` join them by *and*, ``anyOf(_:)`` by *or*. A branch that is not taken adds
/// no clause.
@resultBuilder
public enum FilterBuilder<Clause: FilterClause> {
  /// One clause.
  public static func buildExpression(_ clause: Clause) -> [Clause] { [clause] }

  /// The clauses of a block.
  public static func buildBlock(_ lines: [Clause]...) -> [Clause] { lines.flatMap { $0 } }

  /// The clauses of an `if` without `else`.
  public static func buildOptional(_ clauses: [Clause]?) -> [Clause] { clauses ?? [] }

  /// The clauses of the first branch.
  public static func buildEither(first clauses: [Clause]) -> [Clause] { clauses }

  /// The clauses of the other branch.
  public static func buildEither(second clauses: [Clause]) -> [Clause] { clauses }

  /// The clauses of a loop.
  public static func buildArray(_ rounds: [[Clause]]) -> [Clause] { rounds.flatMap { $0 } }

  /// The clauses of a branch for newer systems.
  public static func buildLimitedAvailability(_ clauses: [Clause]) -> [Clause] { clauses }
}

/// A filter for the records that match at least one clause.
///
/// Without clauses it matches nothing: a search for any of zero article numbers finds none and sends no request.
///
/// ```swift
/// anyOf {
///   for sku in wanted { product.sku.equals(sku) }
/// }
/// ```
public func anyOf<Clause: FilterClause>(@FilterBuilder<Clause> _ clauses: () -> [Clause]) -> Clause {
  Clause(anyOf: clauses())
}

/// A filter for the records that match every clause; without clauses it matches everything.
///
/// ```swift
/// anyOf {
///   product.sku.equals("1001")
///   allOf {
///     product.lastModified.isAfter(since)
///     product.sku.equals("1002")
///   }
/// }
/// ```
public func allOf<Clause: FilterClause>(@FilterBuilder<Clause> _ clauses: () -> [Clause]) -> Clause {
  Clause(allOf: clauses())
}

/// A filter for the records that match no clause; without clauses it matches everything.
///
/// Not every server understands one; a query that cannot be said fails before it is sent.
///
/// ```swift
/// noneOf {
///   lead.status.equals("Junk")
///   lead.email.isMissing
/// }
/// ```
public func noneOf<Clause: FilterClause>(@FilterBuilder<Clause> _ clauses: () -> [Clause]) -> Clause {
  Clause(noneOf: clauses())
}
