@_spi(Generated) public import TributaryJSON

/// One step of the order of a query.
public struct QueryOrder<Entity: Queryable>: Sendable, Hashable, JSONEncodable {
  /// The field's name on the wire.
  public let field: String
  /// The direction.
  public let direction: QueryDirection

  /// Whether both are the same, byte for byte.
  public static func == (left: Self, right: Self) -> Bool {
    ExactText(left.field) == ExactText(right.field)
      && ExactText(left.direction.rawValue) == ExactText(right.direction.rawValue)
  }

  /// Hashes both parts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(field))
    hasher.combine(ExactText(direction.rawValue))
  }

  /// Writes the wire form.
  public func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("field", field)
    writer.field("direction", direction)
    writer.endObject()
  }
}

/// The direction of an order.
public enum QueryDirection: OpenEnum {
  /// The least value first.
  case ascending
  /// The greatest value first.
  case descending
  /// A direction that is not documented, as it is sent.
  case other(String)

  /// The direction of a name on the wire.
  public init(rawValue: String) {
    switch rawValue {
    case "ascending": self = .ascending
    case "descending": self = .descending
    default: self = .other(rawValue)
    }
  }

  /// The name on the wire.
  public var rawValue: String {
    switch self {
    case .ascending: "ascending"
    case .descending: "descending"
    case .other(let name): name
    }
  }
}

/// Whether deleted records are part of a response.
public enum DeletedRecords: OpenEnum {
  /// Deleted records and the others; what the server does by default.
  case both
  /// A value that is not documented, as it is sent.
  case other(String)

  /// The value of a name on the wire.
  public init(rawValue: String) { self = rawValue == "both" ? .both : .other(rawValue) }

  /// The name on the wire.
  public var rawValue: String {
    switch self {
    case .both: "both"
    case .other(let name): name
    }
  }
}

/// Turns steps of an order, one a line, into a list: the first decides, the next where the first finds no difference.
@resultBuilder
public enum OrderBuilder<Step: Sendable> {
  /// One step.
  public static func buildExpression(_ step: Step) -> [Step] { [step] }

  /// The steps of a block.
  public static func buildBlock(_ lines: [Step]...) -> [Step] { lines.flatMap { $0 } }

  /// The steps of an `if` without `else`.
  public static func buildOptional(_ steps: [Step]?) -> [Step] { steps ?? [] }

  /// The steps of the first branch.
  public static func buildEither(first steps: [Step]) -> [Step] { steps }

  /// The steps of the other branch.
  public static func buildEither(second steps: [Step]) -> [Step] { steps }

  /// The steps of a loop.
  public static func buildArray(_ rounds: [[Step]]) -> [Step] { rounds.flatMap { $0 } }
}
