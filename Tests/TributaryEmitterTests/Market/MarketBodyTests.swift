import Foundation
import Market
import Testing
import Tributary
import TributaryJSON

@Suite("Compiled reference client: parameters, bodies and statuses")
struct MarketBodyTests {
  private let good = #"{"id":1,"name":"Plum"}"#

  private func client(_ stand: Stand) -> Market.Client {
    Market.Client(token: "secret", account: "a", transport: stand)
  }

  @Test("Lists, maps and models of a query have the form of their style")
  func styles() async throws {
    let stand = Stand(200, "[\(good)]")
    let found = try await client(stand).goods.find(
      kind: "a/b", path: "fruit/öl/x y", units: [.kilo, .piece], ids: [7, 8],
      sizes: [Size(width: 1), Size(width: 2, depth: 3)], size: Size(width: 4), where: ["b": "2", "a": "1&"],
      deep: ["k": [1, 2]], any: [1, .null, ["x": true]], plain: [1, 2], range: [.int(1), .word("b")], edge: .word("c"),
      xTags: ["a", "b"])
    #expect(found?.map(\.name) == ["Plum"])
    let url = try #require(stand.request?.url.removingPercentEncoding)
    #expect(
      url == "http://127.0.0.1:8080/v1/accounts/a/goods/a/b/fruit/öl/x y?units[]=kilo&units[]=piece&ids[0]=7&ids[1]=8"
        + "&sizes[0][width]=1&sizes[1][width]=2&sizes[1][depth]=3&size[width]=4&where[a]=1&&where[b]=2"
        + #"&deep={"k":[1,2]}&any=[1,null,{"x":true}]&plain=1,2&range[0]=1&range[1]=b&edge=c&format=plain"#)
    #expect(stand.request?.url.contains("/goods/a%2Fb/fruit/%C3%B6l/x%20y?units%5B%5D=kilo&") == true)
    #expect(stand.request?.headers["Accept"] == "application/vnd.market+json")
    #expect(stand.request?.headers["X-Tags"] == "a, b")
  }

  @Test("What is left out and what is empty")
  func leftOut() async throws {
    let stand = Stand(304)
    #expect(try await client(stand).goods.find(kind: "k", path: "p", units: [], ids: [], plain: []) == nil)
    #expect(stand.request?.url.hasSuffix("/goods/k/p?plain=&format=plain") == true)
  }

  @Test("Segments lead nowhere else", arguments: ["", "/", "a//b", "/a", "a/", "..", "a/../b", ".", "a/."])
  func segments(path: String) async throws {
    let stand = Stand(200, "[]")
    let error = await #expect(throws: APIError.self) { try await client(stand).goods.find(kind: "k", path: path) }
    guard case .invalidRequest? = error?.reason else { return #expect(Bool(false), "\(path)") }
    #expect(stand.requests.isEmpty)
  }

  @Test("Fields of a body become arguments, and its constants are always sent")
  func fields() async throws {
    let stand = Stand(201, good)
    let made = try await client(stand).goods.add(
      5, name: "Plum", weight: Decimal(string: "1.5"), labels: ["red"], loud: true, xKey: "k")
    #expect(made?.id == 1)
    #expect(
      stand.request?.body?.text
        == #"{"data":{"name":"Plum","kind":"good","count":5,"fresh":true,"weight":1.5,"lab\"el\\s":["red"]}}"#)
    #expect(stand.request?.headers["Content-Type"] == "application/json")
    #expect(try await client(Stand(202)).goods.add(5, name: "Plum", labels: []) == nil)
  }

  @Test("A patch in a form sends what it clears as an empty text, and nested fields in brackets")
  func forms() async throws {
    let stand = Stand(207, good)
    let patch = GoodPatch(
      name: "A&B", size: .set(Size(width: 1)), tags: .set(["x", "y"]), notes: .clear)
    #expect(try await client(stand).goods.change(1, patch).name == "Plum")
    #expect(
      stand.request?.body?.text.removingPercentEncoding == "name=A&B&size[width]=1&tags[]=x&tags[]=y&notes=")
    #expect(stand.request?.headers["Content-Type"] == "application/x-www-form-urlencoded")
  }

  @Test("Fields of a form are written in their own style or the form's, under the key that wraps them")
  func inlineForms() async throws {
    let stand = Stand(201, #"{"width":2}"#)
    let stored = try await client(stand).goods.store(
      good: Good(id: 1, name: "Plum"), tags: ["a", "b"], notes: ["k": "v"], count: [1, 2])
    #expect(stored == .created(Size(width: 2)))
    #expect(
      stand.request?.body?.text.removingPercentEncoding
        == #"data[good]={"id":1,"name":"Plum"}&data[tags]=["a","b"]&data[notes]={"k":"v"}&data[count]=1,2"#)
    #expect(
      try await client(Stand(200, good)).goods.store(good: Good(id: 1, name: "x"), tags: [])
        == .ok(Good(id: 1, name: "Plum")))
    #expect(try await client(Stand(206)).goods.store(good: Good(id: 1, name: "x"), tags: []) == .success)
  }

  @Test("Bytes are base64 in a query, a header and a form, as in JSON")
  func bytes() async throws {
    let stand = Stand(204)
    let bytes = Data([0xfb, 0xff, 0x00])
    try await client(stand).media.sign(digest: bytes, parts: [Data([1]), Data()], salt: bytes, xNonce: bytes)
    #expect(stand.request?.url.contains("?salt=%2B%2F8A&") == true)
    #expect(stand.request?.headers["X-Nonce"] == "+/8A")
    #expect(stand.request?.body?.text == "digest=%2B%2F8A&parts=AQ%3D%3D&parts=")
  }

  @Test("A token's endpoint sends no credential and goes to its own host")
  func token() async throws {
    let stand = Stand(200, #"{"token":"t"}"#)
    #expect(try await client(stand).goods.token(refreshToken: "r", notes: ["a": "b"]).token == "t")
    #expect(stand.request?.headers["Authorization"] == nil)
    #expect(stand.request?.url == "https://id.example.com/oauth/token?format=plain")
    #expect(stand.request?.body?.text == "grant_type=refresh_token&refresh_token=r&notes%5Ba%5D=b")
  }

  @Test("Values travel in the form that is said of them")
  func wireForms() async throws {
    let stand = Stand(200, #"{"time":{"at":1700000000}}"#)
    let moment = try #require(Timestamp("2023-11-14T22:13:20Z"))
    let read = try await client(stand).goods.times(
      at: moment, price: 2, times: ["a": moment], since: moment, days: [moment, moment], all: true,
      ifModifiedSince: moment)
    #expect(read == moment)
    #expect(
      stand.request?.url.removingPercentEncoding
        == "http://127.0.0.1:8080/v1/accounts/a/times/1700000000?since=1700000000000"
        + "&days=2023-11-14 22:13:20&days=2023-11-14 22:13:20&all=1&format=plain")
    #expect(stand.request?.headers["If-Modified-Since"] == "Tue, 14 Nov 2023 22:13:20 GMT")
    #expect(stand.request?.body?.text == #"{"price":"2","times":{"a":1700000000}}"#)
    #expect(try await client(Stand(200, "\"2023-11-14T22:13:20\"")).goods.lastTime() == moment)
    #expect(Market.ResponseHeaders(["Last-Modified": "Tue, 14 Nov 2023 22:13:20 GMT"]).lastModified == moment)
  }

  @Test("A list goes on by a field of its body, under the key that wraps it")
  func pages() async throws {
    let stand = Stand([
      HTTPResponse(status: 200, body: SharedBytes(#"{"goods":[\#(good)],"next":"n"}"#)),
      HTTPResponse(status: 200, body: SharedBytes(#"{"goods":[\#(good)]}"#)),
    ])
    var count = 0
    for try await _ in client(stand).goods.allSearch(text: "x") { count += 1 }
    #expect(count == 2)
    #expect(
      stand.requests.map { $0.body?.text } == [
        #"{"search":{"text":"x","most":2}}"#, #"{"search":{"text":"x","most":2,"page.token":"n"}}"#,
      ])
  }

  @Test("A body may be missing; a declared redirect is given back")
  func perhaps() async throws {
    let stand = Stand(302, "", headers: ["Location": "https://elsewhere.example.com"])
    try await client(stand).goods.perhaps()
    #expect(stand.requests.count == 1 && stand.request?.body == nil)
    #expect(stand.request?.headers["Content-Type"] == nil)
    try await client(stand).goods.perhaps(Size(width: 1))
    #expect(stand.request?.body?.text == #"{"size":{"width":1}}"#)
    let exchange = try await client(stand).service.exchange(Market.Client.Goods.perhaps())
    #expect(exchange.response.headers["Location"] == "https://elsewhere.example.com")
  }

  @Test("Texts are sent and read as they are; a declared media type replaces the runtime's")
  func texts() async throws {
    let stand = Stand(200, "not \"JSON\"")
    #expect(try await client(stand).goods.describe("Ä\n") == "not \"JSON\"")
    #expect(stand.request?.body?.text == "Ä\n")
    #expect(stand.request?.headers["Content-Type"] == "text/plain; charset=utf-8")
    _ = try await client(stand).goods.describe("x", contentType: "text/csv")
    #expect(stand.request?.headers["Content-Type"] == "text/csv")
    #expect(try await client(Stand(204)).goods.describe("x") == nil)
  }
}
