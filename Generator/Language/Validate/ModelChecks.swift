/// Fields: no two have the same name on the wire, and only numbers are encoded as text.
enum ModelChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    for model in folder.models {
      checkAliases(of: model, &findings)
      for field in model.fields { checkWire(of: field, &findings) }
    }
  }

  private static func checkAliases(of model: ResolvedModel, _ findings: inout Findings) {
    var meaning: [String: Location] = [:]
    for field in model.fields { meaning[field.parsed.wireName.value] = field.parsed.wireName.location }
    for alias in model.fields.flatMap(\.parsed.aliases) {
      if let other = meaning[alias.value] {
        findings.error(
          "the alias \(alias.value.quoted) already has a meaning; remove one of them", at: alias.location,
          notes: [Located(value: "it first appears here", location: other)])
      } else {
        meaning[alias.value] = alias.location
      }
    }
  }

  private static func checkWire(of field: ResolvedField, _ findings: inout Findings) {
    guard let wire = field.parsed.wire, let type = field.type else { return }
    WireChecks.check(wire, of: type.value, &findings)
  }
}
