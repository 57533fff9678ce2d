import Expect
import Testing
import Tributary
import TributaryJSON

/// What is added to requests, and when a token is fetched.
@Suite struct AuthenticationTests {
  private static let good = ScriptedTransport.Response.response(200, #"{"id":1}"#)
  private let time = HeldTime()

  private func client(_ transport: any HTTPTransport, _ authentication: Authentication) -> ServiceClient {
    ServiceClient(
      baseURL: "https://api.example.com", authentication: authentication, transport: transport,
      policy: ClientPolicy(time: time, random: { 0 }))
  }

  @Test func addsABearerToken() async throws {
    let transport = ScriptedTransport(Self.good)
    _ = try await client(transport, .bearer("a token")).send(.item())
    expect(transport.requests.first?.headers["Authorization"], equals: "Bearer a token")
  }

  @Test func addsUserAndPassword() async throws {
    let transport = ScriptedTransport(Self.good)
    _ = try await client(transport, .basic(username: "Aladdin", password: "open sesame")).send(.item())
    expect(transport.requests.first?.headers["Authorization"], equals: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
  }

  @Test func addsHeaders() async throws {
    let transport = ScriptedTransport(Self.good)
    let headers: [(name: String, value: Secret)] = [("X-Tenant", "7"), ("X-Api-Key", "abc")]
    _ = try await client(transport, .headers(headers)).send(.item())
    expect(transport.requests.first?.headers["X-Tenant"], equals: "7")
    expect(transport.requests.first?.headers["X-Api-Key"], equals: "abc")
  }

  @Test func aHeaderOfTheCallWins() async throws {
    let transport = ScriptedTransport(Self.good)
    let options = CallOptions(headers: ["authorization": "Bearer mine"])
    _ = try await client(transport, .bearer("a token")).send(.item(), options: options)
    expect(transport.requests.first?.headers["Authorization"], equals: "Bearer mine")
  }

  @Test func aRefusedFixedCredentialIsFinal() async {
    let transport = ScriptedTransport(.response(401))
    let thrown = await failure { () async throws(APIError) in
      try await client(transport, .bearer("a token")).send(.item())
    }
    expect(thrown?.reason, equals: .status(401))
    expect(thrown?.description.contains("check the credentials"), equals: true)
    expect(transport.requests.count, equals: 1)
  }

  // MARK: - Tokens that are fetched

  /// Hands out `token 1`, `token 2`, and so on.
  private final class Mint: Sendable {
    let previous = Locked<[String?]>([])
    let lifetime: Duration?

    init(lifetime: Duration? = nil) { self.lifetime = lifetime }

    var count: Int { previous.withLock { $0.count } }

    @Sendable func fetch(_ last: AccessToken?) -> AccessToken {
      let number = previous.withLock { list in
        list.append(last?.refreshToken?.exposed)
        return list.count
      }
      return AccessToken(Secret("token \(number)"), lifetime: lifetime, refreshToken: Secret("refresh \(number)"))
    }
  }

  private func tokens(_ transport: ScriptedTransport) -> [String?] {
    transport.requests.map { $0.headers["Authorization"] }
  }

  @Test func fetchesATokenOnceAndKeepsIt() async throws {
    let (mint, transport) = (Mint(), ScriptedTransport(Self.good))
    let client = client(transport, .refreshing(TokenSource(time: time) { mint.fetch($0) }))
    for _ in 0..<3 { _ = try await client.send(.item()) }
    expect(mint.count, equals: 1)
    expect(tokens(transport), equals: ["Bearer token 1", "Bearer token 1", "Bearer token 1"])
  }

  @Test func fetchesAnotherBeforeTheEnd() async throws {
    let (mint, transport) = (Mint(lifetime: .seconds(3600)), ScriptedTransport(Self.good))
    let client = client(transport, .refreshing(TokenSource(margin: .seconds(60), time: time) { mint.fetch($0) }))
    _ = try await client.send(.item())
    time.advance(.seconds(3539))
    _ = try await client.send(.item())
    expect(mint.count, equals: 1)
    time.advance(.seconds(1))
    _ = try await client.send(.item())
    expect(tokens(transport), equals: ["Bearer token 1", "Bearer token 1", "Bearer token 2"])
    expect(mint.previous.withLock { $0 }, equals: [nil, "refresh 1"])
  }

  @Test func aShortLifetimeIsUsedToItsHalf() async throws {
    let (mint, transport) = (Mint(lifetime: .seconds(10)), ScriptedTransport(Self.good))
    let client = client(transport, .refreshing(TokenSource(margin: .seconds(60), time: time) { mint.fetch($0) }))
    _ = try await client.send(.item())
    time.advance(.seconds(4))
    _ = try await client.send(.item())
    expect(mint.count, equals: 1)
    time.advance(.seconds(1))
    _ = try await client.send(.item())
    expect(mint.count, equals: 2)
  }

  @Test(arguments: ["GET", "POST"]) func aRefusedTokenIsReplacedOnce(method: String) async throws {
    let (mint, transport) = (Mint(), ScriptedTransport(.response(401), Self.good))
    let client = client(transport, .refreshing(TokenSource(time: time) { mint.fetch($0) }))
    try await expect(client.send(.item(method)), equals: Item(id: 1))
    expect(tokens(transport), equals: ["Bearer token 1", "Bearer token 2"])
  }

  @Test func aSecondRefusalIsFinal() async {
    let (mint, transport) = (Mint(), ScriptedTransport(.response(401)))
    let client = client(transport, .refreshing(TokenSource(time: time) { mint.fetch($0) }))
    let thrown = await failure { () async throws(APIError) in try await client.send(.item()) }
    expect(thrown?.reason, equals: .status(401))
    expect(thrown?.attempts, equals: 2)
    expect(mint.count, equals: 2)
  }

  @Test func aFailedFetchIsTheReason() async {
    struct Refused: Error, CustomStringConvertible { let description = "INVALID_PASSWORD" }
    let transport = ScriptedTransport(Self.good)
    let client = client(transport, .refreshing(TokenSource(time: time) { _ in throw Refused() }))
    let thrown = await failure { () async throws(APIError) in try await client.send(.item()) }
    expect(thrown?.reason, equals: .authentication("INVALID_PASSWORD"))
    #expect(transport.requests.isEmpty)
  }

  @Test func isNotCalledForARequestThatCannotBeSent() async {
    let (mint, transport) = (Mint(), ScriptedTransport(Self.good))
    let client = client(transport, .refreshing(TokenSource(time: time) { mint.fetch($0) }))
    _ = await failure { () async throws(APIError) in try await client.send(.item(path: "/items/\("..")")) }
    expect(mint.count, equals: 0)
  }

  /// A gate that a fetch waits at until the test opens it.
  private final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let open: AsyncStream<Void>.Continuation
    let arrivals = AsyncStream.makeStream(of: Void.self)

    init() { (stream, open) = AsyncStream.makeStream() }

    func pass() async {
      arrivals.continuation.yield()
      for await _ in stream { return }
    }

    func letThrough() { open.yield() }
  }

  @Test func anyNumberOfWaitersFetchOnce() async throws {
    let (mint, gate, transport) = (Mint(), Gate(), ScriptedTransport(Self.good))
    let source = TokenSource(time: time) { previous in
      await gate.pass()
      return mint.fetch(previous)
    }
    let client = client(transport, .refreshing(source))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 { group.addTask { _ = try await client.send(.item()) } }
      for await _ in gate.arrivals.stream { break }
      gate.letThrough()
      try await group.waitForAll()
    }
    expect(mint.count, equals: 1)
    expect(transport.requests.count, equals: 100)
  }

  @Test func anyNumberOfRefusalsFetchOnce() async throws {
    let mint = Mint()
    let source = TokenSource(time: time) { mint.fetch($0) }
    // Whoever comes with the first token is refused.
    let transport = PickyTransport(refused: "Bearer token 1")
    let client = client(transport, .refreshing(source))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<100 { group.addTask { _ = try await client.send(.item()) } }
      try await group.waitForAll()
    }
    expect(mint.count, equals: 2)
  }

  private struct PickyTransport: HTTPTransport {
    let refused: String

    func open(
      _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
    ) async throws(TransportError) -> HTTPStream {
      HTTPStream(try await response(to: request, limits: limits))
    }

    private func response(to request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
      await Task.yield()
      return request.headers["Authorization"] == refused
        ? HTTPResponse(status: 401) : HTTPResponse(status: 200, body: SharedBytes(#"{"id":1}"#))
    }
  }

  @Test func aCancelledWaiterLeavesTheOthersTheirToken() async throws {
    let (mint, gate, transport) = (Mint(), Gate(), ScriptedTransport(Self.good))
    let source = TokenSource(time: time) { previous in
      await gate.pass()
      return mint.fetch(previous)
    }
    let client = client(transport, .refreshing(source))
    let impatient = Task { await failure { () async throws(APIError) in try await client.send(.item()) } }
    for await _ in gate.arrivals.stream { break }
    impatient.cancel()
    // It ends while the fetch is still under way.
    await expect(impatient.value?.reason, equals: .cancelled)
    let patient = Task { try await client.send(.item()) }
    gate.letThrough()
    try await expect(patient.value, equals: Item(id: 1))
    expect(mint.count, equals: 1)
  }

  @Test func aFailureReachesEveryWaiterAndIsNotKept() async throws {
    struct Broken: Error {}
    let (mint, transport) = (Mint(), ScriptedTransport(Self.good))
    let isBroken = Locked(true)
    let source = TokenSource(time: time) { previous in
      if isBroken.withLock({ $0 }) { throw Broken() }
      return mint.fetch(previous)
    }
    let client = client(transport, .refreshing(source))
    #expect(await failure { () async throws(APIError) in try await client.send(.item()) } != nil)
    isBroken.withLock { $0 = false }
    try await expect(client.send(.item()), equals: Item(id: 1))
  }
}
