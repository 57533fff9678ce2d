/// Paths: every parameter in braces is declared, and every declared one is in the path.
enum PathChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    for endpoint in folder.endpoints {
      guard let request = endpoint.parsed.request else { continue }
      let declared = endpoint.parsed.parameters.map(\.wireName)
      let used = Set(request.parameters.map(\.value))
      let known = Set(declared.map(\.value))
      var unused = declared.filter { !used.contains($0.value) }
      for parameter in request.parameters where !known.contains(parameter.value) {
        let misspelling = Misspelling(word: parameter.value, candidates: unused.map(\.value))
        // One mistake is one error: the declaration that was probably meant is not also reported as unused.
        let meant = misspelling.nearest.flatMap { name in unused.firstIndex { $0.value == name } }
        let notes = meant.map { [Located(value: "it is declared here", location: unused.remove(at: $0).location)] }
        findings.error(
          "the path parameter \(parameter.value.quoted) is not declared", at: parameter.location,
          misspelling: misspelling,
          advice: "add \"parameters\": {\(parameter.value.quoted): \"int\"}, or whatever its type is",
          notes: notes ?? [])
      }
      for parameter in unused {
        findings.error(
          "\(parameter.value.quoted) is not in the path", at: parameter.location,
          advice: "put {\(parameter.value)} into it, or remove the parameter")
      }
    }
  }
}
