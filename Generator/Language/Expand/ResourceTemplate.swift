/// What the endpoints of a resource are made from.
struct ResourceTemplate {
  var resource: ParsedResource
  /// The Swift name of the group.
  var group: String
  var model: Located<String>
  var conventions: ParsedConventions

  /// The endpoint of an action.
  func endpoint(for action: Located<ResourceAction>) -> ParsedEndpoint {
    var endpoint = ParsedEndpoint(
      key: Located(value: "\(group).\(action.value.rawValue)", location: action.location),
      resource: ResourceOrigin(location: resource.key.location, model: model.value))
    endpoint.summary = summary(of: action.value)
    endpoint.reference = resource.reference
    endpoint.access = resource.access
    endpoint.request = request(for: action.value)
    endpoint.path = resource.parameters
    if action.value.takesIdentifier {
      // A parameter of that name is reported, and would only be reported again.
      endpoint.path.removeAll { $0.wireName.value == "id" }
      endpoint.path.append(identifier)
    }
    switch action.value {
    case .list: complete(list: &endpoint)
    case .get: setResponses(&endpoint, [200])
    case .create, .upsert:
      send("Draft", in: &endpoint, for: action)
      setResponses(&endpoint, [200, 201])
      if action.value == .upsert { endpoint.query = resource.filters }
    case .update:
      send("Patch", in: &endpoint, for: action)
      setResponses(&endpoint, [200])
    case .delete:
      let status = Located(value: "204", location: action.location)
      endpoint.responses = [ParsedResponse(status: status, hasContent: false)]
    }
    return endpoint
  }

  // MARK: Requests

  private func request(for action: ResourceAction) -> ParsedRequest? {
    guard let path = resource.path else { return nil }
    var request = ParsedRequest(
      location: path.location, method: method(of: action), path: path.parts, parameters: path.parameters)
    let literal = action == .upsert ? "/upsert" : action.takesIdentifier ? "/" : ""
    if case .literal(let text)? = request.path.last {
      request.path[request.path.count - 1] = .literal(text + literal)
    } else if !literal.isEmpty {
      request.path.append(.literal(literal))
    }
    if action.takesIdentifier, !path.parameters.contains(where: { $0.value == "id" }) {
      request.path.append(.parameter("id"))
      request.parameters.append(Located(value: "id", location: path.location))
    }
    return request
  }

  private func method(of action: ResourceAction) -> HTTPMethod {
    switch action {
    case .list, .get: .get
    case .create, .upsert: .post
    case .update: conventions.update?.method ?? .put
    case .delete: .delete
    }
  }

  private var identifier: ParsedParameter {
    var parameter = ParsedParameter(wireName: Located(value: "id", location: model.location))
    parameter.name = parameter.wireName
    parameter.type = TypeExpression(form: .named("id", arguments: [item]), location: model.location)
    return parameter
  }

  /// The resource's model as a type.
  private var item: TypeExpression {
    TypeExpression(form: .named(model.value, arguments: []), location: model.location)
  }

  private func send(_ suffix: String, in endpoint: inout ParsedEndpoint, for action: Located<ResourceAction>) {
    let name = model.value + suffix
    endpoint.body = TypeExpression(form: .named(name, arguments: []), location: action.location)
    endpoint.bodyLocation = action.location
    endpoint.wrap = conventions.wrap
  }

  // MARK: Answers

  private func setResponses(_ endpoint: inout ParsedEndpoint, _ statuses: [Int]) {
    endpoint.result = conventions.result
    endpoint.responses = statuses.map { response($0, item) }
  }

  private func response(_ status: Int, _ type: TypeExpression) -> ParsedResponse {
    ParsedResponse(status: Located(value: String(status), location: model.location), type: type, hasContent: true)
  }

  private func complete(list endpoint: inout ParsedEndpoint) {
    let type = conventions.list ?? TypeExpression(form: .list(item), location: model.location)
    endpoint.responses = [response(200, type.replacing(Expander.item, by: item))]
    endpoint.query = (resource.isPaged ? conventions.query : []) + resource.filters
    endpoint.pages = resource.isPaged && conventions.list != nil ? conventions.pages : nil
    guard !resource.sort.isEmpty, let name = conventions.sort else { return }
    var parameter = ParsedParameter(wireName: name)
    parameter.type = TypeExpression(form: .named("string", arguments: []), location: name.location).optional
    parameter.sortFields = resource.sort
    endpoint.query.append(parameter)
  }

  // MARK: Words

  private func summary(of action: ResourceAction) -> String {
    let model = "`\(model.value)`"
    return switch action {
    case .list: resource.summary ?? "Lists \(model) values."
    case .get: "Gets the \(model) with an identifier."
    case .create: "Creates a new \(model)."
    case .update: "Changes the \(model) with an identifier; fields not in the patch stay unchanged."
    case .delete: "Deletes the \(model) with an identifier."
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
}
