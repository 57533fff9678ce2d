/// Checks what can only be seen when everything is resolved: resolved form in, the same with what was found out.
///
/// Every check is a small pass of its own; none depends on what another one finds.
enum Validator {
  static func validate(_ folder: inout ResolvedFolder, _ findings: inout Findings) {
    APIChecks.run(folder, &findings)
    EnumChecks.run(folder, &findings)
    ModelChecks.run(folder, &findings)
    UnionChecks.run(&folder, &findings)
    IdentityChecks.run(&folder, &findings)
    AccessChecks.run(folder, &findings)
    RecordChecks.run(folder, &findings)
    PlainUnions.mark(&folder)
    ParameterChecks.run(folder, &findings)
    PathChecks.run(folder, &findings)
    BodyChecks.run(folder, &findings)
    QueryChecks.run(folder, &findings)
    ResponseChecks.run(folder, &findings)
    let index = ModelIndex(folder)
    GrowthChecks.run(index, &findings)
    BuildabilityChecks.run(index, &findings)
    SizeChecks.run(folder, index, &findings)
    MixinMarks.mark(&folder)
    Recursion.mark(&folder, index)
  }
}

extension ResolvedEndpoint {
  /// Every type that it names.
  var types: [LocatedType] {
    let parameters = path + bodyFields + query + headers
    return (parameters.map(\.type) + [body] + responses.map(\.type) + errors.map(\.type)).compactMap { $0 }
  }
}

extension ResolvedAPI {
  /// Every type that it names.
  var types: [LocatedType] {
    ((parameters + query + headers + responseHeaders).map(\.type) + errors.map(\.type)).compactMap { $0 }
  }
}

extension ResolvedFolder {
  /// Every model of the folder.
  var models: [ResolvedModel] { files.flatMap(\.models) }

  /// Every endpoint of the folder.
  var endpoints: [ResolvedEndpoint] { files.flatMap(\.endpoints) }
}
