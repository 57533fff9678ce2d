import Testing
import Tributary
import TributaryJSON

@testable import Sharespine

@Suite("Sharespine queries")
struct QueryTests {
  private let since = Timestamp("2015-01-02T03:04:05Z") ?? Timestamp(utc: .epoch)

  private var alternatives: Query<Product> {
    get throws {
      let modified = try #require(Timestamp("2020-12-22T06:24:57Z"))
      return Product.where { product in
        anyOf {
          product.lastModified.isAfter(modified)
          product.sku.equals("1001")
        }
      }
      .limit(100)
    }
  }

  @Test("The vendor's three examples are written and read by the generated fields")
  func examples() throws {
    let delta = Product.where { $0.lastModified.isAfter(since) }.order { $0.lastModified.ascending }.limit(10).offset(
      10)
    let connection = "3fb2568eb7e165e34dd311af5550002b"
    let remote = SupplierInvoice.where { $0.remoteID.equals("a remoteId", connection: connection) }
    let texts = try ["query-last-modified-gt", "query-or-subclauses", "query-remote-id"].map { try Fixture.text($0) }
    let written = try [delta.jsonText, alternatives.jsonText, remote.jsonText]
    #expect(try written.map { try Fixture.value($0) } == texts.map { try Fixture.value($0) })
    #expect(try Query<Product>(wireText: texts[0]) == delta)
    #expect(try Query<Product>(wireText: texts[1]) == alternatives)
    #expect(try Query<SupplierInvoice>(wireText: texts[2]) == remote)
  }

  @Test("The service finds three kinds of records by remote identifiers, and no other")
  func remoteIDs() {
    let wire = #"{"type":"remoteId","connectionId":"c","remoteId":"r"}"#
    func reads<Entity: Queryable>(_ type: Entity.Type) -> Bool { (try? Filter<Entity>(wireText: wire)) != nil }
    #expect([reads(Product.self), reads(Order.self)] == [false, false])
    #expect([reads(LedgerAccount.self), reads(LedgerEntry.self), reads(SupplierInvoice.self)] == [true, true, true])
  }

  @Test("A query is posted as it is; one that matches nothing sends no request")
  func posting() async throws {
    let recorder = Recorder(#"[{"localId":"1","sku":"1001"},{"sku":"no id"}]"#)
    let client = recorder.client
    let found = try await client.products.query(alternatives)
    #expect(found.map(\.sku) == ["1001"] && found.undecodable.count == 1)
    #expect(try await client.orders.query(Order.where { _ in anyOf {} }).isEmpty)
    #expect(try await client.products.query(Query().limit(0)).isEmpty)
    for try await _ in client.products.all(Product.where { _ in anyOf {} }) { Issue.record("nothing was asked for") }
    let request = try #require(recorder.requests.first)
    #expect(recorder.requests.count == 1)
    #expect(request.method == "POST" && request.url == "https://api.example.com/api/product/query")
    #expect(try Fixture.value(request.body?.text ?? "") == Fixture.value(of: "query-or-subclauses"))
  }

  @Test("Pages go on where the records received so far end, to an empty page or the query's limit")
  func pages() async throws {
    let page = { (ids: ClosedRange<Int>) in "[\(ids.map { #"{"localId":"\#($0)"}"# }.joined(separator: ","))]" }
    let capped = Recorder(page(1...3), page(4...5), "[]")
    var ids: [String] = []
    for try await product in capped.client.products.all(Query().offset(7), pageSize: 50) {
      ids.append(product.id.rawValue)
    }
    #expect(ids == ["1", "2", "3", "4", "5"])
    func windows(_ recorder: Recorder) throws -> [[Int?]] {
      try recorder.requests.map { request in
        let body = try Fixture.value(request.body?.text ?? "")
        return [body["offset"]?.int, body["numRecords"]?.int]
      }
    }
    #expect(try windows(capped) == [[7, 50], [10, 50], [12, 50]])

    let limited = Recorder(page(1...2), page(3...4), page(5...5))
    var count = 0
    for try await page in limited.client.products.all(Query().limit(5), pageSize: 2).pages { count += page.count }
    #expect(count == 5)
    #expect(try windows(limited) == [[nil, 2], [2, 2], [4, 1]])
  }

  @Test("A service that gives one page again and again is noticed")
  func repetition() async throws {
    let recorder = Recorder(#"[{"localId":"1"}]"#)
    let error = await #expect(throws: APIError.self) {
      for try await _ in recorder.client.products.all(Query()) {}
    }
    #expect(error?.description.contains("the same page twice") == true)
    #expect(recorder.requests.count == 2)
  }

  @Test("Text that a person gives reaches the service as text")
  func data() async throws {
    let texts = ["\"}]}", "\\", "\u{0}\u{1f}\n", "'; DROP TABLE record; --", "\u{1F469}\u{200D}\u{1F4BB}", "e\u{301}"]
    let recorder = Recorder("[]")
    for text in texts { _ = try await recorder.client.products.query(Product.where { $0.sku.equals(text) }) }
    let sent = try recorder.requests.map {
      try Fixture.value($0.body?.text ?? "")["filter"]?["value"]?["value"]?.string
    }
    #expect(sent.map { $0.map { Array($0.utf8) } } == texts.map { Array($0.utf8) })
  }
}
