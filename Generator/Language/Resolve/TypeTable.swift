/// The types that a folder declares, by name.
struct TypeTable: Sendable {
  /// A declared type.
  struct Entry: Sendable {
    var kind: DeclaredKind
    var location: Location
  }

  private(set) var entries: [String: Entry] = [:]
  /// Whether every declaration could be read, so that a missing name is really undeclared.
  var isComplete = true

  /// Every name that can be written as a type, for suggestions.
  let words: [String]

  /// Collects the declarations of a folder. Names that are declared twice are reported.
  init(_ folder: ParsedFolder, _ findings: inout Findings) {
    isComplete = folder.declaresAllTypes
    let hasQueries = folder.files.contains { !$0.queries.isEmpty }
    var scope = NameScope(of: "type") { name in
      ReservedNames.isType(name) || hasQueries && ReservedNames.isQueryType(name)
    }
    var names: [String] = []
    for file in folder.files {
      let enums = file.enums.map { ($0.name, DeclaredKind.enumeration, $0.access) }
      let unions = file.unions.map {
        ($0.name, DeclaredKind.union(parameters: $0.parameters.count, isToldByField: $0.isToldByField), $0.access)
      }
      let models = file.models.map { ($0.name, DeclaredKind.model(parameters: $0.parameters.count), $0.access) }
      for (name, kind, access) in (enums + unions + models).sorted(by: { $0.0.location < $1.0.location }) {
        if Identifier.isValidType(name.value) {
          let module = folder.api?.module?.value
          if !Self.clashesWithFamiliarName(name, isSeen: access != .internal, module: module, &findings) {
            scope.give(name, wayOut: "give it another one", &findings)
          }
        } else {
          findings.error(
            "\(name.value.quoted) cannot be the name of a type", at: name.location,
            advice: "write letters, digits and underscores, beginning with a capital letter")
        }
        if entries[name.value] == nil {
          entries[name.value] = Entry(kind: kind, location: name.location)
          names.append(name.value)
        }
      }
    }
    words = names + ScalarType.allCases.map(\.rawValue) + ["id", "records"]
  }

  /// Reports a name that has another meaning in a user's file.
  ///
  /// - Parameter isSeen: Whether other modules see the type. The module's own files mean it by the name alone.
  private static func clashesWithFamiliarName(
    _ name: Located<String>, isSeen: Bool, module: String?, _ findings: inout Findings
  ) -> Bool {
    let example = "such as \(((module ?? "My") + name.value).quoted)"
    if isSeen, FamiliarNames.isAmbiguous(name.value) {
      findings.warning(
        "\(name.value.quoted) is ambiguous in a file that imports Foundation too", at: name.location,
        advice: "give it another name, \(example)")
    }
    guard let owner = FamiliarNames.owner(of: name.value) else { return false }
    findings.error(
      "the type \(name.value.quoted) would clash with \(owner)'s in every file that imports the module",
      at: name.location,
      advice: "give it another name, \(example)")
    return true
  }
}
