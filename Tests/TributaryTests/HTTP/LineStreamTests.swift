import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

/// Responses of lines, and how an endpoint says that its response is a stream.
@Suite struct LineStreamTests {
  private typealias Step = ChunkTransport.Step

  private static func endpoint<Response>(_ responses: SuccessResponse<Response>...) -> Endpoint<Response> {
    Endpoint("items.follow", "GET", "/items", responses: responses)
  }

  private static func items(_ text: String) async throws -> [Int] {
    let transport = ChunkTransport(.init(.text(text)))
    return try await transport.client().send(endpoint(.lines(200, of: Item.self) { $0 })).all(upTo: 100).map(\.id)
  }

  @Test(arguments: [
    "{\"id\":1}\n{\"id\":2}\n", "{\"id\":1}\r\n{\"id\":2}\r\n", "{\"id\":1}\n{\"id\":2}",
    "\u{FEFF}{\"id\":1}\n{\"id\":2}",
    "\n{\"id\":1}\n \t\r\n\n{\"id\":2}\n\n",
  ]) func linesEndInSeveralWays(text: String) async throws { try await expect(Self.items(text), equals: [1, 2]) }

  @Test func aLineMayBeSplitAnywhere() async throws {
    let bytes = Array("{\"id\":1,\"name\":\"ä\"}\r\n\r\n{\"id\":2,\"name\":\"€\"}".utf8)
    for cut in 0...bytes.count {
      let transport = ChunkTransport(.init(.bytes(Array(bytes[..<cut])), .bytes(Array(bytes[cut...]))))
      let stream = try await transport.client().send(Self.endpoint(.lines(200, of: Item.self) { $0 }))
      var items: [Item] = []
      for try await item in stream { items.append(item) }
      expect(items, equals: [Item(id: 1, name: "ä"), Item(id: 2, name: "€")])
    }
  }

  @Test func aLineThatDoesNotDecodeEndsTheLoopWithItsNumber() async throws {
    let transport = ChunkTransport(.init(.text("{\"id\":1}\n\n{\"id\":\"x\"}\n{\"id\":3}\n")))
    var lines = try await transport.client().send(Self.endpoint(.lines(200, of: Item.self) { $0 })).makeAsyncIterator()
    try await expect(lines.next(), equals: Item(id: 1))
    do throws(APIError) {
      _ = try await lines.next()
      Issue.record("it decoded")
    } catch {
      guard case .decoding(let problem) = error.reason else {
        Issue.record("\(error)")
        return
      }
      expect(problem.line, equals: 3)
      expect(problem.path, equals: "$.id")
      expect(error.operation, equals: "items.follow")
      expect(error.status, equals: 200)
      expect(error.body.text, equals: "{\"id\":\"x\"}")
    }
    // The loop has ended, and with it the connection.
    try await expect(lines.next(), equals: nil)
    expect(transport.closed, equals: 1)
  }

  @Test func aPageInsteadOfLinesIsNamed() async throws {
    let error = await #expect(throws: APIError.self) { try await Self.items("<html></html>\n") }
    expect(error?.reason, equals: .notJSON("an HTML or XML page"))
  }

  @Test(arguments: [(10, true), (9, false)]) func aLineHasALimit(limit: Int, isEnough: Bool) async throws {
    for text in ["12345\n1234567890\n", "12345\n1234567890", "12345\n12345678901234567890"].prefix(isEnough ? 2 : 3) {
      let steps = text.utf8.map { Step.bytes([$0]) }
      var response = ChunkTransport.Response()
      response.steps = steps
      let stream = try await ChunkTransport(response).client().send(
        Self.endpoint(.lines(200, of: JSONNumber.self) { $0 }))
      let error = await failure { () async throws(APIError) in try await stream.limited(toLine: limit).all(upTo: 5) }
      guard !isEnough else {
        #expect(error == nil)
        continue
      }
      #expect(error?.description.contains("line 2, column 1") == true, "\(String(describing: error))")
      #expect(error?.description.contains("longer than the limit of 9 bytes") == true)
    }
  }

  @Test func textIsGivenAsItIs() async throws {
    let transport = ChunkTransport(.init(.text(" one\r\n\n{two\nthree ")))
    let stream = try await transport.client().send(Self.endpoint(.textLines(200)))
    try await expect(stream.all(upTo: 4), equals: [" one", "", "{two", "three "])
  }

  @Test func linesMayHaveAnEnd() async throws {
    let transport = ChunkTransport(.init(.text("{\"id\":1}\nDONE\n{\"id\":2}\n"), .hang))
    let stream: LineStream<Item> = try await transport.client().send(Self.endpoint(.lines(200, end: "DONE")))
    try await expect(stream.all(upTo: 5), equals: [Item(id: 1)])
    expect(transport.closed, equals: 1)
  }

  @Test func moreThanAskedForIsAnError() async throws {
    let transport = ChunkTransport(.init(.text("1\n2\n3\n")))
    let stream: LineStream<Int> = try await transport.client().send(Self.endpoint(.lines(200)))
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 2) }
    #expect(error?.description.contains("there are more than 2 lines") == true)
  }

  @Test func leavingTheLoopClosesTheConnection() async throws {
    let transport = ChunkTransport(.init(.text("1\n2\n"), .hang))
    let stream: LineStream<Int> = try await transport.client().send(Self.endpoint(.lines(200)))
    for try await _ in stream { break }
    expect(transport.closed, equals: 1)
    // The value is still there, and says that there is nothing left to read.
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 2) }
    #expect(error?.description.contains("a stream is read once") == true)
  }

  @Test func aBreakIsAnErrorThatSaysWhere() async throws {
    let transport = ChunkTransport(.init(.text("1\n2"), .fail(.connectionLost(while: .readingContent))))
    let stream: LineStream<Int> = try await transport.client().send(Self.endpoint(.lines(200)))
    let error = await failure { () async throws(APIError) in try await stream.all(upTo: 5) }
    expect(error?.reason, equals: .transport(.connectionLost(while: .readingContent)))
    expect(error?.operation, equals: "items.follow")
  }

  // MARK: - Endpoints

  @Test(arguments: [200, 202]) func aStreamMayBeMissing(status: Int) async throws {
    let transport = ChunkTransport(.init(status: status, .text("content")))
    let endpoint: Endpoint<ByteStream?> = Self.endpoint(.bytes(200) { $0 }, .nothing(202, giving: nil))
    let stream = try await transport.client().send(endpoint)
    try await expect(stream?.data(upTo: 10), equals: status == 200 ? Data("content".utf8) : nil)
    expect(transport.requests.first?.headers["Accept"], equals: "*/*")
  }

  private enum Job: Sendable {
    case done(ByteStream)
    case item(Item)
  }

  @Test func aStreamMayStandBesideJSON() async throws {
    let endpoint: Endpoint<Job> = Self.endpoint(
      .bytes(200) { .done($0) }, .json(202, as: Item.self) { .item($0) })
    let transport = ChunkTransport(.init(status: 202, .text("{\"id\""), .text(":5}")))
    guard case .item(let item) = try await transport.client().send(endpoint) else {
      Issue.record("it is a stream")
      return
    }
    expect(item, equals: Item(id: 5))
    expect(transport.requests.first?.headers["Accept"], equals: "*/*, application/json")
  }

  @Test func textIsReadWhole() async throws {
    let transport = ChunkTransport(.init(.text("one "), .text("two")))
    try await expect(transport.client().send(Self.endpoint(.text(200))), equals: "one two")
  }

  @Test func aRawStreamIsReadWhole() async throws {
    let transport = ChunkTransport(.init(.text("1\n"), .text("2\n")))
    let endpoint: Endpoint<LineStream<Int>> = Self.endpoint(.lines(200))
    try await expect(transport.client().send(endpoint.raw).text, equals: "1\n2\n")
  }

  @Test func anExchangeHasTheHeaderFieldsOfAStream() async throws {
    let transport = ChunkTransport(.init(type: "application/pdf", .text("content")))
    let exchange = try await transport.client().exchange(Self.endpoint(.bytes(200)))
    expect(exchange.response.headers["Content-Type"], equals: "application/pdf")
    expect(exchange.value.headers["Content-Type"], equals: "application/pdf")
    #expect(exchange.response.body.isEmpty)
  }

  @Test func anUndeclaredSuccessIsReadLikeTheFirst() async throws {
    let transport = ChunkTransport(.init(status: 201, .text("1\n")))
    let stream: LineStream<Int> = try await transport.client().send(Self.endpoint(.lines(200)))
    try await expect(stream.all(upTo: 1), equals: [1])
  }
}
