import TributaryJSON

/// Makes the request of an endpoint, complete except for the credential.
enum RequestBuilder {
  static func request(
    _ endpoint: EndpointRequest, client: ServiceClient, options: CallOptions, accepting mediaTypes: String,
    failing failure: (APIError.Reason) -> APIError
  ) throws(APIError) -> HTTPRequest {
    if let problem = endpoint.problem ?? client.problem(besides: endpoint) { throw failure(.invalidRequest(problem)) }
    let base = endpoint.baseURL ?? client.baseURL
    let root = (base.hasSuffix("/") ? String(base.dropLast()) : base) + client.prefix(of: endpoint).text
    guard !root.contains("?"), endpoint.path.text.hasPrefix("/") || endpoint.path.text.isEmpty else {
      throw failure(.invalidRequest("a base URL must have no query, and a path must begin with a slash"))
    }
    let own = Set(endpoint.query.map(\.name))
    let query = (endpoint.query + client.query.filter { !own.contains($0.name) }).compactMap(\.encoded)
    let target = endpoint.path.text + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    var request = HTTPRequest(method: endpoint.method, url: root + target, content: endpoint.body?.content)
    request.isIdempotent = RetryDecision.isRepeatable(endpoint)
    request.headers["Accept"] = mediaTypes
    request.headers["User-Agent"] = UserAgent.text(client.policy.userAgent)
    if let body = endpoint.body { request.headers["Content-Type"] = body.contentType }
    let ownHeaders = Set(endpoint.headers.map { $0.name.lowercased() })
    let standing = client.headers.filter { !ownHeaders.contains($0.name.lowercased()) }
    for item in standing + endpoint.headers where !item.values.isEmpty {
      // What describes a content goes with one only, and the boundary of a multipart content cannot be replaced.
      if item.name.lowercased() == "content-type", endpoint.body?.takesContentType != true { continue }
      request.headers[item.name] = nil
      for value in item.isJoined ? [item.values.joined(separator: ", ")] : item.values {
        request.headers.append(value, for: item.name)
      }
    }
    for (name, _) in options.headers.fields { request.headers[name] = nil }
    for (name, value) in options.headers.fields { request.headers.append(value, for: name) }
    // This happens before a credential is fetched, so that no token is requested in vain.
    if let problem = request.problem { throw failure(.invalidRequest(problem)) }
    if let host = ClearText.host(request), endpoint.sendsCredentials,
      !client.authentication.isNone
    {
      throw failure(.clearText(host: host))
    }
    return request
  }
}

extension ServiceClient {
  /// What stands before an endpoint's path.
  fileprivate func prefix(of endpoint: EndpointRequest) -> EndpointPath {
    endpoint.baseURL == nil && endpoint.takesPrefix ? prefix : ""
  }

  /// Why what the client adds to an endpoint must not be sent, or `nil` if all may be.
  fileprivate func problem(besides endpoint: EndpointRequest) -> String? {
    if endpoint.baseURL == nil, let problem { return problem }
    if let problem = prefix(of: endpoint).problem { return "the prefix: \(problem)" }
    if let problem = query.lazy.compactMap(\.problem).first { return "the client's query parameter \(problem)" }
    return headers.lazy.compactMap(\.problem).first.map { "the client's header \($0)" }
  }
}

extension EndpointBody {
  /// Whether another media type can be declared for the content.
  fileprivate var takesContentType: Bool { !contentType.hasPrefix("multipart/") }
}

extension EndpointRequest {
  /// Why a value in the request must not be sent, or `nil` if all may be.
  fileprivate var problem: String? {
    if let problem = path.problem ?? body?.problem { return problem }
    if let problem = query.lazy.compactMap(\.problem).first { return "the query parameter \(problem)" }
    return headers.lazy.compactMap(\.problem).first.map { "the header \($0)" }
  }
}

/// Keeps credentials off connections that others can read.
enum ClearText {
  /// The host, if the request would reach it unencrypted over a network.
  static func host(_ request: HTTPRequest) -> String? {
    guard case .success(let url) = RequestURL.parse(request.url), url.scheme == "http", !url.isLoopback else {
      return nil
    }
    return url.host
  }

  /// Why a request with a credential is not sent, or `nil` when it may be.
  static func refusal(_ request: HTTPRequest, redaction: Redaction) -> APIError.Reason? {
    guard let host = host(request) else { return nil }
    let hasCredential =
      request.headers.fields.contains { redaction.isSecret(header: $0.name) } || redaction.hasSecret(url: request.url)
    return hasCredential ? .clearText(host: host) : nil
  }
}
