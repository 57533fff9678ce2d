import Expect
import Testing
import Tributary
import TributaryJSON
import ZendeskSellEmulator

@Suite("The emulated Zendesk Sell: sessions, queue and acknowledgements")
struct ZendeskSellSyncTests {
  private func make(
    records: Int = 120, _ change: (inout ZendeskSellEmulator.Behavior) -> Void = { _ in }
  ) -> (ZendeskSellEmulator, SellCaller) {
    var configuration = ZendeskSellEmulator.Configuration(records: records, seed: 3)
    configuration.behavior.pageSize = 10
    change(&configuration.behavior)
    let service = ZendeskSellEmulator(configuration)
    return (service, SellCaller(service: service))
  }

  /// What a mirror holds after these items.
  private func mirror(_ items: [SellCaller.Item], over start: [String: [Int: String]] = [:]) -> [String: [Int: String]]
  {
    var mirror = start
    for item in items {
      mirror[item.type, default: [:]][item.id] = item.event == "deleted" ? nil : item.data.description
    }
    return mirror.filter { !$0.value.isEmpty }
  }

  @Test("A first session brings everything once, the next start says that there is nothing")
  func drain() throws {
    let (service, caller) = make()
    let items = try caller.drain()
    expect(items.count, equals: 120)
    expect(service.recordCount, equals: 120)
    #expect(items.allSatisfy { $0.event == "created" })
    expect(mirror(items), equals: service.snapshot())
    expect(caller.call("POST", "/sync/start").status, equals: 204)
    expect(service.acknowledgedKeys(of: "device-1"), equals: items.map(\.key))
  }

  @Test("A session has the documented form")
  func sessionForm() throws {
    let (_, caller) = make()
    let response = caller.call("POST", "/sync/start")
    expect(response.status, equals: 201)
    let id = try #require(response.json["data"]?["id"]?.string)
    expect(
      response.json,
      equals: [
        "data": [
          "id": .string(id),
          "queues": [
            [
              "data": ["name": "main", "pages": 12, "total_count": 120],
              "meta": [
                "type": "sync_queue", "links": ["self": .string("http://127.0.0.1:1/v2/sync/\(id)/queues/main")],
              ],
            ]
          ],
        ], "meta": ["type": "sync_session"],
      ])
    let (page, items) = caller.page(id)
    expect(page.json["meta"], equals: ["type": "collection", "count": 10, "count_left": 110])
    expect(items.count, equals: 10)
    let accepted = caller.acknowledge(items.map(\.key))
    expect(accepted.status, equals: 202)
    #expect(accepted.body.isEmpty)
    #expect(accepted.headers["Content-Type"] == nil)
  }

  @Test("Later sessions bring the latest state of what changed, deletions by identifier only")
  func changes() throws {
    let (service, caller) = make()
    let before = mirror(try caller.drain())
    let updated = service.update(15)
    let deleted = service.delete(5)
    let created = service.create(7)
    service.update(3)
    let items = try caller.drain()
    expect(Set(items.map(\.key)).count, equals: items.count)
    expect(mirror(items, over: before), equals: service.snapshot())
    let events = Dictionary(items.map { (ZendeskSellEmulator.RecordKey($0.type, $0.id), $0.event) }) { $1 }
    #expect(deleted.allSatisfy { events[$0] == "deleted" })
    #expect(created.allSatisfy { events[$0] == "created" })
    #expect(updated.allSatisfy { events[$0] == "updated" || events[$0] == "deleted" })
    #expect(items.filter { $0.event == "deleted" }.allSatisfy { $0.data == ["id": .number(JSONNumber($0.id))] })
    #expect(try caller.drain().isEmpty)
  }

  @Test("What was created and deleted between two sessions does not show up, unless all are to hear of it")
  func unseen() throws {
    let (service, caller) = make()
    _ = try caller.drain()
    let key = try #require(service.create(1).first)
    service.remove(key)
    #expect(try caller.drain().isEmpty)
    service.adjust { $0.deletionAudience = .everyone }
    let other = try #require(service.create(1).first)
    service.remove(other)
    try expect(caller.drain().map(\.event), equals: ["deleted"])
  }

  @Test("A record that was sent and then deleted before it was acknowledged is still deleted by a later session")
  func deletedAfterSending() throws {
    for audience in [EmulatedSell.DeletionAudience.sent, .acknowledged] {
      let (service, caller) = make { $0.deletionAudience = audience }
      let items = try caller.drain(acknowledging: false)
      let lead = try #require(items.first { $0.type == "lead" })
      service.remove(.init("lead", lead.id))
      caller.acknowledge(items.map(\.key))
      try expect(caller.drain().map { "\($0.event) \($0.id)" }, equals: ["deleted \(lead.id)"])
    }
  }

  @Test("What is not acknowledged comes again; what is acknowledged in an older state comes in the new one")
  func notAcknowledged() throws {
    let (service, caller) = make()
    let first = try caller.drain(acknowledging: false)
    try expect(caller.drain(acknowledging: false), equals: first)
    let changed = try #require(service.update(1).first)
    caller.acknowledge(first.map(\.key))
    let rest = try caller.drain()
    expect(rest.map(\.id), equals: [changed.id])
    expect(rest.first?.event, equals: "updated")
  }

  @Test("Each device has its own state, and several connections may drain one session")
  func devices() throws {
    let (service, caller) = make()
    _ = try caller.drain()
    var other = caller
    other.device = "device-2"
    try expect(other.drain().count, equals: 120)
    expect(service.devices, equals: ["device-1", "device-2"])
    service.update(4)
    let session = try #require(caller.start())
    other.device = "somebody else"
    expect(other.page(session).response.status, equals: 404)
  }

  @Test("A session that is drained from many threads hands out each item once", .timeLimit(.minutes(1)))
  func threads() async throws {
    let (service, caller) = make(records: 600)
    let session = try #require(caller.start())
    let received = await withTaskGroup(of: [String].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var keys: [String] = []
          while true {
            let (response, items) = caller.page(session)
            guard response.status == 200 else { return keys }
            keys += items.map(\.key)
            caller.acknowledge(items.map(\.key))
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    expect(received.count, equals: 600)
    expect(Set(received).count, equals: 600)
    #expect(caller.start() == nil)
    expect(service.counts.acknowledgedKeys, equals: 600)
  }

  @Test("An acknowledgement that takes effect late lets the same come again")
  func lateAcknowledgement() throws {
    let (service, caller) = make { $0.acknowledgementDelay = .seconds(1000) }
    try expect(caller.drain().count, equals: 120)
    try expect(caller.drain().count, equals: 120)
    service.advance(seconds: 1001)
    #expect(try caller.drain().isEmpty)

    let (_, other) = make { $0.acknowledgementDelay = .requests(2) }
    let all = try other.drain()
    // The last acknowledgement is one request old when the page that says 204 has been asked for.
    #expect(try other.drain().count < all.count)
  }

  @Test("Lost acknowledgements and repeated items cost no record")
  func redelivery() throws {
    let (service, caller) = make {
      $0.lostAcknowledgementEvery = 7
      $0.repeatedItemEvery = 5
      $0.order = .shuffled
    }
    let first = try caller.drain()
    expect(first.count, equals: 120 + 24)
    expect(mirror(first), equals: service.snapshot())
    var rounds = 0
    while try !caller.drain().isEmpty, rounds < 10 { rounds += 1 }
    #expect((1..<10).contains(rounds))
  }

  @Test("Empty pages come although more follows")
  func emptyPages() throws {
    let (_, caller) = make { $0.emptyPageEvery = 3 }
    let session = try #require(caller.start())
    var statuses: [Int] = []
    var counts: [Int] = []
    repeat {
      let (response, items) = caller.page(session)
      statuses.append(response.status)
      counts.append(items.count)
    } while statuses.last == 200 && statuses.count < 100
    expect(Array(counts.prefix(6)), equals: [10, 10, 0, 10, 10, 0])
    expect(counts.reduce(0, +), equals: 120)
  }

  @Test("Objects that cannot be fetched are named, and come in a later session")
  func failedObjects() throws {
    let (service, caller) = make()
    let deal = try #require(service.snapshot()["deal"]?.keys.min())
    service.fail([.init("deal", deal)])
    let session = try #require(caller.start())
    var failed: [JSONValue] = []
    while true {
      let (response, items) = caller.page(session)
      guard response.status == 200 else { break }
      failed += response.json["meta"]?["failed_objects"]?.array ?? []
      caller.acknowledge(items.map(\.key))
    }
    expect(failed, equals: [["type": "deal", "id": .number(JSONNumber(deal))]])
    try expect(caller.drain().map(\.id), equals: [deal])
    service.adjust { $0.failedObjectsReturn = false }
    let keys = service.update(1)
    service.fail(keys)
    _ = try caller.drain()
    #expect(try caller.drain().isEmpty)
  }

  @Test("Sessions end: after a while, after some pages, and when they are ended")
  func expiry() throws {
    let (service, caller) = make { $0.sessionPages = 2 }
    let first = try #require(caller.start())
    expect([caller.page(first).response.status, caller.page(first).response.status], equals: [200, 200])
    let gone = caller.page(first).response
    expect(gone.status, equals: 404)
    expect(gone.errors, equals: ["not_found"])
    service.adjust { $0.sessionPages = nil }
    let second = try #require(caller.start())
    service.advance(seconds: 3601)
    expect(caller.page(second).response.status, equals: 404)
    let third = try #require(caller.start())
    service.adjust { $0.statusOfUnknownSession = 410 }
    service.endSessions()
    expect(caller.page(third).response.status, equals: 410)
    try expect(caller.drain().count, equals: 120)
  }

  @Test("There are at most so many sessions, and those that were drained do not count")
  func sessionLimit() throws {
    let (service, caller) = make { $0.sessionLimit = 3 }
    let ids = (0..<3).compactMap { _ in caller.start() }
    expect(ids.count, equals: 3)
    expect(caller.call("POST", "/sync/start").status, equals: 429)
    service.adjust { $0.beyondSessionLimit = .endsOldest }
    #expect(caller.start() != nil)
    expect(service.openSessionCount, equals: 3)
    expect(caller.page(ids[0]).response.status, equals: 404)
    for _ in 0..<20 where caller.page(ids[2]).response.status == 200 {}
    service.adjust { $0.beyondSessionLimit = .rateLimited }
    #expect(caller.start() != nil)
  }

  @Test("Unknown keys are passed over, or refused with all others when that is wanted")
  func unknownKeys() throws {
    let (service, caller) = make()
    let session = try #require(caller.start())
    let keys = caller.page(session).items.map(\.key)
    expect(caller.acknowledge(["nonsense", "create|Lead|1|2|3"]).status, equals: 202)
    expect(service.counts.acknowledgedKeys, equals: 0)
    service.adjust { $0.unknownKeys = .refused }
    expect(caller.acknowledge(keys + ["User-1234-1"]).status, equals: 422)
    expect(service.counts.acknowledgedKeys, equals: 0)
    expect(caller.acknowledge(keys).status, equals: 202)
    expect(caller.acknowledge(keys).status, equals: 202)
    service.adjust { $0.acknowledgementLimit = 3 }
    expect(caller.acknowledge(Array(keys.prefix(4))).status, equals: 422)
    expect(caller.acknowledge(Array(keys.prefix(3))).status, equals: 202)
    expect(caller.call("POST", "/sync/ack", ["ack_keys": []]).status, equals: 422)
    service.adjust { $0.acceptsBareAcknowledgements = true }
    expect(caller.call("POST", "/sync/ack", ["ack_keys": []]).status, equals: 202)
  }

  @Test("Pipelines come with their stages, deals with their associated contacts, unknown types as they are")
  func queueForm() throws {
    var configuration = ZendeskSellEmulator.Configuration(records: 150, seed: 5)
    configuration.recordsOfUnknownTypes = 4
    let service = ZendeskSellEmulator(configuration)
    let caller = SellCaller(service: service)
    service.put("gadget", json: #"{"id":5,"size":1.0}"#)
    let items = try caller.drain()
    expect(items.count, equals: 151)
    let pipeline = try #require(items.first { $0.type == "pipeline" })
    let stages = pipeline.data["stages"]?["items"]?.array ?? []
    expect(stages.count, equals: 4)
    #expect(stages.allSatisfy { $0["meta"] == ["type": "stage"] && $0["data"]?["pipeline_id"]?.int == pipeline.id })
    #expect(caller.get("/pipelines").json["items"]?[0]?["data"]?["stages"] == nil)
    let associated = items.filter { $0.type == "deal" }.compactMap { $0.data["associated_contacts"]?["items"]?[0] }
    #expect(!associated.isEmpty)
    #expect(associated.allSatisfy { $0["data"]?["contact_id"]?.int != nil && $0["data"]?["deal_id"] == nil })
    expect(items.filter { ["smart_list", "forecast"].contains($0.type) }.count, equals: 4)
    expect(items.last?.data.description, equals: #"{"id":5,"size":1.0}"#)
  }

  @Test("Deleted deals and pipelines say nothing but their identifier, whatever belongs to them")
  func deletedParents() throws {
    let (service, caller) = make()
    _ = try caller.drain()
    for type in ["deal", "pipeline"] {
      for id in service.snapshot()[type]?.keys.sorted() ?? [] { service.remove(.init(type, id)) }
    }
    let items = try caller.drain()
    expect(Set(items.map(\.type)), equals: ["deal", "pipeline"])
    #expect(items.allSatisfy { $0.event == "deleted" && $0.data == ["id": .number(JSONNumber($0.id))] })
  }

  @Test("A change of the contacts of a deal is a change of the deal")
  func associatedContacts() throws {
    let (service, caller) = make()
    _ = try caller.drain()
    let deal = try #require(service.snapshot()["deal"]?.keys.min())
    let contact = try #require(service.snapshot()["contact"]?.keys.max())
    let path = "/deals/\(deal)/associated_contacts"
    expect(
      caller.send("POST", path, ["contact_id": .number(JSONNumber(contact)), "role": "involved"]).status, equals: 200)
    let items = try caller.drain()
    expect(items.map(\.id), equals: [deal])
    expect(mirror(items)["deal"]?[deal], equals: service.snapshot()["deal"]?[deal])
    expect(caller.call("DELETE", "\(path)/\(contact)").status, equals: 204)
    try expect(caller.drain().map(\.id), equals: [deal])
  }

  @Test("Who is forgotten gets everything again; a device that goes on is kept")
  func forgotten() throws {
    var configuration = ZendeskSellEmulator.Configuration(records: 60)
    configuration.deviceCapacity = 2
    let service = ZendeskSellEmulator(configuration)
    for device in ["a", "b", "a", "c"] { _ = try SellCaller(service: service, device: device).drain() }
    expect(service.devices, equals: ["a", "c"])
    #expect(try SellCaller(service: service, device: "a").drain().isEmpty)
    try expect(SellCaller(service: service, device: "b").drain().count, equals: 60)
  }

  @Test("A sync request without a device, and paths that the service lacks, are refused")
  func refusals() {
    let (_, caller) = make()
    let response = caller.call("POST", "/sync/start", headers: ["X-Basecrm-Device-UUID": String?.none])
    expect(response.status, equals: 400)
    expect(response.errors, equals: ["invalid_header"])
    expect(caller.get("/sync/start").errors, equals: ["incorrect_path"])
    expect(caller.get("/sync/nothing/queues/main").errors, equals: ["not_found"])
    expect(caller.get("/sync/nothing/queues/other").errors, equals: ["not_found"])
  }
}
