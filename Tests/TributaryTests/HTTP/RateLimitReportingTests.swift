import Expect
import Testing
@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

/// An error model of a service that hides its throttle in a 404.
private struct Refusal: JSONDecodable, RateLimitReporting, Sendable {
  var value: JSONValue

  init(from reader: inout JSONReader) throws(JSONError) { value = try reader.readValue() }

  var isRateLimited: Bool { value["details"]?.string?.contains("/429.json") ?? false }
}

@Suite("Throttle in disguise")
struct RateLimitReportingTests {
  private let disguised = ScriptedTransport.Response.response(404, #"{"details":"no route for /429.json"}"#)

  private func endpoint(_ method: String) -> Endpoint<Item> {
    Endpoint("items.get", method, "/items/1", responses: [.json(200)], errors: .json(Refusal.self))
  }

  private func client(_ transport: ScriptedTransport) -> ServiceClient {
    ServiceClient(
      baseURL: "http://localhost", transport: transport, policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
  }

  @Test("A refusal that reports rate limiting is waited out")
  func waitedOut() async throws {
    let transport = ScriptedTransport(disguised, disguised, .response(200, #"{"id":1}"#))
    try await expect(client(transport).send(endpoint("GET")), equals: Item(id: 1))
    expect(transport.requests.count, equals: 3)
  }

  @Test("Once the time for retries is used up it counts as 429, and the received status is kept")
  func usedUp() async throws {
    let transport = ScriptedTransport(disguised)
    let error = await failure { () async throws(APIError) in try await client(transport).send(endpoint("GET")) }
    expect(error?.reason, equals: .status(429))
    expect(error?.status, equals: 404)
    expect(error?.stop, equals: .attempts(4))
  }

  @Test("Another 404 is what it is")
  func otherRefusals() async throws {
    for text in [#"{"details":"no such item"}"#, "", "[]"] {
      let transport = ScriptedTransport(.response(404, text))
      let error = await failure { () async throws(APIError) in try await client(transport).send(endpoint("GET")) }
      expect(error?.reason, equals: .status(404))
      expect(transport.requests.count, equals: 1)
    }
  }
}
