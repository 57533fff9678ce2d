import Expect
import Testing
import Tributary
import TributaryJSON
import ZendeskSellEmulator

@Suite("The emulated Zendesk Sell: search")
struct ZendeskSellSearchTests {
  /// No test of this suite changes it.
  private static let service = ZendeskSellEmulator(.init(records: 1300, seed: 23))
  private let caller = SellCaller(service: service)
  private var search: SearchCaller { SearchCaller(caller: caller) }

  @Test("A query without anything gives identifiers and versions, fifty of them, and the number of all")
  func plain() throws {
    let found = try search.find("leads", ["query": [:], "aggregations": [], "suggestions": []])
    let first = try #require(found.json["items"]?[0])
    let id = try #require(first["data"]?["id"])
    expect(first["data"], equals: ["id": id, "version": 1])
    expect(first["meta"], equals: ["type": "lead", "version": 1])
    let count = search.all("leads").count
    expect(found.json["meta"]?["count"], equals: 50)
    expect(found.json["meta"]?["http_status"], equals: "200 OK")
    expect(found.total, equals: count)
    #expect(count > 200)
    expect(found.ids, equals: found.ids.sorted())
  }

  @Test("Equality and ranges keep what they ask for, and nothing else")
  func comparisons() throws {
    func expectOnly(_ resource: String, _ filter: JSONValue, _ accepts: (JSONValue) -> Bool) throws {
      let all = search.all(resource)
      let wanted = all.filter(accepts).compactMap { $0["id"]?.int }
      #expect(!wanted.isEmpty && wanted.count < all.count, "\(filter)")
      expect(try search.ids(resource, filter), equals: wanted, "\(filter)")
    }
    func stamp(_ record: JSONValue, _ name: String) -> String { record[name]?.string ?? "" }
    let lead = try #require(search.all("leads").first { $0["owner_id"]?.int != nil && $0["source_id"]?.int != nil })
    let owner = try #require(lead["owner_id"])
    let source = try #require(lead["source_id"])
    try expectOnly("leads", .equal("city", "Hyannis")) { $0["address"]?["city"] == "Hyannis" }
    try expectOnly("leads", .equal("owner", owner)) { $0["owner_id"] == owner }
    try expectOnly("leads", .equal("owner.id", owner)) { $0["owner_id"] == owner }
    try expectOnly("leads", .equal("source.id", source)) { $0["source_id"] == source }
    try expectOnly("leads", .equal("tags", "important")) { $0["tags"]?.array?.contains("important") ?? false }
    try expectOnly("leads", .equal("id", lead["id"] ?? .null)) { $0["id"] == lead["id"] }
    try expectOnly("contacts", .equal("is_organisation", true)) { $0["is_organization"] == true }
    try expectOnly("deals", .equal("hot", true)) { $0["hot"] == true }
    try expectOnly("deals", .range("decimal_value", ["gt": 100_000.5, "lte": 200_000])) { deal in
      let value = deal["value"]?.double ?? deal["value"]?.string.flatMap(Double.init) ?? 0
      return value > 100_000.5 && value <= 200_000
    }
    let due = "2024-01-01T00:00:00Z"
    try expectOnly("tasks", .range("due_date", ["gte": .string(due)])) { stamp($0, "due_date") >= due }
    try expectOnly("tasks", .equal("completed", true)) { $0["completed"] == true }
    try expectOnly("notes", .equal("resource.type", "deal")) { $0["resource_type"] == "deal" }
    let day = "2024-01-15"
    try expectOnly("deals", .range("estimated_close_date", ["lt": .string(day)])) {
      let date = stamp($0, "estimated_close_date")
      return !date.isEmpty && date < day
    }
    // A moment compares as a moment, whatever its offset and fraction.
    let moment = try #require(lead["updated_at"]?.string)
    let shifted = moment.replacing("Z", with: ".000+00:00")
    try expectOnly("leads", .equal("updated_at", .string(shifted))) { $0["updated_at"]?.string == moment }
    let later = moment.replacing("Z", with: ".5Z")
    try expectOnly("leads", .range("updated_at", ["gte": .string(later)])) { stamp($0, "updated_at") > moment }
  }

  @Test("Filters combine, and a record without a value is not equal to anything")
  func combinations() throws {
    let all = search.all("leads")
    func ids(_ accepts: (JSONValue) -> Bool) -> [Int] { all.filter(accepts).compactMap { $0["id"]?.int } }
    let inHyannis = JSONValue.equal("city", "Hyannis")
    let named = JSONValue.equal("last_name", all.first?["last_name"] ?? .null)
    func isInHyannis(_ lead: JSONValue) -> Bool { lead["address"]?["city"] == "Hyannis" }
    func isNamed(_ lead: JSONValue) -> Bool { lead["last_name"] == all.first?["last_name"] }
    expect(
      try search.ids("leads", ["and": [inHyannis, ["not": named]]]), equals: ids { isInHyannis($0) && !isNamed($0) })
    expect(try search.ids("leads", ["or": [inHyannis, named]]), equals: ids { isInHyannis($0) || isNamed($0) })
    let neither = try search.find("leads", ["query": ["filter": ["not": ["or": [inHyannis, named]]]], "per_page": 0])
    expect(neither.total, equals: ids { !isInHyannis($0) && !isNamed($0) }.count)
    #expect(neither.records.isEmpty && neither.nextPage == nil)
  }

  @Test("A projection shows what it names, nested attributes in their object, and null for what is missing")
  func projections() throws {
    let deal = try #require(search.all("deals").first { $0["value"]?.string != nil })
    let stage = try #require(
      caller.get("/stages?per_page=100").json["items"]?.array?.first { $0["data"]?["id"] == deal["stage_id"] }?["data"])
    let names = ["name", "decimal_value", "stage", "owner.id", "company_id", "communication.last_touch.at", "tags"]
    func projection(_ names: [String]) -> JSONValue { .array(names.map { ["name": .string($0)] }) }
    let query: JSONFields = [
      "query": [
        "filter": .equal("id", deal["id"] ?? .null), "projection": projection(names.filter { $0 != "company_id" }),
      ]
    ]
    let shown = try #require(try search.find("deals", query).records.first)
    let text = try #require(deal["value"]?.string)
    expect(
      shown,
      equals: [
        "name": deal["name"] ?? .null, "decimal_value": .number(try #require(JSONNumber(text: text))),
        "stage": [
          "id": stage["id"] ?? .null, "is_active": true, "position": .string(stage["position"]?.number?.text ?? ""),
        ],
        "owner": ["id": deal["owner_id"] ?? .null], "communication": .null, "tags": deal["tags"] ?? .null,
      ])
    let lead = try #require(search.all("leads").first { $0["address"]?["city"] != nil })
    let parts = try search.find(
      "leads",
      [
        "query": [
          "filter": .equal("id", lead["id"] ?? .null), "projection": projection(["address.city", "address.zip_code"]),
        ]
      ])
    expect(
      parts.records.first,
      equals: [
        "address": ["city": lead["address"]?["city"] ?? .null, "zip_code": lead["address"]?["postal_code"] ?? .null]
      ])
  }

  @Test("Custom fields go by their identifier")
  func customFields() throws {
    let definitions = caller.get("/lead/custom_fields").json["items"]?.array ?? []
    func id(_ name: String) throws -> String {
      let all = definitions.compactMap { $0["data"] }
      return "custom_fields." + (try #require(all.first { $0["name"]?.string == name }?["id"]?.number)).text
    }
    let all = search.all("leads")
    let viaTom = all.filter { $0["custom_fields"]?["Known via"] == "Tom" }.compactMap { $0["id"]?.int }
    #expect(!viaTom.isEmpty)
    expect(try search.ids("leads", .equal(try id("Known via"), "Tom")), equals: viaTom)
    let large = all.filter { ($0["custom_fields"]?["Number of seats"]?.string).flatMap { Int($0) } ?? 0 > 250 }
    expect(
      try search.ids("leads", .range(try id("Number of seats"), ["gt": 250])),
      equals: large.compactMap { $0["id"]?.int })
    let interested = all.filter { $0["custom_fields"]?["Interests"]?.array?.contains("A") ?? false }
    expect(
      try search.ids("leads", .equal(try id("Interests"), "A")), equals: interested.compactMap { $0["id"]?.int })
    let seats = try id("Number of seats")
    let sorted = try search.find(
      "leads",
      [
        "query": [
          "sort": [["attribute": ["name": .string(seats)], "order": "descending"]],
          "projection": [["name": .string(seats)]],
        ], "per_page": 200,
      ])
    let numbers = sorted.records.compactMap { $0["custom_fields"]?.object?.first?.value.string.flatMap { Int($0) } }
    expect(numbers, equals: numbers.sorted(by: >))
    expect(
      numbers.max(),
      equals: large.compactMap { $0["custom_fields"]?["Number of seats"]?.string }.compactMap { Int($0) }.max())
  }

  @Test("Orders are followed step by step, with what is missing last")
  func order() throws {
    let users = Dictionary(
      uniqueKeysWithValues: search.all("users").map { ($0["id"]?.int ?? 0, $0["name"]?.string ?? "") })
    let expected = search.all("contacts").map { contact in
      (users[contact["owner_id"]?.int ?? 0] ?? "", contact["first_name"]?.string, contact["id"]?.int ?? 0)
    }.sorted { left, right in
      if left.0 != right.0 { return left.0 < right.0 }
      if left.1 != right.1 { return left.1.map { name in right.1.map { name > $0 } ?? true } ?? false }
      return left.2 < right.2
    }
    let query: JSONValue = [
      "sort": [
        ["attribute": ["name": "owner"], "order": "ascending"],
        ["attribute": ["name": "first_name"], "order": "descending"],
      ]
    ]
    expect(try search.everyPage("contacts", query, perPage: 37).ids, equals: expected.map(\.2))
  }

  @Test("Cursors bring every record once, past two hundred, and whatever is deleted meanwhile")
  func pages() throws {
    let service = ZendeskSellEmulator(.init(records: 1300, seed: 29))
    let search = SearchCaller(caller: SellCaller(service: service))
    let query: JSONValue = ["sort": [["attribute": ["name": "updated_at"], "order": "descending"]]]
    let whole = try search.everyPage("leads", query, perPage: 200)
    expect(Set(whole.ids), equals: Set(search.all("leads").compactMap { $0["id"]?.int }))
    expect(whole.requests, equals: 2)
    let offsets = try stride(from: 0, to: whole.ids.count, by: 60).flatMap { offset in
      try search.find("leads", ["query": query, "offset": .number(JSONNumber(offset)), "per_page": 60]).ids
    }
    expect(offsets, equals: whole.ids)
    let numbered = try (0...whole.ids.count / 60).flatMap { page in
      try search.find("leads", ["query": query, "page": .number(JSONNumber(page)), "per_page": 60]).ids
    }
    expect(numbered, equals: whole.ids)
    let first = try search.find("leads", ["query": query, "per_page": 20])
    let last = try #require(first.ids.last)
    service.remove(.init("lead", last))
    let second = try search.find(
      "leads", ["query": query, "per_page": 20, "cursor": .string(try #require(first.nextPage))])
    expect(second.ids, equals: Array(whole.ids[20..<40]))
  }

  @Test("The queries of a batch succeed and fail one by one")
  func batches() throws {
    let found = try search.batch(
      "leads", [["query": ["filter": .equal("nothing", 1)]], ["per_page": 1], ["query": ["filter": .equal("city", 1)]]])
    expect(found.map(\.isSuccessful), equals: [false, true, false])
    expect(found[0].errors, equals: ["unknown /items/0/data/query/filter/filter/attribute"])
    expect(found[0].json["meta"]?["http_status"], equals: "422 Unprocessable Content")
    expect(found[2].errors, equals: ["invalid_type /items/2/data/query/filter/filter/attribute"])
    expect(found[1].ids.count, equals: 1)
  }

  @Test("Aggregations are computed over all that match, with or without the records")
  func aggregations() throws {
    let kinds = ["max", "min", "avg"].map { kind -> JSONValue in
      ["attribute": ["name": "decimal_value"], "aggregation_type": .string(kind)]
    }
    let hot = JSONValue.equal("hot", true)
    let found = try search.find(
      "deals", ["query": ["filter": hot], "aggregations": .array(kinds), "hits": false])
    let values = search.all("deals").filter { $0["hot"] == true }.map { deal in
      deal["value"]?.double ?? deal["value"]?.string.flatMap(Double.init) ?? 0
    }
    let result = found.json["meta"]?["aggregations"]?["decimal_value"]
    expect(result?["max"]?.double, equals: values.max())
    expect(result?["min"]?.double, equals: values.min())
    #expect(abs((result?["avg"]?.double ?? 0) - values.reduce(0, +) / Double(values.count)) < 0.001)
    expect(found.json["meta"]?["count"], equals: 0)
    expect(found.total, equals: values.count)
    #expect(found.nextPage == nil)
  }

  @Test(
    "What makes no sense is refused where it stands",
    arguments: [
      #"{"query":{"filter":{"filter":{"attribute":{"name":"address"},"parameter":{"eq":"x"}}}}}"#:
        "incorrect_value /query/filter/filter/attribute",
      #"{"query":{"filter":{"filter":{"attribute":{"name":"location"},"parameter":{"eq":"x"}}}}}"#:
        "incorrect_value /query/filter/filter/attribute",
      #"{"query":{"filter":{"filter":{"attribute":{"name":"city"},"parameter":{"range":{"gt":"x"}}}}}}"#:
        "incorrect_value /query/filter/filter/attribute",
      #"{"query":{"filter":{"filter":{"attribute":{"name":"city"},"parameter":{"eq":null}}}}}"#:
        "invalid_type /query/filter/filter/attribute",
      #"{"query":{"filter":{"filter":{"attribute":{"name":"city"},"parameter":{"like":"x"}}}}}"#:
        "incorrect_value /query/filter",
      #"{"query":{"filter":{"filter":{"attribute":{"name":"city"},"parameter":{"eq":"x","range":{}}}}}}"#:
        "incorrect_value /query/filter",
      #"{"query":{"filter":{"filter":{"attribute":{"name":"updated_at"},"parameter":{"range":{"above":"x"}}}}}}"#:
        "incorrect_value /query/filter/filter/attribute",
      #"{"query":{"filter":{"filter":{"attribute":{"name":"updated_at"},"parameter":{"range":{"gt":"today"}}}}}}"#:
        "invalid_type /query/filter/filter/attribute",
      #"{"query":{"filter":{"filter":{"attribute":{"name":"updated_at"},"parameter":{"range":{}}}}}}"#:
        "incorrect_value /query/filter/filter/attribute",
      #"{"query":{"filter":{"and":[]}}}"#: "incorrect_value /query/filter",
      #"{"query":{"filter":{"not":[]}}}"#: "incorrect_value /query/filter/not",
      #"{"query":{"filter":{}}}"#: "incorrect_value /query/filter",
      #"{"query":{"filter":{"and":[{"nor":[]}]}}}"#: "incorrect_value /query/filter/and/0",
      #"{"query":{"projection":[{"name":"id"},{"name":"status.name"}]}}"#: "unknown /query/projection/1",
      #"{"query":{"projection":[{"name":"custom_fields.7"}]}}"#: "unknown /query/projection/0",
      #"{"query":{"sort":[{"attribute":{"name":"tags"},"order":"ascending"}]}}"#:
        "incorrect_value /query/sort/0/attribute",
      #"{"query":{"sort":[{"attribute":{"name":"address"}}]}}"#: "incorrect_value /query/sort/0/attribute",
      #"{"query":{"sort":[{"attribute":{"name":"city"},"order":"up"}]}}"#: "incorrect_value /query/sort/0",
      #"{"query":{"order":[]}}"#: "unknown /query/order",
      #"{"limit":1}"#: "unknown /limit",
      #"{"per_page":201}"#: "incorrect_value /per_page",
      #"{"per_page":-1}"#: "incorrect_value /per_page",
      #"{"page":-1}"#: "incorrect_value /page",
      #"{"page":1,"offset":2}"#: "incorrect_value ",
      #"{"cursor":"W10="}"#: "incorrect_value /cursor",
      #"{"cursor":"not Base64"}"#: "incorrect_value /cursor",
      #"{"hits":1}"#: "incorrect_value /hits",
      #"{"aggregations":[{"attribute":{"name":"city"},"aggregation_type":"max"}]}"#:
        "incorrect_value /aggregations/0/attribute",
    ])
  func refusals(query: String, error: String) throws {
    let data = try JSONReader.read(JSONValue.self, from: SharedBytes(query))
    let found = try #require(try search.batch("leads", [data]).first)
    #expect(!found.isSuccessful)
    let parts = error.split(separator: " ", omittingEmptySubsequences: false)
    expect(found.errors, equals: ["\(parts[0]) /items/0/data\(parts[1])"])
  }

  @Test("A cursor continues its own query only")
  func foreignCursor() throws {
    let first = try search.find("leads", ["query": ["filter": ["not": .equal("city", "Hyannis")]]])
    let cursor = JSONValue.string(try #require(first.nextPage))
    #expect(try search.find("leads", ["cursor": cursor]).errors == ["incorrect_value /items/0/data/cursor"])
    #expect(
      try search.find("contacts", ["query": ["filter": ["not": .equal("city", "Hyannis")]], "cursor": cursor]).errors
        == ["incorrect_value /items/0/data/cursor"])
  }

  @Test("A filter that is nested without end is refused")
  func depth() throws {
    var filter = JSONValue.equal("city", "Hyannis")
    for _ in 0..<31 { filter = ["not": filter] }
    #expect(try search.find("leads", ["query": ["filter": filter]]).isSuccessful)
    filter = ["not": filter]
    let found = try search.find("leads", ["query": ["filter": filter]])
    expect(found.errors.first?.hasPrefix("incorrect_value"), equals: true)
  }

  @Test("Requests that are no batch, and paths that do not exist, get the error envelope")
  func envelopes() {
    func errors(_ method: String, _ path: String, _ body: JSONValue?) -> [String] {
      caller.call(method, path, body, version: "v3").errors
    }
    expect(errors("POST", "/leads/search", ["query": [:]]), equals: ["incorrect_payload"])
    expect(errors("POST", "/leads/search", ["items": []]), equals: ["incorrect_payload"])
    expect(errors("POST", "/leads/search", "text"), equals: ["invalid_payload"])
    expect(errors("POST", "/users/search", ["items": [[:]]]), equals: ["incorrect_path"])
    expect(errors("GET", "/leads/search", nil), equals: ["incorrect_path"])
    expect(errors("GET", "/leads", nil), equals: ["incorrect_path"])
    var configuration = ZendeskSellEmulator.Configuration()
    configuration.scopes = ["sync", "write"]
    let other = SellCaller(service: ZendeskSellEmulator(configuration))
    expect(
      other.call("POST", "/leads/search", ["items": [["data": [:]]]], version: "v3").errors,
      equals: ["insufficient_scope"])
  }
}
