/// Parameters whose identifier is used, and parameters that are cases themselves: their arguments have one, and are
/// objects.
enum IdentityChecks {
  /// Marks the parameters whose identifiers are used, and checks the arguments of all parameters.
  static func run(_ folder: inout ResolvedFolder, _ findings: inout Findings) {
    let needs = ParameterNeeds(folder)
    for file in folder.files.indices {
      for index in folder.files[file].models.indices {
        let name = folder.files[file].models[index].parsed.name.value
        folder.files[file].models[index].identified = needs.identified(of: name)
      }
      for index in folder.files[file].unions.indices {
        let name = folder.files[file].unions[index].parsed.name.value
        folder.files[file].unions[index].identified = needs.identified(of: name)
      }
    }
    for model in folder.models {
      for type in model.fields.compactMap(\.type) { needs.check(type.value, at: type.location, &findings) }
    }
    for union in folder.files.flatMap(\.unions) {
      for element in union.cases {
        if let type = element.type { needs.check(type, at: union.location(of: element.name), &findings) }
      }
    }
    for endpoint in folder.endpoints {
      for type in endpoint.types { needs.check(type.value, at: type.location, &findings) }
    }
    for type in folder.api.types { needs.check(type.value, at: type.location, &findings) }
  }
}

/// The requirements on the arguments of models and unions.
private struct ParameterNeeds {
  private struct Declaration {
    var parameters: [String]
    var types: [TypeReference]
    var identified: Set<String> = []
    var objects: Set<String> = []
  }

  private var declarations: [String: Declaration] = [:]
  /// The models that have an identifier of their own.
  private var identifiable: Set<String> = []
  /// The unions that are always an object.
  private var objectUnions: Set<String> = []

  init(_ folder: ResolvedFolder) {
    for model in folder.models {
      let name = model.parsed.name.value
      if model.fields.contains(where: { $0.name == "id" && $0.type?.value == .identifier(model: name) }) {
        identifiable.insert(name)
      }
      guard !model.parsed.parameters.isEmpty else { continue }
      declarations[name] = Declaration(
        parameters: model.parsed.parameters.map(\.value), types: model.fields.compactMap(\.type?.value))
    }
    for union in folder.files.flatMap(\.unions) {
      if union.parsed.tag != nil { objectUnions.insert(union.parsed.name.value) }
      guard !union.parsed.parameters.isEmpty else { continue }
      var declaration = Declaration(
        parameters: union.parsed.parameters.map(\.value), types: union.cases.compactMap(\.type))
      if union.parsed.isToldByJSON {
        for case .parameter(let name)? in union.cases.map(\.type) { declaration.objects.insert(name) }
      }
      declarations[union.parsed.name.value] = declaration
    }
    for (name, declaration) in declarations {
      declarations[name]?.identified = Set(declaration.types.flatMap(\.identifierNames))
        .intersection(declaration.parameters)
    }
    spread()
  }

  /// Propagates requirements to the parameters that are passed on unchanged, until nothing changes.
  private mutating func spread() {
    var changes = true
    while changes {
      changes = false
      for (name, declaration) in declarations {
        for use in declaration.types.flatMap(\.uses) {
          guard let used = declarations[use.name] else { continue }
          for (parameter, argument) in zip(used.parameters, use.arguments) {
            guard case .parameter(let own) = argument else { continue }
            if used.identified.contains(parameter), declarations[name]?.identified.insert(own).inserted ?? false {
              changes = true
            }
            if used.objects.contains(parameter), declarations[name]?.objects.insert(own).inserted ?? false {
              changes = true
            }
          }
        }
      }
    }
  }

  func identified(of name: String) -> Set<String> { declarations[name]?.identified ?? [] }

  func check(_ type: TypeReference, at location: Location, _ findings: inout Findings) {
    for use in type.uses {
      guard let used = declarations[use.name] else { continue }
      for (parameter, argument) in zip(used.parameters, use.arguments) {
        if case .parameter = argument { continue }
        if used.identified.contains(parameter) {
          if case .model(let model, _) = argument, identifiable.contains(model) { continue }
          findings.error(
            "\(use.name.quoted) needs the identifier of \(parameter.quoted), and \(argument.kind) has none",
            at: location,
            advice: "name a model with the field \"id\" of the type \"id\"")
        } else if used.objects.contains(parameter), !isObject(argument) {
          findings.error(
            "\(parameter.quoted) of \(use.name.quoted) is a model, and this is \(argument.kind)", at: location)
        }
      }
    }
  }

  private func isObject(_ type: TypeReference) -> Bool {
    switch type {
    case .model: true
    case .union(let name, _): objectUnions.contains(name)
    default: false
    }
  }
}

extension TypeReference {
  /// The models and unions with arguments anywhere in it.
  fileprivate var uses: [(name: String, arguments: [TypeReference])] {
    switch self {
    case .model(let name, let arguments), .union(let name, let arguments):
      arguments.isEmpty ? [] : [(name, arguments)] + arguments.flatMap(\.uses)
    case .optional(let inner), .list(let inner), .map(let inner), .records(let inner), .change(let inner): inner.uses
    case .scalar, .identifier, .enumeration, .query, .parameter: []
    }
  }

  /// The models of all identifiers in it.
  fileprivate var identifierNames: [String] {
    switch self {
    case .identifier(let name): [name]
    case .model(_, let arguments), .union(_, let arguments): arguments.flatMap(\.identifierNames)
    case .optional(let inner), .list(let inner), .map(let inner), .records(let inner), .change(let inner):
      inner.identifierNames
    case .scalar, .enumeration, .query, .parameter: []
    }
  }
}
