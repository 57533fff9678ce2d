#if os(Linux)
import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// What the transport makes of bytes that a server sends before it closes, as RFC 9110 and 9112 have it.
///
/// Most of them were taken from public bug reports of HTTP clients: each ended a process, hung it, or was taken for
/// something else.
@Suite struct RawResponseTests {
  /// What a response has to come to.
  enum Outcome: Sendable, Equatable {
    case read(Int, String)
    case lost
    case invalid
    case coding
    case tooLarge
    case headersTooLarge
    case other(TransportError)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let outcome: Outcome
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ outcome: Outcome) { self.init(name, Array(text.utf8), outcome) }

    init(_ name: String, _ bytes: [UInt8], _ outcome: Outcome) {
      (self.name, self.bytes, self.outcome) = (name, bytes, outcome)
    }
  }

  private static let ok = "HTTP/1.1 200 OK\r\n"
  private static let plain = ok + "Content-Length: 2\r\n\r\nab"
  private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"

  /// `hello hello hello hello` as one gzip member.
  private static let member: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40,
    0x27, 0x01, 0xE3, 0x51, 0x3D, 0x8D, 0x17, 0x00, 0x00, 0x00,
  ]
  private static let words = "hello hello hello hello"

  private static func gzip(_ content: [UInt8], coding: String = "gzip", isChunked: Bool = false) -> [UInt8] {
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: \(coding)\r\n"
    guard isChunked else { return Array("\(head)Content-Length: \(content.count)\r\n\r\n".utf8) + content }
    let chunks = content.flatMap { Array("1\r\n".utf8) + [$0] + Array("\r\n".utf8) }
    return Array("\(head)Transfer-Encoding: chunked\r\n\r\n".utf8) + chunks + Array("0\r\n\r\n".utf8)
  }

  private static let lawful: [Case] = [
    Case("a length", plain, .read(200, "ab")),
    Case("no length, to the end", ok + "\r\nab", .read(200, "ab")),
    Case("no reason phrase", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nab", .read(200, "ab")),
    Case("an empty reason phrase", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nab", .read(200, "ab")),
    Case("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nab", .read(200, "ab")),
    Case("no space after the colon", ok + "Content-Length:2\r\nDate:x\r\n\r\nab", .read(200, "ab")),
    Case("many spaces and tabs", ok + "Content-Length: \t 2 \t\r\n\r\nab", .read(200, "ab")),
    Case("an empty field", ok + "X:\r\nContent-Length: 2\r\n\r\nab", .read(200, "ab")),
    Case("two equal lengths", ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab", .read(200, "ab")),
    Case("zeros before the length", ok + "Content-Length: 0002\r\n\r\nab", .read(200, "ab")),
    Case("lines that end with LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nab", .read(200, "ab")),
    Case(
      "Latin-1 in a field", Array((ok + "X: ").utf8) + [0xE9, 0xFF] + Array("\r\nContent-Length: 2\r\n\r\nab".utf8),
      .read(200, "ab")),
    Case(
      "Latin-1 in the reason", Array("HTTP/1.1 200 ".utf8) + [0xC4] + Array("\r\nContent-Length: 2\r\n\r\nab".utf8),
      .read(200, "ab")),
    Case("chunks", chunked + "1\r\na\r\n1\r\nb\r\n0\r\n\r\n", .read(200, "ab")),
    Case("chunks with extensions", chunked + "2;a=b\r\nab\r\n0;c\r\n\r\n", .read(200, "ab")),
    Case("a chunk with zeros before its size", chunked + "0002\r\nab\r\n0\r\n\r\n", .read(200, "ab")),
    Case("trailers", chunked + "2\r\nab\r\n0\r\nX-Sum: 1\r\nStatus: 500\r\n\r\n", .read(200, "ab")),
    Case("100 before it", "HTTP/1.1 100 Continue\r\n\r\n" + plain, .read(200, "ab")),
    Case(
      "103 three times", String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", count: 3) + plain,
      .read(200, "ab")),
    Case("bytes behind the content", plain + "junk", .read(200, "ab")),
    Case("204 with content", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nab", .read(204, "")),
    Case("304 with content", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nab", .read(304, "")),
    Case("a status nobody knows", "HTTP/1.1 599 Odd\r\nContent-Length: 2\r\n\r\nab", .read(599, "ab")),
    Case(
      "a redirect to nowhere", "HTTP/1.1 302 Found\r\nLocation: http://\r\nContent-Length: 0\r\n\r\n", .read(302, "")),
    Case("gzip", gzip(member), .read(200, words)),
    Case("gzip in chunks of a byte", gzip(member, isChunked: true), .read(200, words)),
    Case("x-gzip", gzip(member, coding: "x-gzip"), .read(200, words)),
    Case("two members", gzip(member + member), .read(200, words + words)),
    Case("gzip with zeros behind it", gzip(member + [0, 0, 0]), .read(200, words)),
    Case("gzip of nothing", gzip([]), .read(200, "")),
    Case("identity", ok + "Content-Encoding: identity\r\nContent-Length: 2\r\n\r\nab", .read(200, "ab")),
    Case("a folded line", ok + "X: a\r\n b\r\nContent-Length: 2\r\n\r\nab", .read(200, "ab")),
  ]

  private static let cut: [Case] = [
    Case("nothing", "", .lost), Case("half a status line", "HTTP/1.1 2", .lost),
    Case("a status line", ok, .lost), Case("half a field", ok + "Content-Le", .lost),
    Case("fields without an end", ok + "Content-Length: 2\r\n", .lost),
    Case("half of the content", ok + "Content-Length: 9\r\n\r\nab", .lost),
    Case("none of the content", ok + "Content-Length: 9\r\n\r\n", .lost),
    Case("half a chunk", chunked + "5\r\nab", .lost), Case("no chunk", chunked, .lost),
    Case("no last chunk", chunked + "2\r\nab\r\n", .lost), Case("half a chunk size", chunked + "2", .lost),
    Case("a last chunk without an end", chunked + "2\r\nab\r\n0\r\n", .lost),
    Case("half a trailer", chunked + "2\r\nab\r\n0\r\nX-Su", .lost),
    Case("a chunk size that is none", chunked + "zz\r\nab\r\n0\r\n\r\n", .lost),
    Case("a negative chunk size", chunked + "-1\r\nab\r\n0\r\n\r\n", .lost),
    Case("a chunk size past every limit", chunked + "FFFFFFFFFFFFFFFFF\r\nab\r\n", .lost),
    Case("gzip without its end", gzip(member.dropLast(9)), .lost),
    Case("gzip without its sum", gzip(member.dropLast(8)), .lost),
    Case("gzip without its last byte", gzip(member.dropLast()), .lost),
    Case("gzip without its last byte, in chunks", gzip(member.dropLast(), isChunked: true), .lost),
    Case("a second member that is cut", gzip(member + member.dropLast(4)), .lost),
    Case("only interim responses", "HTTP/1.1 100 Continue\r\n\r\n", .lost),
  ]

  private static let wrong: [Case] = [
    Case("garbage", "garbage\r\n\r\n", .invalid), Case("HTTP/0.9", "<html></html>", .invalid),
    Case("a negative status", "HTTP/1.1 -1 x\r\nContent-Length: 0\r\n\r\n", .invalid),
    Case("a status of two digits", "HTTP/1.1 20 x\r\nContent-Length: 0\r\n\r\n", .invalid),
    Case("a status of four digits", "HTTP/1.1 2000 x\r\nContent-Length: 0\r\n\r\n", .invalid),
    Case("a status in letters", "HTTP/1.1 abc x\r\nContent-Length: 0\r\n\r\n", .invalid),
    Case("a status below 100", "HTTP/1.1 099 x\r\nContent-Length: 0\r\n\r\n", .invalid),
    Case("101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nab", .invalid),
    Case("a first field that begins with a space", ok + " X: a\r\nContent-Length: 2\r\n\r\nab", .invalid),
    Case("a field without a colon", ok + "No colon\r\nContent-Length: 0\r\n\r\n", .invalid),
    Case("a field without a name", ok + ": x\r\nContent-Length: 2\r\n\r\nab", .invalid),
    Case("NUL in a field", ok + "X: a\u{0}b\r\nContent-Length: 2\r\n\r\nab", .invalid),
    Case("a negative length", ok + "Content-Length: -5\r\n\r\nab", .invalid),
    Case("a length with a sign", ok + "Content-Length: +2\r\n\r\nab", .invalid),
    Case("a hexadecimal length", ok + "Content-Length: 0x2\r\n\r\nab", .invalid),
    Case("a length with a fraction", ok + "Content-Length: 2.0\r\n\r\nab", .invalid),
    Case("an empty length", ok + "Content-Length:\r\n\r\nab", .invalid),
    Case("two different lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nab", .invalid),
    Case("two different lengths in one", ok + "Content-Length: 2, 3\r\n\r\nab", .invalid),
    Case("a length of 2^63", ok + "Content-Length: 9223372036854775808\r\n\r\nab", .invalid),
    Case("a length of 2^64", ok + "Content-Length: 18446744073709551616\r\n\r\nab", .invalid),
    Case("a length of 2^63-1", ok + "Content-Length: 9223372036854775807\r\n\r\nab", .tooLarge),
    Case("a length of 2^63-512", ok + "Content-Length: 9223372036854775296\r\n\r\nab", .tooLarge),
    Case(
      "a large field", ok + "X: " + String(repeating: "a", count: 70_000) + "\r\nContent-Length: 0\r\n\r\n",
      .headersTooLarge),
    Case("a field of 150 kB", ok + "X: " + String(repeating: "a", count: 150_000) + "\r\n\r\n", .headersTooLarge),
    Case("many fields", ok + String(repeating: "X-Field: value of it\r\n", count: 20_000) + "\r\n", .headersTooLarge),
    Case(
      "interim responses without end", String(repeating: "HTTP/1.1 103 x\r\nA: b\r\n\r\n", count: 20_000) + plain,
      .headersTooLarge),
    Case("not gzip", gzip(Array("abc".utf8)), .coding),
    Case("damaged gzip", gzip(member.map { $0 ^ ($0 == 0xC8 ? 1 : 0) }), .coding),
    Case("a wrong sum", gzip(member.dropLast() + [1]), .coding),
    Case("gzip with more behind it", gzip(member + Array("junk".utf8)), .coding),
    Case("br", gzip(Array("abc".utf8), coding: "br"), .coding),
    Case("deflate", gzip(Array("abc".utf8), coding: "deflate"), .coding),
    Case("gzip twice", gzip(member, coding: "gzip, gzip"), .coding),
    Case("a transfer coding", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", .coding),
  ]

  private static func outcome(
    of bytes: [UInt8], delivery: HTTPDelivery = .whole, transport: CurlTransport = CurlTransport()
  ) async throws -> Outcome {
    let server = try LoopbackServer(
      service: FunctionService(""), faults: FaultPlan([.init(.bytes(SharedBytes(bytes)), count: nil)]),
      limits: .longIdleTimeout
    )
    defer { server.stop() }
    let limits = HTTPLimits(deadline: .seconds(600))
    do throws(TransportError) {
      let stream = try await transport.open(HTTPRequest(url: server.baseURL + "/"), limits: limits, delivery: delivery)
      return .read(stream.status, try await stream.body.collect(limits: limits).text)
    } catch {
      switch error {
      case .connectionLost: return .lost
      case .invalidResponse: return .invalid
      case .contentCoding: return .coding
      case .tooLarge: return .tooLarge
      case .headersTooLarge: return .headersTooLarge
      default: return .other(error)
      }
    }
  }

  @Test(arguments: lawful) func lawfulResponsesAreRead(raw: Case) async throws {
    try await expect(Self.outcome(of: raw.bytes), equals: raw.outcome)
  }

  @Test(arguments: cut) func aResponseThatEndsEarlyIsALostConnection(raw: Case) async throws {
    try await expect(Self.outcome(of: raw.bytes), equals: raw.outcome)
  }

  @Test(arguments: wrong) func aResponseThatIsNotHTTPIsNamed(raw: Case) async throws {
    try await expect(Self.outcome(of: raw.bytes), equals: raw.outcome)
  }

  /// A stream asks for no compression, and has no limit that a length could pass.
  @Test(arguments: lawful + cut + wrong) func aStreamSaysTheSame(raw: Case) async throws {
    let outcome = try await Self.outcome(of: raw.bytes, delivery: .streamed)
    if raw.name.contains("gzip") || raw.name.contains("member") || raw.outcome == .coding || raw.name == "a wrong sum" {
      expect(outcome, equals: .coding)
    } else if raw.outcome == .tooLarge {
      #expect(outcome == .tooLarge || outcome == .lost)
    } else {
      expect(outcome, equals: raw.outcome)
    }
  }

  /// Content that must not be there, and comes late, is not read as the next response on the connection.
  @Test(arguments: ["204 No Content", "304 Not Modified"]) func whatFollowsNoContentIsNotRead(status: String)
    async throws
  {
    let late = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    let server = try RawServer("HTTP/1.1 \(status)\r\nContent-Length: \(late.utf8.count)\r\n\r\n", late)
    let transport = CurlTransport()
    let request = HTTPRequest(url: "http://127.0.0.1:\(server.port)/")
    for _ in 0..<2 {
      let response = try await transport.send(request, limits: HTTPLimits(deadline: .seconds(600)))
      #expect([204, 304].contains(response.status))
    }
    expect(server.connections, equals: 2)
  }

  /// A thousand by default, and more of them by the environment variable `TRIBUTARY_RAW_RESPONSES`.
  @Test func mutatedResponsesEndInAnErrorOrAResponse() async throws {
    let count = ProcessInfo.processInfo.environment["TRIBUTARY_RAW_RESPONSES"].flatMap { Int($0) } ?? 1000
    let originals = (Self.lawful + Self.cut + Self.wrong).map(\.bytes).filter { $0.count < 1000 }
    let mutator = Locked(RawMutator(originals, seed: 1))
    let service = FunctionService("")
    let plan = FaultPlan()
    let transport = CurlTransport()
    let server = try LoopbackServer(service: service, faults: plan, limits: .longIdleTimeout)
    defer { server.stop() }
    let limits = HTTPLimits(bodyBytes: 1 << 20, deadline: .seconds(600))
    for number in 0..<count {
      let bytes = mutator.withLock { $0.next() }
      plan.clear()
      plan.add(.init(.bytes(SharedBytes(bytes)), count: nil))
      let delivery: HTTPDelivery = number % 3 == 0 ? .streamed : .whole
      do throws(TransportError) {
        let method = number % 7 == 0 ? "POST" : number % 11 == 0 ? "HEAD" : "GET"
        let request = HTTPRequest(method: method, url: server.baseURL + "/\(number)")
        let stream = try await transport.open(request, limits: limits, delivery: delivery)
        #expect((100...999).contains(stream.status))
        _ = try await stream.body.collect(limits: limits)
      } catch {
        switch error {
        case .connectionLost, .invalidResponse, .contentCoding, .tooLarge, .headersTooLarge: break
        default: Issue.record("\(error) for \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
      }
    }
  }
}

/// Makes responses that nobody thought of.
struct RawMutator {
  private let originals: [[UInt8]]
  private var random: SeededRandom

  init(_ originals: [[UInt8]], seed: UInt64) {
    self.originals = originals
    random = SeededRandom(seed: seed)
  }

  mutating func next() -> [UInt8] {
    var bytes = originals.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...max(0, bytes.count), using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes.removeSubrange(place...)
    case 1: if place < bytes.count { bytes.remove(at: place) }
    case 2: bytes.insert(.random(in: 0...255, using: &random), at: place)
    case 3: if place < bytes.count { bytes[place] = .random(in: 0...255, using: &random) }
    case 4: bytes.insert(contentsOf: Array("\r\n".utf8), at: place)
    case 5:
      let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
      if place < end { bytes.insert(contentsOf: bytes[place..<end], at: place) }
    default:
      let other = originals.randomElement(using: &random) ?? []
      bytes = Array(bytes[..<place]) + other.dropFirst(Int.random(in: 0...other.count, using: &random))
    }
  }
}
#endif
