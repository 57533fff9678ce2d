/// What the name of a declared type stands for.
enum DeclaredKind: Sendable, Equatable {
  case enumeration
  case union(parameters: Int, isToldByField: Bool)
  case model(parameters: Int)

  /// What it is, for a message.
  var words: String {
    switch self {
    case .enumeration: "an enum"
    case .union: "a union"
    case .model(parameters: 0): "a model"
    case .model: "a model with parameters"
    }
  }
}
