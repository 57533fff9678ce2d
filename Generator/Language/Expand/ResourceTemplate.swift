/// What the endpoints of a resource are made from.
struct ResourceTemplate {
  var resource: ParsedResource
  /// The Swift name of the group.
  var group: String
  var model: Located<String>
  /// The identifier in the path of one value.
  var identifier: ParsedParameter
  var conventions: ParsedConventions

  /// The endpoint of an action. The nearest setting wins, from the action itself to what all actions of its name have.
  func endpoint(for action: ParsedAction) -> ParsedEndpoint {
    let shared = conventions.actions.first { $0.name.value == action.name.value }
    let everywhere = shared?.endpoint.replacing(Expander.item, by: item)
    var calls = [resource.call, conventions.call]
    // Paging does not apply to a resource's other actions.
    if action.standard != .list { calls[0].paging = nil }
    var said = action.endpoint
    if let everywhere { said = said.over(everywhere) }
    var endpoint = calls.reduce(said) { $0.over($1) }.over(standard(action))
    endpoint.key = Located(value: "\(group).\(action.name.value)", location: action.name.location)
    endpoint.resource = ResourceOrigin(location: resource.key.location, model: model.value)
    endpoint.request = request(for: action, shared: shared)
    endpoint.parameters = resource.parameters + endpoint.parameters
    if let request = endpoint.request, mentionsIdentifier(request) { add(identifier, to: &endpoint) }
    dropUseless(in: &endpoint, said: said, action)
    return endpoint
  }

  /// Removes shared settings that do not apply to this endpoint.
  private func dropUseless(in endpoint: inout ParsedEndpoint, said: ParsedEndpoint, _ action: ParsedAction) {
    let isList = if case .whole? = endpoint.paging { false } else { endpoint.paging != nil }
    let hasContent = endpoint.responses?.contains { $0.hasContent && $0.type?.isContent != true } ?? false
    let hasBody = endpoint.bodyLocation != nil && endpoint.body?.isContent != true
    if said.result == nil, action.standard == .list || isList || !hasContent { endpoint.result = nil }
    if said.encoding == nil, !hasBody { endpoint.encoding = nil }
    if said.wrap == nil, !hasBody || endpoint.encoding?.value == .form { endpoint.wrap = nil }
  }

  // MARK: Requests

  private func request(for action: ParsedAction, shared: ParsedAction?) -> ParsedRequest? {
    guard let path = resource.path else { return nil }
    // The request of an action replaces that of all actions of its name. A method alone keeps the standard path.
    guard let said = action.request ?? shared?.request else {
      guard let standard = action.standard else { return nil }
      return request(standard.method, path, followedBy: rest(of: standard), at: path.location)
    }
    let hasPath = action.request == nil ? shared?.hasPath ?? false : action.hasPath
    let rest = hasPath ? said : action.standard.map(rest) ?? ParsedRequest(location: said.location, method: said.method)
    return request(said.method, path, followedBy: rest, at: said.location)
  }

  private func request(
    _ method: HTTPMethod, _ path: ParsedPath, followedBy rest: ParsedRequest, at location: Location
  ) -> ParsedRequest {
    var request = ParsedRequest(location: location, method: method, path: path.parts, parameters: path.parameters)
    var parts = rest.path[...]
    if case .literal(let end)? = request.path.last, case .literal(let start)? = parts.first {
      request.path[request.path.count - 1] = .literal(end + start)
      parts.removeFirst()
    }
    request.path += parts
    request.parameters += rest.parameters.filter { parameter in
      !path.parameters.contains { $0.value == parameter.value }
    }
    return request
  }

  /// How the path of a standard action continues after the resource's.
  private func rest(of action: ResourceAction) -> ParsedRequest {
    var rest = ParsedRequest(location: model.location, method: action.method)
    if action == .upsert {
      rest.path = [.literal("/upsert")]
    } else if action.takesIdentifier, !resource.isSingular {
      rest.path = [.literal("/"), .parameter(identifier.wireName.value)]
      rest.parameters = [identifier.wireName]
    }
    return rest
  }

  private func mentionsIdentifier(_ request: ParsedRequest) -> Bool {
    request.parameters.contains { $0.value == identifier.wireName.value }
  }

  private func add(_ identifier: ParsedParameter, to endpoint: inout ParsedEndpoint) {
    if let place = endpoint.parameters.firstIndex(where: { $0.wireName.value == identifier.wireName.value }) {
      endpoint.parameters[place].isIdentifier = true
    } else {
      endpoint.parameters.append(identifier)
    }
  }

  // MARK: Standard actions

  private func standard(_ action: ParsedAction) -> ParsedEndpoint {
    var endpoint = ParsedEndpoint(key: action.name)
    guard let standard = action.standard else { return endpoint }
    endpoint.summary = summary(of: standard)
    switch standard {
    case .list:
      let type = conventions.list ?? TypeExpression(form: .list(item), location: model.location)
      endpoint.responses = [response(200, type.replacing(Expander.item, by: item))]
      endpoint.query = resource.filters + sorting
      if let pages = conventions.pages { endpoint.paging = .asEverywhere(pages.location) }
    case .get: endpoint.responses = [response(200, item)]
    case .create, .upsert:
      send("Draft", in: &endpoint, for: action)
      endpoint.responses = [response(200, item), response(201, item)]
      if standard == .upsert { endpoint.query = resource.filters }
    case .update:
      send("Patch", in: &endpoint, for: action)
      endpoint.responses = [response(200, item)]
    case .delete:
      let status = Located(value: "204", location: action.name.location)
      endpoint.responses = [ParsedResponse(status: status, hasContent: false)]
    }
    return endpoint
  }

  /// The resource's model as a type.
  private var item: TypeExpression {
    TypeExpression(form: .named(model.value, arguments: []), location: model.location)
  }

  private func send(_ suffix: String, in endpoint: inout ParsedEndpoint, for action: ParsedAction) {
    let name = model.value + suffix
    endpoint.body = TypeExpression(form: .named(name, arguments: []), location: action.name.location)
    endpoint.bodyLocation = action.name.location
  }

  private func response(_ status: Int, _ type: TypeExpression) -> ParsedResponse {
    ParsedResponse(status: Located(value: String(status), location: model.location), type: type, hasContent: true)
  }

  private var sorting: [ParsedParameter] {
    guard !resource.sort.isEmpty, let name = conventions.sort else { return [] }
    var parameter = ParsedParameter(wireName: name)
    parameter.type = TypeExpression(form: .named("string", arguments: []), location: name.location).optional
    parameter.sortFields = resource.sort
    return [parameter]
  }

  // MARK: Words

  private func summary(of action: ResourceAction) -> String {
    let model = "`\(model.value)`"
    let which = resource.isSingular ? "the \(model)" : "the \(model) with an identifier"
    return switch action {
    case .list: resource.summary ?? "Lists \(model) values."
    case .get: "Gets \(which)."
    case .create: "Creates a new \(model)."
    case .update: "Changes \(which); fields not in the patch stay unchanged."
    case .delete: "Deletes \(which)."
    case .upsert: "Changes the \(model) that the parameters find, or creates a new one."
    }
  }
}

extension ResourceAction {
  /// Whether it is about one value, whose identifier ends the path.
  var takesIdentifier: Bool {
    switch self {
    case .get, .update, .delete: true
    case .list, .create, .upsert: false
    }
  }

  /// The default method.
  var method: HTTPMethod {
    switch self {
    case .list, .get: .get
    case .create, .upsert: .post
    case .update: .put
    case .delete: .delete
    }
  }
}
