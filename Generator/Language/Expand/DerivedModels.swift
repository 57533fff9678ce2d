extension Expander {
  /// A model with its fields; a derived model gets those of the original.
  mutating func expanded(_ model: ParsedModel) -> ParsedModel {
    guard let derivation = model.derivation else { return model }
    var model = model
    for field in model.fields where field.isReadOnly {
      findings.error(
        "\"readOnly\" does not apply here: the sender writes every field", at: field.wireName.location,
        advice: "remove it")
    }
    if let parameter = model.parameters.first {
      findings.error("a derived model cannot have parameters", at: parameter.location)
    }
    guard let base = base(of: derivation), let name = derivation.base?.value,
      admit(base.fields.count, at: model.name.location)
    else { return model }
    let selection = FieldSelection(of: base, by: derivation, own: model.fields)
    selection.check(&findings)
    let own = Set(model.fields.map(\.wireName.value))
    model.fields = selection.fields.compactMap { field in
      guard case .named(let type, _)? = field.type?.wrapped.form,
        case .union(_, isToldByField: true)? = kinds[type]
      else {
        var field = field
        // If a union with a tag of its own is only sent, its fields need not say more.
        field.tag = nil
        return derivation.kind == .patch ? field.partial : field
      }
      let isOwn = own.contains(field.wireName.value)
      findings.error(
        "the field \(field.wireName.value.quoted) is a union without a tag of its own, which a derived model cannot contain",
        at: isOwn ? field.wireName.location : model.name.location,
        advice: isOwn
          ? "remove it" : "name it under \"without\", or make it \"readOnly\" in \(name.quoted)")
      return nil
    }
    model.summary = model.summary ?? derivation.kind.summary(of: name)
    return model
  }

  /// The original of a derived model, if it may have one.
  private mutating func base(of derivation: ParsedDerivation) -> ParsedModel? {
    guard let name = derivation.base else { return nil }
    guard let base = models[name.value] else {
      if let kind = kinds[name.value] {
        findings.error(
          "\(name.value.quoted) is \(kind.words); a model can only be derived from a model", at: name.location)
      } else if folder.declaresAllTypes {
        findings.error(
          "unknown model \(name.value.quoted)", at: name.location,
          misspelling: Misspelling(word: name.value, candidates: modelNames), advice: "declare it under \"models\"")
      }
      return nil
    }
    if let other = base.derivation {
      findings.error(
        "\(name.value.quoted) is itself a derived model", at: name.location,
        advice: "name \(other.base?.value.quoted ?? "that one") here")
      return nil
    }
    guard base.parameters.isEmpty else {
      findings.error("no model can be derived from a model with parameters", at: name.location)
      return nil
    }
    return base
  }

  /// The names of the models that have fields of their own.
  private var modelNames: [String] {
    folder.files.flatMap(\.models).filter { $0.derivation == nil }.map(\.name.value)
  }
}

/// Which fields a derived model takes from the original, and which it adds.
private struct FieldSelection {
  private let base: ParsedModel
  private let derivation: ParsedDerivation
  private let own: [ParsedField]
  private let ownNames: Set<String>
  private let only: Set<String>?
  private let without: Set<String>

  init(of base: ParsedModel, by derivation: ParsedDerivation, own: [ParsedField]) {
    self.base = base
    self.derivation = derivation
    self.own = own
    ownNames = Set(own.map(\.wireName.value))
    only = derivation.only.map { Set($0.map(\.value)) }
    without = Set(derivation.without.map(\.value))
  }

  /// The fields that are taken, as they are written here, and those that are added.
  var fields: [ParsedField] {
    let required = Set(derivation.required.map(\.value))
    return base.fields.filter { takes($0) }.map { field in
      var field = field
      let isRequired = required.contains(field.wireName.value)
      field.type = field.type.map { isRequired ? $0.wrapped : $0.wrapped.optional }
      return field
    } + own
  }

  private func takes(_ field: ParsedField) -> Bool {
    let name = field.wireName.value
    return !field.isReadOnly && !ownNames.contains(name) && !without.contains(name) && only?.contains(name) ?? true
  }

  /// Reports names that select nothing.
  func check(_ findings: inout Findings) {
    let fields = Dictionary(base.fields.map { ($0.wireName.value, $0) }) { first, _ in first }
    let names = base.fields.map(\.wireName.value)
    let lists = [
      ("required", derivation.required), ("only", derivation.only ?? []), ("without", derivation.without),
    ]
    for (key, list) in lists {
      for name in list {
        guard let field = fields[name.value] else {
          let isOwn = ownNames.contains(name.value)
          findings.error(
            isOwn
              ? "\(name.value.quoted) is declared here; its type says whether it is optional"
              : "\(base.name.value.quoted) has no field \(name.value.quoted)",
            at: name.location, misspelling: isOwn ? nil : Misspelling(word: name.value, candidates: names),
            advice: "remove it from \(key.quoted)")
          continue
        }
        check(field, name, key: key, &findings)
      }
    }
  }

  private func check(_ field: ParsedField, _ name: Located<String>, key: String, _ findings: inout Findings) {
    if ownNames.contains(name.value) {
      findings.error(
        "\(name.value.quoted) is declared here, which overrides \(base.name.value.quoted)", at: name.location,
        advice: "remove it from \(key.quoted)")
    } else if field.isReadOnly {
      findings.error(
        "\(name.value.quoted) is read-only in \(base.name.value.quoted), and omitted anyway", at: name.location,
        advice: key == "without" ? "remove it here" : "if it is written after all, declare it under \"fields\"")
    } else if key == "required", !takes(field) {
      findings.error("\(name.value.quoted) is omitted and cannot be required", at: name.location)
    }
  }
}

extension ParsedDerivation.Kind {
  /// The summary of a derived model that has none.
  fileprivate func summary(of model: String) -> String {
    switch self {
    case .draft: "The fields of a new `\(model)`."
    case .patch: "The changes to a `\(model)`: each field is left unchanged, cleared or set."
    }
  }
}

extension ParsedField {
  /// The field of a partial write.
  fileprivate var partial: ParsedField {
    guard constant == nil else { return self }
    var field = self
    field.type = type?.wrapped
    field.isPartial = true
    return field
  }
}
