/// A model with every type looked up and every field named.
struct ResolvedModel: Sendable {
  var parsed: ParsedModel
  var fields: [ResolvedField]
  /// The parameters whose identifiers are used.
  var identified: Set<String> = []
  /// Whether it only gives its fields to others, so that Swift does not need it.
  var isOnlyMixedIn = false
  /// Whether a value can contain another one of the model other than through a list or a map.
  var isRecursive = false

  /// The checked form.
  var declaration: ModelDeclaration {
    ModelDeclaration(
      name: parsed.name.value, access: parsed.access ?? .public, summary: parsed.summary,
      deprecated: parsed.deprecated,
      parameters: parsed.parameters.map { TypeParameter(name: $0.value, isIdentified: identified.contains($0.value)) },
      identifiers: parsed.identifiers ?? .int,
      isOpen: parsed.isOpen, record: parsed.record?.value, fields: fields.compactMap(\.declaration),
      isRecursive: isRecursive)
  }
}

/// A field with its type looked up and its Swift name.
struct ResolvedField: Sendable {
  var parsed: ParsedField
  var name: String
  var type: LocatedType?
  /// The encoding of the value, if the type does not determine it.
  var wire: WireForm?
  /// What decides the case, when the type is a union.
  var tag: TagDeclaration?

  fileprivate var declaration: FieldDeclaration? {
    type.map { type in
      FieldDeclaration(
        wireName: parsed.wireName.value, name: name, type: type.value, summary: parsed.summary,
        deprecated: parsed.deprecated, isReadOnly: parsed.isReadOnly, aliases: parsed.aliases.map(\.value),
        wire: wire, tag: tag, constant: parsed.constant?.value)
    }
  }
}

extension SpecificationResolver {
  mutating func resolved(_ model: ParsedModel) -> ResolvedModel {
    checkParameters(model.parameters, of: model.name)
    let context: TypeResolver.Context =
      model.parameters.isEmpty
      ? .model(model.identity) : .generic(parameters: model.parameters.map(\.value))
    let reserved = model.isOpen ? ReservedNames.fieldsOfOpenModels : ReservedNames.fields
    // In the model's own code, a property would hide a type of its name.
    var scope = NameScope(of: "field") { [types] name in
      reserved.contains(name) || types.entries[name] != nil || ReservedNames.isType(name)
    }
    let fields = model.fields.map { field in
      if let constant = field.constant {
        let type = LocatedType(value: .scalar(constant.value.type), location: constant.location)
        return ResolvedField(parsed: field, name: "", type: type)
      }
      let name = swiftName(
        given: field.name, wireName: field.wireName, wayOut: "give it another name with \"name\"", in: &scope)
      var type = type(field.type, in: context, isField: true)
      if field.isPartial { type = type.map { Located(value: .change($0.value), location: $0.location) } }
      var result = ResolvedField(parsed: field, name: name, type: type)
      result.wire = field.wire?.value ?? type.flatMap { wireForm(of: $0.value) }
      return result
    }
    return ResolvedModel(parsed: model, fields: fields)
  }

  mutating func checkParameters(_ parameters: [Located<String>], of type: Located<String>) {
    var scope = NameScope(of: "parameter", isReserved: ReservedNames.isType)
    for parameter in parameters {
      guard Identifier.isValidType(parameter.value) else {
        findings.error(
          "\(parameter.value.quoted) cannot be the name of a parameter", at: parameter.location,
          advice: "write letters, digits and underscores, beginning with a capital letter")
        continue
      }
      scope.give(parameter, wayOut: "give it another one", &findings)
      if parameter.value == type.value {
        findings.error(
          "the parameter \(parameter.value.quoted) has the name of the type itself", at: parameter.location,
          advice: "give it another one")
      }
    }
  }
}
