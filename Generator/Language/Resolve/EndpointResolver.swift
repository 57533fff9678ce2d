extension SpecificationResolver {
  mutating func resolved(_ endpoint: ParsedEndpoint, file: String, _ groups: inout GroupTable) -> ResolvedEndpoint {
    var endpoint = endpoint
    endpoint.failure = endpoint.failure ?? folder.api?.failure
    endpoint.style = endpoint.style ?? folder.api?.style
    let (group, name) = groups.names(of: endpoint, file: file, types: types, &findings)
    let context = endpoint.resource.map { TypeResolver.Context.resource($0.model) } ?? .endpoint
    let body = body(endpoint.body)
    if endpoint.bodyLocation != nil, body.format == .json, !endpoint.takesQuery {
      endpoint.encoding = endpoint.encoding ?? folder.api?.encoding
    }
    var scope = NameScope(of: "parameter", reserved: endpoint.reservedNames)
    let path = self.resolved(endpoint.parameters, context, in: &scope)
    let fields = endpoint.bodyFields.map { bodyFields($0, context, beside: path, in: &scope) } ?? []
    let template = endpoint.takesQuery ? (folder.api?.queries?.wire ?? .standard)[.query] : nil
    var resolved = ResolvedEndpoint(
      parsed: endpoint, group: group, name: name, path: path, query: self.resolved(endpoint.query, context, in: &scope),
      headers: self.resolved(endpoint.headers, context, in: &scope), body: body.type, bodyFormat: body.format,
      bodyFields: fields, responses: (endpoint.responses ?? []).map { response($0) },
      errors: self.resolved(endpoint.errors.joined(with: folder.api?.errors ?? [])))
    resolved.queryPlaces = template?.places.map(\.value) ?? []
    return resolved
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
      let type = type(parameter.type, in: context)
      return ResolvedParameter(
        parsed: parameter, name: name, type: type, sortFields: parameter.sortFields.map { sortFields($0) },
        wire: wire(parameter.wire, of: type))
    }
  }

  private mutating func sortFields(_ fields: [Located<String>]) -> [SortField] {
    var scope = NameScope(of: "field to sort by", reserved: ReservedNames.members)
    return fields.map { field in
      let name = swiftName(given: nil, wireName: field, wayOut: "leave it out", in: &scope)
      return SortField(name: name, wireName: field.value)
    }
  }

  // MARK: - Bodies

  private mutating func bodyFields(
    _ fields: [ParsedParameter], _ context: TypeResolver.Context, beside path: [ResolvedParameter],
    in scope: inout NameScope
  ) -> [ResolvedParameter] {
    fields.map { field in
      guard field.constant == nil else { return ResolvedParameter(parsed: field, name: "") }
      let clash = path.first { $0.parsed.wireName.value == field.wireName.value }
      if let clash, field.name == nil, clash.parsed.name == nil {
        findings.error(
          "\(field.wireName.value.quoted) is the path's and the body's", at: field.wireName.location,
          advice: "give one another name by \"name\"")
        return ResolvedParameter(parsed: field, name: "")
      }
      let name = swiftName(
        given: field.name, wireName: field.wireName, wayOut: "give it another name with \"name\"", in: &scope)
      guard let expression = field.type, expression.isFile else {
        let type = type(field.type, in: context)
        return ResolvedParameter(parsed: field, name: name, type: type, wire: wire(field.wire, of: type))
      }
      let text = TypeExpression(form: .named("string", arguments: []), location: expression.location)
      return ResolvedParameter(
        parsed: field, name: name, type: type(expression.replacing("file", by: text), in: context), isFile: true)
    }
  }

  // MARK: - Responses

  private mutating func response(_ response: ParsedResponse) -> ResolvedResponse {
    let content = content(response.type, in: .endpoint, isBody: false, tag: response.tag)
    return ResolvedResponse(
      parsed: response, status: status(response.status), type: content.type, format: content.format,
      wire: content.format == .json ? wire(response.wire, of: content.type) : nil)
  }

  /// The form of a value: as the nearest says.
  private mutating func wire(_ wire: Located<WireForm>?, of type: LocatedType?) -> WireForm? {
    guard let type else { return nil }
    if let wire { WireChecks.check(wire, of: type.value, &findings) }
    return wire?.value ?? wireForm(of: type.value)
  }

  private mutating func status(_ text: Located<String>) -> Int? {
    if text.value == "2XX" { return 200 }
    if text.value.utf8.count == 3, let status = Int(text.value), 200...399 ~= status { return status }
    findings.error(
      "\(text.value.quoted) is not a status from 200 to 399, nor \"2XX\"", at: text.location,
      misspelling: text.value.lowercased() == "2xx" ? Misspelling(word: text.value, candidates: ["2XX"]) : nil,
      advice: "the content of a failure is declared under \"errors\"")
    return nil
  }
}

extension ParsedEndpoint {
  /// The names that its parameters cannot have.
  fileprivate var reservedNames: Set<String> {
    if takesQuery { return ReservedNames.parametersBesideQuery }
    return bodyLocation == nil || bodyFields != nil ? ReservedNames.parameters : ReservedNames.parametersBesideBody
  }
}
