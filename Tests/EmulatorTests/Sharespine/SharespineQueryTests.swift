import Expect
import SharespineEmulator
import Testing
import TributaryJSON

@Suite("Emulated Sharespine: queries")
struct SharespineQueryTests {
  private static func empty() -> SharespineEmulator { SharespineEmulator(.init(records: 0)) }

  private static func filter(_ name: String, _ field: String, _ type: String, _ value: String) -> String {
    let text = JSONWriter.bytes(of: JSONValue.string(value)).text
    return #"{"type":"\#(name)","field":"\#(field)","value":{"type":"\#(type)","value":\#(text)}}"#
  }

  @Test("The three example queries of the documentation work")
  func examples() throws {
    let service = Self.empty()
    let caller = SharespineCaller(service: service)
    for index in 0..<30 {
      service.put(
        .product, localID: "p\(index)", json: #"{"sku":"\#(990 + index)"}"#, modified: 1_420_167_845 + index)
    }
    service.put(.ledgerEntry, localID: "e1", json: #"{"remoteId":"a remoteId"}"#)
    service.put(.ledgerEntry, localID: "e2", json: #"{"remoteId":"another"}"#)
    let first = try caller.query(
      "product",
      """
      {"filter":{"type":"gt","field":"lastModified","value":{"type":"datetime","value":"2015-01-02T03:04:05Z"}},
       "order":[{"field":"lastModified","direction":"ascending"}],"numRecords":10,"offset":10}
      """)
    expect(first.ids, equals: (11..<21).map { "p\($0)" })
    let second = try caller.query(
      "product",
      """
      {"filter":{"type":"or","subclauses":[
        {"type":"gt","field":"lastModified","value":{"type":"datetime","value":"2020-12-22T06:24:57Z"}},
        {"type":"eq","field":"sku","value":{"type":"str","value":"1001"}}]},"numRecords":100}
      """)
    expect(second.ids, equals: ["p11"])
    let third = try caller.query(
      "ledgerentry",
      """
      {"filter":{"type":"remoteId","connectionId":"\(SharespineCaller.connection)","remoteId":"a remoteId"}}
      """)
    expect(third.ids, equals: ["e1"])
  }

  @Test("gt is strict, a group of nothing is all or none, and strings are equal byte by byte")
  func meaning() throws {
    let service = Self.empty()
    let caller = SharespineCaller(service: service)
    let texts = ["caf\u{E9}", "cafe\u{301}", "a\0b", "a", "10", "9", "'; DROP TABLE record; --", "👩‍👩‍👧", ""]
    for (index, text) in texts.enumerated() {
      let sku = JSONWriter.bytes(of: JSONValue.string(text)).text
      service.put(.product, localID: "p\(index)", json: #"{"sku":\#(sku)}"#, modified: 1_000_000_000 + index)
    }
    for (index, text) in texts.enumerated() {
      try expect(caller.find("product", Self.filter("eq", "sku", "str", text)), equals: ["p\(index)"])
    }
    #expect(
      try caller.find("product", Self.filter("gt", "lastModified", "datetime", "2001-09-09T01:46:46Z"))
        == ["p7", "p8"])
    try expect(caller.find("product", #"{"type":"and","subclauses":[]}"#).count, equals: texts.count)
    try expect(caller.find("product", #"{"type":"or","subclauses":[]}"#), equals: [])
    let both = [Self.filter("eq", "sku", "str", "a"), Self.filter("eq", "sku", "str", "9")].joined(separator: ",")
    try expect(caller.find("product", #"{"type":"or","subclauses":[\#(both)]}"#), equals: ["p3", "p5"])
    try expect(caller.find("product", #"{"type":"and","subclauses":[\#(both)]}"#), equals: [])
  }

  @Test("Only what is documented is understood, until more is allowed")
  func undocumented() throws {
    let service = Self.empty()
    let caller = SharespineCaller(service: service)
    for (index, stock) in ["9", "10", "10.0", "-3", "123456789012345678901234567890123456789012345"].enumerated() {
      service.put(.product, localID: "p\(index)", json: #"{"stock":"\#(stock)","sku":"\#(index)"}"#)
    }
    let number = Self.filter("ge", "stock", "dec", "10")
    for query in [
      #"{"filter":\#(number)}"#,
      #"{"filter":{"type":"eq","field":"color","value":{"type":"str","value":"x"}}}"#,
      #"{"filter":{"type":"eq","field":"sku","value":{"type":"datetime","value":"2015-01-02T03:04:05Z"}}}"#,
      #"{"filter":{"type":"gt","field":"lastModified","value":{"type":"datetime","value":"2015-01-02T03:04:05.5Z"}}}"#,
      #"{"filter":{"type":"eq","field":"sku","value":"1"}}"#,
      #"{"filter":{"type":"eq","field":"sku","value":{"type":"str","value":1}}}"#,
      #"{"filter":{"type":"remoteId","connectionId":"x","remoteId":"y"}}"#,
      #"{"filter":{"type":"or"}}"#, #"{"filter":{}}"#, #"[]"#,
      #"{"numRecords":"10"}"#, #"{"offset":"10"}"#, #"{"numRecords":-1}"#, #"{"limit":10}"#, #"{"deleted":"only"}"#,
      #"{"order":[{"field":"color","direction":"ascending"}]}"#,
      #"{"order":[{"field":"sku","direction":"upwards"}]}"#,
    ] {
      try expect(caller.query("product", query).status, equals: 400, "\(query)")
    }
    service.adjust { behavior in
      behavior.operators["ge"] = .greaterOrEqual
      behavior.operators["ne"] = .notEqual
      behavior.valueTypes["dec"] = .number
      behavior.deletedValues["only"] = .deleted
    }
    try expect(caller.find("product", number), equals: ["p1", "p2", "p4"])
    try expect(caller.find("product", Self.filter("eq", "stock", "dec", "10.000")), equals: ["p1", "p2"])
    try expect(caller.find("product", Self.filter("ne", "stock", "dec", "10")), equals: ["p0", "p3", "p4"])
    service.delete(.product, localID: "p3")
    try expect(caller.query("product", #"{"deleted":"only"}"#).ids, equals: ["p3"])
    service.adjust { $0.filterDepth = 3 }
    let deep = #"{"type":"or","subclauses":[{"type":"or","subclauses":[{"type":"or","subclauses":[]}]}]}"#
    try expect(caller.query("product", #"{"filter":\#(deep)}"#).status, equals: 200)
    try expect(caller.query("product", #"{"filter":{"type":"and","subclauses":[\#(deep)]}}"#).status, equals: 400)
  }

  @Test("Rows come in order, page by page, however the order is found", arguments: [false, true])
  func pages(isLagging: Bool) throws {
    let service = SharespineEmulator(.init(records: 500, seed: 3))
    let caller = SharespineCaller(service: service)
    if isLagging {
      // A change that is not visible yet keeps the short way from being taken.
      service.adjust { $0.commitLag = 1_000_000 }
      service.create(1, of: .product)
    } else {
      service.update(300, of: .product)
    }
    var seen: [String] = []
    var stamps: [String] = []
    while true {
      let response = try caller.query(
        "product",
        """
        {"filter":{"type":"gt","field":"lastModified","value":{"type":"datetime","value":"1970-01-01T00:00:00Z"}},
         "order":[{"field":"lastModified","direction":"ascending"}],"numRecords":17,"offset":\(seen.count)}
        """)
      if response.ids.isEmpty { break }
      seen += response.ids
      stamps += response.stamps
    }
    expect(seen.count, equals: 200)
    expect(Set(seen).count, equals: 200)
    expect(stamps, equals: stamps.sorted())
    let backwards = try caller.query(
      "product", #"{"order":[{"field":"lastModified","direction":"descending"}],"numRecords":200}"#)
    expect(backwards.stamps, equals: stamps.reversed())
    let ties = Dictionary(grouping: zip(stamps, seen), by: \.0).values.map { $0.map(\.1) }
    #expect(ties.contains { $0.count > 2 })
    #expect(ties.allSatisfy { $0 == $0.sorted() })
  }

  @Test("Pages are capped, orders and offsets ignored, and rows shuffled, on demand")
  func vices() throws {
    let service = SharespineEmulator(.init(records: 500, seed: 3))
    let caller = SharespineCaller(service: service)
    let ascending = #""order":[{"field":"lastModified","direction":"ascending"}]"#
    func page(_ members: String) throws -> SharespineCaller.Response { try caller.query("order", "{\(members)}") }
    try expect(page(ascending).ids.count, equals: 100)
    service.adjust { $0.pageCap = 7 }
    let ordered = try page(ascending)
    expect(ordered.ids.count, equals: 7)
    expect(ordered.stamps, equals: ordered.stamps.sorted())
    try expect(page(#"\#(ascending),"numRecords":5,"offset":2"#).ids, equals: Array(ordered.ids.dropFirst(2)))
    service.adjust { $0.honoursOffset = false }
    try expect(page(#"\#(ascending),"numRecords":5,"offset":2"#).ids, equals: Array(ordered.ids.prefix(5)))
    service.adjust { $0.honoursOrder = false }
    try expect(page(ascending).ids, equals: Array(service.snapshot(of: .order).keys.sorted().prefix(7)))
    service.adjust { $0.naturalOrder = .newestChange }
    try expect(page(ascending).stamps, equals: (try page(ascending).stamps.sorted(by: >)))
    service.adjust { $0.naturalOrder = .random }
    #expect(try page(ascending).ids != (try page(ascending).ids))
    service.adjust { $0.refusesLargePages = true }
    try expect(page(#""numRecords":8"#).status, equals: 400)
    service.adjust { $0.allowsMissingFilter = false }
    try expect(page(#""numRecords":1"#).status, equals: 400)
  }

  @Test("Deleted records come by default and look as configured")
  func deletions() throws {
    let service = SharespineEmulator(.init(records: 100))
    let caller = SharespineCaller(service: service)
    let id = try #require(service.delete(1, of: .order).first)
    func row() throws -> JSONValue? {
      try caller.query("order", "{}").json.array?.first { $0["localId"]?.string == id }
    }
    try expect(row()?["deleted"], equals: true)
    #expect(service.snapshot(of: .order)[id] == nil)
    #expect(service.deleted(of: .order)[id] != nil)
    service.adjust { $0.deletedLook = .text(field: "status", value: "deleted") }
    try expect(row()?["status"], equals: "deleted")
    service.adjust { $0.deletedLook = .unmarked }
    try expect(row()?["deleted"], equals: .some(nil))
    service.adjust { $0.deletedLook = .absent }
    #expect(try row() == nil)
    expect(caller.get("/api/order/\(id)").status, equals: 404)
  }

  @Test("A change is not seen before the commit lag is over, and then with its own stamp")
  func lag() throws {
    let service = SharespineEmulator(.init(records: 100))
    let caller = SharespineCaller(service: service)
    service.adjust { $0.commitLag = 100 }
    let before = service.snapshot(of: .product)
    let id = try #require(service.update(1, of: .product).first)
    let added = try #require(service.create(1, of: .product).first)
    let at = service.seconds
    func seen(_ id: String) -> String? {
      let response = caller.get("/api/product/\(id)")
      return response.status == 200 ? response.body.text : nil
    }
    service.advance(seconds: 90)
    expect(seen(id), equals: before[id])
    #expect(seen(added) == nil)
    service.advance(seconds: 20)
    expect(seen(id), equals: service.snapshot(of: .product)[id])
    #expect(seen(id) != before[id])
    #expect(seen(added) != nil)
    #expect(service.seconds > at + 100)
  }
}
