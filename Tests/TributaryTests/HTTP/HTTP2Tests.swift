#if os(Linux)
import Expect
import Foundation
import Testing
import TributaryEmulator
import TributaryJSON

@testable import TributaryHTTP

/// Servers that speak HTTP/2 only, so that nothing here passes by falling back.
///
/// `nghttpd` serves a folder. A server in Python breaks connections and streams in every way that matters.
@Suite(
  "HTTP/2", .serialized, .timeLimit(.minutes(5)),
  .enabled(if: Program.areAvailable("nghttpd", "openssl", "python3"), "nghttpd, openssl or python3 is missing"))
struct HTTP2Tests {
  private static let limits = HTTPLimits(deadline: .seconds(60))

  fileprivate static func transport() throws -> CurlTransport {
    let file = try TLSTests.authority.get().file
    return CurlTransport(environment: CurlEnvironment { $0 == "SSL_CERT_FILE" ? file : nil })
  }

  /// The number of bursts can be raised, because a burst that stalls does so once in a while.
  @Test(arguments: [HTTPDelivery.whole, .streamed]) func twentyExchangesAtOnceAllEnd(delivery: HTTPDelivery)
    async throws
  {
    let server = try NghttpServer(TLSTests.certificate.get())
    let bursts = ProcessInfo.processInfo.environment["TRIBUTARY_BURSTS"].flatMap { Int($0) } ?? 3
    for burst in 0..<bursts {
      // Some bursts meet connections that were kept.
      let transport = try Self.transport()
      for _ in 0...(burst % 2) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<20 {
            group.addTask { [port = server.port] in try await exchange(number, port, transport, delivery) }
          }
          try await group.waitForAll()
        }
      }
    }
  }

  private func exchange(
    _ number: Int, _ port: Int, _ transport: CurlTransport, _ delivery: HTTPDelivery
  ) async throws {
    let isGet = number % 2 == 0
    let request = HTTPRequest(
      method: isGet ? "GET" : "POST", url: "https://127.0.0.1:\(port)/large",
      body: isGet ? nil : SharedBytes("content"))
    let stream = try await transport.open(request, limits: Self.limits, delivery: delivery)
    expect(stream.status, equals: 200)
    #expect(stream.headers["Server"]?.hasPrefix("nghttpd") == true)
    var content: [UInt8] = []
    for try await chunk in stream.body {
      content += chunk.array
      // A reader that falls behind makes the connection wait.
      for _ in 0..<(number % 4) { await Task.yield() }
    }
    #expect(content == NghttpServer.content)
  }

  @Test func aConnectionIsKept() async throws {
    let server = try Server("ok")
    for number in 0..<50 {
      var request = server.request(number % 2 == 0 ? "POST" : "GET")
      if number % 4 == 0 { request.body = SharedBytes("content") }
      try await expect(
        server.transport.send(request, limits: Self.limits).body.text,
        equals: "connection 1, request \(number + 1), \(number % 4 == 0 ? 7 : 0) bytes")
    }
  }

  /// What the server does with the second request, which a kept connection carries.
  @Test(arguments: ["close", "refuse", "goaway", "reset"], NeverTwiceTests.Content.allCases)
  func aPostArrivesOnce(fate: String, content: NeverTwiceTests.Content) async throws {
    let server = try Server("ok,\(fate),ok")
    _ = try await server.transport.send(server.request("GET"), limits: Self.limits)
    let file = try TemporaryContent(NeverTwiceTests.large)
    let request = NeverTwiceTests.request("POST", content, to: server.url, file: file.path)
    let error = await transportFailure { () async throws(TransportError) in
      try await server.transport.send(request, limits: Self.limits)
    }
    guard case .connectionLost = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let last = try await server.transport.send(server.request("GET"), limits: Self.limits).body.text
    #expect(last.contains(", request 3, "), "\(last)")
  }

  /// The server closes the connection after its first response, with or without a word.
  @Test(arguments: ["hangup", "farewell"]) func aConnectionThatEndedMeanwhileCostsAtMostThePost(fate: String)
    async throws
  {
    let server = try Server("\(fate),ok")
    _ = try await server.transport.send(server.request("GET"), limits: Self.limits)
    let error = await transportFailure { () async throws(TransportError) in
      try await server.transport.send(server.request("POST"), limits: Self.limits)
    }
    if let error {
      guard case .connectionLost = error else {
        Issue.record("\(error)")
        return
      }
    }
    let last = try await server.transport.send(server.request("GET"), limits: Self.limits).body.text
    // The request is the third that arrives, or the second where the lost one never did.
    #expect(last.contains(", request \(error == nil ? 3 : 2), "), "\(last)")
  }

  /// A request that does no harm twice is repeated where the server says that it did nothing, or closed meanwhile.
  @Test(arguments: ["refuse", "hangup"]) func aGetIsSentAgain(fate: String) async throws {
    let server = try Server(fate == "hangup" ? "hangup,ok" : "ok,\(fate),ok")
    for _ in 0..<2 { _ = try await server.transport.send(server.request("GET"), limits: Self.limits) }
  }

  /// A response that is cut or damaged is no success, whole or streamed.
  @Test(arguments: ["cut", "short", "reset", "headless"], [HTTPDelivery.whole, .streamed])
  func aResponseThatIsCutIsLost(fate: String, delivery: HTTPDelivery) async throws {
    let server = try Server(fate)
    let error = await transportFailure { () async throws(TransportError) in
      try await server.transport.open(server.request("POST"), limits: Self.limits, delivery: delivery).body.collect()
    }
    guard case .connectionLost = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func interimResponsesAndTrailersAreReadPast() async throws {
    let server = try Server("hints")
    let response = try await server.transport.send(server.request("GET"), limits: Self.limits)
    expect(response.status, equals: 200)
    expect(response.body.text, equals: "content")
  }

  /// Content of unknown length has no field that says so in HTTP/2.
  @Test func streamedContentArrives() async throws {
    let server = try Server("ok")
    let request = NeverTwiceTests.request("POST", .stream, to: server.url, file: "")
    try await expect(
      server.transport.send(request, limits: Self.limits).body.text, equals: "connection 1, request 1, 160 bytes")
  }

  @Test func leavingAStreamLeavesOthersAlone() async throws {
    let server = try NghttpServer(TLSTests.certificate.get())
    let transport = try Self.transport()
    for _ in 0..<10 {
      // Held without being read: the server has to wait, and nobody else.
      let held = try await transport.open(
        HTTPRequest(url: "https://127.0.0.1:\(server.port)/large"), limits: Self.limits, delivery: .streamed)
      try await exchange(0, server.port, transport, .whole)
      try await exchange(3, server.port, transport, .streamed)
      withExtendedLifetime(held) {}
    }
  }
}

/// The server in Python, and a transport that trusts it.
private struct Server {
  let url: String
  let transport: CurlTransport
  private let process: ScriptedHTTP2Server

  /// What happens to each request, in order; the last word repeats.
  init(_ fates: String) throws {
    process = try ScriptedHTTP2Server(TLSTests.certificate.get(), fates)
    url = "https://127.0.0.1:\(process.port)/"
    transport = try HTTP2Tests.transport()
  }

  func request(_ method: String) -> HTTPRequest { HTTPRequest(method: method, url: url) }
}

/// Serves a folder over HTTP/2.
private final class NghttpServer: ServerProcess {
  static let content = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  init(_ certificate: CertificateAuthority.Certificate) throws {
    let folder = URL(fileURLWithPath: certificate.file).deletingLastPathComponent().appendingPathComponent("served")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(Self.content).write(to: folder.appendingPathComponent("large"))
    // It takes no port that is free by itself; one that was free a moment ago nearly always still is.
    let listener = try LoopbackServer(service: FunctionService(""))
    let port = listener.port
    listener.stop()
    // It says that it listens only if it is to say everything.
    try super.init(
      "nghttpd", ["-v", "-a", "127.0.0.1", "-d", folder.path, "\(port)", certificate.key, certificate.file], port: port)
  }
}

/// Speaks HTTP/2 and does with each request what a list says. It tells how many connections and requests there were.
private final class ScriptedHTTP2Server: ServerProcess {
  private static let program = """
    import socket, ssl, struct, sys, threading
    DATA, HEADERS, RESET, SETTINGS, PING, GOAWAY, WINDOW = 0, 1, 3, 4, 6, 7, 8
    END_STREAM, END_HEADERS = 1, 4
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(["h2"])
    fates = sys.argv[3].split(",")
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connections, requests = 0, 0
    def field(name, value): return b"\\0" + bytes([len(name)]) + name + bytes([len(value)]) + value
    def serve(connection):
        global connections, requests
        with context.wrap_socket(connection, server_side=True) as tls:
            stream_file = tls.makefile("rb")
            def send(kind, flags, stream, payload=b""):
                tls.sendall(struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload)
            def respond(stream, body, end=END_STREAM):
                send(HEADERS, END_HEADERS, stream, b"\\x88")
                send(DATA, end, stream, body)
            if tls.selected_alpn_protocol() != "h2" or not stream_file.read(24).startswith(b"PRI * HTTP/2.0"): return
            connections += 1
            number = connections
            send(SETTINGS, 0, 0)
            received, orders = {}, {}
            while True:
                head = stream_file.read(9)
                if len(head) < 9: return
                length, kind, flags = int.from_bytes(head[:3], "big"), head[3], head[4]
                stream = int.from_bytes(head[5:], "big")
                payload = stream_file.read(length)
                if kind == SETTINGS and not flags & 1: send(SETTINGS, 1, 0)
                if kind == PING and not flags & 1: send(PING, 1, 0, payload)
                if kind == HEADERS:
                    requests += 1
                    received[stream], orders[stream] = 0, requests
                if kind == DATA and length:
                    received[stream] += length
                    for target in (0, stream): send(WINDOW, 0, target, struct.pack(">I", length))
                if stream not in orders: continue
                fate = fates[min(orders[stream], len(fates)) - 1]
                if fate == "refuse":
                    send(RESET, 0, stream, struct.pack(">I", 7))
                    del orders[stream]
                    continue
                if fate == "goaway":
                    send(GOAWAY, 0, 0, struct.pack(">II", stream - 2 if stream > 1 else 0, 0))
                    return
                if kind not in (HEADERS, DATA) or not flags & END_STREAM: continue
                if fate == "close": return
                if fate in ("ok", "hangup", "farewell"):
                    respond(stream, b"connection %d, request %d, %d bytes" % (number, orders[stream], received[stream]))
                    if fate == "farewell": send(GOAWAY, 0, 0, struct.pack(">II", stream, 0))
                    if fate != "ok":
                        # Closing with unread frames would reset the connection under the response.
                        tls.shutdown(socket.SHUT_WR)
                        while tls.recv(4096): pass
                        return
                if fate == "cut":
                    respond(stream, b"content", 0)
                    return
                if fate == "reset":
                    respond(stream, b"content", 0)
                    send(RESET, 0, stream, struct.pack(">I", 2))
                if fate == "headless":
                    send(HEADERS, 0, stream, b"\\x88")
                    return
                if fate == "short":
                    send(HEADERS, END_HEADERS, stream, b"\\x88" + field(b"content-length", b"10"))
                    send(DATA, END_STREAM, stream, b"short")
                if fate == "hints":
                    send(HEADERS, END_HEADERS, stream, field(b":status", b"103") + field(b"link", b"</a>"))
                    respond(stream, b"content", 0)
                    send(HEADERS, END_HEADERS | END_STREAM, stream, field(b"trailer", b"value"))
                del orders[stream]
    def attempt(connection):
        try: serve(connection)
        except OSError: pass
    while True:
        threading.Thread(target=attempt, args=(listener.accept()[0],), daemon=True).start()
    """

  init(_ certificate: CertificateAuthority.Certificate, _ fates: String) throws {
    try super.init("python3", ["-c", Self.program, certificate.file, certificate.key, fates])
  }
}
#endif
