/// Paths: every parameter in braces is declared, and every declared one is in the path.
enum PathChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    for endpoint in folder.endpoints {
      guard let request = endpoint.parsed.request else { continue }
      let declared = endpoint.parsed.path.map(\.wireName)
      let (used, known) = (request.parameters.map(\.value), declared.map(\.value))
      let (isUsed, isKnown) = (Set(used), Set(known))
      for parameter in request.parameters where !isKnown.contains(parameter.value) {
        findings.error(
          "the path parameter \(parameter.value.quoted) is not declared", at: parameter.location,
          misspelling: Misspelling(word: parameter.value, candidates: known.filter { !isUsed.contains($0) }),
          advice: "add \"path\": {\(parameter.value.quoted): \"int\"}, or whatever its type is")
      }
      for parameter in declared where !isUsed.contains(parameter.value) {
        findings.error(
          "\(parameter.value.quoted) is not in the path", at: parameter.location,
          misspelling: Misspelling(word: parameter.value, candidates: used.filter { !isKnown.contains($0) }),
          advice: "put {\(parameter.value)} into it, or remove the parameter")
      }
    }
  }
}
