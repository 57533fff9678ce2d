import Expect
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributaryURLSession

/// The transport of Apple's systems, which is not the default here but must not be blind. What it cannot do on Linux is
/// in the README.
@Suite struct URLSessionTransportTests {
  private func send(
    _ service: FunctionService, faults: [FaultPlan.Rule] = [], limits: HTTPLimits = HTTPLimits(deadline: .seconds(60)),
    delivery: HTTPDelivery = .whole, _ change: (inout HTTPRequest) -> Void = { _ in }
  ) async throws -> HTTPResponse {
    let server = try LoopbackServer(service: service, faults: FaultPlan(faults))
    defer { server.stop() }
    var request = HTTPRequest(url: server.baseURL + "/items/1?q=%2B")
    change(&request)
    let stream = try await URLSessionTransport().open(request, limits: limits, delivery: delivery)
    return HTTPResponse(status: stream.status, headers: stream.headers, body: try await stream.body.collect())
  }

  @Test(arguments: [HTTPDelivery.whole, .streamed]) func bringsStatusHeadersAndContent(delivery: HTTPDelivery)
    async throws
  {
    let service = FunctionService("content", status: 201, headers: ["X-Mark": "m"])
    let response = try await send(service, delivery: delivery) { request in
      request.method = "POST"
      request.headers["X-Asked"] = "yes"
      request.body = SharedBytes("asked")
    }
    expect(response.status, equals: 201)
    expect(response.headers["x-mark"], equals: "m")
    expect(response.body.text, equals: "content")
    let request = try #require(service.requests.first)
    #expect(request.url.hasSuffix("/items/1?q=%2B"))
    expect(request.headers["X-Asked"], equals: "yes")
    expect(request.body?.text, equals: "asked")
  }

  @Test func sendsStreamsAndFiles() async throws {
    let service = FunctionService("ok")
    let chunks = AsyncStream<SharedBytes> { continuation in
      continuation.yield(SharedBytes("one "))
      continuation.yield(SharedBytes("two"))
      continuation.finish()
    }
    let file = try TemporaryContent(SharedBytes("from a file"))
    for content in [HTTPContent.stream(ContentStream(chunks)), .file(path: file.path)] {
      _ = try await send(service) { ($0.method, $0.content) = ("PUT", content) }
    }
    expect(service.requests.map { $0.body?.text }, equals: ["one two", "from a file"])
  }

  @Test func followsNoRedirectAndRespondsToNoChallenge() async throws {
    let redirect = try await send(FunctionService(""), faults: [.init(.redirect("/elsewhere"))])
    expect(redirect.headers["Location"], equals: "/elsewhere")
    let challenge = try await send(FunctionService(""), faults: [.init(.challenge)])
    expect(challenge.status, equals: 401)
    expect(challenge.body.text, equals: #"{"message":"sign in"}"#)
  }

  @Test func limitsHold() async throws {
    await #expect(throws: TransportError.tooLarge(limit: 100)) {
      try await send(FunctionService(String(repeating: "x", count: 200)), limits: HTTPLimits(bodyBytes: 100))
    }
    await #expect(throws: TransportError.timedOut(after: .milliseconds(200))) {
      try await send(
        FunctionService(""), faults: [.init(.latency(.seconds(300)))], limits: HTTPLimits(deadline: .milliseconds(200)))
    }
    let error = await #expect(throws: TransportError.self) {
      try await send(FunctionService("abcdef"), faults: [.init(.cut)])
    }
    expect(error, equals: .connectionLost(while: .readingContent))
  }

  @Test func cancellingEndsTheRequestAtOnce() async throws {
    let task = Task { () -> TransportError? in
      do {
        _ = try await send(FunctionService(""), faults: [.init(.latency(.seconds(300)))])
        return nil
      } catch {
        return error as? TransportError
      }
    }
    task.cancel()
    await expect(task.value, equals: .cancelled)
  }
}
