import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

@testable import TributarySQLite

@Suite("Indexes", .timeLimit(.minutes(30)))
struct IndexTests {
  private let folder: TemporaryFolder
  private let store: SQLiteStore

  init() throws {
    folder = try TemporaryFolder()
    store = try SQLiteStore(path: folder.file(), randomness: SeededRandomness.make())
  }

  private func indexEverything(_ store: any RecordIndexes) throws {
    try store.index(Article.self) { $0.title }
    try store.index(Article.self) { $0.stock }
    try store.index(Article.self) { $0.price }
    try store.index(Article.self) { $0.ratio }
    try store.index(Article.self) { $0.changed }
    try store.index(Article.self) { $0.clock }
    try store.index(Article.self) { $0.day }
    try store.index(Article.self) { $0.active }
    try store.index(Article.self) { $0.key }
    try store.index(Article.self) { $0.label }
    try store.index(Article.self) { $0.place.city }
    try store.index(Article.self) { $0.extra["a"].as(String.self) }
  }

  private func change(_ id: Int, _ payload: String?) throws -> RecordChange {
    RecordChange(type: "article", id: "\(id)", kind: try payload.map { .upsert(try RawJSON($0)) } ?? .delete)
  }

  /// What SQLite does for a query.
  private func candidates(_ filter: LocalFilter<Article>) throws -> Int? {
    try store.read { (connection) throws(StoreError) in
      let evaluator: FilterEvaluator
      do throws(FilterError) { evaluator = try FilterEvaluator(filter) } catch { throw .unanswerable(error) }
      return try TypeIndexes(of: "article", service: "test", connection)?.candidates(evaluator, stream: 1, connection)?
        .count
    }
  }

  @Test("random filters find the same with indexes and without, while records come, change, go and are edited by hand")
  func agreement() async throws {
    let rounds = ProcessInfo.processInfo.environment["TRIBUTARY_RANDOM_FILTERS"].flatMap { Int($0) } ?? 500
    var random = RandomLocalFilters(SeededRandomness.Generator(13))
    let plain = MemoryStore(randomness: SeededRandomness.make())
    // Some are there before the indexes.
    let first = (100..<130).map { random.record(id: $0) }
    for store in [plain, store] as [any SyncStore & RecordReader] { try await LocalQueryTests.fill(store, first) }
    try indexEverything(store)
    let streams = [try plain.open(.test(), types: []), try store.open(.test(), types: [])]
    let editor = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 1000)
    var used = 0
    for round in 0..<rounds {
      if round % 4 == 0 {
        let id = 100 + random.draws.below(60)
        let payload = random.draws.below(5) == 0 ? nil : random.record(id: id)
        switch random.draws.below(6) {
        case 0:
          for store in [plain, store] as [any RecordOverlay] {
            try store.apply([change(id, payload)], service: "test", stream: nil, at: .epoch)
          }
        case 1 where payload != nil:
          // Somebody edits a row, with a tool that knows nothing of indexes.
          try editor.run(
            "UPDATE record SET payload = ?1, deleted = 0 WHERE type = 'article' AND id = ?2", .text(payload ?? ""),
            .text("\(id)"))
          if editor.changes > 0 {
            var transaction = StreamTransaction()
            transaction.changes = [try change(id, payload)]
            _ = try await streams[0].commit(transaction)
            // The memory's run is as young as the entry, or it would drop it.
          }
        default:
          var transaction = StreamTransaction()
          transaction.durable = false
          transaction.changes = [try change(id, payload)]
          for stream in streams { _ = try await stream.commit(transaction) }
        }
      }
      let drawn = random.filter(depth: 2)
      let query = random.query(drawn.filter)
      try expect(
        store.records(matching: query).all.map(\.id), equals: plain.records(matching: query).all.map(\.id),
        "seed 13, round \(round): \(drawn.text)")
      try expect(
        store.records(matching: LocalQuery(drawn.filter)).count,
        equals: plain.records(matching: LocalQuery(drawn.filter)).count)
      if try candidates(drawn.filter) != nil { used += 1 }
    }
    #expect(used > rounds / 5)
  }

  @Test("equality, ranges and prefixes look at few records, also in a new store on the file and in a server's filter")
  func narrowing() async throws {
    try await LocalQueryTests.fill(
      store, (0..<900).map { #"{"id":"\#($0)","title":"t\#($0)","stock":\#($0),"place":{"city":"c\#($0 % 300)"}}"# })
    #expect(try candidates(LocalFilter { $0.title.equals("t7") }) == nil)
    try indexEverything(store)
    try indexEverything(store)
    let filters: [(LocalFilter<Article>, Int)] = [
      (LocalFilter { $0.title.equals("t7") }, 1), (LocalFilter { $0.title.isOneOf(["t7", "t8", "t7", "no"]) }, 2),
      (LocalFilter { $0.stock.isAtLeast(890) }, 10), (LocalFilter { $0.title.hasPrefix("t89") }, 11),
      (
        LocalFilter { article in
          article.stock.isAtLeast(100)
          article.stock.isLessThan(105)
        }, 6
      ),
      (
        LocalFilter { article in
          article.tags.isMissing
          article.place.city.equals("c5")
          article.stock.isLessThan(10)
        }, 3
      ), (LocalFilter { $0.matches(Article.Fields().title.equals("t9")) }, 1), (LocalFilter { _ in anyOf {} }, 0),
    ]
    for (filter, count) in filters { try expect(candidates(filter), equals: count) }
    #expect(try candidates(LocalFilter { $0.title.differs(from: "t7") }) == nil)
    #expect(try candidates(LocalFilter { article in noneOf { article.title.equals("t7") } }) == nil)
    let again = try SQLiteStore(path: folder.file())
    try expect(again.records(Article.self) { $0.title.equals("t7") }.first?.id, equals: "7")
    try expect(again.records(matching: Article.where { $0.title.equals("t8") }).map(\.id), equals: ["8"])
  }

  @Test("long texts, numbers beyond doubles and equal seconds are told apart")
  func keys() async throws {
    let long = String(repeating: "a", count: 200)
    try await LocalQueryTests.fill(
      store,
      [
        #"{"id":"0","title":"\#(long)b"}"#, #"{"id":"1","title":"\#(long)c"}"#,
        #"{"id":"2","price":9007199254740992}"#, #"{"id":"3","price":9007199254740993}"#,
        #"{"id":"4","changed":"2020-01-01T00:00:00.1Z"}"#, #"{"id":"5","changed":"2020-01-01T00:00:00.2Z"}"#,
        #"{"id":"6","title":""}"#, #"{"id":"7","ratio":1e999}"#,
      ])
    try indexEverything(store)
    let price = try #require(JSONNumber(text: "9007199254740993"))
    let changed = try #require(Timestamp("2020-01-01T00:00:00.1Z"))
    try expect(store.records(Article.self) { $0.title.equals(long + "c") }.all.map(\.id), equals: ["1"])
    try expect(store.records(Article.self) { $0.title.hasPrefix(long) }.all.map(\.id), equals: ["0", "1"])
    try expect(store.records(Article.self) { $0.price.equals(price) }.all.map(\.id), equals: ["3"])
    try expect(store.records(Article.self) { $0.changed.isAfter(changed) }.all.map(\.id), equals: ["5"])
    try expect(store.records(Article.self) { $0.title.equals("") }.all.map(\.id), equals: ["6"])
    try expect(store.records(Article.self) { $0.ratio.equals(.infinity) }.all.map(\.id), equals: ["7"])
  }

  @Test("an index survives VACUUM, which gives rows other numbers")
  func vacuum() async throws {
    try await LocalQueryTests.fill(store, (0..<50).map { #"{"id":"\#($0)","title":"t\#($0)"}"# })
    try indexEverything(store)
    let stream = try store.open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(deleting: ["100", "101"], type: "article"))
    let editor = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 1000)
    try editor.execute("DELETE FROM record WHERE deleted = 1; VACUUM")
    try expect(store.records(Article.self) { $0.title.equals("t7") }.all.map(\.id), equals: ["7"])
  }
}
