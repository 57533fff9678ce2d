import Foundation
import Market
import Testing
import Tributary
import TributaryJSON

@Suite("Compiled reference client: errors and header fields")
struct MarketErrorTests {
  private func client(_ stand: Stand) -> Market.Client {
    Market.Client(token: "secret", account: "a", transport: stand)
  }

  @Test("The model of an error is that of its status, then of its hundred, then the default")
  func byStatus() async throws {
    func model(_ status: Int, _ body: String) async -> Any? {
      do {
        _ = try await client(Stand(status, body)).stalls.get(1)
        return nil
      } catch { return error.model }
    }
    let all = #"{"missing":"a","reason":"b","code":"c","odd":"d"}"#
    #expect(await model(404, all) as? Missing == Missing(missing: "a"))
    #expect(await model(403, all) as? Refusal == Refusal(reason: "b"))
    #expect(await model(501, all) as? Market.Problem == Market.Problem(code: "c"))
    #expect(await model(304, all) as? Market.Problem == Market.Problem(code: "c"))
  }

  @Test("A marked success is an error with the model of its status, and is never repeated")
  func failureInSuccess() async throws {
    let stand = Stand(200, #"{"id":1,"name":"x","odd":"no","state":{"ok":false}}"#)
    let error = await #expect(throws: APIError.self) { try await client(stand).stalls.get(1) }
    #expect(error?.reason == .failureInSuccess && error?.status == 200 && error?.stop == nil)
    #expect(error?.model(as: Odd.self)?.odd == "no")
    #expect(error?.description.contains("responded with 200 and a failure; it said: {") == true)
    #expect(stand.requests.count == 1)
  }

  @Test(
    "What is not marked is no failure",
    arguments: [#"{"state":{"ok":true}}"#, #"{"state":{"ok":"false"}}"#, #"{"state":{}}"#, #"{"state":null}"#, "{}"])
  func unmarked(body: String) async throws {
    let text = body.dropLast() + (body.count > 2 ? "," : "") + #""id":1,"name":"x"}"#
    #expect(try await client(Stand(200, String(text))).stalls.get(1).name == "x")
  }

  @Test("A path alone marks what is there; a result is found at the end of its path")
  func paths() async throws {
    let good = #"{"error":{"message":null},"data":{"stalls":[5,{"stall":{"id":2,"name":"y"}},7]}}"#
    #expect(try await client(Stand(200, good)).stalls.move(2).name == "y")
    let error = await #expect(throws: APIError.self) {
      try await client(Stand(200, good.replacing("null", with: "\"broken\""))).stalls.move(2)
    }
    #expect(error?.reason == .failureInSuccess && error?.model(as: Odd.self) == Odd())
    let short = await #expect(throws: APIError.self) {
      try await client(Stand(200, #"{"data":{"stalls":[1]}}"#)).stalls.move(2)
    }
    guard case .decoding(let problem)? = short?.reason else { return #expect(Bool(false)) }
    #expect(problem.path == "$.data.stalls")
  }

  @Test("Header fields are read from exchanges and errors, typed")
  @available(*, deprecated, message: "Tests what is deprecated.")
  func headers() async throws {
    let fields: HTTPHeaders = [
      "etag": "\"1\"", "X-Remaining": "12", "X-Region": "west", "X-Stall": "7", "X-Cost": "1.50", "X-Final": "true",
    ]
    let exchange = try await client(Stand(200, #"{"id":1,"name":"x"}"#, headers: fields)).service.exchange(
      Market.Client.Stalls.get(1))
    let read = Market.ResponseHeaders(exchange)
    #expect(read.eTag == "\"1\"" && read.xRemaining == 12 && read.xRegion == .other("west") && read.xStall == 7)
    #expect(read.xCost == Decimal(string: "1.50") && read.isFinal == true)
    let error = await #expect(throws: APIError.self) {
      try await client(Stand(404, "", headers: ["X-Remaining": "0"])).stalls.get(1)
    }
    let failed = Market.ResponseHeaders(try #require(error))
    #expect(failed.xRemaining == 0 && failed.eTag == nil)
    #expect(Market.ResponseHeaders(["X-Remaining": "many", "X-Final": "1"]).xRemaining == nil)
  }
}
