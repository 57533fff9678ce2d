import Foundation
import Tributary
import TributaryJSON

extension Article: LocalModel {
  struct LocalFields: LocalFieldNames {
    init() {}
    var title: LocalName<String> { "title" }
    var stock: LocalName<Int> { "stock" }
    var price: LocalName<JSONNumber> { "price" }
    var ratio: LocalName<Double> { "ratio" }
    var changed: LocalName<Timestamp> { "changed" }
    var clock: LocalName<LocalTimestamp> { "clock" }
    var day: LocalName<CalendarDate> { "day" }
    var active: LocalName<Bool> { "active" }
    var key: LocalName<UUID> { "key" }
    var label: LocalName<String> { ["label", "old_label"] }
    var place: LocalName<Place> { "place" }
    var tags: LocalName<[String]> { "tags" }
    var lines: LocalName<[Line]> { "lines" }
    var extra: LocalName<[String: JSONValue]> { "extra" }
  }
}

struct Place: LocalModel {
  init(from reader: inout JSONReader) throws(JSONError) { _ = try RawJSON(from: &reader) }
  func encode(into writer: inout JSONWriter) {}

  struct LocalFields: LocalFieldNames {
    init() {}
    var city: LocalName<String> { "city" }
  }
}

struct Line: LocalModel {
  init(from reader: inout JSONReader) throws(JSONError) { _ = try RawJSON(from: &reader) }
  func encode(into writer: inout JSONWriter) {}

  struct LocalFields: LocalFieldNames {
    init() {}
    var sku: LocalName<String> { "sku" }
    var count: LocalName<Int> { "count" }
  }
}

/// Draws local filters of articles, each with what it means, said once more on trees and in the plainest way.
struct RandomLocalFilters {
  struct Drawn {
    var filter: LocalFilter<Article>
    var holds: (JSONValue) -> Bool
    var text: String
  }

  private typealias Field<Value> = LocalField<Article, Value>
  var draws: RandomFilters
  private let article = ArticleFields.all

  init(_ random: some RandomNumberGenerator) { draws = RandomFilters(random) }

  static let clocks = [
    "2024-01-09T15:56:58.059944", "2024-01-09 15:56:58", "2024-01-09T15:56:58", "0001-01-01T00:00:00",
    "2023-12-31T23:59:59",
  ]
  static let days = ["2015-06-19", "2015-06-20", "0000-01-01", "9999-12-31"]
  static let keys = [
    "6F9619FF-8B86-D011-B42D-00C04FC964FF", "6f9619ff-8b86-d011-b42d-00c04fc964ff",
    "00000000-0000-0000-0000-000000000000",
  ]
  static let doubles: [Double] = [0, 0.1, -1.5, 1e300, .infinity, 0.30000000000000004]

  mutating func filter(depth: Int) -> Drawn {
    guard depth > 0, draws.below(10) >= 5 else { return clause() }
    let parts = (0..<draws.below(4)).map { _ in filter(depth: depth - 1) }
    let text = parts.map(\.text).joined(separator: ", ")
    switch draws.below(3) {
    case 0:
      return Drawn(
        filter: LocalFilter(allOf: parts.map(\.filter)), holds: { json in parts.allSatisfy { $0.holds(json) } },
        text: "all(\(text))")
    case 1:
      return Drawn(
        filter: LocalFilter(anyOf: parts.map(\.filter)), holds: { json in parts.contains { $0.holds(json) } },
        text: "any(\(text))")
    default:
      return Drawn(
        filter: LocalFilter(noneOf: parts.map(\.filter)), holds: { json in !parts.contains { $0.holds(json) } },
        text: "none(\(text))")
    }
  }

  private mutating func clause() -> Drawn {
    switch draws.below(16) {
    case 0: return quantity("title", article.title, draws.text(), \.string) { compare(Array($0.utf8), Array($1.utf8)) }
    case 1:
      let value = [-1, 0, 1, .max, 9_007_199_254_740_993][draws.below(5)]
      return quantity("stock", article.stock, value, number) { compare($0, JSONNumber($1)) }
    case 2: return quantity("price", article.price, draws.number(), number) { compare($0, $1) }
    case 3:
      let value = draws.pick(Self.doubles, or: 0)
      return quantity("ratio", article.ratio, value, { number($0)?.double }) { compare($0, $1) }
    case 4:
      guard let value = draws.stamp() else { return clause() }
      return moment("changed", article.changed, value) { Timestamp($0) }
    case 5:
      guard let value = LocalTimestamp(draws.pick(Self.clocks, or: "")) else { return clause() }
      return moment("clock", article.clock, value) { LocalTimestamp($0) }
    case 6:
      guard let value = CalendarDate(draws.pick(Self.days, or: "")) else { return clause() }
      return moment("day", article.day, value) { CalendarDate($0) }
    case 7:
      let value = draws.below(2) == 0
      return plain("active = \(value)", article.active.equals(value)) { $0["active"]?.bool == value }
    case 8:
      guard let value = UUID(uuidString: draws.pick(Self.keys, or: "")) else { return clause() }
      return plain("key = \(value)", article.key.equals(value)) {
        $0["key"]?.string.flatMap { UUID(uuidString: $0) } == value
      }
    case 9:
      let value = draws.text()
      return plain("label = \(value)", article.label.equals(value)) {
        ($0["label"] ?? $0["old_label"])?.string.map { Array($0.utf8) } == Array(value.utf8)
      }
    case 10:
      let value = draws.text()
      return plain("place.city begins \(value)", article.place.city.hasPrefix(value)) {
        $0["place"]?["city"]?.string.map { $0.utf8.starts(with: value.utf8) } ?? false
      }
    case 11:
      let value = draws.text()
      return plain("title has \(value)", article.title.contains(value)) {
        guard let text = $0["title"]?.string else { return false }
        let (own, part) = (Array(text.utf8), Array(value.utf8))
        return (0...own.count).contains { own[$0...].starts(with: part) }
      }
    case 12:
      let value = draws.text()
      return plain("tags has \(value)", article.tags.contains(value)) {
        $0["tags"]?.array?.contains { $0.string.map { Array($0.utf8) } == Array(value.utf8) } ?? false
      }
    case 13:
      let (value, count) = (draws.text(), draws.below(3))
      let filter = article.lines.contains { line in
        line.sku.equals(value)
        line.count.isAtLeast(count)
      }
      return plain("lines has \(value) from \(count)", filter) {
        $0["lines"]?.array?.contains { line in
          line["sku"]?.string.map { Array($0.utf8) } == Array(value.utf8)
            && number(line["count"]).map { compare($0, JSONNumber(count)) >= 0 } ?? false
        } ?? false
      }
    case 14:
      let value = draws.text()
      return plain("extra.a = \(value)", article.extra["a"].as(String.self).equals(value)) {
        $0["extra"]?["a"]?.string.map { Array($0.utf8) } == Array(value.utf8)
      }
    default: return missing()
    }
  }

  private mutating func missing() -> Drawn {
    func isMissing(_ json: JSONValue?) -> Bool { json == nil || json == .null }
    let nothing: [JSONValue] = ["", .array([])]
    switch draws.below(6) {
    case 5: return plain("no stock", article.stock.isMissing) { isMissing($0["stock"]) || $0["stock"] == "" }
    case 0: return plain("no title", article.title.isMissing) { isMissing($0["title"]) }
    case 1:
      return plain("no place", article.place.isMissing) {
        isMissing($0["place"]) || nothing.contains($0["place"] ?? .null)
      }
    case 2: return plain("no city", article.place.city.isMissing) { isMissing($0["place"]?["city"]) }
    case 3: return plain("no tags", article.tags.isMissing) { isMissing($0["tags"]) || $0["tags"] == "" }
    default: return plain("no label", article.label.isMissing) { isMissing($0["label"] ?? $0["old_label"]) }
    }
  }

  private func plain(_ text: String, _ filter: LocalFilter<Article>, _ holds: @escaping (JSONValue) -> Bool) -> Drawn {
    Drawn(filter: filter, holds: holds, text: text)
  }

  private mutating func quantity<Value: FilterQuantity, Own>(
    _ name: String, _ field: Field<Value>, _ value: Value, _ own: @escaping (JSONValue) -> Own?,
    _ sign: @escaping (Own, Value) -> Int
  ) -> Drawn {
    let forms: [(String, LocalFilter<Article>, (Int) -> Bool)] = [
      ("=", field.equals(value), { $0 == 0 }), ("!=", field.differs(from: value), { $0 != 0 }),
      (">", field.isGreaterThan(value), { $0 > 0 }), (">=", field.isAtLeast(value), { $0 >= 0 }),
      ("<", field.isLessThan(value), { $0 < 0 }), ("<=", field.isAtMost(value), { $0 <= 0 }),
      ("in", field.isOneOf([value, value]), { $0 == 0 }),
    ]
    let (text, filter, holds) = forms[draws.below(forms.count)]
    return plain("\(name) \(text) \(value)", filter) {
      $0[name].flatMap(own).map { holds(sign($0, value)) } ?? false
    }
  }

  private mutating func moment<Value: FilterMoment & Comparable>(
    _ name: String, _ field: Field<Value>, _ value: Value, _ read: @escaping (String) -> Value?
  ) -> Drawn {
    let forms: [(String, LocalFilter<Article>, (Value) -> Bool)] = [
      ("=", field.equals(value), { $0 == value }), (">", field.isAfter(value), { $0 > value }),
      (">=", field.isAtOrAfter(value), { $0 >= value }), ("<", field.isBefore(value), { $0 < value }),
      ("<=", field.isAtOrBefore(value), { $0 <= value }), ("!=", field.differs(from: value), { $0 != value }),
    ]
    let (text, filter, holds) = forms[draws.below(forms.count)]
    return plain("\(name) \(text) \(value)", filter) { $0[name]?.string.flatMap(read).map(holds) ?? false }
  }

  /// A record with some of the fields, sometimes of the wrong kind, sometimes twice.
  mutating func record(id: Int) -> String {
    var members = [String(draws.record(id: id).dropFirst().dropLast())]
    let label = draws.below(2) == 0 ? "label" : "old_label"
    for _ in 0..<draws.below(8) {
      switch draws.below(7) {
      case 0: members.append("\"ratio\":\(draws.value())")
      case 1: members.append("\"clock\":\(RandomFilters.quoted(draws.pick(Self.clocks, or: "")))")
      case 2: members.append("\"day\":\(RandomFilters.quoted(draws.pick(Self.days, or: "")))")
      case 3: members.append("\"key\":\(RandomFilters.quoted(draws.pick(Self.keys, or: "")))")
      case 4: members.append("\"\(label)\":\(draws.value())")
      case 5:
        members.append("\"tags\":[\((0..<draws.below(3)).map { _ in draws.value() }.joined(separator: ","))]")
        members.append("\"extra\":{\"a\":\(draws.value())}")
      default:
        let lines = (0..<draws.below(3)).map { _ in "{\"sku\":\(draws.value()),\"count\":\(draws.below(3))}" }
        members.append("\"lines\":[\(lines.joined(separator: ","))]")
      }
    }
    return "{\(members.joined(separator: ","))}"
  }

  /// A query with an order and a window.
  mutating func query(_ filter: LocalFilter<Article>) -> LocalQuery<Article> {
    var query = LocalQuery(filter)
    if draws.below(2) == 0 { query.limit = draws.below(8) }
    if draws.below(2) == 0 { query.offset = draws.below(5) }
    let steps = [
      article.title.ascending, article.stock.descending, article.ratio.ascending, article.clock.descending,
      article.day.ascending, article.key.descending, article.place.city.ascending,
    ]
    let order = (0..<draws.below(3)).map { _ in steps[draws.below(steps.count)] }
    return query.order { _ in for step in order { step } }
  }
}

/// The fields of articles outside of a query.
enum ArticleFields {
  static let all: LocalField<Article, Article> = {
    var found: LocalField<Article, Article>?
    _ = LocalFilter<Article> { article in
      let _ = found = article
      article.title.isMissing
    }
    guard let found else { preconditionFailure("a filter calls its closure") }
    return found
  }()
}

private func number(_ value: JSONValue?) -> JSONNumber? { value?.number ?? value?.string.flatMap(JSONNumber.init) }

private func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
  left == right ? 0 : left < right ? -1 : 1
}

private func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
  for (own, other) in zip(left, right) where own != other { return own < other ? -1 : 1 }
  return left.count - right.count
}
