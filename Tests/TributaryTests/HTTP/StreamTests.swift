import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// A file that is there as long as a test holds it.
final class TemporaryContent: Sendable {
  let path: String

  init(_ bytes: SharedBytes = SharedBytes()) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("tributary-content-\(UUID())").path
    try bytes.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var bytes: [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }
}

/// Responses that are read as they come, and requests that are made as they are sent.
@Suite struct StreamTests {
  private static let limits = HTTPLimits(deadline: .seconds(600))
  private static let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  private static func service() -> FunctionService {
    FunctionService { _ in HTTPResponse(status: 200, headers: ["X-Mark": "m"], body: SharedBytes(bytes)) }
  }

  // MARK: - Down

  @Test func aResponseIsReadAsItComes() async throws {
    let server = try LoopbackServer(service: Self.service(), limits: .longIdleTimeout)
    defer { server.stop() }
    let transport = SystemTransport()
    let stream = try await transport.open(HTTPRequest(url: server.baseURL), limits: Self.limits, delivery: .streamed)
    expect(stream.status, equals: 200)
    expect(stream.headers["X-Mark"], equals: "m")
    var read: [UInt8] = []
    for try await chunk in stream.body {
      #expect(!chunk.isEmpty && chunk.count <= 1 << 18)
      read += chunk.array
    }
    #expect(read == Self.bytes)
    // A stream is read once.
    var again = stream.body.makeAsyncIterator()
    #expect(try await again.next() == nil)
    // And its connection is kept.
    _ = try await transport.send(HTTPRequest(url: server.baseURL), limits: Self.limits)
    expect(server.acceptedConnections, equals: 1)
  }

  @Test func nothingIsAskedForInACompressedForm() async throws {
    let service = Self.service()
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let transport = SystemTransport()
    _ = try await transport.open(HTTPRequest(url: server.baseURL), limits: Self.limits, delivery: .streamed)
    _ = try await transport.send(HTTPRequest(url: server.baseURL), limits: Self.limits)
    expect(service.requests.map { $0.headers["Accept-Encoding"] }, equals: [nil, "gzip"])
  }

  /// The content drips for longer than the deadline, which ends at the header fields.
  @Test func theDeadlineEndsAtTheHeaderFields() async throws {
    let service = FunctionService(String(repeating: "x", count: 40))
    let server = try LoopbackServer(
      service: service, faults: FaultPlan([.init(.drip(every: .milliseconds(10)), count: nil)]),
      limits: .longIdleTimeout)
    defer { server.stop() }
    let limits = HTTPLimits(deadline: .milliseconds(200))
    let stream = try await SystemTransport().open(
      HTTPRequest(url: server.baseURL), limits: limits, delivery: .streamed)
    try await expect(stream.body.collect().count, equals: 40)
  }

  @Test func theDeadlineHoldsBeforeTheHeaderFields() async throws {
    let server = try LoopbackServer(
      service: FunctionService(""), faults: FaultPlan([.init(.latency(.seconds(300)))]), limits: .longIdleTimeout)
    defer { server.stop() }
    await #expect(throws: TransportError.timedOut(after: .milliseconds(100))) {
      try await SystemTransport().open(
        HTTPRequest(url: server.baseURL), limits: HTTPLimits(deadline: .milliseconds(100)), delivery: .streamed)
    }
  }

  @Test func silenceInTheContentMeetsTheIdleTimeout() async throws {
    let server = try LoopbackServer(
      service: FunctionService("abc"), faults: FaultPlan([.init(.drip(every: .seconds(300)))]), limits: .longIdleTimeout
    )
    defer { server.stop() }
    let limits = HTTPLimits(idleTimeout: .milliseconds(100))
    let stream = try await SystemTransport().open(
      HTTPRequest(url: server.baseURL), limits: limits, delivery: .streamed)
    await #expect(throws: TransportError.idleTimedOut(after: .milliseconds(100))) { try await stream.body.collect() }
  }

  @Test func contentHasTheLimitThatIsSet() async throws {
    let server = try LoopbackServer(
      service: FunctionService(""), faults: FaultPlan([.init(.endless)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let stream = try await SystemTransport().open(
      HTTPRequest(url: server.baseURL), limits: HTTPLimits(bodyBytes: 500_000), delivery: .streamed)
    await #expect(throws: TransportError.tooLarge(limit: 500_000)) {
      for try await _ in stream.body {}
    }
  }

  @Test func contentThatIsCutEndsInAnError() async throws {
    let server = try LoopbackServer(service: Self.service(), faults: FaultPlan([.init(.cut)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let stream = try await SystemTransport().open(
      HTTPRequest(url: server.baseURL), limits: Self.limits, delivery: .streamed)
    var count = 0
    await #expect(throws: TransportError.connectionLost(while: .readingContent)) {
      for try await chunk in stream.body { count += chunk.count }
    }
    #expect(count > 0 && count < Self.bytes.count)
  }

  /// Waits for something that is about to happen on another thread; the test's time limit bounds it.
  private func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
  }

  @Test(.timeLimit(.minutes(1))) func leavingTheLoopClosesTheConnection() async throws {
    let server = try LoopbackServer(
      service: FunctionService(""), faults: FaultPlan([.init(.endless, count: nil)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let transport = SystemTransport()
    do {
      let stream = try await transport.open(
        HTTPRequest(url: server.baseURL), limits: Self.limits, delivery: .streamed)
      for try await _ in stream.body { break }
      expect(server.openConnections, equals: 1)
    }
    await until { server.openConnections == 0 }
  }

  @Test(.timeLimit(.minutes(1))) func cancellingClosesTheConnection() async throws {
    let server = try LoopbackServer(
      service: FunctionService(""), faults: FaultPlan([.init(.endless, count: nil)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let stream = try await SystemTransport().open(
      HTTPRequest(url: server.baseURL), limits: Self.limits, delivery: .streamed)
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let task = Task { () -> TransportError? in
      do throws(TransportError) {
        for try await _ in stream.body { start.yield() }
        return nil
      } catch {
        return error
      }
    }
    for await _ in started { break }
    task.cancel()
    await expect(task.value, equals: .cancelled)
    await until { server.openConnections == 0 }
  }

  /// Whoever holds only the stream holds the transport, too.
  @Test func aStreamOutlivesTheNameOfItsTransport() async throws {
    let server = try LoopbackServer(service: Self.service(), limits: .longIdleTimeout)
    defer { server.stop() }
    func open() async throws -> HTTPStream {
      try await SystemTransport().open(HTTPRequest(url: server.baseURL), limits: Self.limits, delivery: .streamed)
    }
    let stream = try await open()
    try await expect(stream.body.collect().count, equals: Self.bytes.count)
  }

  @Test func aDownloadIsAFileOnlyOnceItIsComplete() async throws {
    let server = try LoopbackServer(service: Self.service(), faults: FaultPlan([.init(.cut)]), limits: .longIdleTimeout)
    defer { server.stop() }
    let file = try TemporaryContent(SharedBytes("before"))
    let transport = SystemTransport()
    let cut = try await transport.open(HTTPRequest(url: server.baseURL), limits: Self.limits, delivery: .streamed)
    await #expect(throws: TransportError.connectionLost(while: .readingContent)) {
      try await cut.body.write(to: file.path)
    }
    expect(file.bytes, equals: Array("before".utf8))
    let folder = URL(fileURLWithPath: file.path).deletingLastPathComponent()
    let name = URL(fileURLWithPath: file.path).lastPathComponent
    let beside = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(name) }
    expect(beside, equals: [name])
    let whole = try await transport.open(HTTPRequest(url: server.baseURL), limits: Self.limits, delivery: .streamed)
    try await expect(whole.body.write(to: file.path), equals: Self.bytes.count)
    #expect(file.bytes == Self.bytes)
  }

  // MARK: - Up

  private static func chunks(_ count: Int, of text: String = "chunk ") -> AsyncStream<SharedBytes> {
    AsyncStream { continuation in
      for number in 0..<count { continuation.yield(SharedBytes("\(text)\(number)\n")) }
      continuation.finish()
    }
  }

  private func send(_ content: HTTPContent, _ service: FunctionService) async throws -> HTTPResponse {
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let request = HTTPRequest(method: "PUT", url: server.baseURL, content: content)
    return try await SystemTransport().send(request, limits: Self.limits)
  }

  @Test func aStreamOfUnknownLengthIsSentInChunks() async throws {
    let service = FunctionService("ok")
    _ = try await send(.stream(ContentStream(Self.chunks(20_000))), service)
    let request = try #require(service.requests.first)
    expect(request.headers["Transfer-Encoding"], equals: "chunked")
    expect(request.headers["Expect"], equals: nil)
    expect(request.body?.text, equals: (0..<20_000).map { "chunk \($0)\n" }.joined())
  }

  @Test func aStreamOfKnownLengthIsSentWithIt() async throws {
    let service = FunctionService("ok")
    _ = try await send(.stream(ContentStream(Self.chunks(3), length: 24)), service)
    let request = try #require(service.requests.first)
    expect(request.headers["Content-Length"], equals: "24")
    expect(request.body?.text, equals: "chunk 0\nchunk 1\nchunk 2\n")
  }

  @Test(arguments: [10, 23, 25, 1000]) func aStreamOfAnotherLengthIsAnError(length: Int) async throws {
    let service = FunctionService("ok")
    let error = await #expect(throws: TransportError.self) {
      try await send(.stream(ContentStream(Self.chunks(3), length: length)), service)
    }
    guard case .content = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(service.requests.isEmpty)
  }

  @Test func aStreamThatFailsEndsTheRequest() async throws {
    struct Broken: Error {}
    let service = FunctionService("ok")
    let chunks = AsyncThrowingStream<SharedBytes, any Error> { continuation in
      continuation.yield(SharedBytes("one"))
      continuation.finish(throwing: Broken())
    }
    await #expect(throws: TransportError.content("Broken()")) {
      try await send(.stream(ContentStream(chunks)), service)
    }
    #expect(service.requests.isEmpty)
  }

  @Test func aFileIsSentWithItsLength() async throws {
    let service = FunctionService("ok")
    let file = try TemporaryContent(SharedBytes(Self.bytes))
    _ = try await send(.file(path: file.path), service)
    expect(service.requests.first?.headers["Content-Length"], equals: "\(Self.bytes.count)")
    #expect(service.requests.first?.body?.array == Self.bytes)
  }

  @Test func aFileThatCannotBeReadIsNamed() async throws {
    let error = await #expect(throws: TransportError.self) {
      try await send(.file(path: "/nowhere/at all"), FunctionService("ok"))
    }
    guard case .content(let why) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(why.hasPrefix("/nowhere/at all: "))
  }

  /// A stream is asked for more only once the connection has taken what it gave.
  @Test(.timeLimit(.minutes(1))) func aStreamWaitsForTheConnection() async throws {
    let given = Locked(0)
    let chunk = SharedBytes([UInt8](repeating: 0x61, count: 64 << 10))
    let chunks = AsyncStream<SharedBytes> {
      given.withLock { $0 += 1 }
      return chunk
    }
    // Nobody reads: the port takes connections, and the system takes as much as its buffers hold.
    let listener = try SilentListener()
    let task = Task { [url = listener.baseURL] in
      let request = HTTPRequest(method: "POST", url: url, content: .stream(ContentStream(chunks)))
      _ = try? await SystemTransport().send(request, limits: HTTPLimits(deadline: .seconds(1)))
    }
    await task.value
    #expect(given.withLock { $0 } < 500)
  }
}
