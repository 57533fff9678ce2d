/// A model with every type looked up and every field named.
struct ResolvedModel: Sendable {
  var parsed: ParsedModel
  var fields: [ResolvedField]
  /// Whether a value can contain another one of the model other than through a list or a map.
  var isRecursive = false

  /// The checked form.
  var declaration: ModelDeclaration {
    ModelDeclaration(
      name: parsed.name.value, access: parsed.access ?? .public, summary: parsed.summary,
      parameters: parsed.parameters.map(\.value),
      isOpen: parsed.isOpen, record: parsed.record?.value, fields: fields.compactMap(\.declaration),
      isRecursive: isRecursive)
  }
}

/// A field with its type looked up and its Swift name.
struct ResolvedField: Sendable {
  var parsed: ParsedField
  var name: String
  var type: LocatedType?
  /// What decides the case, when the type is a union.
  var tag: TagDeclaration?

  fileprivate var declaration: FieldDeclaration? {
    type.map { type in
      FieldDeclaration(
        wireName: parsed.wireName.value, name: name, type: type.value, summary: parsed.summary,
        deprecated: parsed.deprecated, isReadOnly: parsed.isReadOnly, aliases: parsed.aliases.map(\.value),
        wire: parsed.wire?.value, tag: tag)
    }
  }
}

extension SpecificationResolver {
  mutating func resolved(_ model: ParsedModel) -> ResolvedModel {
    checkParameters(of: model)
    let context: TypeResolver.Context =
      model.parameters.isEmpty
      ? .model(model.identity) : .genericModel(parameters: model.parameters.map(\.value))
    var scope = NameScope(
      of: "field", reserved: model.isOpen ? ReservedNames.fieldsOfOpenModels : ReservedNames.fields)
    let fields = model.fields.map { field in
      let name = swiftName(
        given: field.name, wireName: field.wireName, wayOut: "give it another name with \"name\"", in: &scope)
      var type = type(field.type, in: context, takesUnion: true)
      if field.isPartial { type = type.map { Located(value: .change($0.value), location: $0.location) } }
      return ResolvedField(parsed: field, name: name, type: type)
    }
    return ResolvedModel(parsed: model, fields: fields)
  }

  private mutating func checkParameters(of model: ParsedModel) {
    var scope = NameScope(of: "parameter", isReserved: ReservedNames.isType)
    for parameter in model.parameters {
      guard Identifier.isValidType(parameter.value) else {
        findings.error(
          "\(parameter.value.quoted) cannot be the name of a parameter", at: parameter.location,
          advice: "write letters, digits and underscores, beginning with a capital letter")
        continue
      }
      scope.give(parameter, wayOut: "give it another one", &findings)
      if let type = types.entries[parameter.value] {
        findings.error(
          "the parameter \(parameter.value.quoted) hides a type of that name", at: parameter.location,
          advice: "give it another one", notes: [Located(value: "the type", location: type.location)])
      }
    }
  }
}
