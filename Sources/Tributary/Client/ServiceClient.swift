/// Calls the endpoints of one service, for one account.
///
/// Copies share their transport, credentials, rate limit and retry budget.
public struct ServiceClient: Sendable {
  /// Where the service runs, without a slash at the end: `https://api.example.com/v2`.
  public let baseURL: String
  /// How requests are authorized.
  public let authentication: Authentication
  /// Its limits, retries and rate limit, and its sources of time and randomness.
  public let policy: ClientPolicy
  /// The prefix of every endpoint's path under the base URL: `/accounts/5`.
  package let prefix: EndpointPath
  /// Query parameters of every request; an endpoint's own of the same name replaces one.
  package let query: [RequestItem]
  /// Header fields of every request; an endpoint's own of the same name replaces one.
  package let headers: [RequestItem]
  /// Why nothing may be sent to the base URL, or `nil` if something may.
  let problem: String?
  let transport: any HTTPTransport
  let pace: Pace

  /// A client.
  ///
  /// - Parameters:
  ///   - baseURL: Where the service runs. Clear-text HTTP with a credential is refused unless the host is loopback.
  ///   - authentication: How requests are authorized.
  ///   - transport: How requests reach the network.
  ///   - policy: Its limits, retries and rate limit, and its sources of time and randomness.
  ///   - prefix: The prefix of the paths of all endpoints that have no base URL of their own.
  ///   - query: Query parameters of every request.
  ///   - headers: Header fields of every request.
  public init(
    baseURL: BaseURL, authentication: Authentication = .none, transport: any HTTPTransport = .system,
    policy: ClientPolicy = ClientPolicy(), prefix: EndpointPath = "", query: [RequestItem] = [],
    headers: [RequestItem] = []
  ) {
    let text = baseURL.text
    self.baseURL = text.hasSuffix("/") ? String(text.dropLast()) : text
    problem = baseURL.problem
    self.prefix = prefix
    self.query = query
    self.headers = headers
    self.authentication = authentication
    self.transport = transport
    self.policy = policy
    pace = Pace(policy)
  }

  /// A client.
  ///
  /// - Parameters:
  ///   - baseURL: Where the service runs. Clear-text HTTP with a credential is refused unless the host is loopback.
  ///   - authentication: How requests are authorized.
  ///   - transport: How requests reach the network.
  ///   - policy: Its limits, retries and rate limit, and its sources of time and randomness.
  ///   - prefix: The prefix of the paths of all endpoints that have no base URL of their own.
  ///   - query: Query parameters of every request.
  ///   - headers: Header fields of every request.
  public init(
    baseURL: String, authentication: Authentication = .none, transport: any HTTPTransport = .system,
    policy: ClientPolicy = ClientPolicy(), prefix: EndpointPath = "", query: [RequestItem] = [],
    headers: [RequestItem] = []
  ) {
    self.init(
      baseURL: BaseURL(baseURL), authentication: authentication, transport: transport, policy: policy, prefix: prefix,
      query: query, headers: headers)
  }

  /// Calls an endpoint.
  public func send<Response>(
    _ endpoint: Endpoint<Response>, options: CallOptions = .default
  ) async throws(APIError) -> Response {
    try await exchange(endpoint, options: options).value
  }

  /// Calls an endpoint and keeps the raw response: its header fields, its bytes and its duration.
  public func exchange<Response>(
    _ endpoint: Endpoint<Response>, options: CallOptions = .default
  ) async throws(APIError) -> Exchange<Response> {
    let isStream = endpoint.responses.contains(where: \.isStream)
    var call = Call(
      client: self, endpoint: endpoint, options: options, delivery: isStream ? .streamed : .whole,
      accepting: endpoint.mediaTypes)
    let stream = try await call.run(errors: endpoint.errors)
    switch endpoint.response(to: stream.status)?.reading {
    case nil: throw call.withoutResponses
    case .stream(let open):
      let head = HTTPResponse(status: stream.status, headers: stream.headers)
      let value = open(ByteStream(response(stream, of: call, to: endpoint, options: options)))
      return Exchange(value: value, response: head, duration: call.duration, attempts: call.attempts)
    case .whole(let read):
      let response = try await call.collect(stream)
      if endpoint.failure?.marks(response.body) ?? false {
        throw call.failureInSuccess(response, errors: endpoint.errors)
      }
      let value = try call.read(response, read)
      return Exchange(value: value, response: response, duration: call.duration, attempts: call.attempts)
    }
  }

  /// Calls an endpoint and returns the content of its response as it arrives.
  ///
  /// ```swift
  /// let stream = try await client.stream(Endpoint<SharedBytes>("files.get", "GET", "/files/5", responses: []))
  /// try await stream.write(to: "five.pdf")
  /// ```
  ///
  /// The call's deadline covers the time up to the header fields. After that, a connection that receives nothing for
  /// ``/TributaryHTTP/HTTPLimits/idleTimeout`` ends with an error. The content has no limit unless the endpoint or the
  /// call sets one.
  ///
  /// - Parameters:
  ///   - endpoint: What to call. How it decodes successes does not matter here.
  ///   - options: The settings of this call.
  /// - Throws: ``APIError`` for everything that happens before the content of a success; after that the stream does.
  public func stream<Response>(
    _ endpoint: Endpoint<Response>, options: CallOptions = .default
  ) async throws(APIError) -> ByteStream {
    ByteStream(try await open(endpoint, options: options, accepting: "*/*"))
  }

  private func open<Response>(
    _ endpoint: Endpoint<Response>, options: CallOptions, accepting mediaTypes: String
  ) async throws(APIError) -> OpenResponse {
    var call = Call(
      client: self, endpoint: endpoint, options: options, delivery: .streamed, accepting: mediaTypes)
    let stream = try await call.run(errors: endpoint.errors)
    return response(stream, of: call, to: endpoint, options: options)
  }

  /// A response whose events can be requested again from where they broke off.
  private func response<Response>(
    _ stream: HTTPStream, of call: Call, to endpoint: Endpoint<Response>, options: CallOptions
  ) -> OpenResponse {
    OpenResponse(stream, of: call) { (last) async throws(APIError) in
      var options = options
      options.headers["Last-Event-ID"] = last
      return try await open(endpoint, options: options, accepting: call.mediaTypes)
    }
  }
}
