import TributaryJSON

/// An enum as it is written.
struct ParsedEnum: Sendable {
  var name: Located<String>
  var summary: String?
  var deprecated: String?
  /// Its access level, if it is given.
  var access: AccessLevel?
  /// The kind of its values, or `nil` if it could not be read.
  var raw: EnumDeclaration.RawType?
  var cases: [ParsedCase] = []
}

/// A case of an enum as it is written.
struct ParsedCase: Sendable {
  /// The Swift name, or `nil` if it is derived from the value.
  var name: Located<String>?
  /// The value, or `nil` if it could not be read.
  var value: Located<EnumDeclaration.RawValue>?
  var summary: String?
  var deprecated: String?
}

extension FileReader {
  mutating func enums(_ node: JSONNode) -> [ParsedEnum] {
    guard let members = entries(of: node, "\"enums\"") else {
      lostDeclarations = true
      return []
    }
    return members.map { member in
      var declaration = ParsedEnum(name: Located(value: member.key, location: location(member.keyOffset)))
      guard let parts = parts(of: member.value, "an enum", keys: ["summary", "deprecated", "access", "raw", "cases"])
      else {
        return declaration
      }
      declaration.summary = prose(parts["summary"], "the summary")
      declaration.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
      declaration.access = access(parts["access"])
      declaration.raw = choice(parts["raw"], "\"raw\"")
      if parts.lacks("raw") {
        findings.error("\"raw\" is missing; it is \"string\" or \"int\"", at: declaration.name.location)
      }
      if let cases = parts["cases"] {
        declaration.cases = self.cases(cases, of: declaration.raw)
      } else if parts.lacks("cases") {
        findings.error("\"cases\" is missing; it may be {}", at: declaration.name.location)
      }
      return declaration
    }
  }

  private mutating func cases(_ node: JSONNode, of raw: EnumDeclaration.RawType?) -> [ParsedCase] {
    if case .array(let values) = node.kind {
      guard raw != .int else {
        findings.error(
          "names of cases cannot be derived from numbers; write {\"name\": number, ...}", at: location(node.offset))
        return []
      }
      return values.map { ParsedCase(value: rawValue($0, of: raw)) }
    }
    guard let members = entries(of: node, "\"cases\"") else { return [] }
    return members.map { member in
      var result = ParsedCase(name: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        result.value = rawValue(member.value, of: raw)
        return result
      }
      guard let parts = parts(of: member.value, "a case", keys: ["value", "summary", "deprecated"]) else {
        return result
      }
      result.summary = prose(parts["summary"], "the summary")
      result.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
      if let value = parts["value"] {
        result.value = rawValue(value, of: raw)
      } else if parts.lacks("value") {
        findings.error("\"value\" is missing; it is what the service sends", at: location(member.keyOffset))
      }
      return result
    }
  }

  private mutating func rawValue(
    _ node: JSONNode, of raw: EnumDeclaration.RawType?
  ) -> Located<EnumDeclaration.RawValue>? {
    let place = location(node.offset)
    switch (node.kind, raw) {
    case (.string(let text), .string?): return Located(value: .string(text), location: place)
    case (.number(let number), .int?):
      if let int = number.int { return Located(value: .int(int), location: place) }
      findings.error("the value \(number.text.quoted) is not a 64-bit integer", at: place)
    case (_, .string?): mismatch(node, expected: "a string", "a value of a string enum")
    case (_, .int?): mismatch(node, expected: "a number", "a value of an int enum")
    case (_, nil): break
    }
    return nil
  }
}
