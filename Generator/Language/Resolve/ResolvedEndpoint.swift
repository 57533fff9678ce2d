/// An endpoint with every type looked up and every parameter named.
struct ResolvedEndpoint: Sendable {
  var parsed: ParsedEndpoint
  var group: String
  var name: String
  var path: [ResolvedParameter]
  var query: [ResolvedParameter]
  var headers: [ResolvedParameter]
  var body: LocatedType?
  /// What the body is, where it is one value.
  var bodyFormat = ContentFormat.json
  /// The fields of the body, where it is made of them.
  var bodyFields: [ResolvedParameter] = []
  var responses: [ResolvedResponse]
  /// The models of error responses, those of the API included.
  var errors: [ResolvedError]
  /// How the list continues, when it is one.
  var pages: PageDeclaration?
  /// The places that a query has, where the body is one.
  var queryPlaces: [QueryPlace] = []

  /// The checked form, or `nil` when the request could not be read.
  var declaration: EndpointDeclaration? {
    guard let request = parsed.request else { return nil }
    return EndpointDeclaration(
      group: group, name: name, access: parsed.access ?? .public, summary: parsed.summary, reference: parsed.reference,
      deprecated: parsed.deprecated, method: request.method, path: request.path,
      parameters: pathParameters(request) + declarations(bodyFields, .body) + declarations(query, .query)
        + declarations(headers, .header),
      body: body?.value, bodyFormat: bodyFormat, bodyEncoding: parsed.encoding?.value ?? .json,
      bodyStyle: parsed.style?.value ?? .repeated, bodyWrapper: parsed.wrap?.value,
      resultWrapper: parsed.result?.value, responses: responses.map(\.declaration),
      errors: errors.compactMap(\.declaration).sorted { $0.statuses.order < $1.statuses.order },
      failure: parsed.failure.map { FailureDeclaration(path: $0.path, value: $0.value) },
      retry: parsed.retry ?? .byMethod, baseURL: parsed.base, bodyLimit: parsed.bodyLimit, pages: pages,
      countsRecords: countsRecords, limitsRecords: queryPlaces.contains(.limit), takesPrefix: parsed.prefix == nil,
      sendsCredentials: parsed.authentication == nil,
      scopes: parsed.scopes ?? [])
  }

  /// Whether the records of a query are counted from page to page, where nothing else says how it goes on.
  private var countsRecords: Bool {
    if case .whole? = parsed.paging { return false }
    return pages == nil && queryPlaces.contains(.limit) && queryPlaces.contains(.offset)
  }

  /// The path's parameters in the order of the path.
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
    parameters.compactMap { $0.declaration(place, style: parsed.style?.value) }
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
  /// How the value travels, where it is not as the type says.
  var wire: WireForm?
  /// Whether it is a file; its type is then what it would be without files.
  var isFile = false

  /// The checked form, or `nil` when its type could not be read.
  ///
  /// - Parameter style: The style that the endpoint says.
  func declaration(
    _ place: ParameterDeclaration.Place, style: ParameterDeclaration.Style? = nil
  ) -> ParameterDeclaration? {
    guard let type = type?.value ?? parsed.constant.map({ _ in .scalar(.string) }) else { return nil }
    return ParameterDeclaration(
      place: place, wireName: parsed.wireName.value, name: name, type: type, summary: parsed.summary,
      style: self.style(place, style), sortFields: sortFields, holdsPlainUnion: holdsPlainUnion,
      isIdentifier: parsed.isIdentifier, isRenamable: parsed.isRenamable, wire: wire, isFile: isFile,
      constant: parsed.constant?.value,
      deprecated: parsed.deprecated)
  }

  /// How a list, a map or a model is written: as the nearest says that can be so.
  func style(
    _ place: ParameterDeclaration.Place, _ inherited: ParameterDeclaration.Style?
  ) -> ParameterDeclaration.Style {
    if let own = parsed.style?.value { return own }
    if case .map? = type?.value.wrapped, inherited == nil || inherited == .comma || inherited == .repeated {
      return .brackets
    }
    return inherited ?? (place == .body ? .repeated : .comma)
  }
}

/// A response with its type looked up.
struct ResolvedResponse: Sendable {
  var parsed: ParsedResponse
  /// The status, or `nil` if it is not valid.
  var status: Int?
  /// The type, or that of a line or an event.
  var type: LocatedType?
  var format = ContentFormat.json
  /// How the value travels, where it is not as the type says.
  var wire: WireForm?

  /// Whether it stands for all successes that are not declared.
  var isAnySuccess: Bool { parsed.status.value == "2XX" }

  /// The checked form.
  var declaration: ResponseDeclaration {
    ResponseDeclaration(
      status: status ?? 0, type: type?.value, format: format, wire: wire, isAnySuccess: isAnySuccess,
      summary: parsed.summary,
      end: parsed.end?.value, isTaggedByEvent: parsed.tag != nil)
  }
}
