import Expect
import Foundation
import Testing
@_spi(Generated) import Tributary
import TributaryEmulator
@_spi(Generated) import TributaryJSON

/// How many random filters to try with each shape; `TRIBUTARY_RANDOM_FILTERS=100000` makes a long run.
private let rounds = ProcessInfo.processInfo.environment["TRIBUTARY_RANDOM_FILTERS"].flatMap { Int($0) } ?? 300

@Suite("Random filters in the JSON of services")
struct ShapedPropertyTests {
  @Test("the usual way") func usual() throws { try check(UsualShape.self) }
  @Test("Sell") func sell() throws { try check(SellShape.self) }
  @Test("HubSpot") func hubSpot() throws { try check(HubSpotShape.self) }
  @Test("Notion") func notion() throws { try check(NotionShape.self) }
  @Test("documents") func mongo() throws { try check(MongoShape.self) }
  @Test("Elasticsearch") func elastic() throws { try check(ElasticShape.self) }

  /// What is written is read back with the same meaning, and written again as the same bytes.
  private func check<Service: ShapedService>(_ service: Service.Type) throws {
    var draws = ShapedDraws<Service>(SeededRandom(seed: 20_261_128))
    let records = try (0..<100).map { _ in try RawJSON(draws.record()) }
    var sent = 0
    var hits = 0
    for round in 0..<rounds {
      let query = draws.query()
      guard let text = try? JSONWriter.checkedBytes(of: query).text else { continue }
      sent += 1
      let read = try Query<Shaped<Service>>(wireText: text)
      expect(read.jsonText, equals: text)
      expect(read.limit, equals: query.limit)
      expect(read.order, equals: query.order)
      try expect(Query<Shaped<Service>>(json: text), equals: read)
      let (before, after) = (try FilterEvaluator(query.filter), try FilterEvaluator(read.filter))
      for number in 0..<10 {
        let record = records[(round * 10 + number) % records.count]
        let holds = before.matches(record)
        #expect(after.matches(record) == holds, "round \(round): \(query.filter) became \(read.filter), on \(record)")
        hits += holds ? 1 : 0
      }
    }
    // Most can be said, and both answers come up.
    #expect(sent > rounds / 4, "\(sent) of \(rounds) could be said")
    #expect(hits > sent / 2 && hits < sent * 19 / 2, "\(hits) hits of \(sent * 10)")
  }
}

/// Draws filters with the operators of a service, and records.
private struct ShapedDraws<Service: ShapedService> {
  private var random: SeededRandom

  init(_ random: SeededRandom) { self.random = random }

  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  mutating func query() -> Query<Shaped<Service>> {
    var query = Query(filter(depth: 3))
    if query.matchesNothing { query.filter = .everything }
    if below(3) == 0 { query.limit = below(50) }
    if below(3) == 0 {
      query.order = [Shaped<Service>.Fields().title.ascending, Shaped<Service>.Fields().changed.descending]
    }
    return query
  }

  mutating func filter(depth: Int) -> Filter<Shaped<Service>> {
    switch below(depth > 0 ? 9 : 4) {
    case 4, 5: Filter(allOf: filters(depth: depth - 1))
    case 6, 7: Filter(anyOf: filters(depth: depth - 1))
    case 8: Filter(noneOf: filters(depth: depth - 1))
    default: clause()
    }
  }

  private mutating func filters(depth: Int) -> [Filter<Shaped<Service>>] {
    (0..<below(4)).map { _ in filter(depth: depth) }
  }

  private mutating func clause() -> Filter<Shaped<Service>> {
    let fields = Shaped<Service>.Fields()
    let stamps = RandomFilters.stamps.compactMap { Timestamp($0) }
    switch below(5) {
    case 0: return clause(fields.title, ["", "a", "and", "\u{e9}", "$and", "1001", "{value}"])
    case 1: return clause(fields.city, ["a", "b", "e\u{301}"])
    case 2: return clause(fields.stock, [-1, 0, 1, 9_007_199_254_740_993])
    case 3: return clause(fields.changed, stamps)
    default: return clause(fields.active, [true, false])
    }
  }

  private mutating func clause<Value: FilterOperand>(
    _ field: FilterField<Shaped<Service>, Value, Shaped<Service>.Every>, _ values: [Value]
  ) -> Filter<Shaped<Service>> {
    let known = FilterComparison.allCases.filter { Service.operators[$0] != nil }
    let value = values[below(values.count)]
    switch known[below(known.count)] {
    case .equal: return field.equals(value)
    case .notEqual: return field.differs(from: value)
    case .oneOf: return field.isOneOf([value, values[below(values.count)]])
    case .noneOf: return field.isNoneOf([value, values[below(values.count)]])
    case .present: return field.isPresent
    case .absent: return field.isMissing
    case .greater, .atLeast, .less, .atMost:
      guard let field = field as? FilterField<Shaped<Service>, Int, Shaped<Service>.Every>, let value = value as? Int
      else { return .everything }
      switch below(4) {
      case 0: return field.isGreaterThan(value)
      case 1: return field.isAtLeast(value)
      case 2: return field.isLessThan(value)
      default: return field.isAtMost(value)
      }
    }
  }

  mutating func record() -> String {
    var members: [String] = []
    if below(4) > 0 { members.append(#""title":"\#(["a", "and", "", "\u{e9}"][below(4)])""#) }
    if below(4) > 0 { members.append(#""place":{"city":"\#(["a", "b", "e\u{301}"][below(3)])"}"#) }
    if below(4) > 0 { members.append(#""stock":\#([-1, 0, 1, 2][below(4)])"#) }
    if below(4) > 0 { members.append(#""changed":"\#(RandomFilters.stamps[below(RandomFilters.stamps.count)])""#) }
    if below(4) > 0 { members.append(#""active":\#(below(2) == 0)"#) }
    return "{\(members.joined(separator: ","))}"
  }
}
