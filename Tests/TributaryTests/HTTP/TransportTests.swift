import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// What this system's transport does against a real server on loopback, each of which was once seen to go wrong.
@Suite struct TransportTests {
  private static let text = #"{"id":1,"name":"a name long enough to be cut in two"}"#

  private func send(
    _ service: FunctionService = FunctionService(Self.text), faults: [FaultPlan.Rule] = [],
    limits: HTTPLimits = HTTPLimits(deadline: .seconds(600)), _ change: (inout HTTPRequest) -> Void = { _ in }
  ) async throws -> HTTPResponse {
    let server = try LoopbackServer(service: service, faults: FaultPlan(faults), limits: .longIdleTimeout)
    defer { server.stop() }
    var request = HTTPRequest(url: server.baseURL + "/items/1")
    change(&request)
    return try await SystemTransport().send(request, limits: limits)
  }

  @Test func bringsStatusHeadersAndContent() async throws {
    let service = FunctionService(Self.text, status: 201, headers: ["X-Mark": "ä, b", "Content-Type": "text/plain"])
    let response = try await send(service) { request in
      request.method = "POST"
      request.headers["X-Asked"] = "yes"
      request.body = SharedBytes("content")
    }
    expect(response.status, equals: 201)
    expect(response.headers["x-mark"], equals: "ä, b")
    expect(response.body.text, equals: Self.text)
    let asked = try #require(service.requests.first)
    expect(asked.method, equals: "POST")
    expect(asked.headers["X-Asked"], equals: "yes")
    expect(asked.body?.text, equals: "content")
  }

  @Test func noticesThatAConnectionWasClosedBeforeContentWasSent() async throws {
    let server = try LoopbackServer(
      service: FunctionService(Self.text), faults: FaultPlan([.init(.drop, start: 2)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let transport = SystemTransport()
    var request = HTTPRequest(url: server.baseURL + "/items/1")
    request.method = "POST"
    request.body = SharedBytes("content")
    let limits = HTTPLimits(deadline: .seconds(600))
    #expect(try await transport.send(request, limits: limits).status == 200)
    await #expect(throws: TransportError.self) { try await transport.send(request, limits: limits) }
    #expect(try await transport.send(request, limits: limits).status == 200)
  }

  @Test func sendsTheURLByteForByte() async throws {
    let service = FunctionService(Self.text)
    let target = "/a%2Fb/%25/%C3%A4;x=1/c+d?q=%2B%3A+:&r=a%20b,c&&s=%2e"
    _ = try await send(service) { $0.url = $0.url.replacing("/items/1", with: target) }
    expect(service.requests.first?.url.hasSuffix(target), equals: true)
  }

  @Test func sendsALengthWithAnEmptyPost() async throws {
    let service = FunctionService(Self.text)
    _ = try await send(service) { $0.method = "POST" }
    expect(service.requests.first?.headers["Content-Length"], equals: "0")
  }

  @Test(arguments: ["PUT", "PATCH", "DELETE", "OPTIONS"]) func sendsEveryMethod(method: String) async throws {
    let service = FunctionService(Self.text)
    let response = try await send(service) { $0.method = method }
    expect(service.requests.first?.method, equals: method)
    expect(response.body.text, equals: Self.text)
  }

  @Test func readsAHeadWithoutContent() async throws {
    let response = try await send { $0.method = "HEAD" }
    expect(response.status, equals: 200)
    #expect(response.body.isEmpty)
  }

  @Test func readsAResponseWithoutContent() async throws {
    let response = try await send(FunctionService("", status: 204))
    expect(response.status, equals: 204)
    #expect(response.body.isEmpty)
  }

  @Test func completesAChallenge() async throws {
    let response = try await send(faults: [.init(.challenge)])
    expect(response.status, equals: 401)
    expect(response.headers["WWW-Authenticate"], equals: #"Basic realm="emulator""#)
    expect(response.body.text, equals: #"{"message":"sign in"}"#)
  }

  @Test(arguments: [
    "Bearer", "Digest realm=\"x\", nonce=\"y\"", "Negotiate", "NTLM", "Basic", "Basic realm=", "Basic realm=\"x", ",",
    "basic realm=\"a\\\"b\", Bearer error=\"x\"", "", "Basic realm=\"ä\", charset=\"UTF-8\"", "Basic , realm=\"x\"",
  ])
  func completesEveryChallenge(challenge: String) async throws {
    let response = try await send(FunctionService("no", status: 401, headers: ["WWW-Authenticate": challenge]))
    expect(response.status, equals: 401)
    expect(response.body.text, equals: "no")
  }

  @Test func followsNoRedirect() async throws {
    let service = FunctionService(Self.text)
    let response = try await send(service, faults: [.init(.redirect("/elsewhere"))])
    expect(response.status, equals: 302)
    expect(response.headers["Location"], equals: "/elsewhere")
    #expect(service.requests.isEmpty)
  }

  @Test func aSlowDripMeetsTheDeadline() async {
    await #expect(throws: TransportError.timedOut(after: .milliseconds(300))) {
      try await send(faults: [.init(.drip(every: .milliseconds(40)))], limits: HTTPLimits(deadline: .milliseconds(300)))
    }
  }

  @Test func aDripThatIsFastEnoughArrives() async throws {
    let response = try await send(faults: [.init(.drip(every: .milliseconds(1)))])
    expect(response.body.text, equals: Self.text)
  }

  @Test func aSilentServerMeetsTheDeadline() async {
    await #expect(throws: TransportError.timedOut(after: .milliseconds(200))) {
      try await send(faults: [.init(.latency(.seconds(300)))], limits: HTTPLimits(deadline: .milliseconds(200)))
    }
  }

  @Test func aSilentServerMeetsTheIdleTimeout() async {
    let limits = HTTPLimits(deadline: .seconds(600), idleTimeout: .seconds(1))
    await #expect(throws: TransportError.idleTimedOut(after: .seconds(1))) {
      try await send(faults: [.init(.latency(.seconds(300)))], limits: limits)
    }
  }

  /// The port takes the connection, and nobody shakes hands.
  @Test func aServerThatNeverShakesHandsMeetsTheConnectTimeout() async throws {
    let listener = try SilentListener()
    let url = listener.baseURL.replacing("http:", with: "https:")
    await #expect(throws: TransportError.connectTimedOut(after: .milliseconds(200))) {
      try await SystemTransport().send(
        HTTPRequest(url: url), limits: HTTPLimits(deadline: .seconds(600), connectTimeout: .milliseconds(200)))
    }
  }

  @Test func anEndlessBodyMeetsTheLimit() async {
    await #expect(throws: TransportError.tooLarge(limit: 1 << 20)) {
      try await send(faults: [.init(.endless)], limits: HTTPLimits(bodyBytes: 1 << 20, deadline: .seconds(600)))
    }
  }

  @Test func aGzipBombMeetsTheLimit() async {
    await #expect(throws: TransportError.tooLarge(limit: 1 << 20)) {
      try await send(
        faults: [.init(.gzipBomb(bytes: 200_000_000))], limits: HTTPLimits(bodyBytes: 1 << 20, deadline: .seconds(600)))
    }
  }

  @Test func acceptsGzipWithinTheLimit() async throws {
    let response = try await send(
      faults: [.init(.gzipBomb(bytes: 20_000))], limits: HTTPLimits(bodyBytes: 20_000, memoryBytes: 1000))
    expect(response.body.count, equals: 20_000)
    expect(Set(response.body.array), equals: [0x20])
  }

  @Test func aCutBodyIsALostConnection() async {
    await #expect(throws: TransportError.connectionLost(while: .readingContent)) {
      try await send(faults: [.init(.cut)])
    }
  }

  @Test func anEmptyReplyIsALostConnection() async {
    await #expect(throws: TransportError.connectionLost(while: .waiting)) { try await send(faults: [.init(.drop)]) }
  }

  @Test(arguments: [
    "http://", "::::", "", "//", "/a b", "mailto:a@b", "?", "http://[::1", "ä", "https://x:99999999/", "../../..",
  ])
  func aRedirectToNowhereIsAResponse(location: String) async throws {
    let response = try await send(faults: [.init(.redirect(location))])
    expect(response.status, equals: 302)
    expect(response.headers["Location"], equals: location)
  }

  @Test func aRefusedConnectionIsUnreachable() async throws {
    let server = try LoopbackServer(service: FunctionService(""), limits: .longIdleTimeout)
    server.stop()
    let error = await transportFailure { () async throws(TransportError) in
      try await SystemTransport().send(HTTPRequest(url: server.baseURL), limits: HTTPLimits())
    }
    guard case .unreachable = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: [1, 4096, 4097, 500_000]) func aLargeBodyIsMappedAndWhole(count: Int) async throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let service = FunctionService { _ in HTTPResponse(status: 200, body: SharedBytes(bytes)) }
    let response = try await send(service, limits: HTTPLimits(memoryBytes: 4096))
    expect(response.body.array, equals: bytes)
  }

  @Test func keepsNoCookieAndNoCache() async throws {
    let headers: HTTPHeaders = ["Set-Cookie": "a=b; Path=/", "Cache-Control": "max-age=3600", "ETag": "\"x\""]
    let service = FunctionService(Self.text, headers: headers)
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let transport = SystemTransport()
    for _ in 0..<3 { _ = try await transport.send(HTTPRequest(url: server.baseURL + "/a"), limits: HTTPLimits()) }
    expect(service.requests.count, equals: 3)
    #expect(service.requests.allSatisfy { $0.headers["Cookie"] == nil && $0.headers["If-None-Match"] == nil })
  }

  @Test func repeatedFieldsDoNotHideEachOther() async throws {
    var headers: HTTPHeaders = ["X-One": "1"]
    headers.append("2", for: "X-One")
    let response = try await send(FunctionService(Self.text, headers: headers))
    expect(response.headers.values(of: "x-one"), equals: ["1", "2"])
  }

  @Test func cancellingEndsTheRequestAtOnce() async throws {
    let server = try LoopbackServer(
      service: FunctionService(Self.text), faults: FaultPlan([.init(.latency(.seconds(300)))]), limits: .longIdleTimeout
    )
    defer { server.stop() }
    let url = server.baseURL
    let task = Task { () -> TransportError? in
      await transportFailure { () async throws(TransportError) in
        try await SystemTransport().send(HTTPRequest(url: url), limits: HTTPLimits())
      }
    }
    task.cancel()
    await expect(task.value, equals: .cancelled)
  }

  @Test func cancellingInTheMiddleOfABodyEndsTheRequest() async throws {
    let (reached, reach) = AsyncStream.makeStream(of: Void.self)
    let service = FunctionService { _ in
      reach.yield()
      return HTTPResponse(status: 200, body: SharedBytes([UInt8](repeating: 0x20, count: 1000)))
    }
    let server = try LoopbackServer(
      service: service, faults: FaultPlan([.init(.drip(every: .seconds(10)))]), limits: .longIdleTimeout)
    defer { server.stop() }
    let url = server.baseURL
    let task = Task { () -> TransportError? in
      await transportFailure { () async throws(TransportError) in
        try await SystemTransport().send(HTTPRequest(url: url), limits: HTTPLimits())
      }
    }
    for await _ in reached { break }
    task.cancel()
    await expect(task.value, equals: .cancelled)
  }

  @Test func manyRequestsAtATimeGetTheirOwnResponses() async throws {
    let service = FunctionService { HTTPResponse(status: 200, body: SharedBytes($0.url)) }
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let (transport, root) = (SystemTransport(), server.baseURL)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<100 {
        group.addTask {
          let url = "\(root)/\(number)"
          return try await transport.send(HTTPRequest(url: url), limits: HTTPLimits()).body.text == url
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test(arguments: [
    ("X-A", "a\r\nX-B: b"), ("X-A", "a\nb"), ("X-A", "a\u{0}"), ("X-A", "a\u{7F}"), ("X A", "a"), ("", "a"),
    ("X-A\r\n", "a"), ("Content-Length", "3"), ("transfer-encoding", "chunked"), ("Host", "example.com"),
  ]) func refusesAHeaderThatWouldBeAnother(name: String, value: String) async {
    let service = FunctionService(Self.text)
    let error = await #expect(throws: TransportError.self) {
      try await send(service) { $0.headers.append(value, for: name) }
    }
    guard case .invalidRequest = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(service.requests.isEmpty)
  }

  @Test(arguments: [
    "ftp://127.0.0.1/", "127.0.0.1", "http:///a", "http://127.0.0.1/a b", "http://127.0.0.1/ä", "http://u:p@127.0.0.1/",
    "http://127.0.0.1/a/../b", "http://127.0.0.1/./b", "http://127.0.0.1:0/", "http://127.0.0.1:99999/", "",
    "http://127.0.0.1/#a", "http://127.0.0.1/%zz",
  ]) func refusesAURLThatIsNone(url: String) async {
    let error = await transportFailure { () async throws(TransportError) in
      try await SystemTransport().send(HTTPRequest(url: url), limits: HTTPLimits(deadline: .seconds(5)))
    }
    guard case .invalidRequest = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
