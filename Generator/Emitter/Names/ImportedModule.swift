import TributaryLanguage

/// The modules that generated code can need.
enum ImportedModule: String {
  case foundation = "Foundation"
  case runtime = "Tributary"
  case json = "TributaryJSON"

  /// The modules that a spec file's Swift needs, and who sees their types in its declarations. An import that is
  /// unused, or more public than necessary, causes a warning.
  static func needed(by file: SpecFile, symbols: Symbols) -> [Self: AccessLevel] {
    var modules: [Self: AccessLevel] = [:]
    func need(_ module: Self, _ access: AccessLevel) { modules[module] = max(modules[module] ?? access, access) }
    func need(_ types: [TypeReference], _ access: AccessLevel) {
      for scalar in types.flatMap(\.scalars) {
        switch scalar {
        case .decimal, .uuid, .url, .bytes: need(.foundation, access)
        case .json: need(.json, access)
        case .string, .bool, .int, .double, .timestamp, .localTimestamp, .date: break
        }
      }
    }
    for element in file.enums { need(.runtime, element.access) }
    for (access, types) in file.models.map({ ($0.access, $0.fields.map(\.type)) })
      + file.unions.map({ ($0.access, $0.cases.compactMap(\.type)) })
    {
      need(.runtime, access)
      need(.json, access)
      need(types, access)
    }
    for query in file.queries {
      let access = symbols.model(query.model)?.access ?? .public
      need(.runtime, access)
      need(query.fields.map(\.type), access)
    }
    for endpoint in file.endpoints {
      need(.runtime, endpoint.access)
      let types = endpoint.parameters.filter { $0.constant == nil }.map(\.type) + endpoint.responses.compactMap(\.type)
      need(types + [endpoint.body].compactMap { $0 }, endpoint.access)
    }
    // Its conformances are visible more widely than its names, but they alone need no import.
    if let access = modules[.json] { modules[.json] = max(access, accessToConformances(in: file) ?? access) }
    return modules
  }

  /// What the client's Swift needs.
  static func needed(byClientOf api: API) -> [Self: AccessLevel] {
    let parameters = api.parameters + api.environments.flatMap(\.parameters) + api.responseHeaders
    let needsFoundation = parameters.contains { parameter in
      parameter.constant == nil
        && parameter.type.scalars.contains { [ScalarType.decimal, .uuid, .url].contains($0) }
    }
    return needsFoundation ? [.runtime: api.access, .foundation: api.access] : [.runtime: api.access]
  }

  /// Who sees the coding of built-in types: through raw values of enums, or as arguments of models.
  private static func accessToConformances(in file: SpecFile) -> AccessLevel? {
    let endpoints = file.endpoints.filter { endpoint in
      (endpoint.responses.map(\.type) + [endpoint.body]).contains { $0?.hasScalarArgument ?? false }
    }
    return (file.enums.map(\.access) + endpoints.map(\.access)).max()
  }
}

extension TypeReference {
  /// Whether a built-in type is an argument in the type.
  fileprivate var hasScalarArgument: Bool {
    switch self {
    case .model(_, let arguments), .union(_, let arguments): arguments.contains { !$0.scalars.isEmpty }
    case .records(let element): !element.scalars.isEmpty
    case .optional(let type), .list(let type), .map(let type), .change(let type): type.hasScalarArgument
    case .scalar, .identifier, .enumeration, .query, .parameter: false
    }
  }

  /// The built-in types in a type.
  fileprivate var scalars: [ScalarType] {
    switch self {
    case .scalar(let scalar): [scalar]
    case .identifier, .enumeration, .query, .parameter: []
    case .model(_, let arguments), .union(_, let arguments): arguments.flatMap(\.scalars)
    case .optional(let type), .list(let type), .map(let type), .records(let type), .change(let type): type.scalars
    }
  }
}
