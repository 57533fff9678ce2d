/// The Swift names given in one place: the fields of a model, the cases of an enum, the types of the module.
struct NameScope {
  /// What the names belong to, in words: `field`.
  let kind: String
  private let isReserved: (String) -> Bool
  /// The names given so far, by their appearance.
  private var given: [String: Located<String>] = [:]

  init(of kind: String, isReserved: @escaping (String) -> Bool) {
    self.kind = kind
    self.isReserved = isReserved
  }

  init(of kind: String, reserved: Set<String>) {
    self.init(of: kind) { reserved.contains($0) }
  }

  /// Gives a name to a declaration, or reports that it cannot have it.
  ///
  /// - Parameters:
  ///   - wayOut: The advice if the name cannot be used.
  mutating func give(_ name: Located<String>, wayOut: String, _ findings: inout Findings) {
    if isReserved(name.value) {
      findings.error(
        "\(kind.withArticle) cannot have the Swift name \(name.value.quoted), which is taken", at: name.location,
        advice: wayOut)
    }
    let look = LookAlikes.look(of: name.value)
    if let other = given[look] {
      findings.error(
        name.value == other.value
          ? "another \(kind) has the Swift name \(name.value.quoted)"
          : "another \(kind) has a Swift name that looks like \(name.value.quoted), in letters of another script",
        at: name.location, advice: wayOut, notes: [Located(value: "it is this \(kind)", location: other.location)])
    } else {
      given[look] = name
    }
  }
}

extension String {
  /// The word with its article: `a field`, `an endpoint`.
  var withArticle: String { (first.map("aeiou".contains) ?? false ? "an " : "a ") + self }
}
