extension Expander {
  /// The endpoints that a resource stands for, in the order of its actions.
  mutating func endpoints(of resource: ParsedResource) -> [ParsedEndpoint] {
    guard let group = group(of: resource), let model = model(of: resource) else { return [] }
    var resource = resource
    checkOptions(of: &resource)
    checkPath(of: resource)
    let conventions = folder.api?.conventions ?? ParsedConventions(location: resource.key.location)
    let template = ResourceTemplate(resource: resource, group: group, model: model, conventions: conventions)
    return resource.actions.compactMap { action in
      var endpoint = template.endpoint(for: action)
      let count = endpoint.path.count + endpoint.query.count
      guard admit(count, at: resource.key.location) else { return nil }
      checkBody(of: &endpoint, for: action, of: model)
      return endpoint
    }
  }

  /// The Swift name of the group that a resource becomes.
  private mutating func group(of resource: ParsedResource) -> String? {
    guard let style = folder.api?.names else { return nil }
    let name = style.swiftName(for: resource.key.value)
    if let name, let first = name.unicodeScalars.first, !first.properties.isUppercase { return name }
    findings.error(
      "\(resource.key.value.quoted) cannot be the name of a resource", at: resource.key.location,
      advice: "write something like \"leads\", beginning with a small letter")
    return nil
  }

  /// The model that a resource is made of. A name that is declared nowhere is reported where types are looked up.
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

  private mutating func checkPath(of resource: ParsedResource) {
    guard let path = resource.path else { return }
    if case .literal(let text)? = path.parts.last, text.hasSuffix("/") {
      findings.error("the path of a resource must not end with a slash", at: path.location)
    }
    let takesIdentifier = resource.actions.contains { $0.value.takesIdentifier }
    if takesIdentifier, let parameter = path.parameters.first(where: { $0.value == "id" }) {
      findings.error(
        "\"id\" is the identifier that is added to the path", at: parameter.location,
        advice: "give the parameter another name")
    }
  }

  /// Options that none of a resource's actions takes, and filters that lists have anyway.
  private mutating func checkOptions(of resource: inout ParsedResource) {
    let actions = Set(resource.actions.map(\.value))
    guard resource.knowsActions else { return }
    if let location = resource.filtersLocation, actions.isDisjoint(with: [.list, .upsert]) {
      findings.error("\"filters\" are for \"list\" and \"upsert\", but there is neither", at: location)
    }
    for (key, location) in [("sort", resource.sortLocation), ("pages", resource.pagesLocation)] {
      guard let location, !actions.contains(.list) else { continue }
      findings.error("\(key.quoted) applies to \"list\", which is not among the actions", at: location)
    }
    guard let api = folder.api else { return }
    let conventions = api.conventions
    if let location = resource.sortLocation, actions.contains(.list), conventions?.sort == nil,
      conventions?.isComplete ?? true
    {
      findings.error(
        "\"sort\" needs the name of the sort parameter", at: location,
        advice: "add something like \"sort\": \"sort_by\" to \"resources\" in api.json")
    }
    guard actions.contains(.list), let conventions else { return }
    let taken = (resource.isPaged ? conventions.query.map(\.wireName) : []) + [conventions.sort].compactMap { $0 }
    let places = Dictionary(taken.map { ($0.value, $0.location) }) { first, _ in first }
    for filter in resource.filters {
      guard let place = places[filter.wireName.value] else { continue }
      findings.error(
        "every list has the parameter \(filter.wireName.value.quoted)", at: filter.wireName.location,
        advice: "remove it here", notes: [Located(value: "it is this parameter", location: place)])
    }
    resource.filters.removeAll { places[$0.wireName.value] != nil }
  }

  /// Reports a draft or a patch that is declared nowhere, and takes it out.
  private mutating func checkBody(
    of endpoint: inout ParsedEndpoint, for action: Located<ResourceAction>, of model: Located<String>
  ) {
    guard case .named(let name, _)? = endpoint.body?.form, models[name] == nil else { return }
    endpoint.body = nil
    guard folder.declaresAllTypes, kinds[model.value] != nil else { return }
    let kind: ParsedDerivation.Kind = action.value == .update ? .patch : .draft
    findings.error(
      "\(action.value.rawValue.quoted) needs the model \(name.quoted)", at: action.location,
      advice: "add \(name.quoted): {\"\(kind.rawValue)\": \(model.value.quoted)} to \"models\"")
  }
}
