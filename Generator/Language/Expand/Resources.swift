extension Expander {
  /// The endpoints of a resource, in the order of its actions.
  mutating func endpoints(of resource: ParsedResource) -> [ParsedEndpoint] {
    guard let group = group(of: resource), let model = model(of: resource) else { return [] }
    checkOptions(of: resource)
    let conventions = folder.api?.conventions ?? ParsedConventions(location: resource.key.location, call: resource.call)
    let template = ResourceTemplate(
      resource: resource, group: group, model: model, identifier: identifier(of: resource, model: model),
      conventions: conventions)
    checkPath(of: resource, template.identifier)
    return resource.actions.compactMap { action in
      var endpoint = template.endpoint(for: action)
      let count = endpoint.parameters.count + endpoint.query.count
      guard admit(count, at: resource.key.location) else { return nil }
      check(&endpoint, action, of: resource, model: model)
      return endpoint
    }
  }

  /// The Swift name of a resource's group.
  private mutating func group(of resource: ParsedResource) -> String? {
    guard let style = folder.api?.names else { return nil }
    let name = style.swiftName(for: resource.key.value)
    if let name, let first = name.unicodeScalars.first, !first.properties.isUppercase { return name }
    findings.error(
      "\(resource.key.value.quoted) cannot be the name of a resource", at: resource.key.location,
      advice: "write something like \"leads\", beginning with a small letter")
    return nil
  }

  /// The model of a resource. An undeclared name is reported when types are looked up.
  private mutating func model(of resource: ParsedResource) -> Located<String>? {
    guard let model = resource.model else { return nil }
    let isBuiltIn = ScalarType(rawValue: model.value) != nil || model.value == "id" || model.value == "records"
    switch kinds[model.value] {
    case .model(parameters: 0)?: return model
    case nil where !isBuiltIn: return model
    case let kind:
      findings.error(
        "a resource is made of a model, and \(model.value.quoted) is \(kind?.words ?? "a built-in type")",
        at: model.location)
      return nil
    }
  }

  /// The identifier in the path of one value: the field that the resource names, or the one of the type `id`.
  private mutating func identifier(of resource: ParsedResource, model: Located<String>) -> ParsedParameter {
    let itself = TypeExpression(form: .named(model.value, arguments: []), location: model.location)
    let type = TypeExpression(form: .named("id", arguments: [itself]), location: model.location)
    var parameter = ParsedParameter(wireName: Located(value: "id", location: model.location))
    parameter.isIdentifier = true
    parameter.name = parameter.wireName
    parameter.type = type
    let fields = models[model.value]?.fields ?? []
    guard let id = resource.id else {
      if let field = fields.first(where: { $0.type?.isOwnIdentifier ?? false }) {
        parameter.wireName = Located(value: field.wireName.value, location: model.location)
      }
      return parameter
    }
    if let field = fields.first(where: { $0.wireName.value == id.value }) {
      parameter.wireName = id
      parameter.name = field.name
      parameter.type = field.type?.wrapped.replacing("id", by: type)
    } else if models[model.value] != nil {
      findings.error(
        "\(id.value.quoted) is no field of \(model.value.quoted)", at: id.location,
        misspelling: Misspelling(word: id.value, candidates: fields.map(\.wireName.value)))
    }
    return parameter
  }

  private mutating func checkPath(of resource: ParsedResource, _ identifier: ParsedParameter) {
    guard let path = resource.path else { return }
    if case .literal(let text)? = path.parts.last, text.hasSuffix("/") {
      findings.error("the path of a resource must not end with a slash", at: path.location)
    }
    let name = identifier.wireName.value
    let takesIdentifier =
      !resource.isSingular && resource.actions.contains { $0.standard?.takesIdentifier ?? false && !$0.hasPath }
    if takesIdentifier, let parameter = path.parameters.first(where: { $0.value == name }) {
      findings.error(
        "\(name.quoted) is the identifier that is added to the path", at: parameter.location,
        advice: "give the parameter another name")
    }
  }

  /// Options that apply to none of a resource's actions.
  private mutating func checkOptions(of resource: ParsedResource) {
    let actions = Set(resource.actions.compactMap(\.standard))
    for action in resource.actions where resource.isSingular {
      guard action.standard == .list || action.standard == .upsert else { continue }
      findings.error(
        "a singular resource has no \(action.name.value.quoted)", at: action.name.location, advice: "remove it")
    }
    if let id = resource.id, resource.isSingular {
      findings.error("a singular resource has no identifier in its path", at: id.location, advice: "remove \"id\"")
    }
    guard resource.knowsActions else { return }
    if let location = resource.filtersLocation, actions.isDisjoint(with: [.list, .upsert]) {
      findings.error("\"filters\" are for \"list\" and \"upsert\", but there is neither", at: location)
    }
    for (key, location) in [("sort", resource.sortLocation), ("pages", resource.call.paging?.location)] {
      guard let location, !actions.contains(.list) else { continue }
      findings.error("\(key.quoted) applies to \"list\", which is not among the actions", at: location)
    }
    guard let api = folder.api else { return }
    if let location = resource.sortLocation, actions.contains(.list), api.conventions?.sort == nil,
      api.conventions?.isComplete ?? true
    {
      findings.error(
        "\"sort\" needs the name of the sort parameter", at: location,
        advice: "add something like \"sort\": \"sort_by\" to \"resources\" in api.json")
    }
  }

  /// Reports what an action lacks, and removes a draft or a patch that is not declared.
  private mutating func check(
    _ endpoint: inout ParsedEndpoint, _ action: ParsedAction, of resource: ParsedResource, model: Located<String>
  ) {
    if action.standard == nil, resource.path != nil, endpoint.request == nil, !action.saysRequest {
      findings.error(
        "an action of its own needs a \"request\"", at: action.name.location,
        misspelling: Misspelling(word: action.name.value, candidates: ResourceAction.allCases.map(\.rawValue)),
        advice: "write a method, and where the path goes on: {\"request\": \"PUT /{id}/lock\"}")
    }
    if endpoint.responses == nil {
      findings.error(
        "an action of its own needs \"responses\"", at: action.name.location,
        advice: "write something like {\"204\": \"nothing\"}")
    }
    let isStandardBody = endpoint.bodyLocation == action.name.location
    guard isStandardBody, case .named(let name, _)? = endpoint.body?.form, models[name] == nil else { return }
    endpoint.body = nil
    guard folder.declaresAllTypes, kinds[model.value] != nil else { return }
    let kind: ParsedDerivation.Kind = action.standard == .update ? .patch : .draft
    findings.error(
      "\(action.name.value.quoted) needs the model \(name.quoted)", at: action.name.location,
      advice: "add \(name.quoted): {\"\(kind.rawValue)\": \(model.value.quoted)} to \"models\"")
  }
}

extension ParsedPaging {
  /// Its position.
  fileprivate var location: Location {
    switch self {
    case .whole(let location), .asEverywhere(let location): location
    case .own(let pages): pages.location
    }
  }
}
