import Tributary
import TributaryJSON

/// Draws filters, queries and records from small pools of nasty values, so that many of them meet.
struct RandomFilters {
  private var random: any RandomNumberGenerator

  init(_ random: some RandomNumberGenerator) { self.random = random }

  static let texts = [
    "", "1001", "01001", "1001.0", "\u{e9}", "e\u{301}", "a\u{0}b", "a", "a\u{0}", "' OR 1=1 --",
    "\"; DROP TABLE record;",
    "\\", "\u{1}\u{1f}\n\t\u{7f}", "\u{1F469}\u{200D}\u{1F4BB}", "\u{202E}abc", "\u{FFFF}", "%", "_", "z", "\u{10FFFF}",
    "123456789012345678901234567890", "123456789012345678901234567891", "1e3", "null", "true",
  ]
  static let numbers = [
    "0", "-0", "0.0", "1", "1.0", "10e-1", "-1", "-1.5", "9007199254740992", "9007199254740993", "0.1",
    "0.10000000000000000001", "123456789012345678901234567890", "123456789012345678901234567891", "1e400", "-1e400",
    "1e-400",
  ]
  static let stamps = [
    "2015-01-02T03:04:05Z", "2015-01-02T04:04:05+01:00", "2015-01-02T03:04:05.000Z", "2015-01-02T03:04:05.5Z",
    "2015-01-02T03:04:06Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2020-12-22T06:24:57Z",
  ]

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  mutating func pick<Value>(_ values: [Value], or other: Value) -> Value {
    values.randomElement(using: &random) ?? other
  }

  mutating func text() -> String { pick(Self.texts, or: "") }

  mutating func number() -> JSONNumber { JSONNumber(text: pick(Self.numbers, or: "0")) ?? 0 }

  mutating func stamp() -> Timestamp? { Timestamp(pick(Self.stamps, or: "")) }

  /// A filter that says something about at most so many levels.
  mutating func filter(depth: Int) -> Filter<Article> {
    switch below(depth > 0 ? 10 : 6) {
    case 6, 7: Filter(allOf: filters(depth: depth - 1))
    case 8, 9: Filter(anyOf: filters(depth: depth - 1))
    case 5 where below(3) == 0:
      Article.Fields().remoteID.equals(text(), connection: pick(["a", "b", "\u{e9}"], or: ""))
    default: clause()
    }
  }

  private mutating func filters(depth: Int) -> [Filter<Article>] {
    (0..<below(5)).map { _ in filter(depth: depth) }
  }

  private mutating func clause() -> Filter<Article> {
    let article = Article.Fields()
    switch below(6) {
    case 0: return clause(article.title, text())
    case 1: return clause(article.stock, [-1, 0, 1, .max, 9_007_199_254_740_993][below(5)])
    case 2: return clause(article.price, number())
    case 3:
      guard let stamp = stamp() else { return .nothing }
      switch below(6) {
      case 0: return article.changed.equals(stamp)
      case 1: return article.changed.differs(from: stamp)
      case 2: return article.changed.isAfter(stamp)
      case 3: return article.changed.isAtOrAfter(stamp)
      case 4: return article.changed.isBefore(stamp)
      default: return article.changed.isAtOrBefore(stamp)
      }
    case 4: return article.active.equals(below(2) == 0)
    default: return clause(article.city, text())
    }
  }

  private mutating func clause<Value: FilterQuantity>(
    _ field: FilterField<Article, Value, Article.Fields.Every>, _ value: Value
  ) -> Filter<Article> {
    switch below(9) {
    case 0: field.differs(from: value)
    case 1: field.isGreaterThan(value)
    case 2: field.isAtLeast(value)
    case 3: field.isLessThan(value)
    case 4: field.isAtMost(value)
    default: field.equals(value)
    }
  }

  /// A record with some of the fields, sometimes of the wrong kind, sometimes twice.
  mutating func record(id: Int) -> String {
    var members = ["\"id\":\"\(id)\""]
    for _ in 0..<below(9) {
      switch below(7) {
      case 0: members.append("\"title\":\(value())")
      case 1: members.append("\"stock\":\(value())")
      case 2: members.append("\"pr\\u0069ce\":\(value())")
      case 3: members.append("\"changed\":\(below(5) == 0 ? value() : Self.quoted(pick(Self.stamps, or: "")))")
      case 4: members.append("\"active\":\(value())")
      case 5: members.append("\"place\":\(below(4) == 0 ? value() : "{\"x\":[{}],\"city\":\(value())}")")
      default: members.append("\"ids\":{\"a\":\(value()),\"\\u00e9\":\(value()),\"e\u{301}\":\(value())}")
      }
    }
    return "{\(members.joined(separator: " , "))}"
  }

  mutating func value() -> String {
    switch below(12) {
    case 0: "null"
    case 1: "true"
    case 2: "false"
    case 3: "[1,\"1001\"]"
    case 4: "{\"title\":\"1001\",\"city\":\"a\"}"
    case 5, 6: pick(Self.numbers, or: "")
    case 7: Self.quoted(pick(Self.numbers, or: ""))
    default: Self.quoted(text())
    }
  }

  static func quoted(_ text: String) -> String { JSONWriter.text(of: text) }

  /// A query with an order and a window.
  mutating func query() -> Query<Article> {
    var query = Query(filter(depth: 2))
    if below(2) == 0 { query.limit = below(8) }
    if below(2) == 0 { query.offset = below(5) }
    let article = Article.Fields()
    let steps = [
      article.title.ascending, article.title.descending, article.stock.ascending, article.price.descending,
      article.changed.ascending, article.active.descending, article.city.ascending,
    ]
    query.order = (0..<below(3)).map { _ in pick(steps, or: article.title.ascending) }
    return query
  }
}
