extension ParsedModel {
  /// Marks the fields that the model lists as read-only.
  mutating func markReadOnlyFields(_ findings: inout Findings) {
    guard !readOnly.isEmpty else { return }
    let places = Dictionary(fields.enumerated().map { ($1.wireName.value, $0) }) { first, _ in first }
    let misspelling = fields.map(\.wireName.value)
    for name in readOnly {
      if let place = places[name.value] {
        fields[place].isReadOnly = true
      } else {
        findings.error(
          "the model has no field \(name.value.quoted)", at: name.location,
          misspelling: Misspelling(word: name.value, candidates: misspelling), advice: "remove it from \"readOnly\"")
      }
    }
  }
}
