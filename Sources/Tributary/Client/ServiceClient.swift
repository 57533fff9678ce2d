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
  ///   - transport: The way to the network.
  ///   - policy: How it calls.
  public init(
    baseURL: String, authentication: Authentication = .none, transport: any HTTPTransport = URLSessionTransport.shared,
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

  /// Calls an endpoint, and keeps the answer as it came: its header fields, its bytes, how long it took.
  public func exchange<Response>(
    _ endpoint: Endpoint<Response>, options: CallOptions = .default
  ) async throws(APIError) -> Exchange<Response> {
    var call = Call(client: self, request: endpoint.request, options: options)
    let answer = try await call.run(errors: endpoint.errors)
    let value = try call.read(answer, as: endpoint.answers)
    return Exchange(value: value, answer: answer, duration: call.duration, attempts: call.attempts)
  }
}
