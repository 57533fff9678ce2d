/// Generics: only models stand where `records` are read.
enum ArgumentChecks {
  static func run(_ folder: inout ResolvedFolder, _ index: ModelIndex, _ findings: inout Findings) {
    let takesModels = parametersThatTakeModels(index)
    for type in types(of: folder) {
      checkRecords(type.value, at: type.location, &findings)
      var wrong: [TypeReference] = []
      index.forEachArgument(in: type.value) { parameter, argument in
        if takesModels[parameter], !argument.isModelOrParameter { wrong.append(argument) }
      }
      for argument in wrong {
        findings.error(
          "records of the argument are read, which must be a model and not \(argument.kind)", at: type.location)
      }
    }
    var number = 0
    for file in folder.files.indices {
      for model in folder.files[file].models.indices {
        let first = index.firstParameter[number]
        let parameters = folder.files[file].models[model].parsed.parameters
        folder.files[file].models[model].modelParameters = parameters.indices
          .filter { takesModels[first + $0] }.map { parameters[$0].value }
        number += 1
      }
    }
  }

  private static func types(of folder: ResolvedFolder) -> [LocatedType] {
    let fields = folder.models.flatMap(\.fields).compactMap(\.type)
    let endpoints = folder.endpoints.flatMap { endpoint in
      [endpoint.body, endpoint.errors].compactMap { $0 } + endpoint.responses.compactMap(\.type)
    }
    return fields + endpoints + [folder.api.errors].compactMap { $0 }
  }

  private static func checkRecords(_ type: TypeReference, at location: Location, _ findings: inout Findings) {
    switch type {
    case .records(let element):
      if !element.isModelOrParameter {
        findings.error("\"records\" takes a model, not \(element.kind)", at: location)
      }
      checkRecords(element, at: location, &findings)
    case .optional(let inner), .list(let inner), .map(let inner): checkRecords(inner, at: location, &findings)
    case .model(_, let arguments):
      for argument in arguments { checkRecords(argument, at: location, &findings) }
    case .scalar, .identifier, .enumeration, .parameter: return
    }
  }

  /// Whether each parameter is read in `records`, by its model or by one that it is passed on to.
  private static func parametersThatTakeModels(_ index: ModelIndex) -> [Bool] {
    var takesModels = Array(repeating: false, count: index.parameterCount)
    var givers = Array(repeating: [Int](), count: index.parameterCount)
    var pending: [Int] = []
    for (number, model) in index.models.enumerated() where !model.parsed.parameters.isEmpty {
      for field in model.fields {
        guard let type = field.type?.value else { continue }
        pending += type.recordParameterNames.compactMap { index.parameter($0, of: number) }
        index.forEachArgument(in: type) { target, argument in
          guard case .parameter(let name) = argument, let source = index.parameter(name, of: number) else { return }
          givers[target].append(source)
        }
      }
    }
    while let parameter = pending.popLast() {
      guard !takesModels[parameter] else { continue }
      takesModels[parameter] = true
      pending += givers[parameter]
    }
    return takesModels
  }
}

extension TypeReference {
  fileprivate var isModelOrParameter: Bool {
    switch self {
    case .model, .parameter: true
    default: false
    }
  }

  /// The names of the parameters that `records` are read of.
  fileprivate var recordParameterNames: [String] {
    switch self {
    case .records(.parameter(let name)): [name]
    case .optional(let inner), .list(let inner), .map(let inner), .records(let inner): inner.recordParameterNames
    case .model(_, let arguments): arguments.flatMap(\.recordParameterNames)
    case .scalar, .identifier, .enumeration, .parameter: []
    }
  }
}
