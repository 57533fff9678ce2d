/// A value that is always sent and never an argument: `{ "const": "invoice" }`.
public enum ConstantValue: Sendable, Hashable {
  case string(String)
  case int(Int)
  case double(Double)
  case bool(Bool)

  /// The value as text, as a query and a header have it.
  public var text: String {
    switch self {
    case .string(let text): text
    case .int(let number): String(number)
    case .double(let number): String(number)
    case .bool(let value): String(value)
    }
  }

  /// What it is on the wire.
  public var type: ScalarType {
    switch self {
    case .string: .string
    case .int: .int
    case .double: .double
    case .bool: .bool
    }
  }
}
