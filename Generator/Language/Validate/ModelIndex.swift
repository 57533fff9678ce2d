/// The models of a folder and their parameters by number, for the checks on their graph.
struct ModelIndex: Sendable {
  let models: [ResolvedModel]
  /// How many of them are models. The others represent unions with parameters, with the cases as fields. A union is a
  /// reference, so it contains nothing directly.
  let modelCount: Int
  /// The number of a model.
  let numbers: [String: Int]
  /// The number of each model's first parameter; the others follow.
  let firstParameter: [Int]
  /// How many parameters all models have.
  let parameterCount: Int

  init(_ folder: ResolvedFolder) {
    modelCount = folder.models.count
    models =
      folder.models + folder.files.flatMap(\.unions).filter { !$0.parsed.parameters.isEmpty }.map(ResolvedModel.init)
    numbers = Dictionary(models.enumerated().map { ($1.parsed.name.value, $0) }) { first, _ in first }
    var count = 0
    firstParameter = models.map { model in
      defer { count += model.parsed.parameters.count }
      return count
    }
    parameterCount = count
  }

  /// The number of a parameter of a model, by its name there.
  func parameter(_ name: String, of model: Int) -> Int? {
    models[model].parsed.parameters.firstIndex { $0.value == name }.map { firstParameter[model] + $0 }
  }

  /// The arguments in a model's field types: which parameter gets which type.
  ///
  /// Visits every part of a type, including lists and arguments.
  func forEachArgument(in type: TypeReference, _ body: (_ parameter: Int, _ argument: TypeReference) -> Void) {
    switch type {
    case .optional(let inner), .list(let inner), .map(let inner), .records(let inner), .change(let inner):
      forEachArgument(in: inner, body)
    case .model(let name, let arguments), .union(let name, let arguments):
      guard let number = numbers[name] else { return }
      for (offset, argument) in arguments.enumerated() {
        body(firstParameter[number] + offset, argument)
        forEachArgument(in: argument, body)
      }
    case .scalar, .identifier, .enumeration, .query, .parameter: return
    }
  }
}

extension ResolvedModel {
  /// What represents a union with parameters among models.
  fileprivate init(_ union: ResolvedUnion) {
    var parsed = ParsedModel(name: union.parsed.name)
    parsed.parameters = union.parsed.parameters
    let fields = union.cases.compactMap { element in
      element.type.map { type in
        ResolvedField(
          parsed: ParsedField(wireName: union.parsed.name), name: element.name,
          type: LocatedType(value: type, location: union.location(of: element.name)))
      }
    }
    self.init(parsed: parsed, fields: fields)
  }
}

extension TypeReference {
  /// The names of all parameters in it.
  var parameterNames: [String] {
    switch self {
    case .parameter(let name): [name]
    case .optional(let inner), .list(let inner), .map(let inner), .records(let inner), .change(let inner):
      inner.parameterNames
    case .model(_, let arguments), .union(_, let arguments): arguments.flatMap(\.parameterNames)
    case .scalar, .identifier, .enumeration, .query: []
    }
  }
}
