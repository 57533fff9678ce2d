/// The models of a folder by number, and their parameters likewise: what the checks on their graph work with.
struct ModelIndex: Sendable {
  let models: [ResolvedModel]
  /// The number of a model.
  let numbers: [String: Int]
  /// The number of each model's first parameter; the others follow.
  let firstParameter: [Int]
  /// How many parameters all models have.
  let parameterCount: Int
  /// What the cases of each union hold, by its name.
  let unions: [String: [TypeReference]]

  init(_ folder: ResolvedFolder) {
    models = folder.models
    numbers = Dictionary(models.enumerated().map { ($1.parsed.name.value, $0) }) { first, _ in first }
    var count = 0
    firstParameter = models.map { model in
      defer { count += model.parsed.parameters.count }
      return count
    }
    parameterCount = count
    unions = Dictionary(folder.files.flatMap(\.unions).map { ($0.parsed.name.value, $0.cases.map(\.type)) }) {
      first, _ in first
    }
  }

  /// The number of a parameter of a model, by its name there.
  func parameter(_ name: String, of model: Int) -> Int? {
    models[model].parsed.parameters.firstIndex { $0.value == name }.map { firstParameter[model] + $0 }
  }

  /// The parameters of the models that a model's field types name: which parameter is given which type.
  ///
  /// Goes through every part of a type, also through lists and through arguments themselves.
  func forEachArgument(in type: TypeReference, _ body: (_ parameter: Int, _ argument: TypeReference) -> Void) {
    switch type {
    case .optional(let inner), .list(let inner), .map(let inner), .records(let inner), .change(let inner):
      forEachArgument(in: inner, body)
    case .model(let name, let arguments):
      guard let number = numbers[name] else { return }
      for (offset, argument) in arguments.enumerated() {
        body(firstParameter[number] + offset, argument)
        forEachArgument(in: argument, body)
      }
    case .scalar, .identifier, .enumeration, .union, .query, .parameter: return
    }
  }
}

extension TypeReference {
  /// The names of the parameters anywhere in it.
  var parameterNames: [String] {
    switch self {
    case .parameter(let name): [name]
    case .optional(let inner), .list(let inner), .map(let inner), .records(let inner), .change(let inner):
      inner.parameterNames
    case .model(_, let arguments): arguments.flatMap(\.parameterNames)
    case .scalar, .identifier, .enumeration, .union, .query: []
    }
  }
}
