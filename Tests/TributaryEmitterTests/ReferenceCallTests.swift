import Foundation
import Testing
import Tributary
import TributaryJSON

@Suite("Compiled reference client")
struct ReferenceCallTests {
  private static let dish = #"{"id":1,"display_name":"Soup","old_rank":0,"price":"1","in":"pan","object":"o"}"#

  private func dish() throws -> Dish { try Dish(json: Self.dish) }

  @Test("Parameters stand where the spec puts them, encoded")
  func parameters() async throws {
    let kitchen = Kitchen(200, #"{"items":[\#(Self.dish)]}"#)
    let trace = try #require(UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"))
    let page = try await kitchen.client.dishes.list(
      chefID: 7, in: "a/b", day: #require(CalendarDate("2024-05-01")), course: .in, ids: [1, 2],
      heat: [.low, .other(5)],
      changedAfter: Timestamp("2024-05-01T10:00:00+02:00"), addressCity: "Åre", service: true, xTrace: trace)
    #expect(page.items.map(\.name) == ["Soup"])
    let request = try #require(kitchen.request)
    #expect(request.method == "GET")
    #expect(
      request.url == "https://kitchen.example.com/v1/chefs/7/dishes/a%2Fb/$2024-05-01"
        + "?course=in%20the%20%22middle%22&ids=1,2&heat=1&heat=5&changed-after=2024-05-01T10%3A00%3A00%2B02%3A00"
        + "&address%5Bcity%5D=%C3%85re&service=true")
    #expect(request.headers["X-Trace"] == trace.uuidString)
    #expect(request.headers["Authorization"] == "Bearer secret")
  }

  @Test("What may be left out is left out")
  func leftOut() async throws {
    let kitchen = Kitchen(200, #"{"items":[]}"#)
    _ = try await kitchen.client.dishes.list(chefID: 7, in: "x", day: #require(CalendarDate("2024-05-01")), heat: [])
    #expect(kitchen.request?.url == "https://kitchen.example.com/v1/chefs/7/dishes/x/$2024-05-01")
    #expect(kitchen.request?.headers["X-Trace"] == nil)
  }

  @Test("Bodies are wrapped, responses unwrapped, and a response without content is nil")
  func envelopes() async throws {
    let key = UUID()
    let kitchen = Kitchen(201, #"{"data":\#(Self.dish),"meta":{}}"#)
    let created = try await kitchen.client.dishes.create(dish(), idempotencyKey: key)
    #expect(try created == dish())
    let request = try #require(kitchen.request)
    #expect(request.headers["Idempotency-Key"] == key.uuidString)
    #expect(request.headers["Content-Type"] == "application/json")
    #expect(request.body?.text == #"{"data":\#(Self.dish)}"#)
    #expect(try await Kitchen(202).client.dishes.create(dish(), idempotencyKey: key) == nil)
  }

  @Test("Several contents are the cases of an enum; forms and other hosts are honoured")
  func severalContents() async throws {
    let kitchen = Kitchen(200, #"{"items":[]}"#)
    let query = Wish(text: "a b&c", limit: 3, tags: ["x", "y"])
    #expect(try await kitchen.client.dishes.search(query) == .ok(Part(items: [])))
    #expect(kitchen.request?.url == "https://search.example.com/search")
    #expect(kitchen.request?.body?.text == "text=a%20b%26c&limit=3&tags=x&tags=y")
    #expect(try await Kitchen(206, "[\(Self.dish)]").client.dishes.search(query) == .partialContent([dish()]))
    #expect(try await Kitchen(204).client.dishes.search(query) == .noContent)
  }

  @Test("Endpoints without content return nothing; any content of one type is that type")
  func otherShapes() async throws {
    try await Kitchen(204).client.dishes.delete(5)
    #expect(try await Kitchen(202, #"{"a":{"id":1}}"#).client.chefs.note("hi") == ["a": Chef(id: 1)])
  }

  @Test("Errors carry the error model")
  func errors() async throws {
    let kitchen = Kitchen(422, #"{"code":"burnt","message":"Too hot."}"#)
    let error = await #expect(throws: APIError.self) { try await kitchen.client.dishes.delete(5) }
    #expect(error?.operation == "dishes.delete")
    #expect(error?.reason == .status(422))
    #expect(error?.model(as: Problem.self) == Problem(code: "burnt", message: "Too hot."))
  }

  @Test("A call is also a value, whose response can be read as another type")
  func values() async throws {
    let endpoint = Client.Dishes.create(try dish(), idempotencyKey: UUID())
    #expect(endpoint.request.operation == "dishes.create")
    #expect(endpoint.request.retry == .always && endpoint.request.bodyLimit == 65536)
    #expect(Client.Dishes.delete(5).request.target == "/dishes/5")
    #expect(Client.Dishes.search(Wish(text: "")).request.retry == .never)
    let client = Kitchen(201, #"{"data":{"id":1}}"#).client
    #expect(try await client.service.send(endpoint.decoding(as: JSONValue.self)) == ["id": 1])
  }

  @Test("Environments are values, the first of which is the default")
  func environments() {
    #expect(Client(token: "x").service.baseURL == "https://kitchen.example.com/v1")
    #expect(Client(token: "x", environment: .default).service.baseURL == "http://127.0.0.1:8080")
    #expect(
      Client(authentication: .none, environment: Client.Environment("http://localhost:1")).service.baseURL
        == "http://localhost:1")
  }

  @Test("What is deprecated can still be called")
  @available(*, deprecated, message: "Tests what is deprecated.")
  func deprecated() async throws {
    let kitchen = Kitchen(200, #"{"first":\#(Self.dish),"second":{"id":1}}"#)
    #expect(try await kitchen.client.dishes.default().second == Chef(id: 1))
  }
}
