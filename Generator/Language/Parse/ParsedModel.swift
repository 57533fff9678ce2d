import TributaryJSON

/// A model as it is written.
struct ParsedModel: Sendable {
  var name: Located<String>
  var parameters: [Located<String>] = []
  var summary: String?
  var isOpen = false
  var record: Located<String>?
  var fields: [ParsedField] = []
}

/// A field of a model as it is written.
struct ParsedField: Sendable {
  var wireName: Located<String>
  /// The Swift name, or `nil` when it derives from the name on the wire.
  var name: Located<String>?
  /// The type, or `nil` when it could not be read.
  var type: TypeExpression?
  var summary: String?
  var deprecated: String?
  var isReadOnly = false
  var aliases: [Located<String>] = []
  /// How a number travels, when it is said.
  var wire: Located<WireForm>?
}

/// How a number travels.
enum WireForm: String, Sendable, CaseIterable {
  case string
}

extension FileReader {
  mutating func models(_ node: JSONNode) -> [ParsedModel] {
    guard let members = entries(of: node, "\"models\"") else {
      lostDeclarations = true
      return []
    }
    return members.map { member in
      var model = header(of: member)
      guard let parts = parts(of: member.value, "a model", keys: ["summary", "record", "open", "fields"]) else {
        return model
      }
      model.summary = sentence(parts["summary"], "the summary")
      model.isOpen = bool(parts["open"], "\"open\"")
      model.record = string(parts["record"], "\"record\"")
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

  private mutating func fields(_ node: JSONNode) -> [ParsedField] {
    guard let members = entries(of: node, "\"fields\"") else { return [] }
    return members.map { member in
      var field = ParsedField(wireName: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        field.type = type(member.value, "a field's type")
        return field
      }
      let keys = ["type", "name", "summary", "deprecated", "readOnly", "aliases", "wire"]
      guard let parts = parts(of: member.value, "a field", keys: keys) else { return field }
      field.type = type(parts["type"], "a field's type")
      if parts.lacks("type") {
        findings.error("\"type\" is missing", at: field.wireName.location)
      }
      field.name = string(parts["name"], "\"name\"")
      field.summary = sentence(parts["summary"], "the summary")
      field.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
      field.isReadOnly = bool(parts["readOnly"], "\"readOnly\"")
      field.aliases = parts["aliases"].map { aliases($0) } ?? []
      if let node = parts["wire"], let form = choice(node, "\"wire\"", of: WireForm.self) {
        field.wire = Located(value: form, location: location(node.offset))
      }
      return field
    }
  }

  private mutating func aliases(_ node: JSONNode) -> [Located<String>] {
    guard case .array(let elements) = node.kind else {
      mismatch(node, expected: "an array of strings", "\"aliases\"")
      return []
    }
    return elements.compactMap { string($0, "an alias") }
  }
}
