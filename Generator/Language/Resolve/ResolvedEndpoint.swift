/// An endpoint with every type looked up and every parameter named.
struct ResolvedEndpoint: Sendable {
  var parsed: ParsedEndpoint
  var group: String
  var name: String
  var path: [ResolvedParameter]
  var query: [ResolvedParameter]
  var headers: [ResolvedParameter]
  var body: LocatedType?
  var responses: [ResolvedResponse]
  /// The models of error responses, those of the API included.
  var errors: [ResolvedError]
  /// How the list continues, when it is one.
  var pages: PageDeclaration?

  /// The checked form, or `nil` when the request could not be read.
  var declaration: EndpointDeclaration? {
    guard let request = parsed.request else { return nil }
    return EndpointDeclaration(
      group: group, name: name, access: parsed.access ?? .public, summary: parsed.summary, reference: parsed.reference,
      deprecated: parsed.deprecated,
      method: request.method, path: request.path,
      parameters: pathParameters(request) + declarations(query, .query) + declarations(headers, .header),
      body: body?.value, bodyEncoding: parsed.encoding?.value ?? .json, bodyWrapper: parsed.wrap?.value,
      resultWrapper: parsed.result?.value,
      responses: responses.map { ResponseDeclaration(status: $0.status ?? 0, type: $0.type?.value) },
      errors: errors.compactMap(\.declaration).sorted { $0.statuses.order < $1.statuses.order },
      failure: parsed.failure.map { FailureDeclaration(path: $0.path, value: $0.value) },
      retry: parsed.retry ?? .byMethod, baseURL: parsed.base, bodyLimit: parsed.bodyLimit,
      pages: pages, takesPrefix: parsed.prefix == nil, sendsCredentials: parsed.authentication == nil,
      scopes: parsed.scopes ?? [])
  }

  /// The path's parameters in the order of the path, whatever the order of their declarations.
  private func pathParameters(_ request: ParsedRequest) -> [ParameterDeclaration] {
    let order = Dictionary(uniqueKeysWithValues: request.parameters.enumerated().map { ($1.value, $0) })
    let sorted = path.sorted { left, right in
      order[left.parsed.wireName.value, default: 0] < order[right.parsed.wireName.value, default: 0]
    }
    return declarations(sorted, .path)
  }

  private func declarations(
    _ parameters: [ResolvedParameter], _ place: ParameterDeclaration.Place
  ) -> [ParameterDeclaration] {
    parameters.compactMap { $0.declaration(place) }
  }
}

/// A parameter with its type looked up and its Swift name.
struct ResolvedParameter: Sendable {
  var parsed: ParsedParameter
  var name: String
  var type: LocatedType?
  /// Whether it is a union of plain values, or a list or a map of them.
  var holdsPlainUnion = false
  var sortFields: [SortField]?

  /// The checked form, or `nil` when its type could not be read.
  func declaration(_ place: ParameterDeclaration.Place) -> ParameterDeclaration? {
    guard let type = type?.value ?? parsed.constant.map({ _ in .scalar(.string) }) else { return nil }
    return ParameterDeclaration(
      place: place, wireName: parsed.wireName.value, name: name, type: type, summary: parsed.summary,
      style: parsed.style?.value ?? .comma, sortFields: sortFields,
      isIdentifier: parsed.isIdentifier, isRenamable: parsed.isRenamable,
      constant: parsed.constant?.value, deprecated: parsed.deprecated)
  }
}

/// A response with its type looked up.
struct ResolvedResponse: Sendable {
  var parsed: ParsedResponse
  /// The status, or `nil` when what stands there is none.
  var status: Int?
  var type: LocatedType?
}

extension SpecificationResolver {
  mutating func resolved(_ endpoint: ParsedEndpoint, file: String, _ groups: inout GroupTable) -> ResolvedEndpoint {
    var endpoint = endpoint
    endpoint.failure = endpoint.failure ?? folder.api?.failure
    let (group, name) = groups.names(of: endpoint, file: file, types: types, &findings)
    let reserved =
      endpoint.takesQuery
      ? ReservedNames.parametersBesideQuery
      : endpoint.bodyLocation == nil ? ReservedNames.parameters : ReservedNames.parametersBesideBody
    let context = endpoint.resource.map { TypeResolver.Context.resource($0.model) } ?? .endpoint
    var scope = NameScope(of: "parameter", reserved: reserved)
    return ResolvedEndpoint(
      parsed: endpoint, group: group, name: name,
      path: resolved(endpoint.parameters, context, in: &scope), query: resolved(endpoint.query, context, in: &scope),
      headers: resolved(endpoint.headers, context, in: &scope), body: body(endpoint.body),
      responses: (endpoint.responses ?? []).map { response in
        ResolvedResponse(
          parsed: response, status: status(response.status), type: type(response.type, in: .endpoint))
      },
      errors: resolved(endpoint.errors.joined(with: folder.api?.errors ?? [])))
  }

  mutating func resolved(
    _ parameters: [ParsedParameter], _ context: TypeResolver.Context, in scope: inout NameScope
  ) -> [ResolvedParameter] {
    parameters.map { parameter in
      guard parameter.constant == nil else { return ResolvedParameter(parsed: parameter, name: "") }
      let name = swiftName(
        given: parameter.name, wireName: parameter.wireName, wayOut: "give it another name with \"name\"", in: &scope)
      if parameter.isRenamable, !name.isEmpty {
        let added = Located(value: name + "Name", location: parameter.wireName.location)
        scope.give(added, wayOut: "give it another name with \"name\"", &findings)
      }
      return ResolvedParameter(
        parsed: parameter, name: name,
        type: type(parameter.type, in: context), sortFields: parameter.sortFields.map { sortFields($0) })
    }
  }

  private mutating func sortFields(_ fields: [Located<String>]) -> [SortField] {
    var scope = NameScope(of: "field to sort by", reserved: ReservedNames.members)
    return fields.map { field in
      let name = swiftName(given: nil, wireName: field, wayOut: "leave it out", in: &scope)
      return SortField(name: name, wireName: field.value)
    }
  }

  private mutating func status(_ text: Located<String>) -> Int? {
    if text.value.utf8.count == 3, let status = Int(text.value), 200...299 ~= status { return status }
    findings.error(
      "\(text.value.quoted) is not a success status, which is from 200 to 299", at: text.location,
      advice: "the content of a failure is declared under \"errors\"")
    return nil
  }
}
