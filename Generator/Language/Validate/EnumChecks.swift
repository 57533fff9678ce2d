/// Enums: no value occurs twice.
enum EnumChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    for declaration in folder.files.flatMap(\.enums) {
      var first: [EnumDeclaration.RawValue: Location] = [:]
      for item in declaration.cases {
        guard let value = item.parsed.value else { continue }
        if let other = first[value.value] {
          findings.error(
            "the value \(value.value.text) appears twice; a value can have only one case", at: value.location,
            notes: [Located(value: "it first appears here", location: other)])
        } else {
          first[value.value] = value.location
        }
        if item.name == "none" {
          findings.warning(
            "a case \"none\" is easily mistaken for nil if the enum is optional",
            at: item.parsed.name?.location ?? value.location,
            advice: "give it another name, as in {\"nothing\": \(value.value.text), ...}")
        }
      }
    }
  }
}

extension EnumDeclaration.RawValue {
  /// The value as JSON writes it, for a message.
  fileprivate var text: String {
    switch self {
    case .string(let text): text.quoted
    case .int(let number): String(number)
    }
  }
}
