import TributaryJSON

/// A model as it is written.
struct ParsedModel: Sendable {
  var name: Located<String>
  var parameters: [Located<String>] = []
  var summary: String?
  /// Who can use it, when it is said.
  var access: AccessLevel?
  var isOpen = false
  var record: Located<String>?
  var fields: [ParsedField] = []
  /// The names of fields that only the service writes.
  var readOnly: [Located<String>] = []
  /// The model that it is derived from, if from one.
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
      var model = header(of: member)
      if let key = derivationKey(of: member.value) {
        readDerived(&model, member.value, key: key)
        return model
      }
      let keys =
        ["summary", "access", "record", "open", "readOnly", "fields"] + ParsedDerivation.Kind.allCases.map(\.rawValue)
      guard let parts = parts(of: member.value, "a model", keys: keys) else { return model }
      model.summary = sentence(parts["summary"], "the summary")
      model.access = access(parts["access"])
      model.isOpen = bool(parts["open"], "\"open\"")
      model.record = string(parts["record"], "\"record\"")
      model.readOnly = strings(parts["readOnly"], "\"readOnly\"", each: "the name of a field")
      if let fields = parts["fields"] {
        model.fields = self.fields(fields)
      } else if parts.lacks("fields") {
        findings.error("\"fields\" is missing; it may be {}", at: model.name.location)
      }
      return model
    }
  }

  /// The name and the parameters of `Page<Item>`.
  private mutating func header(of member: JSONNode.Member) -> ParsedModel {
    let key = TextPlace(file: file, bytes: bytes, offset: member.keyOffset)
    let whole = Located(value: member.key, location: location(member.keyOffset))
    guard let open = member.key.utf8.firstIndex(of: UInt8(ascii: "<")) else { return ParsedModel(name: whole) }
    var model = ParsedModel(name: Located(value: String(member.key[..<open]), location: whole.location))
    guard member.key.hasSuffix(">") else {
      let place = key.location(ofByte: member.key.utf8.count)
      findings.error("\">\" is missing at the end of the name \(member.key.quoted)", at: place)
      return model
    }
    let list = member.key[member.key.utf8.index(after: open)...].dropLast()
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let name = part.drop { $0 == " " }
      let byte = member.key.utf8.distance(from: member.key.startIndex, to: name.startIndex)
      model.parameters.append(Located(value: String(name), location: key.location(ofByte: byte)))
    }
    return model
  }
}
