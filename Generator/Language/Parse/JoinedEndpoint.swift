extension ParsedEndpoint {
  /// The endpoint with what another one says where it says nothing itself. Maps are joined name by name.
  func over(_ other: ParsedEndpoint) -> ParsedEndpoint {
    var result = self
    result.summary = summary ?? other.summary
    result.reference = reference ?? other.reference
    result.deprecated = deprecated ?? other.deprecated
    result.access = access ?? other.access
    if prefix == nil, base == nil { (result.prefix, result.base) = (other.prefix, other.base) }
    result.request = request ?? other.request
    result.parameters = parameters.joined(with: other.parameters)
    result.query = query.joined(with: other.query)
    result.headers = headers.joined(with: other.headers)
    if bodyLocation == nil {
      (result.body, result.bodyFields, result.bodyLocation) = (other.body, other.bodyFields, other.bodyLocation)
    }
    result.encoding = encoding ?? other.encoding
    result.wrap = wrap ?? other.wrap
    result.result = self.result ?? other.result
    result.responses = responses ?? other.responses
    result.errors = errors.joined(with: other.errors)
    result.failure = failure ?? other.failure
    result.authentication = authentication ?? other.authentication
    result.scopes = scopes ?? other.scopes
    result.style = style ?? other.style
    result.retry = retry ?? other.retry
    result.bodyLimit = bodyLimit ?? other.bodyLimit
    result.paging = paging ?? other.paging
    return result
  }

  /// The types that it names itself.
  func replacing(_ name: String, by type: TypeExpression) -> ParsedEndpoint {
    func replaced(_ parameters: [ParsedParameter]) -> [ParsedParameter] {
      parameters.map { parameter in
        var parameter = parameter
        parameter.type = parameter.type?.replacing(name, by: type)
        return parameter
      }
    }
    var result = self
    result.parameters = replaced(parameters)
    result.query = replaced(query)
    result.headers = replaced(headers)
    result.body = body?.replacing(name, by: type)
    result.bodyFields = bodyFields.map(replaced)
    result.errors = errors.map { ParsedError(statuses: $0.statuses, type: $0.type?.replacing(name, by: type)) }
    result.responses = responses?.map { response in
      var response = response
      response.type = response.type?.replacing(name, by: type)
      return response
    }
    return result
  }
}

extension [ParsedParameter] {
  /// The parameters of another list, each replaced by the one of that name here, and then the others.
  fileprivate func joined(with defaults: [ParsedParameter]) -> [ParsedParameter] {
    let own = Dictionary(map { ($0.wireName.value, $0) }) { first, _ in first }
    let inherited = Set(defaults.map(\.wireName.value))
    return defaults.map { own[$0.wireName.value] ?? $0 } + filter { !inherited.contains($0.wireName.value) }
  }
}
