import TributaryJSON

/// A union as it is written.
struct ParsedUnion: Sendable {
  var name: Located<String>
  var summary: String?
  /// Who can use it, when it is said.
  var access: AccessLevel?
  var cases: [ParsedUnionCase] = []
}

/// A case of a union as it is written: the text that leads to it, and what it holds.
struct ParsedUnionCase: Sendable {
  /// The value of the tag, or of what a condition looks at.
  var value: Located<String>
  /// The Swift name, or `nil` when it derives from the value.
  var name: Located<String>?
  /// The model, or `nil` when it could not be read.
  var type: TypeExpression?
}

/// What decides the case of a field's union, as it is written.
struct ParsedTag: Sendable {
  /// Where it is said.
  var location: Location
  /// Whether there is a tag, also when it could not be read.
  var isPresent: Bool
  /// The path to the tag.
  var path: ParsedFieldPath?
  /// The ways to other texts, with the cases that their values lead to.
  var conditions: [(path: ParsedFieldPath, cases: [ParsedUnionCase])] = []
}

extension FileReader {
  mutating func unions(_ node: JSONNode) -> [ParsedUnion] {
    guard let members = entries(of: node, "\"unions\"") else {
      lostDeclarations = true
      return []
    }
    return members.map { member in
      var union = ParsedUnion(name: Located(value: member.key, location: location(member.keyOffset)))
      guard let parts = parts(of: member.value, "a union", keys: ["summary", "access", "cases"]) else { return union }
      union.summary = sentence(parts["summary"], "the summary")
      union.access = access(parts["access"])
      if let node = parts["cases"] {
        union.cases = unionCases(node, "\"cases\"")
        if case .object(let members) = node.kind, members.isEmpty {
          findings.error("\"cases\" needs at least one, such as {\"lead\": \"Lead\"}", at: location(node.offset))
        }
      } else if parts.lacks("cases") {
        findings.error("\"cases\" is missing; write something like {\"lead\": \"Lead\"}", at: union.name.location)
      }
      return union
    }
  }

  /// Reads the keys `tag` and `when` of a field.
  mutating func tag(_ node: JSONNode?, when: JSONNode?) -> ParsedTag? {
    guard let offset = (node ?? when)?.offset else { return nil }
    var tag = ParsedTag(location: location(offset), isPresent: node != nil, path: fieldPath(node, "\"tag\""))
    guard let when, let members = entries(of: when, "\"when\"") else { return tag }
    for member in members {
      let text = Located(value: member.key, location: location(member.keyOffset))
      let cases = unionCases(member.value, "a condition")
      if let path = fieldPath(text, "the condition") { tag.conditions.append((path, cases)) }
    }
    return tag
  }

  private mutating func unionCases(_ node: JSONNode, _ what: String) -> [ParsedUnionCase] {
    guard let members = entries(of: node, what) else { return [] }
    return members.map { member in
      var result = ParsedUnionCase(value: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        result.type = type(member.value, "a case's type")
        return result
      }
      guard let parts = parts(of: member.value, "a case", keys: ["type", "name"]) else { return result }
      result.type = type(parts["type"], "a case's type")
      if parts.lacks("type") {
        findings.error("\"type\" is missing", at: result.value.location)
      }
      result.name = string(parts["name"], "\"name\"")
      return result
    }
  }
}
