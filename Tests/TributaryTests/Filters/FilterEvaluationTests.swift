import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

@Suite("Filters on local values")
struct FilterEvaluationTests {
  private func matches(_ filter: Filter<Article>, _ json: String) throws -> Bool {
    try FilterEvaluator(filter).matches(RawJSON(json))
  }

  @Test("texts go by their bytes")
  func texts() throws {
    let article = Article.Fields()
    #expect(try matches(article.title.equals("\u{e9}"), #"{"title":"\u00e9"}"#))
    #expect(try !matches(article.title.equals("\u{e9}"), #"{"title":"e\u0301"}"#))
    #expect(try matches(article.title.equals("a\u{0}b"), #"{"title":"a\u0000b"}"#))
    #expect(try !matches(article.title.equals("a"), #"{"title":"a\u0000b"}"#))
    // U+FFFF sorts before U+10000 in UTF-8, though not in UTF-16.
    #expect(try matches(article.title.isGreaterThan("\u{FFFF}"), #"{"title":"\uD800\uDC00"}"#))
    #expect(try !matches(article.title.equals("1001"), #"{"title":1001}"#))
  }

  @Test("numbers go by their exact value, also as text")
  func numbers() throws {
    let article = Article.Fields()
    #expect(try matches(article.stock.equals(10), #"{"stock":"10.0"}"#))
    #expect(try matches(article.stock.isGreaterThan(9), #"{"stock":"10"}"#))
    #expect(try !matches(article.stock.equals(9_007_199_254_740_992), #"{"stock":9007199254740993}"#))
    #expect(try !matches(article.stock.equals(10), #"{"stock":"10 "}"#))
    let long = try #require(JSONNumber(text: "123456789012345678901234567890"))
    #expect(try matches(article.price.isLessThan(long), #"{"price":123456789012345678901234567889.9}"#))
    #expect(try matches(article.price.isLessThan(long), #"{"price":-1e999999999}"#))
  }

  @Test("instants go by the moment")
  func instants() throws {
    let article = Article.Fields()
    let moment = try #require(Timestamp("2015-01-02T03:04:05Z"))
    #expect(try matches(article.changed.equals(moment), #"{"changed":"2015-01-02T04:04:05.000+01:00"}"#))
    #expect(try matches(article.changed.isAfter(moment), #"{"changed":"2015-01-02T03:04:05.000000001Z"}"#))
    #expect(try !matches(article.changed.isAfter(moment), #"{"changed":"2015-01-02T03:04:05Z"}"#))
    #expect(try !matches(article.changed.differs(from: moment), #"{"changed":"yesterday"}"#))
  }

  @Test(
    "what is missing, null or of another kind passes no comparison", arguments: ["{}", #"{"title":null}"#, "[]", "7"])
  func missing(_ json: String) throws {
    let title = Article.Fields().title
    for filter in [title.equals(""), title.differs(from: "x"), title.isLessThan("x"), title.isAtLeast("")] {
      #expect(try !matches(filter, json))
      #expect(try !matches(filter, json.replacing("title", with: "place")))
    }
    #expect(try matches(.everything, json))
    #expect(try !matches(.nothing, json))
  }

  @Test("paths lead inside; of equal members the last counts")
  func members() throws {
    let article = Article.Fields()
    let city = article.city.equals("Kiruna")
    #expect(try matches(city, #"{"city":"no","place":{"zip":[1,{}],"\u0063ity":"Kiruna"}}"#))
    #expect(try !matches(city, #"{"place":{"city":"Kiruna"},"place":7}"#))
    #expect(try !matches(city, #"{"place":{"city":"Kiruna"},"place":{}}"#))
    #expect(try !matches(city, #"{"place":{"city":"Kiruna","city":null}}"#))
    #expect(try matches(city, #"{"place":null,"place":{"city":"Kiruna"}}"#))
    let remote = article.remoteID.equals("7", connection: "c")
    #expect(try matches(remote, #"{"ids":{"b":"8","c":"7"}}"#))
    #expect(try !matches(remote, #"{"ids":{"b":"7","c":"8"}}"#))
    #expect(try !matches(remote, #"{"ids":{"b":"7"}}"#))
    // A field that the spec lacks, with an operator and a type that it has.
    #expect(try matches(article.field("x").is("gt", .text("a", type: "str")), #"{"x":"b"}"#))
  }

  @Test("a part that only the server understands is named")
  func unknown() throws {
    let article = Article.Fields()
    for (filter, words) in [
      (article.title.is("like", "x"), #"title "like""#),
      (article.field("x").is("eq", .text("", type: "y")), #"type "y""#),
      (article.verbatim(["type": "not"]), #"{"type":"not"}"#),
      (article.field("stock").is("eq", .text("many", type: "int")), "many"),
    ] {
      let error = #expect(throws: FilterError.self) { try FilterEvaluator(Filter(anyOf: [filter, .nothing])) }
      guard case .unknownMeaning = error?.reason else {
        Issue.record("\(String(describing: error))")
        continue
      }
      expect(error?.description.contains(words), equals: true, "\(String(describing: error))")
    }
  }

  @Test("order, offset and limit")
  func windows() throws {
    let texts = [
      #"{"id":"1","stock":"10","title":"b"}"#, #"{"id":"2","stock":9,"title":"b"}"#, #"{"id":"3","title":"a"}"#,
      #"{"id":"4","stock":9.0,"title":"\u00e9"}"#, #"{"id":"5","stock":"x"}"#,
    ]
    let articles = try texts.map { try Article(json: $0) }
    func ids(_ query: Query<Article>) throws -> String { try query.results(in: articles).map(\.id).joined() }
    let all = Article.where { _ in }
    try expect(ids(all.order { $0.stock.ascending }), equals: "35241")
    try expect(ids(all.order { $0.stock.descending }), equals: "12435")
    try expect(
      ids(
        all.order {
          $0.stock.descending
          $0.title.descending
        }), equals: "14235")
    try expect(ids(all.order { $0.stock.ascending }.offset(1).limit(2)), equals: "52")
    try expect(ids(all.offset(3)), equals: "45")
    try expect(ids(all.offset(1).limit(2)), equals: "23")
    try expect(ids(all.offset(.max).limit(.max)), equals: "")
    try expect(ids(Article.where { $0.title.equals("b") }.order { $0.stock.ascending }.limit(.max)), equals: "21")
    let many = (0..<1000).map { Article(["id": .string("\($0)"), "stock": .number(JSONNumber(($0 * 7919) % 1000))]) }
    let page = try all.order { $0.stock.ascending }.offset(10).limit(5).results(in: many)
    expect(page.map { $0.json["stock"]?.int }, equals: [10, 11, 12, 13, 14])
  }
}
