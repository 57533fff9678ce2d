#if os(Linux)
import Expect
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

@testable import TributaryHTTP

/// A request that is not idempotent arrives once or not at all, whatever the server does with the connection.
@Suite struct NeverTwiceTests {
  /// What a request may carry.
  enum Content: String, CaseIterable, Sendable {
    case none, small, large, file, stream
  }

  /// A transport that uses a kept connection again however long the busy machine lets it wait.
  private static func transport() -> CurlTransport {
    var environment = CurlEnvironment { _ in nil }
    environment.idleConnectionSeconds = 3_600
    return CurlTransport(environment: environment)
  }

  static let large = SharedBytes([UInt8](repeating: 0x61, count: 300_000))

  static func request(_ method: String, _ content: Content, to url: String, file: String) -> HTTPRequest {
    var request = HTTPRequest(method: method, url: url)
    switch content {
    case .none: break
    case .small: request.content = .bytes(SharedBytes("content"))
    case .large: request.content = .bytes(large)
    case .file: request.content = .file(path: file)
    case .stream:
      let chunks = AsyncStream<SharedBytes> { continuation in
        for _ in 0..<10 { continuation.yield(SharedBytes("chunk of content")) }
        continuation.finish()
      }
      request.content = .stream(ContentStream(chunks))
    }
    return request
  }

  /// The server answers once, so that the connection is kept; reads the next request, and closes without a word.
  @Test(arguments: ["POST", "PATCH", "LINK"], Content.allCases)
  func aServerThatReadsAndClosesCountsOne(method: String, content: Content) async throws {
    let service = FunctionService("ok")
    let server = try LoopbackServer(
      service: service, faults: FaultPlan([.init(.lose, count: nil, start: 2)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let file = try TemporaryContent(Self.large)
    let transport = Self.transport()
    let limits = HTTPLimits(deadline: .seconds(600))
    _ = try await transport.send(HTTPRequest(url: server.baseURL + "/first"), limits: limits)
    let request = Self.request(method, content, to: server.baseURL + "/second", file: file.path)
    let error = await transportFailure { () async throws(TransportError) in
      try await transport.send(request, limits: limits)
    }
    guard case .connectionLost = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    expect(service.requests.filter { $0.url.hasSuffix("/second") }.count, equals: 1)
  }

  /// The server closes the kept connection at about the moment at which the next request is sent.
  @Test(arguments: ["POST", "PATCH"]) func aConnectionThatEndsMeanwhileCostsAtMostTheRequest(method: String)
    async throws
  {
    let service = FunctionService("ok")
    let server = try LoopbackServer(
      service: service, faults: FaultPlan([.init(.hangUp(after: .zero), count: nil)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let transport = Self.transport()
    var successes = 0
    for number in 0..<200 {
      var request = HTTPRequest(method: method, url: server.baseURL + "/\(number)")
      if number % 2 == 0 { request.body = SharedBytes("content") }
      do throws(TransportError) {
        _ = try await transport.send(request, limits: HTTPLimits(deadline: .seconds(600)))
        successes += 1
      } catch {
        guard case .connectionLost = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
    let arrived = service.requests.map(\.url)
    expect(Set(arrived).count, equals: arrived.count)
    #expect(successes > 0 && arrived.count >= successes)
  }

  /// A request that does no harm twice may meet a dead connection without anybody noticing.
  @Test func anIdempotentRequestIsSentAgainOnANewConnection() async throws {
    let service = FunctionService("ok")
    let server = try LoopbackServer(
      service: service, faults: FaultPlan([.init(.drop, start: 2)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let transport = Self.transport()
    for path in ["/first", "/second"] {
      let response = try await transport.send(HTTPRequest(url: server.baseURL + path), limits: HTTPLimits())
      expect(response.body.text, equals: "ok")
    }
    expect(server.acceptedConnections, equals: 2)
  }

  /// What a spec says about repeating an endpoint reaches the transport.
  @Test(arguments: [
    ("GET", RetryClass.never, false), ("POST", .always, true), ("POST", .byMethod, false), ("GET", .byMethod, true),
  ])
  func theEndpointDecides(method: String, retry: RetryClass, isIdempotent: Bool) async throws {
    let transport = ScriptedTransport(.response(200, #"{"id":1}"#))
    let client = ServiceClient(baseURL: "https://api.example.com", transport: transport)
    _ = try await client.send(.item(method, retry: retry))
    expect(transport.requests.first?.isIdempotent, equals: isIdempotent)
  }

  @Test func fiftyPostsNeedOneConnection() async throws {
    let service = FunctionService("ok")
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let transport = Self.transport()
    for number in 0..<50 {
      let request = HTTPRequest(method: "POST", url: server.baseURL + "/", body: SharedBytes("content \(number)"))
      _ = try await transport.send(request, limits: HTTPLimits())
    }
    expect(service.requests.count, equals: 50)
    expect(server.acceptedConnections, equals: 1)
  }
}
#endif
