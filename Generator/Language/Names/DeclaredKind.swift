/// What kind of declaration a type's name means.
enum DeclaredKind: Sendable, Equatable {
  case enumeration
  case union(parameters: Int, isToldByField: Bool)
  case model(parameters: Int)

  /// A description for messages.
  var words: String {
    switch self {
    case .enumeration: "an enum"
    case .union: "a union"
    case .model(parameters: 0): "a model"
    case .model: "a model with parameters"
    }
  }
}
