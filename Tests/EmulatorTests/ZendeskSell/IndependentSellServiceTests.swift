import Expect
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// The second service must be one that a careful client can sync with: a plain loop shows it.
@Suite("The second Zendesk Sell")
struct IndependentSellServiceTests {
  /// Starts sessions until there is nothing new, and keeps the last state of each record.
  private func mirror(_ service: IndependentSellService) -> (
    records: [String: [Int: JSONValue]], starts: Int, isDone: Bool
  ) {
    let caller = SellCaller(service: service)
    var records: [String: [Int: JSONValue]] = [:]
    var starts = 0
    for _ in 0..<300 {
      let start = caller.call("POST", "/sync/start")
      if start.status == 204 { return (records.filter { !$0.value.isEmpty }, starts, true) }
      guard start.status < 300, let session = start.json["data"]?["id"]?.string else { continue }
      starts += 1
      for _ in 0..<300 {
        let (response, items) = caller.page(session)
        if response.status == 204 || response.status == 404 && response.errors == ["not_found"] { break }
        for item in items {
          // What the event says is a hint; a record with nothing but its identifier is only in the script as this type.
          let isGone = item.data.object?.count == 1 && item.type != "smart_list"
          records[item.type, default: [:]].removeValue(forKey: item.id)
          if !isGone { records[item.type]?[item.id] = item.data }
        }
        while !items.isEmpty, caller.acknowledge(items.map(\.key)).status >= 300 {}
      }
    }
    return (records, starts, false)
  }

  private func expected(_ service: IndependentSellService) throws -> [String: [Int: JSONValue]] {
    try service.expected.mapValues { try $0.mapValues { try RawJSON($0).value() } }
  }

  @Test("A client that does as documented ends with all records", arguments: [0, 1, 2])
  func whole(round: Int) throws {
    let troubles: Set<IndependentSellService.Trouble> =
      [[], Set(IndependentSellService.Trouble.allCases), [.vanishingSession, .redelivery]][round]
    let service = IndependentSellService(troubles)
    let (records, starts, isDone) = mirror(service)
    #expect(isDone)
    expect(starts, equals: [1, 3, 2][round])
    expect(records, equals: (try expected(service)))
    #expect(service.complaints.isEmpty, "\(service.complaints)")
  }

  @Test("Changes and deletions come, and nothing else")
  func changes() throws {
    let service = IndependentSellService([])
    _ = mirror(service)
    let before = service.requests.count
    service.set(.init("lead", 7), #"{"id":7,"last_name":"Changed"}"#)
    service.set(.init("contact", 6), nil)
    let (records, _, _) = mirror(service)
    expect(records, equals: ["lead": [7: ["id": 7, "last_name": "Changed"]]])
    expect(service.requests.count - before, equals: 5)
  }

  @Test("It complains about a client that does not keep to the documentation")
  func complaints() {
    let service = IndependentSellService([])
    let caller = SellCaller(service: service)
    _ = caller.call("POST", "/sync/ack", ["ack_keys": ["x"]])
    caller.acknowledge(["x"])
    _ = caller.call("POST", "/sync/start", headers: ["User-Agent": String?.none])
    _ = caller.call("POST", "/sync/start", headers: ["X-Basecrm-Device-UUID": String?.none])
    expect(service.complaints.count, equals: 4)
  }

  @Test("An object that can never be fetched is named in every session and does not keep it open")
  func neverFetched() throws {
    let service = IndependentSellService([])
    service.failAlways(.init("deal", 2), status: 403)
    let caller = SellCaller(service: service)
    let session = try #require(caller.start())
    let failed = caller.page(session).response.json["meta"]?["failed_objects"]?[0]
    expect(failed?["type"], equals: "deal")
    expect(failed?["id"], equals: 2)
    #expect(mirror(service).isDone)
    expect(caller.get("/deals/2").status, equals: 403)
    expect(caller.get("/deals/3").json["data"]?["id"], equals: 3)
  }
}
