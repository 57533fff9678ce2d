/// A declaration must not show a narrower one: Swift would not compile it.
enum AccessChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    let levels = AccessTable(folder)
    for union in folder.files.flatMap(\.unions) {
      for element in union.cases {
        guard let type = element.type else { continue }
        levels.check(
          type, shownBy: union.parsed.name.value, union.parsed.access, at: union.parsed.name.location,
          hidden: union.parsed.parameters, &findings)
      }
    }
    for model in folder.models {
      for field in model.fields {
        guard let type = field.type else { continue }
        levels.check(
          type.value, shownBy: model.parsed.name.value, model.parsed.access, at: type.location,
          hidden: model.parsed.parameters, &findings)
      }
    }
    for query in folder.files.flatMap(\.queries) {
      guard let model = levels.entries[query.model] else { continue }
      for field in query.fields {
        levels.check(field.type, shownBy: query.model, model.access, at: model.location, &findings)
      }
    }
    for parameter in folder.api.parameters + folder.api.query + folder.api.headers + folder.api.responseHeaders {
      levels.check(parameter.type, shownBy: "Client", folder.api.parsed?.access, &findings)
    }
    for endpoint in folder.endpoints {
      let parameters = endpoint.path + endpoint.bodyFields + endpoint.query + endpoint.headers
      let types = parameters.map(\.type) + [endpoint.body] + endpoint.responses.map(\.type)
      for type in types + endpoint.errors.map(\.type) {
        levels.check(type, shownBy: endpoint.parsed.key.value, endpoint.parsed.access, &findings)
      }
    }
  }
}

/// The access levels of all declared types.
private struct AccessTable {
  private(set) var entries: [String: (access: AccessLevel, location: Location)] = [:]

  init(_ folder: ResolvedFolder) {
    for file in folder.files {
      for type in file.enums.map(\.parsed) { add(type.name, type.access) }
      for type in file.unions.map(\.parsed) { add(type.name, type.access) }
      for type in file.models.map(\.parsed) { add(type.name, type.access) }
    }
  }

  private mutating func add(_ name: Located<String>, _ access: AccessLevel?) {
    if entries[name.value] == nil { entries[name.value] = (access ?? .public, name.location) }
  }

  func check(_ type: LocatedType?, shownBy name: String, _ access: AccessLevel?, _ findings: inout Findings) {
    guard let type else { return }
    check(type.value, shownBy: name, access, at: type.location, &findings)
  }

  func check(
    _ type: TypeReference, shownBy name: String, _ access: AccessLevel?, at location: Location,
    hidden parameters: [Located<String>] = [], _ findings: inout Findings
  ) {
    let access = access ?? .public
    for shown in type.declaredNames where !parameters.contains(where: { $0.value == shown }) {
      guard let entry = entries[shown], entry.access < access else { continue }
      findings.error(
        "the \(access.rawValue) \(name.quoted) shows \(shown.quoted), which is \(entry.access.rawValue)",
        at: location, advice: "give one of them another \"access\"",
        notes: [Located(value: "it is declared here", location: entry.location)])
    }
  }
}

extension TypeReference {
  /// The names of the declared types in a type.
  var declaredNames: [String] {
    switch self {
    case .scalar, .parameter: []
    case .identifier(let name), .enumeration(let name), .query(let name): [name]
    case .model(let name, let arguments), .union(let name, let arguments): [name] + arguments.flatMap(\.declaredNames)
    case .optional(let type), .list(let type), .map(let type), .records(let type), .change(let type):
      type.declaredNames
    }
  }
}
