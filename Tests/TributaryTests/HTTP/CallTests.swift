import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

/// Retry, waits, budgets and deadlines, with held time.
@Suite struct CallTests {
  private let time = HeldTime()

  private func client(
    _ transport: ScriptedTransport, retry: RetryPolicy = RetryPolicy(), limits: HTTPLimits = HTTPLimits(),
    callsPerSecond: Double? = nil, random: Double = 1
  ) -> ServiceClient {
    ServiceClient(
      baseURL: "https://api.example.com/v2/", transport: transport,
      policy: ClientPolicy(
        limits: limits, retry: retry, callsPerSecond: callsPerSecond, userAgent: "Tests/1", time: time,
        random: { random }))
  }

  private static let good = ScriptedTransport.Response.response(200, #"{"id":1}"#)

  @Test func sendsWhatTheEndpointSays() async throws {
    let transport = ScriptedTransport(Self.good)
    let item = try await client(transport).send(
      .item(), options: CallOptions(headers: ["X-Extra": "1", "accept": "text/json"]))
    expect(item, equals: Item(id: 1))
    let request = try #require(transport.requests.first)
    expect(request.url, equals: "https://api.example.com/v2/items/1")
    expect(request.method, equals: "GET")
    expect(request.headers["User-Agent"], equals: "Tests/1 Tributary/\(UserAgent.version)")
    expect(request.headers["X-Extra"], equals: "1")
    expect(request.headers["Accept"], equals: "text/json")
    expect(request.headers.fields.filter { $0.name.lowercased() == "accept" }.count, equals: 1)
    #expect(request.body == nil)
  }

  @Test func asksForJSONUnlessToldOtherwise() async throws {
    let transport = ScriptedTransport(Self.good)
    _ = try await client(transport).send(.item())
    expect(transport.requests.first?.headers["Accept"], equals: "application/json")
  }

  @Test(arguments: [429, 500, 502, 503, 504]) func repeatsTransientFailures(status: Int) async throws {
    let transport = ScriptedTransport(.response(status), .response(status), Self.good)
    let exchange = try await client(transport).exchange(.item())
    expect(exchange.value, equals: Item(id: 1))
    expect(exchange.attempts, equals: 3)
    expect(time.slept, equals: [.milliseconds(500), .seconds(1)])
  }

  @Test(arguments: [
    TransportError.connectionLost(while: .sending), .unreachable("no route"), .timedOut(after: .seconds(60)),
  ]) func repeatsWhenTheConnectionFails(error: TransportError) async throws {
    let transport = ScriptedTransport(.failure(error), Self.good)
    try await expect(client(transport).send(.item()), equals: Item(id: 1))
    expect(transport.requests.count, equals: 2)
  }

  @Test(arguments: [
    TransportError.tooLarge(limit: 1), .untrusted("x"), .invalidRequest("x"), .failed("x"),
  ]) func doesNotRepeatWhatStays(error: TransportError) async {
    let transport = ScriptedTransport(.failure(error))
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item()) }
    expect(thrown?.reason, equals: .transport(error))
    #expect(thrown?.stop == nil)
    expect(transport.requests.count, equals: 1)
  }

  @Test(arguments: [400, 401, 403, 404, 409, 422, 501]) func doesNotRepeatARefusal(status: Int) async {
    let transport = ScriptedTransport(.response(status))
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item()) }
    expect(thrown?.reason, equals: .status(status))
    expect(thrown?.status, equals: status)
    expect(transport.requests.count, equals: 1)
  }

  @Test(arguments: [
    ("GET", RetryClass.byMethod, 2), ("HEAD", .byMethod, 2), ("PUT", .byMethod, 2), ("DELETE", .byMethod, 2),
    ("OPTIONS", .byMethod, 2), ("POST", .byMethod, 1), ("PATCH", .byMethod, 1), ("POST", .always, 2),
    ("GET", .never, 1),
  ]) func repeatsByMethodAndClass(method: String, retry: RetryClass, requests: Int) async {
    let transport = ScriptedTransport(.failure(.connectionLost(while: .waiting)), Self.good)
    let thrown = await failure { () async throws(APIError) in
      try await client(transport).send(.item(method, retry: retry))
    }
    expect(transport.requests.count, equals: requests)
    expect(thrown?.stop, equals: (requests == 1 ? .notRepeatable : nil))
  }

  @Test func theNumberOfAttemptsIsBounded() async {
    let transport = ScriptedTransport(.failure(.connectionLost(while: .waiting)))
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item()) }
    expect(thrown?.reason, equals: .transport(.connectionLost(while: .waiting)))
    expect(thrown?.stop, equals: .attempts(4))
    expect(thrown?.attempts, equals: 4)
    expect(transport.requests.count, equals: 4)
    expect(time.slept, equals: [.milliseconds(500), .seconds(1), .seconds(2)])
  }

  @Test func theCeilingOfAWaitIsBoundedAndJittered() async {
    let policy = RetryPolicy(attempts: 9, maximumBackoff: .seconds(3))
    let transport = ScriptedTransport(.failure(.connectionLost(while: .waiting)))
    _ = await failure { () async throws(APIError) in
      try await client(transport, retry: policy, random: 0.5).send(.item())
    }
    expect(time.slept, equals: [250, 500, 1000, 1500, 1500, 1500, 1500, 1500].map { .milliseconds($0) })
  }

  @Test func retryAfterInSecondsIsHonoured() async throws {
    let transport = ScriptedTransport(.response(429, headers: ["Retry-After": "17"]), Self.good)
    _ = try await client(transport).send(.item())
    expect(time.slept, equals: [.seconds(17)])
  }

  @Test func retryAfterAsADateIsHonoured() async throws {
    // The held clock stands at Tue, 09 Jan 2024 15:00:00 GMT.
    let transport = ScriptedTransport(
      .response(503, headers: ["Retry-After": "Tue, 09 Jan 2024 15:00:42 GMT"]), Self.good)
    _ = try await client(transport).send(.item())
    expect(time.slept, equals: [.seconds(42)])
  }

  @Test func aPastOrUnreadableRetryAfterDoesNoHarm() async throws {
    let past = ScriptedTransport(.response(503, headers: ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"]), Self.good)
    _ = try await client(past).send(.item())
    expect(time.slept, equals: [])
    let unreadable = ScriptedTransport(.response(503, headers: ["Retry-After": "soon"]), Self.good)
    _ = try await client(unreadable).send(.item())
    expect(time.slept, equals: [.milliseconds(500)])
  }

  @Test func aRetryAfterPastTheDeadlineEndsTheCallAtOnce() async {
    let transport = ScriptedTransport(.response(429, headers: ["Retry-After": "3600"]))
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item()) }
    expect(thrown?.reason, equals: .status(429))
    expect(thrown?.stop, equals: .deadline(.seconds(600)))
    expect(thrown?.retryAfter, equals: .seconds(3600))
    expect(time.slept, equals: [])
    expect(thrown?.description.contains("wait 3600 s before the next call"), equals: true)
  }

  @Test func theDeadlineOfACallHoldsForAllAttempts() async {
    let transport = ScriptedTransport(.failure(.connectionLost(while: .waiting)))
    let thrown = await failure { () async throws(APIError) in
      try await client(transport, retry: RetryPolicy(attempts: 100)).send(
        .item(), options: CallOptions(deadline: .seconds(5)))
    }
    expect(thrown?.stop, equals: .deadline(.seconds(5)))
    #expect(time.uptime < .seconds(5))
    expect(
      transport.limits.map(\.deadline),
      equals: [.seconds(5), .milliseconds(4500), .milliseconds(3500), .milliseconds(1500)])
  }

  @Test func anEndpointMayLowerTheLimitOfItsResponse() async throws {
    let transport = ScriptedTransport(Self.good)
    var endpoint = Endpoint<Item>.item()
    endpoint.request.bodyLimit = 100
    _ = try await client(transport).send(endpoint)
    endpoint.request.bodyLimit = 1 << 40
    _ = try await client(transport).send(endpoint)
    expect(transport.limits.map(\.bodyBytes), equals: [100, 1 << 30])
  }

  @Test func anOutageIsNotAmplified() async throws {
    let transport = ScriptedTransport(.response(503))
    let client = client(transport)
    for _ in 0..<50 { _ = await failure { () async throws(APIError) in try await client.send(.item()) } }
    // Fifty first attempts, and the twenty repetitions that were in store.
    expect(transport.requests.count, equals: 70)
    let copy = client
    let thrown = await failure { () async throws(APIError) in try await copy.send(.item()) }
    expect(thrown?.stop, equals: .budget)
    expect(thrown?.description.contains("too many requests failed recently"), equals: true)
  }

  @Test func successesFillTheBudgetAgain() async throws {
    let policy = RetryPolicy(attempts: 2, budget: 1)
    var responses = [ScriptedTransport.Response](repeating: .response(503), count: 2)
    responses += [ScriptedTransport.Response](repeating: Self.good, count: 10) + [.response(503), Self.good]
    let transport = ScriptedTransport(responses)
    let client = client(transport, retry: policy)
    _ = await failure { () async throws(APIError) in try await client.send(.item()) }
    for _ in 0..<10 { _ = try await client.send(.item()) }
    try await expect(client.exchange(.item()).attempts, equals: 2)
  }

  @Test func requestsAreSpacedByTheRate() async throws {
    let transport = ScriptedTransport(Self.good)
    let client = client(transport, callsPerSecond: 4)
    let copy = client
    _ = try await client.send(.item())
    _ = try await copy.send(.item())
    _ = try await client.send(.item())
    expect(time.slept, equals: [.milliseconds(250), .milliseconds(250)])
    time.advance(.seconds(10))
    _ = try await client.send(.item())
    expect(time.slept.count, equals: 2)
  }

  @Test func repetitionsKeepToTheRateToo() async throws {
    let transport = ScriptedTransport(.response(503, headers: ["Retry-After": "0"]), Self.good)
    _ = try await client(transport, callsPerSecond: 2).send(.item())
    expect(time.slept, equals: [.milliseconds(500)])
  }

  @Test func aCancelledTaskSendsNothing() async {
    let transport = ScriptedTransport(Self.good)
    let client = client(transport)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await failure { () async throws(APIError) in try await client.send(.item()) }
    }
    await expect(task.value?.reason, equals: .cancelled)
    #expect(transport.requests.isEmpty)
  }

  @Test func cancellingEndsAWait() async {
    let transport = ScriptedTransport(.failure(.connectionLost(while: .waiting)))
    let client = ServiceClient(
      baseURL: "https://api.example.com", transport: transport, policy: ClientPolicy(time: CancellingTime()))
    let task = Task { await failure { () async throws(APIError) in try await client.send(.item()) } }
    await expect(task.value?.reason, equals: .cancelled)
    expect(transport.requests.count, equals: 1)
  }

  /// Every wait is cut short.
  private struct CancellingTime: TimeSource {
    let uptime = Duration.zero
    let date = Date(timeIntervalSince1970: 0)
    func sleep(for duration: Duration) async throws(CancellationError) { throw CancellationError() }
  }

  @Test func aRateThatReachesPastTheDeadlineIsNamed() async throws {
    let client = client(ScriptedTransport(Self.good), callsPerSecond: 0.001)
    _ = try await client.send(.item())
    let thrown = await failure { () async throws(APIError) in try await client.send(.item()) }
    expect(thrown?.reason, equals: .deadline(.seconds(600)))
  }

  @Test func theDurationIsThatOfTheLastExchange() async throws {
    let time = time
    let transport = SlowTransport(time: time)
    let client = ServiceClient(
      baseURL: "https://api.example.com", transport: transport, policy: ClientPolicy(time: time, random: { 1 }))
    let exchange = try await client.exchange(.item())
    expect(exchange.duration, equals: .seconds(3))
    expect(exchange.response.body.text, equals: #"{"id":1}"#)
    expect(exchange.serverDate?.description, equals: "1994-11-06T08:49:37Z")
  }

  /// Takes three seconds of held time, and fails once.
  private struct SlowTransport: HTTPTransport {
    let time: HeldTime

    func open(
      _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
    ) async throws(TransportError) -> HTTPStream {
      HTTPStream(try await response(to: request, limits: limits))
    }

    private func response(to request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
      time.advance(.seconds(3))
      if time.slept.isEmpty { throw .connectionLost(while: .waiting) }
      return HTTPResponse(
        status: 200, headers: ["Date": "Sun, 06 Nov 1994 08:49:37 GMT"], body: SharedBytes(#"{"id":1}"#))
    }
  }
}
