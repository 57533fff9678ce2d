import Expect
import Testing
import Tributary
import TributaryJSON
import ZendeskSellEmulator

@Suite("The emulated Zendesk Sell: resources")
struct ZendeskSellResourceTests {
  private let service = ZendeskSellEmulator(.init(records: 250, seed: 11))
  private var caller: SellCaller { SellCaller(service: service) }

  @Test("Pages follow each other by their links, and hold every record once")
  func pages() throws {
    var ids: [Int] = []
    var path: String? = "/leads?per_page=7"
    while let next = path, ids.count < 1000 {
      let response = caller.get(next)
      expect(response.json["meta"]?["count"]?.int, equals: response.ids.count)
      ids += response.ids
      let link = response.json["meta"]?["links"]?["next_page"]?.string
      path = link.map { String($0.dropFirst("http://127.0.0.1:1/v2".count)) }
    }
    expect(Set(ids), equals: Set(service.snapshot()["lead"]?.keys.map(\.self) ?? []))
    expect(Set(ids).count, equals: ids.count)
    let second = caller.get("/leads?page=2&per_page=7&status=New").json["meta"]?["links"]
    expect(second?["self"], equals: "http://127.0.0.1:1/v2/leads?page=2&per_page=7&status=New")
    expect(second?["first_page"], equals: second?["prev_page"])
    let beyond = caller.get("/leads?page=1000")
    expect(beyond.status, equals: 200)
    #expect(beyond.ids.isEmpty)
  }

  @Test(
    "A page size out of range, and a value that makes no sense, are refused as the service does",
    arguments: [
      "/leads?per_page=200", "/leads?per_page=0", "/leads?page=x", "/leads?owner_id=x", "/leads?nonsense=1",
      "/deals?hot=yes", "/leads?ids=1,x", "/leads?sort_by=nonsense", "/calls?sort_by=id", "/users?sort_by=name:up",
    ])
  func parameters(path: String) {
    let response = caller.get(path)
    expect(response.status, equals: 400)
    expect(response.errors, equals: ["invalid_param"])
  }

  @Test("The refusal of a page size is the one that was seen, but for the reference")
  func refusedPageSize() throws {
    var response = try #require(caller.get("/leads?per_page=200").json.object)
    var meta = try #require(response["meta"]?.object)
    let reference = try #require(meta["logref"]?.string)
    #expect(!reference.isEmpty)
    meta["logref"] = nil
    response["meta"] = .object(meta)
    let seen = """
      {"errors":[{"error":{"code":"invalid_param","message":"invalid request query parameter","details":"The request \
      query parameter 'per_page' is malformed, missing, or has an invalid value (must be between 1 and 100, given: 200)\
      "},"meta":{"type":"error","links":{"more_info":"https://developers.getbase.com/docs/rest/articles/errors"}}}],\
      "meta":{"type":"errors","http_status":"400 Bad Request","links":{"more_info":\
      "https://developers.getbase.com/docs/rest/articles/errors"}}}
      """
    expect(JSONValue.object(response), equals: (try JSONReader.read(JSONValue.self, from: SharedBytes(seen))))
  }

  @Test("Lists are in the order that is asked for")
  func order() {
    func values(_ path: String, _ name: String) -> [String] {
      (caller.get(path).json["items"]?.array ?? []).compactMap { $0["data"]?[name]?.string }
    }
    let names = values("/contacts?per_page=100", "last_name")
    #expect(names.count > 10)
    expect(names, equals: names.sorted())
    let stamps = values("/leads?per_page=100", "updated_at")
    expect(stamps, equals: stamps.sorted())
    let down = values("/leads?per_page=100&sort_by=last_name:desc", "last_name")
    expect(down, equals: down.sorted(by: >))
    let texts = caller.get("/text_messages").ids
    expect(texts, equals: texts.sorted(by: >))
    let seats = caller.get("/leads?per_page=100&sort_by=custom_fields:Known%20via:desc")
    expect(seats.status, equals: 200)
    let calls = values("/calls", "made_at")
    expect(calls, equals: calls.sorted(by: >))
  }

  @Test("Filters keep what they ask for, and nothing else")
  func filters() throws {
    func expectOnly(_ path: String, _ accepts: (JSONValue) -> Bool) {
      let all = caller.get(path.prefix { $0 != "?" } + "?per_page=100").json["items"]?.array ?? []
      let some = caller.get(path + "&per_page=100").json["items"]?.array ?? []
      #expect(!some.isEmpty, "\(path)")
      #expect(some.count < all.count, "\(path)")
      #expect(some.allSatisfy { $0["data"].map(accepts) ?? false }, "\(path)")
      expect(some.count, equals: all.count { $0["data"].map(accepts) ?? false }, "\(path)")
    }
    expectOnly("/leads?status=New") { $0["status"] == "New" }
    expectOnly("/leads?address%5Bcity%5D=M%C3%BCnchen") { $0["address"]?["city"] == "München" }
    expectOnly("/leads?custom_fields%5BKnown+via%5D=Tom") { $0["custom_fields"]?["Known via"] == "Tom" }
    expectOnly("/contacts?is_organization=true") { $0["is_organization"] == true }
    expectOnly("/deals?hot=true") { $0["hot"] == true }
    expectOnly("/tasks?completed=false") { $0["completed"] == false }
    expectOnly("/tasks?type=floating") { $0["resource_id"]?.isNull ?? true }
    expectOnly("/notes?resource_type=deal") { $0["resource_type"] == "deal" }
    expectOnly("/notes?q=HIGHLY") { $0["content"] == "Highly important." }
    expectOnly("/users?zendesk_user_ids=900000000001,900000000002") {
      ["900000000001", "900000000002"].contains($0["zendesk_user_id"]?.string)
    }
    expectOnly("/products?active=false") { $0["active"] == false }
    let ids = caller.get("/leads?per_page=3").ids
    expect(Set(caller.get("/leads?ids=\(ids[0]),\(ids[2])").ids), equals: [ids[0], ids[2]])
    expect(caller.get("/lead_sources").ids.count, equals: 2)
    expect(caller.get("/deal_sources").ids.count, equals: 2)
    expect(caller.get("/sources").ids.count, equals: 2)
  }

  @Test("A list that was asked for before shows what has changed since")
  func freshLists() throws {
    let before = caller.get("/leads?last_name=Fresh").ids
    let id = try #require(caller.send("POST", "/leads", ["last_name": "Fresh"]).json["data"]?["id"]?.int)
    #expect(before.isEmpty)
    expect(caller.get("/leads?last_name=Fresh").ids, equals: [id])
    _ = caller.send("PUT", "/leads/\(id)", ["last_name": "Stale"])
    #expect(caller.get("/leads?last_name=Fresh").ids.isEmpty)
  }

  @Test("Creating returns 200 with all attributes; altering leaves the others; deleting returns 204")
  func lifecycle() throws {
    let created = caller.send(
      "POST", "/leads", ["last_name": "Życie", "tags": ["a"], "custom_fields": ["Any name. With dots": 1.5]])
    expect(created.status, equals: 200)
    expect(created.json["meta"], equals: ["type": "lead", "version": 1])
    let data = try #require(created.json["data"]?.object)
    let seeded = try #require(caller.get("/leads?per_page=1").json["items"]?[0]?["data"]?.object)
    expect(data.names, equals: seeded.names)
    expect(data["status"], equals: "New")
    expect(data["first_name"], equals: .null)
    expect(data["custom_fields"], equals: ["Any name. With dots": 1.5])
    let id = try #require(data["id"]?.int)
    service.advance(seconds: 100)
    let altered = caller.send("PUT", "/leads/\(id)", ["first_name": "Ada", "tags": []])
    expect(altered.status, equals: 200)
    expect(altered.json["meta"]?["version"], equals: 2)
    var expected = data
    expected["first_name"] = "Ada"
    expected["tags"] = []
    expected["updated_at"] = altered.json["data"]?["updated_at"]
    expect(altered.json["data"], equals: .object(expected))
    #expect(altered.json["data"]?["updated_at"] != data["updated_at"])
    expect(caller.get("/leads/\(id).json").json, equals: altered.json)
    let deleted = caller.call("DELETE", "/leads/\(id)")
    expect(deleted.status, equals: 204)
    #expect(deleted.body.isEmpty)
    expect(caller.get("/leads/\(id)").errors, equals: ["not_found"])
    expect(caller.call("DELETE", "/leads/\(id)").status, equals: 404)
    expect(caller.send("PUT", "/leads/\(id)", [:]).status, equals: 404)
  }

  @Test(
    "What is wrong with attributes is reported with its code and a pointer",
    arguments: [
      ("/leads", #"{"last_name":"x","invalid_field":1}"#, ["unknown /invalid_field"]),
      ("/leads", #"{"first_name":"x"}"#, ["missing /last_name"]),
      ("/leads", #"{"last_name":7}"#, ["invalid_type /last_name", "missing /last_name"]),
      ("/leads", #"{"last_name":"x","owner_id":5}"#, ["incorrect_value /owner_id"]),
      ("/leads", #"{"last_name":"x","tags":"a"}"#, ["invalid_type /tags"]),
      ("/leads", #"{"last_name":"x","address":{"planet":"Mars"}}"#, ["incorrect_value /address"]),
      ("/contacts", #"{"is_organization":true}"#, ["missing /name"]),
      ("/contacts", #"{}"#, ["missing /last_name"]),
      ("/tasks", #"{"content":"x","resource_type":"planet"}"#, ["incorrect_value /resource_type"]),
      ("/tasks", #"{"content":"x","due_date":"soon"}"#, ["incorrect_value /due_date"]),
      ("/notes", #"{"content":"x"}"#, ["missing /resource_type", "missing /resource_id"]),
      ("/products", #"{"name":"x","max_discount":101}"#, ["incorrect_value /data/max_discount"]),
      ("/deals", #"{"value":"1.234"}"#, ["incorrect_value /value", "missing /name", "missing /contact_id"]),
      (
        "/deals", #"{"value":"a lot","estimated_close_date":"2015-02-30"}"#,
        ["incorrect_value /value", "incorrect_value /estimated_close_date", "missing /name", "missing /contact_id"]
      ),
    ])
  func wrongAttributes(path: String, attributes: String, errors: [String]) throws {
    let value = try JSONReader.read(JSONValue.self, from: SharedBytes(attributes))
    let response = caller.send("POST", path, value)
    expect(response.status, equals: 422)
    expect(response.errors, equals: errors)
    expect(response.json["meta"]?["type"], equals: (path == "/products" ? "collection" : "errors"))
    expect(response.json["meta"]?["logref"]?.string, equals: response.headers["X-Request-Id"])
  }

  @Test("The refusal of an unknown attribute is the one that was seen")
  func unknownAttribute() throws {
    let response = caller.send("POST", "/contacts", ["last_name": "x", "invalid_field": 1])
    expect(
      response.json["errors"]?[0]?["error"],
      equals: [
        "resource": "contact", "field": "/invalid_field", "code": "unknown", "message": "unknown attribute",
        "details": "The attribute '/invalid_field' is not a known attribute for the 'contact' resource.",
      ])
  }

  @Test(
    "A deal's value is a whole number, or text with two decimals",
    arguments: [
      ("1000", "1000"), (#""1000.50""#, #""1000.50""#), ("10.5", #""10.50""#), (#""7.00""#, "7"), ("1e3", "1000"),
      (#""-0.05""#, #""-0.05""#), (#""123456789012345678.90""#, #""123456789012345678.90""#),
    ])
  func amounts(sent: String, shown: String) throws {
    let contact = try #require(caller.get("/contacts?per_page=1").ids.first)
    let value = try JSONReader.read(JSONValue.self, from: SharedBytes(sent))
    let response = caller.send(
      "POST", "/deals", ["name": "d", "contact_id": .number(JSONNumber(contact)), "value": value])
    expect(response.json["data"]?["value"]?.description, equals: shown)
  }

  @Test("A deal knows the organization of its contact, and when it changed its stage")
  func deals() throws {
    let company = caller.send("POST", "/contacts", ["is_organization": true, "name": "Company"]).json["data"]?["id"]
    let person = caller.send(
      "POST", "/contacts", ["first_name": "A", "last_name": "B", "contact_id": try #require(company)]
    ).json["data"]
    expect(person?["name"], equals: "A B")
    let deal = caller.send("POST", "/deals", ["name": "d", "contact_id": try #require(person?["id"])]).json["data"]
    expect(deal?["organization_id"], equals: company)
    expect(deal?["value"], equals: 0)
    let id = try #require(deal?["id"]?.int)
    let stages = caller.get("/stages").ids
    service.advance(seconds: 50)
    let moved = caller.send("PUT", "/deals/\(id)", ["stage_id": .number(JSONNumber(stages[1]))]).json["data"]
    #expect(moved?["last_stage_change_at"] != deal?["last_stage_change_at"])
    let renamed = caller.send("PUT", "/deals/\(id)", ["name": "e"]).json["data"]
    expect(renamed?["last_stage_change_at"], equals: moved?["last_stage_change_at"])
    expect(caller.send("PUT", "/deals/\(id)", ["name": .null]).errors, equals: ["blank /name"])
    expect(caller.send("PUT", "/contacts/\(company?.int ?? 0)", ["is_organization": false]).status, equals: 422)
  }

  @Test("Upsert alters the one that matches, or creates one")
  func upsert() throws {
    let first = caller.send(
      "POST", "/contacts/upsert?email=up%40example.com", ["last_name": "One", "email": "up@example.com"])
    expect(first.status, equals: 200)
    let second = caller.send("POST", "/contacts/upsert?email=up%40example.com", ["first_name": "Two"])
    expect(second.json["data"]?["id"], equals: first.json["data"]?["id"])
    expect(second.json["data"]?["name"], equals: "Two One")
    _ = caller.send("POST", "/contacts", ["last_name": "Three", "email": "up@example.com"])
    expect(caller.send("POST", "/contacts/upsert?email=up%40example.com", ["last_name": "x"]).status, equals: 409)
    expect(caller.send("POST", "/contacts/upsert", ["last_name": "x"]).status, equals: 400)
    expect(caller.send("POST", "/notes/upsert?q=x", [:]).errors, equals: ["incorrect_path"])
  }

  @Test("Line items stand below their order, and take what their product says")
  func lineItems() throws {
    let order = try #require(caller.get("/orders").ids.first)
    let product = try #require(caller.get("/products").ids.first)
    let path = "/orders/\(order)/line_items"
    let before = caller.get(path).ids
    let item = caller.send("POST", path, ["product_id": .number(JSONNumber(product)), "quantity": 3])
    expect(item.json["data"]?["name"], equals: "Plan 1")
    #expect(item.json["data"]?["order_id"] == nil)
    let id = try #require(item.json["data"]?["id"]?.int)
    expect(caller.get(path).ids, equals: before + [id])
    expect(caller.get("\(path)/\(id)").json, equals: item.json)
    let other = try #require(caller.get("/orders").ids.last)
    expect(caller.get("/orders/\(other)/line_items/\(id)").status, equals: 404)
    expect(caller.send("PUT", "\(path)/\(id)", ["quantity": 1]).errors, equals: ["incorrect_path"])
    expect(caller.call("DELETE", "\(path)/\(id)").status, equals: 204)
    expect(caller.get("/orders/1/line_items").status, equals: 404)
    let shown = caller.get("/products/\(product)").json["data"]?.object?.names
    let made = caller.send("POST", "/products", ["name": "Lamp"])
    expect(made.json["data"]?.object?.names, equals: shown)
    expect(made.json.object?.names, equals: ["meta", "data"])
  }

  @Test("A lead becomes a person, an organization and a deal")
  func conversion() throws {
    let lead = caller.send("POST", "/leads", ["last_name": "Person", "organization_name": "Firm"]).json["data"]?["id"]
    let id = try #require(lead?.int)
    let conversion = caller.send("POST", "/lead_conversions", ["lead_id": try #require(lead), "create_deal": true])
    expect(conversion.status, equals: 200)
    let person = try #require(conversion.json["data"]?["individual_id"]?.int)
    expect(
      caller.get("/contacts/\(person)").json["data"]?["contact_id"], equals: conversion.json["data"]?["organization_id"]
    )
    #expect(conversion.json["data"]?["deal_id"]?.int != nil)
    expect(caller.get("/leads/\(id)").status, equals: 404)
    expect(caller.send("POST", "/lead_conversions", ["lead_id": try #require(lead)]).status, equals: 422)
  }

  @Test("A lead goes through a sequence until it is taken out")
  func sequences() throws {
    let lead = try #require(caller.get("/leads?per_page=1").ids.first)
    let sequence = try #require(caller.get("/sequences").ids.first)
    let subject: JSONValue = ["resource_id": .number(JSONNumber(lead)), "resource_type": "lead"]
    let enrollment = caller.send(
      "POST", "/sequence_enrollments", ["sequence_id": .number(JSONNumber(sequence)), "sell_resource": subject])
    expect(enrollment.json["data"]?["state"], equals: "ongoing")
    expect(enrollment.json["data"]?["sequence"]?["data"]?["id"]?.int, equals: sequence)
    expect(enrollment.json["data"]?["enrollment_steps"]?["meta"]?["count"], equals: 3)
    expect(caller.send("POST", "/sequence_enrollments/finish_ongoing_for_resource", subject).status, equals: 200)
    let id = try #require(enrollment.json["data"]?["id"]?.int)
    expect(caller.get("/sequence_enrollments/\(id)").json["data"]?["finished_reason"], equals: "manual")
  }

  @Test("The account, the user of the token, and paths that lead nowhere")
  func singles() {
    expect(caller.get("/accounts/self").json["meta"], equals: ["type": "account"])
    expect(caller.get("/users/self").json["data"]?["role"], equals: "admin")
    expect(caller.get("/accounts").errors, equals: ["incorrect_path"])
    expect(caller.send("POST", "/users", [:]).errors, equals: ["incorrect_path"])
    expect(caller.get("/planets").errors, equals: ["incorrect_path"])
    expect(caller.get("/leads/self").errors, equals: ["not_found"])
    expect(caller.get("/leads/1/2/3/4").errors, equals: ["incorrect_path"])
    expect(caller.call("POST", "/leads").errors, equals: ["invalid_payload"])
    expect(caller.call("POST", "/leads", ["last_name": "x"]).errors, equals: ["incorrect_payload"])
  }
}
