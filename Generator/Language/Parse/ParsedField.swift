import TributaryJSON

/// A field of a model as it is written.
struct ParsedField: Sendable {
  var wireName: Located<String>
  /// The Swift name, or `nil` if it is derived from the name on the wire.
  var name: Located<String>?
  /// The type, or `nil` if it could not be read.
  var type: TypeExpression?
  var summary: String?
  var deprecated: String?
  var isReadOnly = false
  var aliases: [Located<String>] = []
  /// How a number is encoded, if it is given.
  var wire: Located<WireForm>?
  /// What decides the case of a union, if it is given.
  var tag: ParsedTag?
  /// The value that is always sent, if the field is not a property.
  var constant: Located<ConstantValue>?
  /// Whether a write may leave it unchanged.
  var isPartial = false
}

extension FileReader {
  private static let fieldKeys = [
    "type", "const", "name", "summary", "deprecated", "readOnly", "aliases", "wire", "tag", "when",
  ]

  /// What other languages of schemas call it.
  private static let fieldStrays = {
    let optional = "a value that may be absent or null has a type with a question mark, such as \"string?\""
    return [
      "optional": optional, "required": optional, "nullable": optional,
      "$ref": "write the name of the model as the type", "items": "a list is a type such as \"[string]\"",
      "default": "there are no default values", "enum": "declare it under \"enums\", and write its name as the type",
      "description": "it is \"summary\"", "format": "a format is a type of its own, such as \"date\" or \"uuid\"",
    ]
  }()

  mutating func fields(_ node: JSONNode) -> [ParsedField] {
    guard let members = entries(of: node, "\"fields\"") else { return [] }
    return members.map { member in
      var field = ParsedField(wireName: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        field.type = type(member.value, "a field's type")
        return field
      }
      guard let parts = parts(of: member.value, "a field", keys: Self.fieldKeys, strays: Self.fieldStrays)
      else { return field }
      if parts["const"] != nil {
        field.constant = fieldConstant(parts)
        field.isReadOnly = bool(parts["readOnly"], "\"readOnly\"")
        field.summary = prose(parts["summary"], "the summary")
        return field
      }
      field.type = type(parts["type"], "a field's type")
      if parts.lacks("type"), !parts.hasUnknownKeys {
        findings.error("\"type\" is missing", at: field.wireName.location)
      }
      field.name = string(parts["name"], "\"name\"")
      field.summary = prose(parts["summary"], "the summary")
      field.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
      field.isReadOnly = bool(parts["readOnly"], "\"readOnly\"")
      field.aliases = parts["aliases"].map { aliases($0) } ?? []
      field.wire = located(parts["wire"], "\"wire\"")
      field.tag = tag(parts["tag"], when: parts["when"])
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
