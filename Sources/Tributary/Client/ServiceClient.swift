/// Calls the endpoints of one service, for one account.
///
/// Copies share their transport, credentials, rate limit and retry budget.
public struct ServiceClient: Sendable {
  /// Where the service runs, without a slash at the end: `https://api.example.com/v2`.
  public let baseURL: String
  /// How requests are authorized.
  public let authentication: Authentication
  /// How it calls.
  public let policy: ClientPolicy
  let transport: any HTTPTransport
  let pace: Pace

  /// A client.
  ///
  /// - Parameters:
  ///   - baseURL: Where the service runs. Clear-text HTTP with a credential is refused unless the host is loopback.
  ///   - authentication: How requests are authorized.
  ///   - transport: How requests reach the network.
  ///   - policy: How it calls.
  public init(
    baseURL: String, authentication: Authentication = .none, transport: any HTTPTransport = .system,
    policy: ClientPolicy = ClientPolicy()
  ) {
    self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
    self.authentication = authentication
    self.transport = transport
    self.policy = policy
    pace = Pace(policy)
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
    var call = Call(client: self, endpoint: endpoint, options: options)
    let stream = try await call.run(errors: endpoint.errors)
    let response = try await call.collect(stream)
    let value = try call.read(response, as: endpoint.responses)
    return Exchange(value: value, response: response, duration: call.duration, attempts: call.attempts)
  }

  /// Calls an endpoint and returns the content of its response as it arrives.
  ///
  /// ```swift
  /// let stream = try await client.stream(Endpoint<SharedBytes>("files.get", "GET", "/files/5", responses: []))
  /// try await stream.write(to: "five.pdf")
  /// ```
  ///
  /// The call's deadline covers the time up to the header fields. After that, a connection that receives nothing for
  /// ``HTTPLimits/idleTimeout`` ends with an error. The content has no limit unless the endpoint or the call sets one.
  ///
  /// - Parameters:
  ///   - endpoint: What to call. How it decodes successes does not matter here.
  ///   - options: The settings of this call.
  /// - Throws: ``APIError`` for everything that happens before the content of a success; after that the stream does.
  public func stream<Response>(
    _ endpoint: Endpoint<Response>, options: CallOptions = .default
  ) async throws(APIError) -> ResponseStream {
    var call = Call(client: self, endpoint: endpoint, options: options, delivery: .streamed)
    let stream = try await call.run(errors: endpoint.errors)
    return ResponseStream(stream, of: call)
  }
}
