import Expect
import SharespineEmulator
import Testing
import TributaryJSON

@Suite("Emulated Sharespine: endpoints")
struct SharespineEndpointTests {
  @Test("Who is not known is turned away")
  func access() {
    var configuration = SharespineEmulator.Configuration(records: 10)
    configuration.username = "user"
    configuration.password = "pass"
    configuration.tenant = "aTenant"
    configuration.admitsOnlyThatConnection = true
    let service = SharespineEmulator(configuration)
    let caller = SharespineCaller(service: service)
    func status(_ headers: [String: String?]) -> Int { caller.call("GET", "/api/", headers: headers).status }
    expect(status([:]), equals: 200)
    for value in [nil, "dXNlcjpwYXNz", "Basic x", "Basic dXNlcjp3cm9uZw==", "Bearer dXNlcjpwYXNz"] as [String?] {
      expect(status(["Authorization": value]), equals: 401)
    }
    expect(status(["X-Tenant": nil as String?]), equals: 400)
    expect(status(["X-ConnectionId": nil as String?]), equals: 400)
    expect(status(["X-Tenant": "another"]), equals: 403)
    expect(status(["X-ConnectionId": "another"]), equals: 403)
    expect(status(["User-Agent": nil as String?]), equals: 200)
    service.adjust { behavior in
      behavior.requiresUserAgent = true
      behavior.statusOfMissingHeader = 403
    }
    expect(status(["User-Agent": nil as String?]), equals: 400)
    expect(status(["X-Tenant": nil as String?]), equals: 403)
  }

  @Test("The connection's metadata is a quick check of credentials")
  func metadata() {
    let caller = SharespineCaller(service: SharespineEmulator(.init(records: 0)))
    let response = caller.get("/api/")
    expect(response.status, equals: 200)
    expect(response.json["tenant"], equals: "aTenant")
    expect(response.headers["Date"], equals: "Tue, 09 Jan 2024 15:00:01 GMT")
  }

  @Test("Lists take the inclusive moment under the name of their type; the other name has no effect, or is refused")
  func lists() {
    let service = SharespineEmulator(.init(records: 200))
    let caller = SharespineCaller(service: service)
    service.put(.order, localID: "o1", json: #"{"remoteOrderNo":"a&b"}"#, modified: 1_800_000_000)
    service.put(.order, localID: "o2", json: #"{"remoteOrderNo":"a&b"}"#, modified: 1_800_000_001)
    service.put(.product, localID: "p1", json: "{}", modified: 1_800_000_000)
    expect(caller.get("/api/order").ids.count, equals: 82)
    expect(caller.get("/api/order?modifiedAtOrAfter=2027-01-15T08:00:00Z").ids, equals: ["o1", "o2"])
    expect(caller.get("/api/order?modifiedAtOrAfter=2027-01-15T08%3A00%3A01Z").ids, equals: ["o2"])
    expect(caller.get("/api/order?remoteOrderNo=a%26b").ids, equals: ["o1", "o2"])
    expect(caller.get("/api/order?remoteOrderNo=a%26b&modifiedAtOrAfter=2027-01-15T08:00:01Z").ids, equals: ["o2"])
    expect(caller.get("/api/product?lastModifiedAtOrAfter=2027-01-15T08:00:00Z").ids, equals: ["p1"])
    expect(caller.get("/api/order?modifiedAtOrAfter=yesterday").status, equals: 400)
    expect(caller.get("/api/order?lastModifiedAtOrAfter=2027-01-15T08:00:00Z").ids.count, equals: 82)
    service.adjust { behavior in
      behavior.refusesUnknownParameters = true
      behavior.listCap = 3
    }
    expect(caller.get("/api/order?lastModifiedAtOrAfter=2027-01-15T08:00:00Z").status, equals: 400)
    expect(caller.get("/api/order").ids.count, equals: 3)
  }

  @Test("A record is found by its local id, and by its id at the connection that asks")
  func one() throws {
    let service = SharespineEmulator(.init(records: 0))
    let caller = SharespineCaller(service: service)
    service.put(.order, localID: "00061e1066ab0aca7473627d3d488c86", json: #"{"remoteId":"x/y z","n":1.50}"#)
    let row = caller.get("/api/order/00061e1066ab0aca7473627d3d488c86")
    expect(row.json["href"], equals: "/api/order/00061e1066ab0aca7473627d3d488c86")
    expect(row.body.text, equals: service.snapshot(of: .order)["00061e1066ab0aca7473627d3d488c86"])
    #expect(row.body.text.contains(#""n":1.50"#))
    expect(row.json["remoteIdMap"]?[SharespineCaller.connection], equals: "x/y z")
    expect(caller.get("/api/order/by-remote-id?remoteId=x%2Fy%20z").json, equals: row.json)
    let other = caller.call("GET", "/api/order/by-remote-id?remoteId=x%2Fy%20z", headers: ["X-ConnectionId": "other"])
    expect(other.status, equals: 404)
    expect(caller.get("/api/order/by-remote-id").status, equals: 400)
    expect(caller.get("/api/order/none").status, equals: 404)
    expect(caller.call("DELETE", "/api/order/x").status, equals: 405)
    expect(caller.get("/api/invoice").status, equals: 404)
    expect(caller.get("/elsewhere").status, equals: 404)
  }

  @Test("A product is created from the documentation's smallest body, and every rule that is stated is kept")
  func create() throws {
    let service = SharespineEmulator(.init(records: 0))
    let caller = SharespineCaller(service: service)
    let smallest: JSONValue = [
      "remoteId": "x", "vatRatePercent": "25", "stock": "10", "stockType": "stocked", "sku": "z",
    ]
    let response = caller.call("POST", "/api/product", smallest)
    expect(response.status, equals: 200)
    expect(response.json["remoteId"], equals: "x")
    expect(response.json["stock"], equals: "10")
    let id = try #require(response.json["localId"]?.string)
    expect(id.count, equals: 32)
    expect(caller.get("/api/product/\(id)").json, equals: response.json)
    func status(_ change: (inout JSONFields) -> Void) -> Int {
      var fields = smallest.object ?? [:]
      fields["remoteId"] = "y"
      fields["sku"] = "y"
      change(&fields)
      return caller.call("POST", "/api/product", .object(fields)).status
    }
    expect(status { $0["remoteId"] = nil }, equals: 400)
    expect(status { $0["vatRatePercent"] = nil }, equals: 400)
    expect(status { $0["vatRatePercent"] = 25 }, equals: 400)
    expect(status { $0["stock"] = "many" }, equals: 400)
    expect(status { $0["remoteId"] = "x" }, equals: 409)
    expect(status { $0["sku"] = "z" }, equals: 409)
    expect(status { $0["name"] = .null }, equals: 200)
    service.adjust { $0.refusesRawNumbers = false }
    expect(
      status { fields in
        fields["remoteId"] = "w"
        fields["sku"] = "w"
        fields["stock"] = 3
      }, equals: 200)
    expect(caller.call("POST", "/api/order", smallest).status, equals: 405)
    expect(service.recordCount, equals: 3)
  }

  @Test("Log events are an array and are kept; a tenant gets a code name")
  func others() {
    let service = SharespineEmulator(.init(records: 0))
    let caller = SharespineCaller(service: service)
    expect(caller.call("POST", "/api/log/event", [["severity": "Error"]]).status, equals: 200)
    expect(caller.call("POST", "/api/log/event", ["severity": "Error"]).status, equals: 400)
    expect(service.events, equals: [#"{"severity":"Error"}"#])

    let reseller: [String: String?] = ["X-Tenant": nil, "X-ConnectionId": nil, "X-Reseller": "r"]
    let tenant = caller.call(
      "POST", "/reseller/tenant", ["customerReference": "Acme", "active": true], headers: reseller)
    expect(tenant.json, equals: ["codeName": "acme-1"])
    expect(service.tenants, equals: ["acme-1"])
    expect(caller.call("POST", "/reseller/tenant", [:], headers: reseller).status, equals: 400)
    expect(caller.call("POST", "/reseller/tenant", ["customerReference": "x"]).status, equals: 400)
  }

  @Test("What a failure says is a setting")
  func failures() {
    let service = SharespineEmulator(.init(records: 0))
    let caller = SharespineCaller(service: service)
    expect(caller.get("/api/order/x").json["message"], equals: "no such order")
    service.adjust { $0.errorBody = .text }
    expect(caller.get("/api/order/x").body.text, equals: "no such order\n")
    service.adjust { $0.errorBody = .html }
    expect(caller.get("/api/order/x").headers["Content-Type"], equals: "text/html")
    service.adjust { $0.errorBody = .empty }
    #expect(caller.get("/api/order/x").body.isEmpty)
  }

  @Test("The same seed gives the same service, and records change by themselves where that is wanted")
  func seeds() {
    let services = [1, 1, 2].map { SharespineEmulator(.init(records: 100, seed: $0)) }
    services.forEach { $0.change(30) }
    for type in SharespineEmulator.RecordType.allCases {
      expect(services[0].snapshot(of: type), equals: services[1].snapshot(of: type))
    }
    #expect(services[0].snapshot(of: .product) != services[2].snapshot(of: .product))
    expect(SharespineEmulator(.init(records: 100)).recordCount, equals: 100)

    var configuration = SharespineEmulator.Configuration(records: 100)
    configuration.secondsPerChange = 2
    let service = SharespineEmulator(configuration)
    let before = service.snapshot(of: .order)
    service.advance(seconds: 100)
    _ = SharespineCaller(service: service).get("/api/")
    #expect(service.snapshot(of: .order) != before)
    expect(service.counts.total, equals: 1)
  }
}
