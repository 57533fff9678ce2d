import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// Streams through a client: with credentials, retries, redirects, a log, and errors that say where they come from.
@Suite struct ByteStreamTests {
  private static let file = Endpoint<SharedBytes>("files.get", "GET", "/files/5", responses: [])

  private func client(
    _ server: LoopbackServer, authentication: Authentication = .bearer("marked-token"),
    log: (@Sendable (ExchangeRecord) -> Void)? = nil
  ) -> ServiceClient {
    ServiceClient(
      baseURL: server.baseURL, authentication: authentication, transport: SystemTransport(),
      policy: ClientPolicy(limits: HTTPLimits(deadline: .seconds(600)), log: log, time: HeldTime(), random: { 0 }))
  }

  @Test func aSuccessIsReadAsItComes() async throws {
    let service = FunctionService(String(repeating: "x", count: 1_000_000), headers: ["X-Mark": "m"])
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let stream = try await client(server).stream(Self.file)
    expect(stream.status, equals: 200)
    expect(stream.headers["X-Mark"], equals: "m")
    var count = 0
    for try await chunk in stream { count += chunk.count }
    expect(count, equals: 1_000_000)
    let request = try #require(service.requests.first)
    expect(request.headers["Authorization"], equals: "Bearer marked-token")
    expect(request.headers["Accept"], equals: "*/*")
  }

  @Test func aRefusalIsAnErrorWithItsContent() async throws {
    let service = FunctionService(#"{"message":"not here"}"#, status: 404)
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let error = await failure { () async throws(APIError) in try await client(server).stream(Self.file) }
    expect(error?.reason, equals: .status(404))
    expect(error?.body.text, equals: #"{"message":"not here"}"#)
    #expect(error?.description.contains(#"it said: {"message":"not here"}"#) == true)
  }

  @Test func whatFailsBeforeTheHeaderFieldsIsRepeated() async throws {
    let service = FunctionService("content")
    let server = try LoopbackServer(
      service: service, faults: try FaultPlan("503,drop,429=0,redirect=/files/6"), limits: .longIdleTimeout)
    defer { server.stop() }
    let stream = try await client(server).stream(Self.file)
    try await expect(stream.data(upTo: 100), equals: Data("content".utf8))
    expect(service.requests.map { $0.url.hasSuffix("/files/6") }, equals: [true])
  }

  @Test func whatFailsLaterIsThrownByTheLoopAndSaysWhere() async throws {
    let server = try LoopbackServer(
      service: FunctionService(String(repeating: "x", count: 100_000)), faults: FaultPlan([.init(.cut)]),
      limits: .longIdleTimeout)
    defer { server.stop() }
    let stream = try await client(server).stream(Self.file)
    let error = await failure { () async throws(APIError) in try await stream.data(upTo: 1_000_000) }
    expect(error?.operation, equals: "files.get")
    expect(error?.reason, equals: .transport(.connectionLost(while: .readingContent)))
    expect(error?.status, equals: 200)
  }

  @Test(arguments: [nil, 50]) func theLimitIsThatOfTheCallOrNone(limit: Int?) async throws {
    let server = try LoopbackServer(
      service: FunctionService(String(repeating: "x", count: 100)), limits: .longIdleTimeout)
    defer { server.stop() }
    var client = client(server)
    client = ServiceClient(
      baseURL: server.baseURL, transport: SystemTransport(), policy: ClientPolicy(limits: HTTPLimits(bodyBytes: 10)))
    let options = CallOptions(bodyLimit: limit)
    let error = await failure { () async throws(APIError) in
      try await client.stream(Self.file, options: options).data(upTo: 1000)
    }
    expect(error?.reason, equals: limit.map { .transport(.tooLarge(limit: $0)) })
  }

  @Test(.timeLimit(.minutes(1))) func anExchangeIsLoggedOnceAtItsEnd() async throws {
    let records = Locked<[ExchangeRecord]>([])
    let server = try LoopbackServer(
      service: FunctionService(String(repeating: "x", count: 100_000)), limits: .longIdleTimeout)
    defer { server.stop() }
    let client = client(server) { record in records.withLock { $0.append(record) } }
    do {
      let stream = try await client.stream(Self.file)
      expect(records.withLock { $0.count }, equals: 0)
      try await expect(stream.data(upTo: 1 << 20).count, equals: 100_000)
    }
    expect(records.withLock { $0.map(\.bytes) }, equals: [100_000])
    expect(records.withLock { $0.first?.failure }, equals: nil)
    #expect(records.withLock { "\($0)" }.contains("marked-token") == false)
    do {
      let stream = try await client.stream(Self.file)
      for try await _ in stream { break }
    }
    expect(records.withLock { $0.map(\.failure) }, equals: [nil, .cancelled])
  }

  @Test func aDownloadGoesToAFile() async throws {
    let server = try LoopbackServer(service: FunctionService("content of a file"), limits: .longIdleTimeout)
    defer { server.stop() }
    let file = try TemporaryContent()
    try await expect(client(server).stream(Self.file).write(to: file.path), equals: 17)
    expect(file.bytes.map { String(decoding: $0, as: UTF8.self) }, equals: "content of a file")
  }

  @Test func aStreamIsSentOnceAndAFileAgain() async throws {
    let service = FunctionService(#"{"id":1}"#)
    let server = try LoopbackServer(service: service, faults: try FaultPlan("503:2"), limits: .longIdleTimeout)
    defer { server.stop() }
    let chunks = AsyncStream<SharedBytes> { continuation in
      continuation.yield(SharedBytes("streamed"))
      continuation.finish()
    }
    func upload(_ content: HTTPContent) -> Endpoint<Item> {
      Endpoint(
        "items.put", "PUT", "/items/1", body: EndpointBody(content, contentType: "text/plain"), responses: [.json(200)])
    }
    let error = await failure { () async throws(APIError) in
      try await client(server).send(upload(.stream(ContentStream(chunks))))
    }
    expect(error?.reason, equals: .status(503))
    expect(error?.stop, equals: .notRepeatable)
    expect(error?.attempts, equals: 1)
    let file = try TemporaryContent(SharedBytes("from a file"))
    try await expect(client(server).send(upload(.file(path: file.path))), equals: Item(id: 1))
    expect(service.requests.map { $0.body?.text }, equals: ["from a file"])
  }

  /// Content that is missing, partial or still to come is no success unless the endpoint says so.
  @Test(arguments: [202, 204, 205, 206]) func aStatusWithoutTheWholeContentHasToBeDeclared(status: Int) async throws {
    let transport = ScriptedTransport(.response(status, #"{"id":1}"#))
    let client = ServiceClient(baseURL: "https://api.example.com", transport: transport)
    let error = await failure { () async throws(APIError) in try await client.send(.item()) }
    expect(error?.reason, equals: .status(status))
    let declared = Endpoint<Item>("items.get", "GET", "/items/1", responses: [.json(status)])
    try await expect(client.send(declared), equals: Item(id: 1))
  }

  @Test(arguments: [200, 201, 203, 226, 299]) func anyOtherSuccessIsReadLikeTheFirst(status: Int) async throws {
    let transport = ScriptedTransport(.response(status, #"{"id":1}"#))
    let client = ServiceClient(baseURL: "https://api.example.com", transport: transport)
    try await expect(client.send(.item()), equals: Item(id: 1))
  }
}
