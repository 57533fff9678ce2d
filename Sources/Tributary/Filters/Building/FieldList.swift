/// Turns fields, one a line, into a list of their names.
@resultBuilder
public enum FieldListBuilder<Entity: Queryable> {
  /// One field.
  public static func buildExpression<Value, Operators>(
    _ field: FilterField<Entity, Value, Operators>
  ) -> [String] {
    [field.name]
  }

  /// One field that is named as text.
  public static func buildExpression(_ field: UncheckedField<Entity>) -> [String] { [field.name] }

  /// The fields of a block.
  public static func buildBlock(_ lines: [String]...) -> [String] { lines.flatMap { $0 } }

  /// The fields of an `if` without `else`.
  public static func buildOptional(_ fields: [String]?) -> [String] { fields ?? [] }

  /// The fields of the first branch.
  public static func buildEither(first fields: [String]) -> [String] { fields }

  /// The fields of the other branch.
  public static func buildEither(second fields: [String]) -> [String] { fields }

  /// The fields of a loop.
  public static func buildArray(_ rounds: [[String]]) -> [String] { rounds.flatMap { $0 } }
}
