/// The encoding of a value, if its type does not determine it.
///
/// It applies to the plain value in a type, through `?`, `[ ]` and `{ }`.
public enum WireForm: String, Sendable, CaseIterable {
  /// A number or a boolean as text. Reading accepts both.
  case string
  /// A decimal as a number if it is whole, else as text. Reading accepts both.
  case either
  /// A boolean as `1` or `0`. Reading accepts `true` and `false`, and all of them as text.
  case int
  /// A timestamp as the number of seconds since 1970.
  case unix
  /// A timestamp as the number of milliseconds since 1970.
  case unixMilliseconds
  /// A timestamp without a zone, meaning UTC: `2019-05-29T04:21:51`.
  case utc
  /// A timestamp without a zone and with a space, meaning UTC: `2019-05-29 04:21:51`.
  case utcSpaced
  /// A timestamp in the form of email and HTTP: `Thu, 24 Aug 2023 05:01:45 +0000`.
  case rfc2822

  /// The types whose values can have this form.
  public var types: [ScalarType] {
    switch self {
    case .string: [.int, .double, .decimal, .bool]
    case .either: [.decimal]
    case .int: [.bool]
    case .unix, .unixMilliseconds, .utc, .utcSpaced, .rfc2822: [.timestamp]
    }
  }

  /// The forms that a type can have.
  public static func forms(of type: ScalarType) -> [WireForm] { allCases.filter { $0.types.contains(type) } }
}

extension TypeReference {
  /// The plain value to which a wire form applies, through `?`, `[ ]` and `{ }`.
  public var plainValue: TypeReference {
    switch self {
    case .optional(let inner), .list(let inner), .map(let inner), .change(let inner): inner.plainValue
    default: self
    }
  }
}
