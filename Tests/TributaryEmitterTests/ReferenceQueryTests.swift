import Foundation
import Testing
@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

/// Answers every request with an empty list of jars, and keeps the requests.
private final class Pantry: HTTPTransport {
  private let requests = Locked<[HTTPRequest]>([])
  private let responses: Locked<[String]>

  init(_ responses: String...) { self.responses = Locked(responses) }

  var all: [HTTPRequest] { requests.withLock { $0 } }
  var client: Client { Client(token: "secret", transport: self) }

  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    HTTPStream(try await response(to: request, limits: limits))
  }

  private func response(to request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    requests.withLock { $0.append(request) }
    let body = responses.withLock { $0.isEmpty ? #"{"jars":[]}"# : $0.removeFirst() }
    return HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: SharedBytes(body))
  }
}

@Suite("Compiled reference queries")
struct ReferenceQueryTests {
  @Test("Every kind of value and operator is written as the spec names it, and read back")
  func operators() throws {
    let since = try #require(Timestamp("2024-05-01T10:00:00Z"))
    let query = Jar.where { jar in
      jar.label.startsWith("jam")
      jar.label.differs(from: "a")
      jar.default.equals(true)
      jar.lid.equals(.corked)
      jar.weight.isLessThan(1.5)
      jar.spoons.isAtLeast(2)
      jar.filledAt.isAtOrBefore(since)
      jar.room.equals("cellar")
      jar.id.equals(7)
      jar.country.isGreaterThan("SE")
      jar.remoteID.equals("r", connection: "c")
    }
    .order { $0.shelf.descending }
    .deleted(Jar.Fields.Deleted.onlyDeleted).limit(3).offset(4)
    let clauses = [
      ("starts_with", "label", "str", "jam"), ("ne", "label", "str", "a"), ("is", "default", "flag", "true"),
      ("eq", "lid", #"lid \"kind\""#, "2"), (#"\"<\""#, "weight", "dec", "1.5"),
      ("from", "spoons", "integer", "2"), ("le", "filled_at", "datetime", "2024-05-01T10:00:00Z"),
      ("eq", "room", "str", "cellar"), ("eq", "id", "id", "7"), ("gt", "origin", "str", "SE"),
    ].map { #"{"type":"\#($0)","field":"\#($1)","value":{"type":"\#($2)","value":"\#($3)"}}"# }
    let remote = #"{"type":"remoteId","connectionId":"c","remoteId":"r"}"#
    let filter = #"{"type":"and","subclauses":[\#((clauses + [remote]).joined(separator: ","))]}"#
    let order = #"[{"field":"shelf","direction":"descending"}]"#
    #expect(query.jsonText == #"{"filter":\#(filter),"order":\#(order),"max":3,"skip":4,"deleted":"only_deleted"}"#)
    #expect(try Query<Jar>(wireText: query.jsonText) == query)
    #expect(throws: FilterError.self) { try Query<Jar>(wireText: #"{"deleted":"none"}"#) }
    #expect(throws: FilterError.self) { try Query<Jar>(wireText: #"{"numRecords":3}"#) }
  }

  @Test("A filter is evaluated where the spec says that values stand")
  func evaluation() throws {
    let jar = try Jar(
      json: """
        {"id":7,"label":"jam","lid":2,"weight":"1.50","place":{"number":3,"room":"cellar"},"names":{"c":"r"},\
        "origin":"SE","state":"gone"}
        """)
    let fields = Jar.Fields()
    let filters = [
      fields.room.equals("cellar"), fields.lid.equals(.corked), fields.weight.isGreaterThan(1.49),
      fields.id.equals(7), fields.country.equals("SE"), fields.remoteID.equals("r", connection: "c"),
      fields.remoteID.equals("r", connection: "d"), fields.lid.equals(.screwed), fields.default.equals(false),
    ]
    #expect(try filters.map { try $0.matches(jar) } == [true, true, true, true, true, true, false, false, false])
    #expect(throws: FilterError.self) { try fields.label.startsWith("j").matches(jar) }
  }

  @Test("A deleted record is recognized by its mark")
  func deletion() throws {
    let mark = try #require(Jar.Fields.schema.deletions?.marker)
    #expect(
      try [#"{"state":"gone"}"#, #"{"state":"here"}"#, "{}"].map { try mark.isDeleted(RawJSON($0)) } == [
        true, false, false,
      ])
    let presence = try #require(Dish.Fields.schema.deletions?.marker)
    let marked = [#"{"in":"pan"}"#, #"{"in":0}"#, #"{"in":null}"#, #"{"in":false}"#, "{}", "[]"]
    #expect(try marked.map { try presence.isDeleted(RawJSON($0)) } == [true, true, false, false, false, false])
  }

  @Test(
    "A query is wrapped, its response unwrapped; a parameter can have another name; no request is sent for nothing")
  func call() async throws {
    let jar = #"{"id":1,"label":"jam"}"#
    let pantry = Pantry(#"{"jars":[\#(jar)]}"#)
    let query = Jar.where { $0.label.equals("jam") }
    let jars = try await pantry.client.jars.query(chefID: 5, query, depth: 2, depthName: "level")
    #expect(jars.map(\.label) == ["jam"])
    #expect(try await pantry.client.jars.query(chefID: 5, Jar.where { _ in anyOf {} }).isEmpty)
    var count = 0
    for try await _ in pantry.client.jars.all(chefID: 5, query, pageSize: 2, depth: 2) { count += 1 }
    #expect(
      pantry.all.map(\.url) == [
        "https://kitchen.example.com/v1/pantry/chefs/5/jars/query?level=2",
        "https://kitchen.example.com/v1/pantry/chefs/5/jars/query?depth=2",
      ])
    #expect(pantry.all.first?.body?.text == #"{"q":\#(query.jsonText)}"#)
    #expect(pantry.all.last?.body?.text == #"{"q":\#(query.limit(2).jsonText)}"#)
    #expect(count == 0)
    #expect(Client.Jars.query(chefID: 5, query).request.retry == .always)
  }
}
