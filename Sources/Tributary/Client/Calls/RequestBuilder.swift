import TributaryJSON

/// Makes the request of an endpoint, complete except for the credential.
enum RequestBuilder {
  static func request(
    _ endpoint: EndpointRequest, client: ServiceClient, options: CallOptions, delivery: HTTPDelivery,
    failing failure: (APIError.Reason) -> APIError
  ) throws(APIError) -> HTTPRequest {
    if let problem = endpoint.problem { throw failure(.invalidRequest(problem)) }
    let base = endpoint.baseURL ?? client.baseURL
    let root = base.hasSuffix("/") ? String(base.dropLast()) : base
    guard !root.contains("?"), endpoint.path.text.hasPrefix("/") || endpoint.path.text.isEmpty else {
      throw failure(.invalidRequest("a base URL must have no query, and a path must begin with a slash"))
    }
    var request = HTTPRequest(method: endpoint.method, url: root + endpoint.target, content: endpoint.body?.content)
    request.isIdempotent = RetryDecision.isRepeatable(endpoint)
    request.headers["Accept"] = delivery == .streamed ? "*/*" : "application/json"
    request.headers["User-Agent"] = UserAgent.text(client.policy.userAgent)
    if let body = endpoint.body { request.headers["Content-Type"] = body.contentType }
    for item in endpoint.headers where !item.values.isEmpty {
      request.headers[item.name] = nil
      for value in item.isJoined ? [item.values.joined(separator: ", ")] : item.values {
        request.headers.append(value, for: item.name)
      }
    }
    for (name, _) in options.headers.fields { request.headers[name] = nil }
    for (name, value) in options.headers.fields { request.headers.append(value, for: name) }
    // This happens before a credential is fetched, so that no token is requested in vain.
    if let problem = request.problem { throw failure(.invalidRequest(problem)) }
    if let host = ClearText.host(request), !client.authentication.isNone { throw failure(.clearText(host: host)) }
    return request
  }
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
      request.headers.fields.contains { redaction.isSecret(header: $0.name) } || Redaction.hasSecret(url: request.url)
    return hasCredential ? .clearText(host: host) : nil
  }
}
