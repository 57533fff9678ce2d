import TributaryJSON

/// How a model is derived from another one, as it is written.
struct ParsedDerivation: Sendable {
  /// The purpose of the model.
  enum Kind: String, Sendable, CaseIterable {
    /// To create a value: fields are omitted where they are `nil`.
    case draft = "draftOf"
    /// To change a value: fields are left as they are, cleared or set.
    case patch = "patchOf"
  }

  var kind: Kind
  /// The original, or `nil` if it could not be read.
  var base: Located<String>?
  /// The fields of a draft that must be given.
  var required: [Located<String>] = []
  /// The only fields to take, if they are listed.
  var only: [Located<String>]?
  /// The fields not to take.
  var without: [Located<String>] = []
}

extension FileReader {
  /// The first of the keys that mark an object as a derived model.
  func derivationKey(of node: JSONNode) -> ParsedDerivation.Kind? {
    guard case .object(let members) = node.kind else { return nil }
    return members.lazy.compactMap { ParsedDerivation.Kind(rawValue: $0.key) }.first
  }

  /// Reads a model that is derived from another one.
  mutating func readDerived(_ model: inout ParsedModel, _ node: JSONNode, key: ParsedDerivation.Kind) {
    var derivation = ParsedDerivation(kind: key)
    let what = "a model with \(key.rawValue.quoted)"
    let keys =
      ["summary", "deprecated", "access", key.rawValue] + (key == .draft ? ["required"] : []) + [
        "only", "without", "fields",
      ]
    let strays = [
      "required": "a patch requires nothing",
      "record": "stores keep the original model", "readOnly": "the sender writes every field",
      "open": "it contains only what the spec declares",
      "with": "it has the fields of one model; declare others under \"fields\"",
      "identifiers": "its identifier is that of the original model",
      "draftOf": "a model is a draft or a patch", "patchOf": "a model is a draft or a patch",
    ]
    defer { model.derivation = derivation }
    guard let parts = parts(of: node, what, keys: keys, strays: strays) else { return }
    model.summary = prose(parts["summary"], "the summary")
    model.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
    model.access = access(parts["access"])
    derivation.base = string(parts[key.rawValue], key.rawValue.quoted)
    derivation.required = strings(parts["required"], "\"required\"", each: "the name of a field")
    derivation.only = parts["only"].map { strings($0, "\"only\"", each: "the name of a field") }
    derivation.without = strings(parts["without"], "\"without\"", each: "the name of a field")
    if let only = parts["only"], parts["without"] != nil {
      findings.error(
        "\"only\" and \"without\" cannot be combined", at: location(only.offset), advice: "keep one of them"
      )
    }
    model.fields = parts["fields"].map { fields($0) } ?? []
  }
}
