import Expect
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// The server's half of HTTP, spoken byte by byte.
@Suite struct LoopbackServerTests {
  private let service = EchoService()

  private func exchange(_ text: String, limits: ServerLimits = ServerLimits()) throws -> String {
    let server = try LoopbackServer(service: service, limits: limits)
    defer { server.stop() }
    return RawClient.exchange(text, port: server.port)
  }

  private static let end = "Host: a\r\nConnection: close\r\n\r\n"

  // MARK: - What it understands

  @Test func respondsToARequest() throws {
    let response = try exchange("GET /a%2Fb?c=d HTTP/1.1\r\n\(Self.end)")
    #expect(response.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: "))
    #expect(response.hasSuffix(" GMT\r\nContent-Length: 18\r\nConnection: close\r\n\r\nGET /a%2Fb?c=d [-]"))
  }

  @Test func readsContentOfALength() throws {
    let response = try exchange("POST /a HTTP/1.1\r\nContent-Length: 5\r\n\(Self.end)hello")
    #expect(response.hasSuffix("POST /a [hello]"))
  }

  @Test func readsContentInChunks() throws {
    let chunks = "3\r\nhel\r\n2;name=\"value\"\r\nlo\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
    let response = try exchange("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(Self.end)\(chunks)")
    #expect(response.hasSuffix("POST /a [hello0123456789]"))
  }

  @Test func acceptsAnAbsoluteTarget() throws {
    #expect(try exchange("GET http://a/b?c HTTP/1.1\r\n\(Self.end)").hasSuffix("GET /b?c [-]"))
    #expect(try exchange("GET http://a HTTP/1.1\r\n\(Self.end)").hasSuffix("GET / [-]"))
  }

  @Test func aHeadHasALengthAndNoContent() throws {
    let response = try exchange("HEAD /a HTTP/1.1\r\n\(Self.end)")
    #expect(response.contains("Content-Length: 11\r\n"))
    #expect(response.hasSuffix("\r\n\r\n"))
  }

  @Test func nothingHasNoLength() throws {
    let response = try exchange("GET /nothing HTTP/1.1\r\n\(Self.end)")
    #expect(response.hasPrefix("HTTP/1.1 204 No Content\r\n"))
    #expect(!response.contains("Content-Length"))
    #expect(response.hasSuffix("\r\n\r\n"))
  }

  @Test func aConnectionServesManyRequests() throws {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let client = try #require(RawClient(port: server.port))
    for number in 1...3 {
      client.write("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(client.receive(until: "]").hasSuffix("GET /\(number) [-]"))
    }
  }

  @Test func requestsMayComeAllAtOnceAndInPieces() throws {
    let text =
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
      + "POST /3 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nGET /4 HTTP/1.1\r\n\(Self.end)"
    let expected = ["POST /1 [abc]", "GET /2 [-]", "POST /3 [x]", "GET /4 [-]"]
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    for step in [1, 7, 64, 1000] {
      let client = try #require(RawClient(port: server.port))
      // By bytes: to Swift a carriage return and a line feed are one character.
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        client.write(String(decoding: rest.prefix(step), as: UTF8.self))
        rest = rest.dropFirst(step)
      }
      let response = client.receive()
      for line in expected { #expect(response.contains(line)) }
      expect(response.occurrences(of: "HTTP/1.1 200 OK"), equals: 4)
    }
  }

  @Test func tellsAClientThatAsksToGoOn() throws {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let client = try #require(RawClient(port: server.port))
    client.write("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\(Self.end)")
    expect(client.receive(until: "\r\n\r\n"), equals: "HTTP/1.1 100 Continue\r\n\r\n")
    client.write("ok")
    #expect(client.receive().hasSuffix("POST /a [ok]"))
  }

  @Test func anOldClientGetsOneResponse() throws {
    let response = try exchange("GET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n\r\n")
    #expect(response.hasSuffix("GET /a [-]"))
    #expect(response.contains("Connection: close"))
  }

  @Test func aServiceCannotBreakTheHead() throws {
    let response = try exchange("GET /evil HTTP/1.1\r\n\(Self.end)")
    #expect(response.contains("X-A: b  X-Evil: 1\r\n"))
    expect(response.occurrences(of: "Content-Length"), equals: 1)
    #expect(response.contains("Content-Length: 2\r\n"))
  }

  // MARK: - What it refuses

  @Test(arguments: [
    ("GET /a\r\n\(end)", 400), ("GET  /a HTTP/1.1\r\n\(end)", 400), ("GET a HTTP/1.1\r\n\(end)", 400),
    ("G\u{1}T /a HTTP/1.1\r\n\(end)", 400), ("GET /a HTTP/1.1\r\nHost : a\r\n\r\n", 400),
    ("GET /a HTTP/1.1\r\n\r\n", 400), ("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("GET /a HTTP/1.1\nHost: a\r\n\r\n", 400), ("GET /a HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
    ("GET /a HTTP/1.1\r\nNoColon\r\n\(end)", 400), ("GET /a HTTP/1.1\r\nX: a\u{0}b\r\n\(end)", 400),
    ("GET /ä HTTP/1.1\r\n\(end)", 400), ("GET /a HTTP/2.0\r\n\(end)", 505), ("GET /a FTP/1.1\r\n\(end)", 400),
    ("POST /a HTTP/1.1\r\nContent-Length: x\r\n\(end)", 400), ("POST /a HTTP/1.1\r\nContent-Length: -1\r\n\(end)", 400),
    ("POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\(end)ab", 400),
    ("POST /a HTTP/1.1\r\nContent-Length: +1\r\n\(end)a", 400),
    ("POST /a HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\(end)0\r\n\r\n", 400),
    ("POST /a HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\(end)", 501),
    ("POST /a HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\(end)", 501),
    ("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(end)xyz\r\n", 400),
    ("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(end)1\r\nab\r\n0\r\n\r\n", 400),
    ("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(end)-1\r\n", 400),
    ("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(end)\(String(repeating: "0", count: 3000))", 431),
    ("POST /a HTTP/1.1\r\nExpect: tea\r\n\(end)", 417), ("POST /a HTTP/1.1\r\nContent-Length: 1001\r\n\(end)", 413),
    ("POST /a HTTP/1.1\r\nContent-Length: 99999999999999999999999999\r\n\(end)", 413),
    ("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\(end)FFFFFF\r\n", 413),
    ("GET /\(String(repeating: "a", count: 3000)) HTTP/1.1\r\n\(end)", 431),
    ("GET /a HTTP/1.1\r\nX: \(String(repeating: "a", count: 3000))", 431),
  ]) func refuses(request: String, status: Int) throws {
    let response = try exchange(
      request, limits: ServerLimits(headBytes: 2000, bodyBytes: 1000, idleTimeout: .seconds(5)))
    #expect(response.hasPrefix("HTTP/1.1 \(status) "), "\(response)")
    #expect(response.contains("Connection: close\r\n"))
    expect(service.requests, equals: 0)
  }

  @Test func aSilentClientIsLeft() throws {
    let limits = ServerLimits(idleTimeout: .milliseconds(50))
    try expect(exchange("", limits: limits), equals: "")
    try expect(exchange("GET /a HT", limits: limits), equals: "")
    try expect(exchange("POST /a HTTP/1.1\r\nContent-Length: 5\r\n\(Self.end)he", limits: limits), equals: "")
    expect(service.requests, equals: 0)
  }

  @Test func oneConnectionTooManyIsTurnedAway() throws {
    let server = try LoopbackServer(service: service, limits: ServerLimits(connections: 1))
    defer { server.stop() }
    let first = try #require(RawClient(port: server.port))
    first.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(first.receive(until: "]").hasSuffix("GET /1 [-]"))
    #expect(RawClient.exchange("", port: server.port).hasPrefix("HTTP/1.1 503 "))
    first.write("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(first.receive(until: "]").hasSuffix("GET /2 [-]"))
  }

  // MARK: - Its life

  @Test func aPortThatCannotBeHadIsNamed() throws {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let port = server.port
    let problem = #expect(throws: LoopbackServer.Problem.portInUse(port)) {
      try LoopbackServer(service: EchoService(), port: port)
    }
    expect(problem?.description.contains("port \(port) is in use"), equals: true)
    #expect(throws: LoopbackServer.Problem.noSuchPort(70000)) { try LoopbackServer(service: service, port: 70000) }
    #expect(throws: LoopbackServer.Problem.noSuchPort(-1)) { try LoopbackServer(service: service, port: -1) }
  }

  @Test func aPortIsFreeAgainAfterAStop() throws {
    var port = 0
    for _ in 0..<3 {
      let server = try LoopbackServer(service: service, port: port)
      port = server.port
      #expect(RawClient.exchange("GET /a HTTP/1.1\r\n\(Self.end)", port: port).hasSuffix("GET /a [-]"))
      server.stop()
      server.stop()
      #expect(RawClient(port: port) == nil)
    }
  }

  @Test func aStopEndsEveryConnection() throws {
    let faults = FaultPlan([.init(.latency(.seconds(60))) { $0.url.hasSuffix("/slow") }])
    let server = try LoopbackServer(service: service, faults: faults)
    let idle = try #require(RawClient(port: server.port))
    idle.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
    _ = idle.receive(until: "]")
    let slow = try #require(RawClient(port: server.port))
    slow.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
    let half = try #require(RawClient(port: server.port))
    half.write("GET /")
    server.stop()
    for client in [idle, slow, half] { expect(client.receive(), equals: "") }
  }

  @Test func aClientThatGoesAwayDoesNoHarm() throws {
    let faults = FaultPlan([.init(.endless, count: nil) { $0.url.hasSuffix("/endless") }])
    let server = try LoopbackServer(service: service, faults: faults)
    defer { server.stop() }
    for _ in 0..<10 {
      let client = try #require(RawClient(port: server.port))
      client.write("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(client.receive(until: "\r\n\r\n[").hasPrefix("HTTP/1.1 200 OK"))
    }
    #expect(RawClient.exchange("GET /a HTTP/1.1\r\n\(Self.end)", port: server.port).hasSuffix("GET /a [-]"))
  }

  @Test func aServerThatIsForgottenStops() throws {
    let port = try LoopbackServer(service: service).port
    #expect(RawClient(port: port) == nil)
  }
}

extension String {
  fileprivate func occurrences(of text: String) -> Int {
    split(separator: text, omittingEmptySubsequences: false).count - 1
  }
}
