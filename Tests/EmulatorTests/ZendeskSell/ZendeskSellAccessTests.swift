import Expect
import Testing
import Tributary
import TributaryJSON
import ZendeskSellEmulator

@Suite("The emulated Zendesk Sell: who is let in, and what it holds")
struct ZendeskSellAccessTests {
  @Test("A request without a user agent is refused with 400, one without a token with 401, one without scope with 403")
  func access() {
    var configuration = ZendeskSellEmulator.Configuration(records: 40)
    configuration.token = "secret"
    configuration.scopes = ["read", "sync"]
    let caller = SellCaller(service: ZendeskSellEmulator(configuration))
    expect(caller.call("GET", "/leads", headers: ["User-Agent": String?.none]).errors, equals: ["invalid_header"])
    expect(caller.get("/leads").errors, equals: ["unauthorized"])
    expect(caller.call("GET", "/leads", headers: ["Authorization": String?.none]).status, equals: 401)
    let right = ["Authorization": Optional("Bearer secret")]
    expect(caller.call("GET", "/leads", headers: right).status, equals: 200)
    expect(caller.call("GET", "/users", headers: right).errors, equals: ["insufficient_scope"])
    expect(caller.call("POST", "/leads", ["data": ["last_name": "x"]], headers: right).status, equals: 403)
    expect(caller.call("POST", "/sync/start", headers: right).status, equals: 201)
  }

  @Test("Throttling comes without content, in the envelope, or dressed as 404")
  func rateLimiting() {
    let service = ZendeskSellEmulator(.init(records: 40))
    let caller = SellCaller(service: service)
    service.adjust { $0.retryAfter = 3 }
    service.rateLimit(next: 2)
    let first = caller.get("/leads")
    expect(first.status, equals: 429)
    #expect(first.body.isEmpty)
    expect(first.headers["Retry-After"], equals: "3")
    expect(caller.get("/leads").status, equals: 429)
    expect(caller.get("/leads").status, equals: 200)
    service.rateLimit(next: 1, as: .disguised)
    let disguised = caller.get("/leads")
    expect(disguised.status, equals: 404)
    expect(disguised.json["errors"]?[0]?["error"]?["details"]?.string?.contains("'/429.json'"), equals: true)
    service.adjust {
      $0.rateLimitedEvery = 3
      $0.rateLimitForm = .envelope
    }
    let statuses = (0..<9).map { _ in caller.get("/leads").status }
    expect(statuses.count { $0 == 429 }, equals: 3)
    expect(service.counts.rateLimited, equals: 6)
  }

  @Test("The same seed makes the same records, another seed others")
  func seeds() {
    let first = ZendeskSellEmulator(.init(records: 150, seed: 4)).snapshot()
    expect(first, equals: ZendeskSellEmulator(.init(records: 150, seed: 4)).snapshot())
    #expect(first != ZendeskSellEmulator(.init(records: 150, seed: 5)).snapshot())
  }

  @Test("As many records as asked for, with all that makes them hard to read", arguments: [0, 40, 1000])
  func variety(records: Int) throws {
    let service = ZendeskSellEmulator(.init(records: records, seed: 2))
    let snapshot = service.snapshot()
    expect(service.recordCount, equals: max(records, snapshot.reduce(0) { $0 + $1.value.count }))
    guard records == 1000 else { return }
    #expect(snapshot.values.contains { $0.keys.contains { $0 > Int(Int32.max) } })
    let deals = try (snapshot["deal"] ?? [:]).values.map { try RawJSON($0).value() }
    #expect(deals.contains { $0["value"]?.int != nil })
    #expect(deals.contains { $0["value"]?.string?.contains(".") == true })
    let leads = try (snapshot["lead"] ?? [:]).values.map { try RawJSON($0).value() }
    #expect(leads.contains { $0["custom_fields"]?["Very_Complicated.CustomField"] != nil })
    #expect(leads.contains { $0["address"]?["postal_code"]?.isNull == true })
    #expect(leads.contains { $0["address"]?.isNull == true })
  }

  @Test("Every list responds, and its records have the form of an envelope")
  func lists() {
    let caller = SellCaller(service: ZendeskSellEmulator(.init(records: 120)))
    let paths = [
      "leads", "contacts", "deals", "notes", "tasks", "users", "pipelines", "stages", "tags", "sources", "lead_sources",
      "deal_sources", "loss_reasons", "deal_unqualified_reasons", "lead_unqualified_reasons", "products", "orders",
      "calls", "call_outcomes", "text_messages", "visits", "visit_outcomes", "collaborations", "lead_conversions",
      "documents", "sequences", "lead_statuses", "industries", "lead/custom_fields", "contact/custom_fields",
      "deal/custom_fields", "prospect_and_customer/custom_fields",
    ]
    for path in paths {
      let response = caller.get("/\(path)?per_page=100")
      expect(response.status, equals: 200, "\(path)")
      let items = response.json["items"]?.array ?? []
      #expect(!items.isEmpty, "\(path)")
      #expect(items.allSatisfy { $0["meta"]?["type"]?.string != nil && $0["data"]?.object != nil }, "\(path)")
      if path != "industries" { expect(response.ids.count, equals: items.count, "\(path)") }
    }
    expect(caller.get("/sequence_enrollments").status, equals: 200)
    expect(caller.get("/lead_sources").json["items"]?[0]?["meta"], equals: ["type": "source"])
    #expect(caller.get("/sources").json["items"]?[0]?["data"]?["resource_type"] == nil)
    #expect(caller.get("/industries").json["items"]?[0]?["data"]?["id"] == nil)
    expect(caller.get("/lead/custom_fields").json["items"]?[0]?["meta"], equals: ["type": "custom_field"])
  }

  @Test("Records change by themselves as time passes, and there is room for only so many")
  func driftAndRoom() {
    var configuration = ZendeskSellEmulator.Configuration(records: 60)
    configuration.secondsPerChange = 10
    configuration.capacity = 400
    let service = ZendeskSellEmulator(configuration)
    let caller = SellCaller(service: service)
    let before = service.snapshot()
    expect(caller.get("/leads").status, equals: 200)
    expect(service.snapshot(), equals: before)
    service.advance(seconds: 100)
    _ = caller.get("/leads")
    #expect(service.snapshot() != before)
    service.create(1000)
    let full = caller.send("POST", "/leads", ["last_name": "x"])
    expect(full.status, equals: 503)
    expect(full.errors, equals: ["temporarily_unavailable"])
  }

  @Test("Moments are written in UTC with whole seconds")
  func stamps() throws {
    let caller = SellCaller(service: ZendeskSellEmulator(.init(records: 40)))
    for (sent, shown) in [
      ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"), ("2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z"),
      ("1999-12-31T23:59:59.999Z", "1999-12-31T23:59:59Z"), ("9999-12-31T00:00:00Z", "9999-12-31T00:00:00Z"),
    ] {
      let task = caller.send("POST", "/tasks", ["content": "x", "due_date": .string(sent)])
      expect(task.json["data"]?["due_date"]?.string, equals: shown)
    }
    let created = try #require(caller.get("/leads?per_page=1").json["items"]?[0]?["data"]?["created_at"]?.string)
    #expect(created.hasPrefix("2023-") && created.hasSuffix("Z") && created.utf8.count == 20)
  }
}
