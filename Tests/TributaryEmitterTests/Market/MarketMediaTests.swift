import Foundation
import Market
import Testing
import Tributary
import TributaryJSON

@Suite("Compiled reference client: streams and files")
struct MarketMediaTests {
  private let goods = #"{"id":1,"name":"Plum"}"# + "\n" + #"{"id":2,"name":"Pear"}"# + "\n"

  private func client(_ stand: Stand) -> Market.Client {
    Market.Client(token: "secret", account: "a", transport: stand)
  }

  @Test("Bytes come as a stream, or as nothing where another status says so")
  func bytes() async throws {
    let stream = try #require(try await client(Stand(200, "film")).media.get(path: "a/b.mp4"))
    #expect(try await stream.data(upTo: 10) == Data("film".utf8))
    #expect(try await client(Stand(202)).media.get(path: "a") == nil)
    #expect(try await client(Stand(200, "x")).media.whole().data(upTo: 1) == Data("x".utf8))
    guard case .accepted(let token) = try await client(Stand(202, #"{"token":"t"}"#)).media.either() else {
      return #expect(Bool(false))
    }
    #expect(token.token == "t")
    guard case .ok(let bytes) = try await client(Stand(200, "y")).media.either() else { return #expect(Bool(false)) }
    #expect(try await bytes.data(upTo: 1) == Data("y".utf8))
  }

  @Test("Bytes are sent as they are, with a media type of the caller's or the usual one")
  func upload() async throws {
    let stand = Stand(204)
    try await client(stand).media.put(path: "a/b", .data(Data("film".utf8)))
    #expect(stand.request?.body?.text == "film")
    #expect(stand.request?.headers["Content-Type"] == "application/octet-stream")
    try await client(stand).media.put(path: "a/b", .data(Data()), contentType: "video/mp4")
    #expect(stand.request?.headers["Content-Type"] == "video/mp4")
  }

  @Test("What a resource says of JSON leaves other content alone")
  func resource() async throws {
    let stand = Stand(200, "thanks")
    #expect(try await client(stand).covers.put(.data(Data("jpeg".utf8))) == "thanks")
    #expect(stand.request?.body?.text == "jpeg" && stand.request?.headers["Authorization"] == nil)
    let named = Stand(200, #"{"data":{"token":"t"}}"#)
    #expect(try await client(named).covers.name(name: "x").token == "t")
    #expect(named.request?.body?.text == #"{"data":{"name":"x"}}"#)
  }

  @Test("Lines are read one by one, as models, as any JSON or as they are")
  func lines() async throws {
    var names: [String] = []
    for try await good in try await client(Stand(200, goods)).media.goods() { names.append(good.name) }
    #expect(names == ["Plum", "Pear"])
    let numbers = try await client(Stand(200, "1\n[2]\n")).media.numbers()
    #expect(try await numbers?.all(upTo: 5) == [1, [2]])
    #expect(try await client(Stand(204)).media.numbers() == nil)
    #expect(try await client(Stand(200, "a\nEND\nb\n")).media.log().all(upTo: 5) == ["a"])
  }

  @Test("Lines are sent from any sequence of values")
  func sentLines() async throws {
    let stand = Stand(200, "2")
    let values = AsyncStream<Good> { continuation in
      continuation.yield(Good(id: 1, name: "Plum"))
      continuation.yield(Good(id: 2, name: "Pear"))
      continuation.finish()
    }
    #expect(try await client(stand).media.send(values, dry: true) == 2)
    let content = try #require(stand.request?.content)
    guard case .stream = content else { return #expect(Bool(false)) }
  }

  @Test("Events are read one by one until the text that ends them")
  func events() async throws {
    let text = "data: {\"id\":1,\"name\":\"Plum\"}\n\ndata: [DONE]\n\ndata: {\"id\":2,\"name\":\"Pear\"}\n\n"
    let stand = Stand(200, text)
    #expect(try await client(stand).media.watch().all(upTo: 5).map(\.name) == ["Plum"])
    #expect(stand.request?.headers["Accept"] == "text/event-stream")
    #expect(try await client(Stand(200, "data: a\ndata: b\n\n")).media.texts()?.all(upTo: 5) == ["a\nb"])
  }

  @Test("The name of an event selects the case of its union")
  func namedEvents() async throws {
    let text = "event: gone\ndata: {\"token\":\"t\"}\n\nevent: odd\ndata: 5\n\n"
    let notices = try await client(Stand(200, text)).media.notices().all(upTo: 5)
    #expect(notices.count == 2)
    guard case .gone(let token)? = notices.first else { return #expect(Bool(false), "\(notices)") }
    #expect(token.token == "t")
    guard case .other? = notices.last else { return #expect(Bool(false), "\(notices)") }
  }

  @Test("Fields, files and lists of files are parts of a multipart body")
  func multipart() async throws {
    let stand = Stand(201, #"{"id":1,"name":"Plum"}"#)
    let made = try await client(stand).media.add(
      measure: .kilo, size: Size(width: 1), tags: ["x", "y"], file: .data(Data("abc".utf8), filename: "a.txt"),
      more: [.data(Data("1".utf8), filename: "1.bin"), .data(Data("2".utf8), filename: "2.bin")])
    #expect(made.name == "Plum")
    let body = try #require(stand.request?.body?.text)
    let type = try #require(stand.request?.headers["Content-Type"])
    #expect(type.hasPrefix("multipart/form-data; boundary="))
    for name in ["purpose", "measure", "size", "tags[0]", "tags[1]", "file", "more[0]", "more[1]"] {
      #expect(body.contains("name=\"\(name)\""), "\(name)")
    }
    #expect(!body.contains("cover") && body.contains(#"{"width":1}"#) && body.contains("filename=\"a.txt\""))
    try await client(Stand(204)).media.store(Good(id: 1, name: "Plum"))
  }
}
