import Foundation
import Market
import Testing
@_spi(Generated) import Tributary
import TributaryJSON

@Suite("Compiled searches")
struct MarketSearchTests {
  private func client(_ kitchen: Kitchen) -> Market.Client {
    Market.Client(token: "x", account: "a", environment: .local, transport: kitchen)
  }

  private func value(_ text: String) throws -> JSONValue { try JSONReader.read(from: SharedBytes(text)) }

  private func page(_ ids: [Int], next: String? = nil) -> (status: Int, body: String) {
    let found = ids.map { #"{"offer":{"id":\#($0)}}"# }.joined(separator: ",")
    return (200, #"{"batch":[{"found":[\#(found)]\#(next.map { #","next":"\#($0)""# } ?? "")}]}"#)
  }

  @Test("Every operator is written by its template, values in the form of the query, and all is read back")
  func words() throws {
    let since = try #require(Timestamp("2024-05-01T10:00:00.25Z"))
    let query = Offer.where { offer in
      offer.name.isOneOf(["jam", "tea"])
      offer.price.isLessThan(1.5)
      offer.listedAt.isAfter(since)
      offer.region.isNear([.north, .south])
      offer.region.partOf(.north)
      offer.listedAt.fresh
      anyOf {
        offer.name.isMissing
        offer.name.isPresent
      }
    }
    .order { $0.listedAt.descending }
    .limit(3)
    .selecting { offer in
      offer.id
      offer.name
    }
    let common = """
      {"on":"name","among":["jam","tea"]},{"on":"price","under":"1.5"},{"on":"listed_at","over":1714557600250},
      {"on":"region","near":["north","south"]},{"within":"north","of":"region"},{"on":"listed_at","fresh":null}
      """
    let expected = """
      {"batch":[{"filter":{"any":[{"all":[\(common),{"on":"name","has":false}]},{"all":[\(common),{"on":"name","has":true}]}]},
      "by":[{"listed_at":-1}],"only":["id","name"],"take":3,"count":true}]}
      """
    #expect(try value(query.jsonText) == value(expected))
    let read = try Query<Offer>(wireText: query.jsonText)
    #expect(read.jsonText == query.jsonText)
    #expect(read.order == query.order && read.limit == 3 && read.fields == ["id", "name"])
    #expect(throws: FilterError.self) { try query.results(in: []) }
  }

  @Test("A record is read in its own form, where the query has another")
  func evaluation() throws {
    let offer = try Offer(json: #"{"id":1,"price":"1.50","listed_at":1714557600}"#)
    let moment = try #require(Timestamp("2024-05-01T10:00:00Z"))
    let earlier = try #require(Timestamp("2024-05-01T09:59:59Z"))
    let fields = Offer.Fields()
    let filters = [
      fields.listedAt.isAfter(earlier), fields.listedAt.isAfter(moment), fields.price.isGreaterThan(1.4),
      fields.name.isMissing, fields.name.isPresent, fields.name.isOneOf(["a"]),
      noneOf { fields.name.isOneOf(["a"]) },
    ]
    #expect(try filters.map { try $0.matches(offer) } == [true, false, true, true, false, false, true])
    let later = try Offer(json: #"{"id":2,"listed_at":"1714557601"}"#)
    let sorted = try Offer.where { _ in }.order { $0.listedAt.descending }.results(in: [offer, later])
    #expect(sorted.map(\.id) == [2, 1])
  }

  @Test("Pages go on by the cursor, at one size, until the query's limit")
  func pages() async throws {
    let kitchen = Kitchen([page([1, 2], next: "b"), page([3, 4], next: "c"), page([5])])
    var found: [Int] = []
    let query = Offer.where { $0.name.equals("jam") }.selecting { $0.id }.limit(3)
    for try await offer in client(kitchen).offers.allSearch(query, pageSize: 2) { found.append(offer.id.rawValue) }
    #expect(found == [1, 2, 3])
    let path = "POST http://127.0.0.1:8080/v1/accounts/a/offers/search?format=plain"
    let filter = #""filter":{"any":[{"all":[{"on":"name","is":"jam"}]}]},"only":["id"],"take":2"#
    #expect(
      kitchen.lines == [
        #"\#(path) {"ask":{"batch":[{\#(filter),"count":true}]}}"#,
        #"\#(path) {"ask":{"batch":[{\#(filter),"after":"b","count":true}]}}"#,
      ])
    let all = Kitchen([page([1], next: "b"), page([]), page([9])])
    var marks: [PageMark?] = []
    let search = client(all).offers.allSearch(Offer.where { _ in })
    for try await page in search.pages.marked { marks.append(page.next) }
    #expect(marks.map { $0 != nil } == [true, false])
    let resumed = Kitchen([page([2], next: "c"), page([3])])
    var rest: [Int] = []
    let mark = try JSONDecoder().decode(PageMark.self, from: JSONEncoder().encode(try #require(marks.first ?? nil)))
    let later = client(resumed).offers.allSearch(Offer.where { _ in }.limit(2)).resumed(at: mark)
    for try await offer in later { rest.append(offer.id.rawValue) }
    #expect(rest == [2])
    #expect(resumed.lines.count == 1 && resumed.lines[0].contains(#""after":"b""#))
  }

  @Test("What matches nothing is not sent, and what cannot be said is an error before anything is")
  func refusals() async throws {
    let kitchen = Kitchen([page([1])])
    for try await _ in client(kitchen).offers.allSearch(Offer.where { _ in anyOf {} }) { Issue.record("an item") }
    for try await _ in client(kitchen).offers.allSearch(Offer.where { _ in }.limit(0)) { Issue.record("an item") }
    let names = (0..<4).map { "\($0)" }
    let wrong = [
      Offer.where { _ in anyOf {} }, Offer.where { _ in }.offset(3),
      Offer.where { offer in anyOf { for name in names { offer.name.equals(name) } } },
      Offer.where { offer in noneOf { offer.price.isLessThan(1) } },
    ]
    let problems = [
      "it matches nothing", "this service cannot skip records", #"too many are name is "3""#,
      #"has no "not", which is needed for not (price less than 1)"#,
    ]
    for (query, problem) in zip(wrong, problems) {
      let error = await #expect(throws: APIError.self) { try await client(kitchen).offers.search(query) }
      #expect("\(error.map { "\($0)" } ?? "")".contains(problem), "\(String(describing: error))")
    }
    #expect(kitchen.lines.isEmpty)
  }
}
