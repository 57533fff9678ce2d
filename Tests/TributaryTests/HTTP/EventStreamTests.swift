import Expect
import Foundation
import Testing
import TributaryEmulator
@_spi(Generated) import TributaryJSON

@testable @_spi(Generated) import Tributary

/// Server-sent events: how they are put together, when they arrive, and what happens where a stream breaks off.
@Suite(.timeLimit(.minutes(1))) struct EventStreamTests {
  private typealias Response = ChunkTransport.Response

  private static func follow<Response>(
    _ response: SuccessResponse<Response>, _ method: String = "GET", retry: RetryClass = .byMethod
  ) -> Endpoint<Response> {
    Endpoint("chat.follow", method, "/chat", response: response, retry: retry)
  }

  private static let texts = follow(.textEvents(200))

  // MARK: - Parsing

  private static let sample =
    "\u{FEFF}: a comment\n\nevent: greeting\r\ndata: hello\r\ndata:  world\rid: 1\r\r:\r\ndata\n\ndata:\ndata\n\n"
    + "event: forgotten\n\nid\ndata:no id\n\nid: 7\nid: a\u{0}b\nretry: 250\nretry: 1x\nretry:\ndata: ä€😀\nunknown: x\n"
    + "data : not data\n\nid: 8\n\ndata:x:y\n\nretry: 12345678901\ndata: last\n\r\ndata: incomplete\n"

  private static let events = [
    ServerSentEvent(name: "greeting", id: "1", data: "hello\n world"), ServerSentEvent(id: "1", data: ""),
    ServerSentEvent(id: "1", data: "\n"), ServerSentEvent(data: "no id"),
    ServerSentEvent(id: "7", data: "ä€😀", retry: .milliseconds(250)), ServerSentEvent(id: "8", data: "x:y"),
    ServerSentEvent(id: "8", data: "last"),
  ]

  private static func events(of steps: [ChunkTransport.Step]) async throws -> [ServerSentEvent] {
    var response = Response()
    response.steps = steps
    var events: [ServerSentEvent] = []
    for try await event in try await ChunkTransport(response).client().send(texts).events { events.append(event) }
    return events
  }

  @Test func eventsAreWhatTheirLinesSay() async throws {
    try await expect(Self.events(of: [.text(Self.sample)]), equals: Self.events)
  }

  @Test func aStreamMayBeSplitAnywhere() async throws {
    let bytes = Array(Self.sample.utf8)
    for cut in 1..<bytes.count {
      try await expect(
        Self.events(of: [.bytes(Array(bytes[..<cut])), .bytes(Array(bytes[cut...]))]), equals: Self.events)
    }
    try await expect(Self.events(of: bytes.map { .bytes([$0]) }), equals: Self.events)
  }

  @Test func valuesAreDecoded() async throws {
    let transport = ChunkTransport(
      Response(.text("data: {\"id\":1}\n\ndata: {\ndata: \"id\":2}\n\ndata: [DONE]\n\ndata: {}\n\n"), .hang))
    let stream: EventStream<Item> = try await transport.client().send(Self.follow(.events(200, end: "[DONE]")))
    try await expect(stream.all(upTo: 5), equals: [Item(id: 1), Item(id: 2)])
    expect(transport.closed, equals: 1)
    expect(transport.requests.first?.headers["Accept"], equals: "text/event-stream")
  }

  @Test func dataThatDoesNotDecodeEndsTheLoopWithItsLine() async throws {
    let transport = ChunkTransport(Response(.text(":\ndata: {\"id\":1}\n\nevent: e\ndata: {\ndata: \"id\":\"x\"}\n\n")))
    let stream: EventStream<Item> = try await transport.client().send(Self.follow(.events(200)))
    var values = stream.makeAsyncIterator()
    try await expect(values.next(), equals: Item(id: 1))
    do throws(APIError) {
      _ = try await values.next()
      Issue.record("it decoded")
    } catch {
      guard case .decoding(let problem) = error.reason else {
        Issue.record("\(error)")
        return
      }
      expect(problem.line, equals: 6)
      expect(problem.path, equals: "$.id")
    }
    try await expect(values.next(), equals: nil)
    expect(transport.closed, equals: 1)
  }

  /// What a chat sends. The name of an event selects the case.
  private enum Chat: TaggedUnion {
    case item(Int)
    case other(String?)
    case undecodable(String)

    static func read(from reader: inout JSONReader, tag: String) throws(JSONError) -> Self? {
      tag == "item" ? .item(try Item(from: &reader).id) : nil
    }
    static func other(tag: String?, _ content: RawJSON) -> Self { .other(tag) }
    static func undecodable(tag: String, _ content: RawJSON, _ error: JSONError) -> Self { .undecodable(tag) }
    func encode(into writer: inout JSONWriter) { writer.beginObject(); writer.endObject() }
  }

  @Test func theNameOfAnEventSelectsTheCase() async throws {
    let transport = ChunkTransport(
      Response(.text("event: item\ndata: {\"id\":1}\n\ndata: 5\n\nevent: new\ndata: {}\n\nevent: item\ndata: {}\n\n")))
    let stream: EventStream<Chat> = try await transport.client().send(Self.follow(.events(200, tag: .event)))
    try await expect(
      stream.all(upTo: 9), equals: [.item(1), .other("message"), .other("new"), .undecodable("item")])
  }

  @Test func aFunctionMayDecode() async throws {
    let transport = ChunkTransport(Response(.text("event: a\ndata: 1\n\n")))
    let stream = try await transport.client().stream(Self.texts)
      .events { event throws(JSONError) in "\(event.name)\(event.data)" }
    try await expect(stream.all(upTo: 1), equals: ["a1"])
  }

  @Test(arguments: [
    "data: 1234567890\n\n", "data: 12345\ndata: 6789\n\n",
    "data: 1234567890123456789012345678901234567890"
      + String(repeating: "1", count: 60), "id: " + String(repeating: "1", count: 100),
  ])
  func anEventHasALimit(text: String) async throws {
    let transport = ChunkTransport(Response(.text("data: 123456789\n\n"), .text(text)))
    let stream = try await transport.client().send(Self.texts).limited(toEvent: 9)
    var values = stream.makeAsyncIterator()
    try await expect(values.next(), equals: "123456789")
    do throws(APIError) {
      _ = try await values.next()
      Issue.record("it was taken")
    } catch {
      #expect(error.description.contains("the event is longer than the limit of 9 bytes"), "\(error)")
    }
  }

  @Test(arguments: ["application/json", "text/html; charset=utf-8", "application/problem+json"])
  func anotherKindOfContentIsNamed(type: String) async throws {
    let transport = ChunkTransport(Response(type: type, .text("{\"error\":\"x\"}")))
    let stream = try await transport.client().send(Self.texts)
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 1) }
    #expect(error?.description.contains("server-sent events were expected, and the content is \(type)") == true)
    let lenient = ChunkTransport(Response(type: nil, .text("data: 1\n\n")))
    try await expect(lenient.client().send(Self.texts).all(upTo: 1), equals: ["1"])
  }

  // MARK: - Time

  @Test func eventsArriveOneByOne() async throws {
    let transport = ChunkTransport(
      Response(
        .text("data: 1\n\n"), .wait(.milliseconds(500)), .text("data: 2\n"), .text("\n"), .wait(.milliseconds(500)),
        .text("data: 3\n\n"), .wait(.milliseconds(500)), .text("data: 4\n\n"), .wait(.seconds(5))))
    var arrivals: [String: Duration] = [:]
    for try await text in try await transport.client().send(Self.texts) { arrivals[text] = transport.time.uptime }
    expect(
      arrivals, equals: ["1": .zero, "2": .milliseconds(500), "3": .milliseconds(1000), "4": .milliseconds(1500)])
  }

  @Test func leavingTheLoopClosesTheConnection() async throws {
    let transport = ChunkTransport(Response(.text("data: 1\n\n"), .hang))
    let stream = try await transport.client().send(Self.texts)
    for try await _ in stream { break }
    expect(transport.closed, equals: 1)
    withExtendedLifetime(stream) {}
  }

  @Test func cancellingClosesTheConnection() async throws {
    let transport = ChunkTransport(Response(.text("data: 1\nid: 1\n\n"), .hang))
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let task = Task { () async -> APIError? in
      await failure { () async throws(APIError) in
        for try await _ in try await transport.client().send(Self.texts) { arrival.yield() }
      }
    }
    for await _ in arrived { break }
    task.cancel()
    await expect(task.value?.reason, equals: .cancelled)
    expect(transport.closed, equals: 1)
    expect(transport.requests.count, equals: 1)
  }

  // MARK: - Streams that break off

  private static let lost = TransportError.connectionLost(while: .readingContent)

  @Test func aStreamGoesOnAfterItsLastEvent() async throws {
    let transport = ChunkTransport(
      Response(.text("retry: 250\nid: 1\ndata: 1\n\nid: 2\ndata: lost"), .fail(Self.lost)),
      Response(.text("id: 2\ndata: 2\n\n"), .text("data: 3\n\n"), .fail(.idleTimedOut(after: .seconds(60)))),
      Response(.text("data: 4\n\n")))
    try await expect(transport.client().send(Self.texts).all(upTo: 9), equals: ["1", "2", "3", "4"])
    expect(transport.requests.map { $0.headers["Last-Event-ID"] }, equals: [nil, "1", "2"])
    // The service asked for a quarter of a second, and never for anything else.
    expect(transport.time.slept, equals: [.milliseconds(250), .milliseconds(250)])
    expect(transport.closed, equals: 3)
  }

  @Test func otherwiseTheBackoffCounts() async throws {
    let transport = ChunkTransport(
      Response(.text("id: a\ndata: 1\n\n"), .fail(Self.lost)), Response(.fail(Self.lost)),
      Response(.text(": alive\n"), .fail(Self.lost)), Response(.text("data: 2\n\n"), .fail(Self.lost)),
      Response(.text("data: 3\n\n")))
    try await expect(transport.client().send(Self.texts).all(upTo: 9), equals: ["1", "2", "3"])
    // It grows while no event comes.
    expect(transport.time.slept, equals: [.milliseconds(500), .seconds(1), .seconds(2), .milliseconds(500)])
  }

  @Test func attemptsAreBounded() async throws {
    let transport = ChunkTransport(
      Response(.text("id: a\ndata: 1\n\n"), .fail(Self.lost)), Response(.fail(Self.lost)))
    let stream = try await transport.client().send(Self.texts)
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 9) }
    expect(error?.reason, equals: .transport(Self.lost))
    expect(error?.stop, equals: .attempts(4))
    expect(transport.requests.count, equals: 4)
  }

  @Test func aWaitBeyondTheDeadlineIsNotWaited() async throws {
    let transport = ChunkTransport(Response(.text("retry: 999999999\nid: a\ndata: 1\n\n"), .fail(Self.lost)))
    let stream = try await transport.client().send(Self.texts)
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 9) }
    expect(error?.stop, equals: .deadline(.seconds(600)))
    expect(transport.time.slept, equals: [])
  }

  @Test(arguments: [("POST", RetryClass.byMethod, 1), ("POST", .always, 2), ("GET", .never, 1)])
  func theEndpointDecidesWhetherItIsRepeated(method: String, retry: RetryClass, requests: Int) async throws {
    let transport = ChunkTransport(
      Response(.text("id: a\ndata: 1\n\n"), .fail(Self.lost)), Response(.text("data: 2\n\n")))
    let stream = try await transport.client().send(Self.follow(.textEvents(200), method, retry: retry))
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 9) }
    expect(transport.requests.count, equals: requests)
    expect(error?.stop, equals: requests == 1 ? .notRepeatable : nil)
    expect(error?.reason, equals: requests == 1 ? .transport(Self.lost) : nil)
  }

  /// Without an identifier nobody knows where to go on, and an empty one takes it back.
  @Test(arguments: ["data: 1\n\n", "id: a\ndata: 1\n\nid\n\n"]) func withoutAnIdentifierABreakIsAnError(text: String)
    async throws
  {
    let transport = ChunkTransport(Response(.text(text), .fail(Self.lost)))
    let stream = try await transport.client().send(Self.texts)
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 9) }
    expect(error?.reason, equals: .transport(Self.lost))
    expect(transport.requests.count, equals: 1)
  }

  @Test func aStatusWithoutContentEndsTheStream() async throws {
    let transport = ChunkTransport(
      Response(.text("id: a\ndata: 1\n\n"), .fail(Self.lost)), Response(status: 204))
    try await expect(transport.client().send(Self.texts).all(upTo: 9), equals: ["1"])
  }

  @Test func aRefusalEndsTheStreamWithAnError() async throws {
    let transport = ChunkTransport(
      Response(.text("id: a\ndata: 1\n\n"), .fail(Self.lost)), Response(status: 404, .text("gone")))
    let stream = try await transport.client().send(Self.texts)
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 9) }
    expect(error?.reason, equals: .status(404))
  }

  @Test func whatCannotPassIsNotRepeated() async throws {
    let transport = ChunkTransport(Response(.text("id: a\ndata: 1\n\n"), .fail(.tooLarge(limit: 5))))
    let stream = try await transport.client().send(Self.texts)
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 9) }
    expect(error?.reason, equals: .transport(.tooLarge(limit: 5)))
    expect(transport.requests.count, equals: 1)
  }

  #if os(Linux)
  // MARK: - Connections

  /// The server waits for more after an event, and nobody reads on.
  @Test(arguments: [true, false]) func aReaderThatStopsEndsTheConnection(isCancelled: Bool) async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    let server = try RawServer(head + "data: 1\n\n", "")
    let client = ServiceClient(
      baseURL: "http://127.0.0.1:\(server.port)", transport: CurlTransport(),
      policy: ClientPolicy(limits: HTTPLimits(deadline: .seconds(600))))
    let (arrived, arrival) = AsyncStream<Void>.makeStream()
    let task = Task {
      for try await _ in try await client.send(Self.texts) {
        guard isCancelled else { break }
        arrival.yield()
      }
    }
    if isCancelled {
      for await _ in arrived { break }
      task.cancel()
    }
    _ = await task.result
    while server.hangUps == 0 { await Task.yield() }
    expect(server.connections, equals: 1)
  }

  /// The first response breaks off in the middle of a chunk, the second ends.
  @Test func aStreamGoesOnOverARealConnection() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    let server = try RawServer(head + "16\r\nid: 7\ndata: {\"id\":1}\n\n\r\n50\r\ndata: {\"id\"")
    let client = ServiceClient(
      baseURL: "http://127.0.0.1:\(server.port)", transport: CurlTransport(),
      policy: ClientPolicy(limits: HTTPLimits(deadline: .seconds(600)), time: HeldTime(), random: { 0 }))
    let stream: EventStream<Item> = try await client.send(Self.follow(.events(200)))
    var ids: [Int] = []
    for try await item in stream {
      ids.append(item.id)
      if ids.count == 3 { break }
    }
    expect(ids, equals: [1, 1, 1])
    expect(server.connections, equals: 3)
  }
  #endif
}
