import TributaryLanguage

/// The modules that generated code can need. It names their types in its public declarations only.
enum ImportedModule: String {
  case foundation = "Foundation"
  case runtime = "Tributary"
  case json = "TributaryJSON"

  /// What a spec file's Swift needs, no more: an import that is not used is a warning.
  static func needed(by file: SpecFile) -> Set<Self> {
    var modules: Set<Self> = []
    if !file.enums.isEmpty || !file.endpoints.isEmpty || !file.queries.isEmpty { modules.insert(.runtime) }
    if !file.models.isEmpty || !file.unions.isEmpty { modules.formUnion([.runtime, .json]) }
    var types = file.queries.flatMap { $0.fields.map(\.type) } + file.models.flatMap { $0.fields.map(\.type) }
    for endpoint in file.endpoints {
      types += endpoint.parameters.map(\.type) + endpoint.responses.compactMap(\.type)
      types += [endpoint.body].compactMap { $0 }
    }
    for scalar in types.flatMap(\.scalars) {
      switch scalar {
      case .decimal, .uuid, .url: modules.insert(.foundation)
      case .json: modules.insert(.json)
      case .string, .bool, .int, .double, .timestamp, .localTimestamp, .date: break
      }
    }
    return modules
  }
}

extension TypeReference {
  /// The built-in types in a type.
  fileprivate var scalars: [ScalarType] {
    switch self {
    case .scalar(let scalar): [scalar]
    case .identifier, .enumeration, .union, .query, .parameter: []
    case .model(_, let arguments): arguments.flatMap(\.scalars)
    case .optional(let type), .list(let type), .map(let type), .records(let type), .change(let type): type.scalars
    }
  }
}
