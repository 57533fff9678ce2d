import TributaryJSON

/// A union as it is written.
struct ParsedUnion: Sendable {
  var name: Located<String>
  var parameters: [Located<String>] = []
  var summary: String?
  var deprecated: String?
  /// Its access level, if it is given.
  var access: AccessLevel?
  /// The name of the tag, if it is a member of the value.
  var tag: Located<String>?
  /// The kind of tags on the wire.
  var raw = EnumDeclaration.RawType.string
  /// Whether the JSON decides the cases, which are then a list.
  var isToldByJSON = false
  var cases: [ParsedUnionCase] = []

  /// Whether fields say where the tag is.
  var isToldByField: Bool { tag == nil && !isToldByJSON }
}

/// A case of a union as it is written: what selects it, and its content.
struct ParsedUnionCase: Sendable {
  /// The value of the tag, or of a condition's text; for a case that the JSON decides, only the position.
  var value: Located<String>
  /// The Swift name, or `nil` if it is derived from the value or the type.
  var name: Located<String>?
  /// Its content, or `nil` if it could not be read.
  var type: TypeExpression?
  var summary: String?
  var deprecated: String?
  /// The wire form of the value, if it is given.
  var wire: Located<WireForm>?
  /// What distinguishes an object from others.
  var mark: ParsedMark?
}

/// What decides the case of a field's union, as it is written.
struct ParsedTag: Sendable {
  /// Its position.
  var location: Location
  /// Whether there is a tag, also when it could not be read.
  var isPresent: Bool
  /// The path to the tag.
  var path: ParsedFieldPath?
  /// The ways to other texts, with the cases that their values lead to.
  var conditions: [(path: ParsedFieldPath, cases: [ParsedUnionCase])] = []
}

/// A mark as it is written: a path, or one path with its value.
struct ParsedMark: Sendable {
  var location: Location
  var path: ParsedFieldPath
  var value: ConstantValue?
}

extension FileReader {
  mutating func unions(_ node: JSONNode) -> [ParsedUnion] {
    guard let members = entries(of: node, "\"unions\"") else {
      lostDeclarations = true
      return []
    }
    return members.map { member in
      let (name, parameters) = typeName(of: member)
      var union = ParsedUnion(name: name, parameters: parameters)
      let keys = ["summary", "deprecated", "access", "tag", "raw", "cases"]
      guard let parts = parts(of: member.value, "a union", keys: keys) else { return union }
      union.summary = prose(parts["summary"], "the summary")
      union.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
      union.access = access(parts["access"])
      union.tag = key(parts["tag"], "\"tag\"", such: "type")
      union.raw = choice(parts["raw"], "\"raw\"") ?? .string
      if let raw = parts["raw"], parts["tag"] == nil {
        findings.error(
          "\"raw\" says what a \"tag\" is, and there is none", at: location(raw.offset), advice: "add \"tag\"")
      }
      if let node = parts["cases"] {
        readCases(node, of: &union)
      } else if parts.lacks("cases") {
        findings.error("\"cases\" is missing; write something like {\"lead\": \"Lead\"}", at: union.name.location)
      }
      return union
    }
  }

  private mutating func readCases(_ node: JSONNode, of union: inout ParsedUnion) {
    if case .array(let elements) = node.kind {
      union.isToldByJSON = union.tag == nil
      guard union.tag == nil else {
        findings.error(
          "the cases of a union with a \"tag\" are an object", at: location(node.offset),
          advice: "write each value of the tag with its type, as in {\"lead\": \"Lead\"}")
        return
      }
      union.cases = elements.map { unionCase($0, Located(value: "", location: location($0.offset)), isTold: true) }
    } else {
      union.cases = unionCases(node, "\"cases\"")
    }
    let isEmpty =
      switch node.kind {
      case .object(let members): members.isEmpty
      case .array(let elements): elements.isEmpty
      default: false
      }
    if isEmpty {
      findings.error("\"cases\" needs at least one, such as {\"lead\": \"Lead\"}", at: location(node.offset))
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
      unionCase(
        member.value, Located(value: member.key, location: location(member.keyOffset)), isTold: false)
    }
  }

  /// Reads a case.
  ///
  /// - Parameter isTold: Whether the JSON decides it.
  private mutating func unionCase(_ node: JSONNode, _ value: Located<String>, isTold: Bool) -> ParsedUnionCase {
    var result = ParsedUnionCase(value: value)
    guard case .object = node.kind else {
      result.type = type(node, "a case's type")
      return result
    }
    let keys = ["type", "name", "summary", "deprecated"] + (isTold ? ["wire", "has"] : [])
    let strays = ["has": "what is told by a tag needs no mark", "wire": "say it at the fields of a model"]
    guard let parts = parts(of: node, "a case", keys: keys, strays: isTold ? [:] : strays) else { return result }
    result.type = type(parts["type"], "a case's type")
    if parts.lacks("type") {
      findings.error("\"type\" is missing", at: result.value.location)
    }
    result.name = string(parts["name"], "\"name\"")
    result.summary = prose(parts["summary"], "the summary")
    result.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
    result.wire = located(parts["wire"], "\"wire\"")
    result.mark = parts["has"].flatMap { mark($0, "\"has\"") }
    return result
  }

  /// Reads a mark: a path whose value is present and not null, or a path with its value.
  mutating func mark(_ node: JSONNode, _ what: String) -> ParsedMark? {
    let place = location(node.offset)
    guard case .object = node.kind else {
      return fieldPath(node, what).map { ParsedMark(location: place, path: $0) }
    }
    guard let members = entries(of: node, what) else { return nil }
    guard let member = members.first, members.count == 1 else {
      findings.error(
        "\(what) is one path with its value", at: place, advice: "write something like {\"success\": false}")
      return nil
    }
    let path = fieldPath(Located(value: member.key, location: location(member.keyOffset)), what)
    guard let path, let value = constant(member.value, "the value of \(what)") else { return nil }
    return ParsedMark(location: place, path: path, value: value.value)
  }
}
