import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// How many random filters to try; `TRIBUTARY_RANDOM_FILTERS=100000` makes a long run.
private let rounds = ProcessInfo.processInfo.environment["TRIBUTARY_RANDOM_FILTERS"].flatMap { Int($0) } ?? 2000

@Suite("Random filters")
struct FilterPropertyTests {
  @Test(
    "simplifying keeps the meaning and is idempotent; the wire form reads back; values and JSON agree")
  func properties() throws {
    var draws = RandomFilters(SeededRandom(seed: 20_260_101))
    var records: [(tree: JSONValue, raw: RawJSON, value: Article)] = []
    for id in 0..<200 {
      let raw = try RawJSON(draws.record(id: id))
      records.append((try raw.value(), raw, try raw.decode(as: Article.self)))
    }
    var hits = 0
    for round in 0..<rounds {
      let filter = draws.filter(depth: 4)
      let simple = filter.simplified
      expect(simple.simplified, equals: simple)
      expect(Filter(allOf: [Filter(anyOf: [filter, filter])]).simplified, equals: simple)
      try expect(Filter<Article>(wire: filter.wire), equals: filter)
      try expect(Filter<Article>(wireText: filter.jsonText), equals: filter)
      try expect(Filter<Article>(wireText: filter.canonicalText).canonicalText, equals: simple.canonicalText)
      let evaluator = try FilterEvaluator(filter)
      for number in 0..<4 {
        let record = records[(round * 4 + number) % records.count]
        let expected = PlainEvaluation(record: record.tree).matches(filter.wire)
        let agrees =
          PlainEvaluation(record: record.tree).matches(simple.wire) == expected
          && evaluator.matches(record.raw) == expected && evaluator.matches(record.value) == expected
        #expect(agrees, "seed 20260101, round \(round): \(filter) on \(record.raw)")
        hits += expected ? 1 : 0
      }
      if simple == .nothing || simple == .everything { continue }
      #expect(!simple.jsonText.contains(#""subclauses":[]"#))
    }
    // Both answers must have come up often, or nothing was tried.
    #expect(hits > rounds / 4 && hits < rounds * 15 / 4)
  }
}
