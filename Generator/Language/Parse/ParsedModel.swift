import TributaryJSON

/// A model as it is written.
struct ParsedModel: Sendable {
  var name: Located<String>
  var parameters: [Located<String>] = []
  var summary: String?
  /// Its access level, if it is given.
  var access: AccessLevel?
  var deprecated: String?
  var isOpen = false
  var record: Located<String>?
  /// The wire type of its own identifier, if it differs from the API's.
  var identifiers: IdentifierType?
  /// The models whose fields it also has, and whether they come after its own.
  var mixins: [TypeExpression] = []
  var mixesInLast = false
  /// Whether another model has its fields through `with`.
  var isMixedIn = false
  var fields: [ParsedField] = []
  /// Whether its fields could be read, so that one that it lacks is really missing.
  var knowsFields = true
  /// The names of fields that only the service writes.
  var readOnly: [Located<String>] = []
  /// The original, if it is derived.
  var derivation: ParsedDerivation?

  /// The model whose identifier `id` means in it.
  var identity: String { derivation?.base?.value ?? name.value }
}

extension FileReader {
  mutating func models(_ node: JSONNode) -> [ParsedModel] {
    guard let members = entries(of: node, "\"models\"") else {
      lostDeclarations = true
      return []
    }
    return members.map { member in
      let (name, parameters) = typeName(of: member)
      var model = ParsedModel(name: name, parameters: parameters)
      if let key = derivationKey(of: member.value) {
        readDerived(&model, member.value, key: key)
        return model
      }
      let keys =
        ["summary", "deprecated", "access", "record", "open", "identifiers", "readOnly", "with", "fields"]
        + ParsedDerivation.Kind.allCases.map(\.rawValue)
      guard let parts = parts(of: member.value, "a model", keys: keys) else { return model }
      model.summary = prose(parts["summary"], "the summary")
      model.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
      model.access = access(parts["access"])
      model.identifiers = choice(parts["identifiers"], "\"identifiers\"")
      model.isOpen = bool(parts["open"], "\"open\"")
      model.record = string(parts["record"], "\"record\"")
      model.readOnly = strings(parts["readOnly"], "\"readOnly\"", each: "the name of a field")
      model.mixins = parts["with"].map { mixins($0) } ?? []
      if let fields = parts["fields"] {
        model.fields = self.fields(fields)
      } else if parts.lacks("fields"), parts.lacks("with") {
        findings.error("\"fields\" is missing; it may be {}", at: model.name.location)
      }
      if parts["fields"] == nil, parts["with"] == nil { model.knowsFields = false }
      if let with = parts["with"], let fields = parts["fields"] { model.mixesInLast = with.offset > fields.offset }
      return model
    }
  }

  /// The models whose fields a model also has.
  private mutating func mixins(_ node: JSONNode) -> [TypeExpression] {
    guard case .array(let elements) = node.kind else {
      mismatch(node, expected: "an array of models", "\"with\"")
      return []
    }
    return elements.compactMap { type($0, "a model of \"with\"") }
  }

  /// The name and the parameters of `Page<Item>`.
  mutating func typeName(of member: JSONNode.Member) -> (name: Located<String>, parameters: [Located<String>]) {
    let key = TextPlace(file: file, bytes: bytes, offset: member.keyOffset)
    let whole = Located(value: member.key, location: location(member.keyOffset))
    guard let open = member.key.utf8.firstIndex(of: UInt8(ascii: "<")) else { return (whole, []) }
    let name = Located(value: String(member.key[..<open]), location: whole.location)
    guard member.key.hasSuffix(">") else {
      let place = key.location(ofByte: member.key.utf8.count)
      findings.error("\">\" is missing at the end of the name \(member.key.quoted)", at: place)
      return (name, [])
    }
    var parameters: [Located<String>] = []
    let list = member.key[member.key.utf8.index(after: open)...].dropLast()
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let parameter = part.drop { $0 == " " }
      let byte = member.key.utf8.distance(from: member.key.startIndex, to: parameter.startIndex)
      parameters.append(Located(value: String(parameter), location: key.location(ofByte: byte)))
    }
    return (name, parameters)
  }
}
