/// A value that a spec fixes: always sent, and never an argument.
public enum ConstantValue: Sendable, Hashable {
  case string(String)
  case bool(Bool)
  /// A number as the spec writes it.
  case number(String)

  /// Its kind on the wire.
  public var type: ScalarType {
    switch self {
    case .string: .string
    case .bool: .bool
    case .number(let text): Int(text) == nil ? .double : .int
    }
  }

  /// The value where everything is text: in a query, a header, a form.
  public var text: String {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let flag): flag ? "true" : "false"
    }
  }
}
