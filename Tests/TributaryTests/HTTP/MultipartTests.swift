import Expect
import Foundation
import Testing
@_spi(Generated) import Tributary
import TributaryEmulator
@_spi(Generated) import TributaryJSON

/// Bodies of fields and files, of content in any format, and of lines.
@Suite struct MultipartTests {
  /// Numbers that are always the same.
  private struct Counting: RandomNumberGenerator {
    var state: UInt64 = 7

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state
    }
  }

  private static func form(
    _ fields: BodyField?..., in key: String? = nil, style: ParameterStyle = .repeated
  ) -> EndpointBody {
    var random = Counting()
    return .multipart(fields, in: key, style: style, using: &random)
  }

  private static func boundary(_ body: EndpointBody) -> String {
    String(body.contentType.dropFirst("multipart/form-data; boundary=".count))
  }

  /// The parts, each as its header lines and content, with the frame checked.
  private static func parts(_ body: EndpointBody) async throws -> [String] {
    let mark = "--" + boundary(body)
    let pieces = try await body.content.collect().text.components(separatedBy: mark)
    expect(pieces.first, equals: "")
    expect(pieces.last, equals: "--\r\n")
    return pieces.dropFirst().dropLast().map { piece in
      #expect(piece.hasPrefix("\r\n") && piece.hasSuffix("\r\n"))
      return String(piece.dropFirst().dropLast())
    }
  }

  private static func text(_ name: String, _ value: String) -> String {
    "Content-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)"
  }

  private static func json(_ name: String, _ value: String) -> String {
    "Content-Disposition: form-data; name=\"\(name)\"\r\nContent-Type: application/json\r\n\r\n\(value)"
  }

  private static func file(_ name: String, _ filename: String, _ type: String, _ value: String) -> String {
    "Content-Disposition: form-data; name=\"\(name)\"; filename=\"\(filename)\"\r\nContent-Type: \(type)\r\n\r\n\(value)"
  }

  // MARK: - Parts

  @Test func everyFieldIsAPart() async throws {
    let body = Self.form(
      .field("purpose", "batch ä"), .field("count", 5), .field("flag", true), .field("missing", String?.none),
      .field("map", ["a": 1]), .field("patch", JSONValue.null),
      .file("file", .data(Data("x\n".utf8), filename: "a.JSON")),
      .file("none", nil))
    expect(body.problem, equals: nil)
    try await expect(
      Self.parts(body),
      equals: [
        Self.text("purpose", "batch ä"), Self.text("count", "5"), Self.text("flag", "true"),
        Self.json("map", "{\"a\":1}"),
        Self.text("patch", ""), Self.file("file", "a.JSON", "application/json", "x\n"),
      ])
    #expect(body.contentType.hasPrefix("multipart/form-data; boundary="))
    expect(Self.boundary(body).count, equals: 40)
  }

  @Test func boundariesDiffer() {
    let types = (0..<100).map { _ in EndpointBody.multipart(.field("a", 1)).contentType }
    expect(Set(types).count, equals: 100)
  }

  @Test func aModelIsItsFields() async throws {
    let value: JSONValue = ["name": "x", "tags": ["a", "b"], "inner": ["k": "v"]]
    try await expect(
      Self.parts(.multipart(value, in: "data")),
      equals: [
        Self.text("data[name]", "x"), Self.text("data[tags]", "a"), Self.text("data[tags]", "b"),
        Self.json("data[inner]", "{\"k\":\"v\"}"),
      ])
    expect(EndpointBody.multipart(5).problem, equals: "a form must be made from an object")
  }

  @Test(arguments: [
    (ParameterStyle.repeated, ["a", "a"]), (.brackets, ["a[]", "a[]"]), (.indexed, ["a[0]", "a[1]"]),
  ]) func listsHaveAStyle(style: ParameterStyle, names: [String]) async throws {
    let files = ["x", "y"].map { FilePart.data(Data($0.utf8), filename: "\($0).txt") }
    try await expect(
      Self.parts(Self.form(.field("a", [1, 2]), style: style)),
      equals: zip(names, ["1", "2"]).map { Self.text($0, $1) })
    try await expect(
      Self.parts(Self.form(.field("a", [["k": 1], ["k": 2]]), style: style)),
      equals: zip(names, ["{\"k\":1}", "{\"k\":2}"]).map { Self.json($0, $1) })
    // What a field says about itself counts more than what the body says.
    try await expect(
      Self.parts(Self.form(.files("a", files, style: style), style: .comma)),
      equals: zip(names, ["x", "y"]).map { Self.file($0, "\($1).txt", "text/plain", $1) })
  }

  @Test func aListMayBeOnePart() async throws {
    try await expect(Self.parts(Self.form(.field("a", [1, 2]), style: .comma)), equals: [Self.text("a", "1,2")])
    try await expect(Self.parts(Self.form(.field("a", [1, 2]), style: .json)), equals: [Self.json("a", "[1,2]")])
    try await expect(Self.parts(Self.form(.field("a", [Int]()))), equals: [])
  }

  @Test func quotesAreEscaped() async throws {
    try await expect(
      Self.parts(Self.form(.file("a\"b", .data(Data(), filename: "ä \"x\" \\.png")))),
      equals: [Self.file("a%22b", "ä %22x%22 \\.png", "image/png", "")])
  }

  @Test(arguments: [
    ("a.pdf", "application/pdf"), ("a.tar.GZ", "application/gzip"), ("a", "application/octet-stream"),
    (".json", "application/octet-stream"), ("a.", "application/octet-stream"),
    ("a.unknown", "application/octet-stream"),
  ]) func theTypeComesFromTheName(name: String, type: String) {
    expect(FilePart.data(Data(), filename: name).contentType, equals: type)
    expect(FilePart.data(Data(), filename: name, contentType: "x/y").contentType, equals: "x/y")
  }

  // MARK: - Problems

  private static func data(_ filename: String, _ type: String? = nil) -> FilePart {
    .data(Data(), filename: filename, contentType: type)
  }

  @Test func whatCannotBeSentIsRefused() async throws {
    let faulty: [(BodyField?, String)] = [
      (.file("f", Self.data("a\r\nb")), "f: the file's name has a line break or NUL in it"),
      (.file("f", Self.data("a\nb")), "f: the file's name has a line break or NUL in it"),
      (.file("f", Self.data("a\0b")), "f: the file's name has a line break or NUL in it"),
      (
        .file("f", Self.data("a", "text/plain\r\nX: y")),
        "f: the content type is empty or has a line break or NUL in it"
      ),
      (.file("f", Self.data("a", "")), "f: the content type is empty or has a line break or NUL in it"),
      (.field("f\r\nX: y", 1), "\"fX: y\" has a line break or NUL in its name"),
      (
        .file("f", .file(URL(fileURLWithPath: "/nowhere/file"))),
        "f cannot be read: /nowhere/file: No such file or directory"
      ),
      (.file("f", .file(FileManager.default.temporaryDirectory)), "is not a file"),
      (.files("f", [Self.data("a")], style: .comma), "f holds files, which have no form in the style \"comma\""),
      (
        .field("f", [[1]], style: .comma),
        "f holds a list of lists or objects, which has no form in the style \"comma\""
      ),
      (.field("f", Double.nan), "f: $ is nan, and JSON has only finite numbers"),
    ]
    if let url = URL(string: "https://example.com/a") {
      let problem = Self.form(.file("f", .file(url))).problem
      expect(problem, equals: "the form field f is not a file: https://example.com/a")
    }
    for (field, problem) in faulty {
      let body = Self.form(field)
      #expect(body.problem?.hasPrefix("the form field ") == true)
      #expect(body.problem?.hasSuffix(problem) == true, "\(String(describing: body.problem))")
      let transport = ScriptedTransport(.response(200, #"{"id":1}"#))
      let client = ServiceClient(baseURL: "https://api.example.com", transport: transport)
      let endpoint = Endpoint<Item>("files.add", "POST", "/files", body: body, responses: [.json(200)])
      let error = await failure { () async throws(APIError) in try await client.send(endpoint) }
      expect(error?.reason, equals: .invalidRequest(body.problem ?? ""))
      expect(transport.requests.count, equals: 0)
    }
  }

  @Test func aFileNeedsAMultipartBody() {
    let field: BodyField? = .file("f", Self.data("a"))
    expect(
      EndpointBody.json(field).problem, equals: "the content's $.f is a file, which only a multipart body can hold")
    #expect(EndpointBody.form(field).problem?.contains("is a file, which only a multipart body can hold") == true)
  }

  // MARK: - Sending

  private static func chunks(_ count: Int) -> AsyncStream<Data> {
    AsyncStream { continuation in
      for number in 0..<count { continuation.yield(Data("chunk \(number),".utf8)) }
      continuation.finish()
    }
  }

  private static func endpoint(_ body: EndpointBody, _ method: String = "PUT") -> Endpoint<Item> {
    Endpoint("files.put", method, "/files/1", body: body, responses: [.json(200)])
  }

  private func client(_ server: LoopbackServer) -> ServiceClient {
    ServiceClient(
      baseURL: server.baseURL, transport: SystemTransport(),
      policy: ClientPolicy(limits: HTTPLimits(deadline: .seconds(600)), time: HeldTime(), random: { 0 }))
  }

  @Test func aFileIsSentAgainAndItsLengthIsKnown() async throws {
    let file = try TemporaryContent(SharedBytes((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }))
    let service = FunctionService(#"{"id":1}"#)
    let server = try LoopbackServer(service: service, faults: try FaultPlan("503:2"), limits: .longIdleTimeout)
    defer { server.stop() }
    let body = Self.form(.field("name", "x"), .file("f", .file(URL(fileURLWithPath: file.path))))
    try await expect(client(server).send(Self.endpoint(body)), equals: Item(id: 1))
    let request = try #require(service.requests.first)
    let sent = try #require(request.body)
    try await expect(sent, equals: body.content.collect())
    expect(request.headers["Content-Length"], equals: "\(sent.count)")
    expect(request.headers["Content-Type"], equals: body.contentType)
    #expect(sent.count > 3_000_000)
  }

  @Test(arguments: [nil, 24, 25]) func aStreamIsSentOnce(length: Int?) async throws {
    let service = FunctionService(#"{"id":1}"#)
    let server = try LoopbackServer(service: service, faults: try FaultPlan("503"), limits: .longIdleTimeout)
    defer { server.stop() }
    for isFirst in [true, false] {
      let part = FilePart.stream(Self.chunks(3), filename: "a.txt", length: length)
      let body = Self.form(.file("f", part), .field("after", 1))
      let error = await failure { () async throws(APIError) in try await client(server).send(Self.endpoint(body)) }
      if length == 25 {
        #expect(error?.description.contains("a file has 24 of the 25 bytes that were announced") == true)
      } else if isFirst {
        expect(error?.reason, equals: .status(503))
        expect(error?.stop, equals: .notRepeatable)
      } else {
        #expect(error == nil)
        let request = try #require(service.requests.first)
        #expect(request.body?.text.contains("\r\n\r\nchunk 0,chunk 1,chunk 2,\r\n--") == true)
        expect(request.headers["Content-Length"] != nil, equals: length != nil)
      }
    }
  }

  /// However large a file is, a chunk of it is in memory.
  @Test func aFileIsReadAsItIsSent() async throws {
    let file = try TemporaryContent()
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file.path))
    try handle.truncate(atOffset: 1 << 30)
    try handle.close()
    let body = Self.form(.file("f", .file(URL(fileURLWithPath: file.path))))
    guard case .stream(let stream) = body.content else {
      Issue.record("it is in memory")
      return
    }
    let counted = Locked((bytes: 0, largest: 0, count: 0))
    try await stream.pump { chunk in
      counted.withLock {
        $0.bytes += chunk.count
        $0.largest = max($0.largest, chunk.count)
        $0.count += 1
        // A transport that needs no more ends the reading.
        return $0.count < 1000
      }
    }
    #expect(counted.withLock { $0.largest } <= 64 << 10)
    expect(counted.withLock { $0.count }, equals: 1000)
    #expect((stream.length ?? 0) > 1 << 30)
  }

  @Test func aFileThatChangesIsAnError() async throws {
    let file = try TemporaryContent(SharedBytes([UInt8](repeating: 1, count: 100_000)))
    let server = try LoopbackServer(service: FunctionService(#"{"id":1}"#), limits: .longIdleTimeout)
    defer { server.stop() }
    let body = Self.form(.file("f", .file(URL(fileURLWithPath: file.path))))
    try Data("short".utf8).write(to: URL(fileURLWithPath: file.path))
    let error = await failure { () async throws(APIError) in try await client(server).send(Self.endpoint(body)) }
    #expect(error?.description.contains("changed while it was sent") == true, "\(String(describing: error))")
  }

  // MARK: - Content in any format

  @Test func contentIsDataAFileOrAStream() async throws {
    let service = FunctionService(#"{"id":1}"#)
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let file = try TemporaryContent(SharedBytes("from a file"))
    let contents: [RequestContent] = [
      .data(Data("from data".utf8)), .file(URL(fileURLWithPath: file.path)), .stream(Self.chunks(2)),
      .stream(Self.chunks(1), length: 8),
    ]
    for content in contents {
      _ = try await client(server).send(Self.endpoint(.bytes(content, contentType: "text/plain")))
    }
    expect(
      service.requests.map { $0.body?.text }, equals: ["from data", "from a file", "chunk 0,chunk 1,", "chunk 0,"])
    expect(Set(service.requests.map { $0.headers["Content-Type"] }), equals: ["text/plain"])
    expect(EndpointBody.bytes(.data(Data())).contentType, equals: "application/octet-stream")
    let url = try #require(URL(string: "https://example.com/x"))
    expect(EndpointBody.bytes(.file(url)).problem, equals: "the content is not a file: https://example.com/x")
  }

  @Test func linesAreSentAsTheyAreProduced() async throws {
    let service = FunctionService(#"{"id":1}"#)
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let raw = try RawJSON("{\n \"a\":\r\n 1}")
    let values = AsyncStream<RawJSON> { continuation in
      continuation.yield(raw)
      continuation.yield(raw)
      continuation.finish()
    }
    _ = try await client(server).send(Self.endpoint(.lines(values), "POST"))
    _ = try await client(server).send(Self.endpoint(.lines([raw, raw]), "POST"))
    _ = try await client(server).send(Self.endpoint(.lines([Int]()), "POST"))
    let line = "{  \"a\":   1}\n"
    expect(service.requests.map { $0.body?.text ?? "" }, equals: [line + line, line + line, ""])
    expect(Set(service.requests.map { $0.headers["Content-Type"] }), equals: ["application/x-ndjson"])
  }

  @Test func linesMayBeText() async throws {
    let service = FunctionService(#"{"id":1}"#)
    let server = try LoopbackServer(service: service, limits: .longIdleTimeout)
    defer { server.stop() }
    let texts = AsyncStream<String> { continuation in
      continuation.yield("one \"ä\"")
      continuation.yield("")
      continuation.finish()
    }
    _ = try await client(server).send(Self.endpoint(.textLines(texts), "POST"))
    _ = try await client(server).send(Self.endpoint(.textLines(["one \"ä\"", ""]), "POST"))
    expect(service.requests.map { $0.body?.text }, equals: ["one \"ä\"\n\n", "one \"ä\"\n\n"])
    expect(EndpointBody.textLines(["a", "b\r\nc"]).problem, equals: "the content's line 2 has a line break in it")
  }

  @Test func aLineThatCannotBeWrittenIsAnError() async throws {
    expect(
      EndpointBody.lines([1, Double.nan]).problem,
      equals: "the content's line 2: $ is nan, and JSON has only finite numbers")
    let server = try LoopbackServer(service: FunctionService(#"{"id":1}"#), limits: .longIdleTimeout)
    defer { server.stop() }
    let values = AsyncStream<Double> { continuation in
      continuation.yield(1)
      continuation.yield(.infinity)
      continuation.finish()
    }
    let error = await failure { () async throws(APIError) in
      try await client(server).send(Self.endpoint(.lines(values)))
    }
    #expect(error?.description.contains("line 2: $ is inf") == true, "\(String(describing: error))")
  }
}
