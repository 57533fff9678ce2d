import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

@testable import Sharespine

@Suite("Sharespine client")
struct ClientTests {
  @Test("A tenant's call says who asks, for which tenant and over which connection")
  func tenantHeaders() async throws {
    let recorder = Recorder("{}")
    _ = try await recorder.client.connection.get()
    let request = try #require(recorder.requests.first)
    #expect(request.method == "GET")
    #expect(request.url == "https://api.example.com/api/")
    let headers = ["Authorization", "X-Tenant", "X-ConnectionId", "X-Reseller"].map { request.headers[$0] }
    let basic = "Basic " + Data("user:the-password".utf8).base64EncodedString()
    #expect(headers == [basic, "acme", "3fb2568eb7e165e34dd311af5550002b", nil])
    #expect(request.headers["User-Agent"]?.isEmpty == false)
  }

  @Test("A reseller's call names the reseller alone, and has another path")
  func resellerHeaders() async throws {
    let recorder = Recorder(try Fixture.text("reseller-tenant-create-response"))
    let client = Client(
      authentication: .sharespine(username: "user", password: "the-password", reseller: "seller"),
      environment: .test, transport: InProcessTransport(recorder))
    let draft = try TenantDraft(json: Fixture.text("reseller-tenant-create-request"))
    #expect(try await client.tenants.create(draft).codeName == "aCodeName")
    let request = try #require(recorder.requests.first)
    #expect(request.url == "https://api.example.com/reseller/tenant")
    #expect(["X-Reseller", "X-Tenant", "X-ConnectionId"].map { request.headers[$0] } == ["seller", nil, nil])
    #expect(try Fixture.value(request.body?.text ?? "") == Fixture.value(of: "reseller-tenant-create-request"))
  }

  @Test("Neither password nor account are in an error")
  func secrets() async throws {
    let recorder = Recorder("no JSON: the-password acme 3fb2568eb7e165e34dd311af5550002b")
    let error = await #expect(throws: APIError.self) { try await recorder.client.connection.get() }
    let text = String(describing: error)
    #expect(!text.contains("the-password") && !text.contains("3fb2568eb7e165e34dd311af5550002b"))
  }

  @Test("Deltas have the parameter that their pages name, unless another is given")
  func deltas() async throws {
    let recorder = Recorder("[]")
    let since = try #require(Timestamp("2020-09-24T17:23:01Z"))
    _ = try await recorder.client.orders.list(modifiedAtOrAfter: since, remoteOrderNo: "1 & 2")
    _ = try await recorder.client.orders.list()
    _ = try await recorder.client.orders.list(
      modifiedAtOrAfter: since, modifiedAtOrAfterName: "lastModifiedAtOrAfter")
    _ = try await recorder.client.products.list(lastModifiedAtOrAfter: since)
    _ = try await recorder.client.ledgerEntries.list(lastModifiedAtOrAfter: since)
    let root = "https://api.example.com/api/"
    #expect(
      recorder.requests.map { $0.url.replacing(root, with: "") } == [
        "order?modifiedAtOrAfter=2020-09-24T17%3A23%3A01Z&remoteOrderNo=1%20%26%202", "order",
        "order?lastModifiedAtOrAfter=2020-09-24T17%3A23%3A01Z",
        "product?lastModifiedAtOrAfter=2020-09-24T17%3A23%3A01Z",
        "ledgerentry?lastModifiedAtOrAfter=2020-09-24T17%3A23%3A01Z",
      ])
  }

  @Test("Orders are found by either identifier")
  func orders() async throws {
    let order = #"{"localId":"3fb2568eb7e165e34dd311af5550002b"}"#
    let recorder = Recorder(order)
    #expect(try await recorder.client.orders.get("3fb2").id == "3fb2568eb7e165e34dd311af5550002b")
    _ = try await recorder.client.orders.getByRemoteID(remoteID: "a/b")
    #expect(
      recorder.requests.map(\.url) == [
        "https://api.example.com/api/order/3fb2",
        "https://api.example.com/api/order/by-remote-id?remoteId=a%2Fb",
      ])
  }

  @Test("A product is created as documented, and log events are reported as a list")
  func writes() async throws {
    let products = Recorder(try Fixture.text("product-create-response"))
    let draft = ProductDraft(remoteID: "x", sku: "z", stock: 10, stockType: .stocked, vatRatePercent: 25)
    let product = try await products.client.products.create(draft)
    #expect(product.id == "0006463d034d595774bf76d0311a21be" && product.remoteID == "x")
    let sent = try #require(products.requests.first)
    #expect(sent.method == "POST" && sent.url == "https://api.example.com/api/product")
    #expect(try Fixture.value(sent.body?.text ?? "") == Fixture.value(of: "product-create-request"))

    let log = Recorder("")
    let text = try Fixture.text("log-event-create-request")
    let events = try JSONReader.read([LogEvent].self, from: SharedBytes(text))
    try await log.client.logEvents.create(events)
    let report = try #require(log.requests.first)
    #expect(report.url == "https://api.example.com/api/log/event")
    #expect(try Fixture.value(report.body?.text ?? "") == Fixture.value(of: "log-event-create-request"))
  }
}
