/// Determines what a field of a query is: its path in the model, the type of its values, and its operators.
struct QueryFieldBuilder {
  let field: ParsedQueryField
  let model: ParsedModel
  let conventions: QueryConventions
  let fields: FieldTable

  func build(_ resolver: inout SpecificationResolver, in scope: inout NameScope) -> QueryDeclaration.Field? {
    let known = fields.field(field.wireName.value, of: model.name.value)
    let name = resolver.swiftName(
      given: field.name ?? known.map { Located(value: $0.name, location: field.wireName.location) },
      wireName: field.wireName, wayOut: "give it another name with \"name\"", in: &scope)
    let operators = operators(&resolver)
    if field.operators.isEmpty, !field.isSortable, field.isComplete, !conventions.selectsFields {
      resolver.findings.error(
        "nothing can be asked of \(field.wireName.value.quoted)", at: field.wireName.location,
        advice: "name its operators, such as [\"\(conventions.operators.first ?? "eq")\"], or make it sortable")
    }
    guard let type = type(&resolver), let valueType = valueType(of: type, &resolver) else { return nil }
    let recordWire = recordWire
    let scalar = conventions.scalar(of: type.value, fields)
    // The usual way writes numbers as texts whatever their form.
    let isUsual = conventions.wire == nil && (recordWire == .string || recordWire == .either)
    let wire = scalar.flatMap(conventions.form) ?? (isUsual ? nil : recordWire)
    checkOrder(of: type, operators, &resolver.findings)
    let path = field.path?.names.map(\.value)
    return QueryDeclaration.Field(
      wireName: field.wireName.value, name: name, summary: field.summary ?? known?.parsed.summary, type: type.value,
      valueType: valueType, wire: wire, recordWire: recordWire, operators: operators.map(\.declaration),
      isSortable: field.isSortable, path: path == [field.wireName.value] ? nil : path, deprecated: field.deprecated)
  }

  /// How the value travels in a record.
  private var recordWire: WireForm? {
    var ignored = Findings()
    let names = field.path?.names ?? [field.wireName]
    guard let name = names.first, fields.field(name.value, of: model.name.value) != nil else { return nil }
    return fields.follow(names, from: .model(model.name.value, arguments: []), &ignored)?.wire
  }

  // MARK: - Type

  /// The type of the field's values: its own, or that of the model's field.
  private func type(_ resolver: inout SpecificationResolver) -> LocatedType? {
    let said = resolver.type(field.type, in: .model(model.name.value))
    if field.saysType, said == nil { return nil }
    let names = field.path?.names ?? [field.wireName]
    let isUnknown = names.first.map { fields.field($0.value, of: model.name.value) == nil } ?? true
    if isUnknown, let said, model.isOpen { return said }
    if isUnknown, model.isOpen, let name = names.first {
      resolver.findings.error(
        "\(model.name.value.quoted) has no field \(name.value.quoted)", at: name.location,
        misspelling: Misspelling(word: name.value, candidates: fields.names(of: model.name.value)),
        advice: "say its type, as in {\"type\": \"string\", \"operators\": [...]}")
      return nil
    }
    if isUnknown, said != nil, let name = names.first {
      resolver.findings.error(
        "\(model.name.value.quoted) has no field \(name.value.quoted), and is not open", at: name.location,
        advice: "declare it in the model, or make the model open")
      return nil
    }
    let start = TypeReference.model(model.name.value, arguments: [])
    guard let fieldPath = fields.follow(names, from: start, &resolver.findings) else { return nil }
    let type = fieldPath.type.wrapped
    if let said, said.value != type {
      resolver.findings.error(
        "\(model.name.value.quoted) says that \(field.wireName.value.quoted) is \(type.kind)", at: said.location,
        advice: "remove the type")
      return nil
    }
    return LocatedType(value: type, location: said?.location ?? field.wireName.location)
  }

  private func valueType(of type: LocatedType, _ resolver: inout SpecificationResolver) -> String? {
    guard let scalar = conventions.scalar(of: type.value, fields) else {
      resolver.findings.error(
        "no field can be compared with \(type.value.kind)", at: type.location,
        advice: "there are \(listed(QueryConventions.types.map(\.rawValue))), identifiers and enums")
      return nil
    }
    if let valueType = field.valueType
      ?? conventions.valueType(of: scalar).map({ Located(value: $0, location: type.location) })
    {
      return valueType.value
    }
    let needsName = field.operators.contains { conventions.template(of: $0)?.has(.valueType) ?? false }
    // Without operators that could be read, the usual way still needs it.
    guard needsName || conventions.wire == nil else { return "" }
    resolver.findings.error(
      "what the service calls values of the type \(scalar.rawValue.quoted) is not said", at: type.location,
      advice: "add it with \"value\", or to \"values\" under \"queries\" in api.json")
    return nil
  }

  // MARK: - Operators

  private struct Operator {
    var declaration: QueryDeclaration.Operator
    var location: Location
  }

  private func operators(_ resolver: inout SpecificationResolver) -> [Operator] {
    var scope = NameScope(of: "operator", reserved: ReservedNames.operators)
    var first: [QueryDeclaration.Meaning: Location] = [:]
    return field.operators.compactMap { parsed in
      guard let meaning = parsed.meaning ?? conventions.meanings[parsed.name.value] else {
        resolver.findings.error(
          "unknown operator \(parsed.name.value.quoted)", at: parsed.name.location,
          misspelling: Misspelling(word: parsed.name.value, candidates: conventions.operators),
          advice: "say what it means, as in {\(parsed.name.value.quoted): \"greater\"}")
        return nil
      }
      let described = conventions.described[parsed.name.value]
      var method: String?
      if meaning == .serverOnly {
        method = resolver.swiftName(
          given: parsed.method ?? described?.method.map { Located(value: $0.value, location: parsed.name.location) },
          wireName: parsed.name, wayOut: "leave it out and name it as text in Swift", in: &scope)
      } else if let other = first.updateValue(parsed.name.location, forKey: meaning) {
        resolver.findings.error(
          "another operator of the field means \(meaning.rawValue.quoted)", at: parsed.name.location,
          advice: "remove one of them", notes: [Located(value: "it is this one", location: other)])
      }
      var argument = QueryDeclaration.Argument.one
      if parsed.isComplete, described?.isComplete ?? true, let template = conventions.template(of: parsed) {
        argument = QueryWireChecks.argument(of: template)
        // What api.json says is checked there.
        if parsed.meaning != nil || parsed.shape != nil || described == nil {
          QueryWireChecks.check(parsed, meaning, template, &resolver.findings)
        }
      }
      return Operator(
        declaration: QueryDeclaration.Operator(
          wireName: parsed.name.value, meaning: meaning, argument: argument, method: method,
          summary: parsed.summary ?? described?.summary, shape: parsed.shape?.declaration),
        location: parsed.name.location)
    }
  }

  /// Reports operators for greater or smaller values if the values have no order.
  private func checkOrder(of type: LocatedType, _ operators: [Operator], _ findings: inout Findings) {
    switch type.value {
    case .scalar(let scalar) where scalar != .bool: return
    default: break
    }
    for element in operators {
      switch element.declaration.meaning {
      case .equal, .notEqual, .oneOf, .noneOf, .present, .absent, .serverOnly: continue
      case .greater, .atLeast, .less, .atMost:
        findings.error(
          "\(element.declaration.wireName.quoted) compares values by their order, but this is \(type.value.kind)",
          at: element.location, advice: "remove it")
      }
    }
  }
}
