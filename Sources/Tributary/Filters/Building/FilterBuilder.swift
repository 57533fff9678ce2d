/// Turns clauses, one per line, into a list of filters.
///
/// ``Queryable/where(_:)`` and ``allOf(_:)`` join them by *and*, ``anyOf(_:)`` by *or*. A branch that is not taken adds
/// no clause.
@resultBuilder
public enum FilterBuilder<Entity: Queryable> {
  /// One clause.
  public static func buildExpression(_ clause: Filter<Entity>) -> [Filter<Entity>] { [clause] }

  /// The clauses of a block.
  public static func buildBlock(_ lines: [Filter<Entity>]...) -> [Filter<Entity>] { lines.flatMap { $0 } }

  /// The clauses of an `if` without `else`.
  public static func buildOptional(_ clauses: [Filter<Entity>]?) -> [Filter<Entity>] { clauses ?? [] }

  /// The clauses of the first branch.
  public static func buildEither(first clauses: [Filter<Entity>]) -> [Filter<Entity>] { clauses }

  /// The clauses of the other branch.
  public static func buildEither(second clauses: [Filter<Entity>]) -> [Filter<Entity>] { clauses }

  /// The clauses of a loop.
  public static func buildArray(_ rounds: [[Filter<Entity>]]) -> [Filter<Entity>] { rounds.flatMap { $0 } }

  /// The clauses of a branch for newer systems.
  public static func buildLimitedAvailability(_ clauses: [Filter<Entity>]) -> [Filter<Entity>] { clauses }
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
public func anyOf<Entity>(@FilterBuilder<Entity> _ clauses: () -> [Filter<Entity>]) -> Filter<Entity> {
  Filter(anyOf: clauses())
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
public func allOf<Entity>(@FilterBuilder<Entity> _ clauses: () -> [Filter<Entity>]) -> Filter<Entity> {
  Filter(allOf: clauses())
}
