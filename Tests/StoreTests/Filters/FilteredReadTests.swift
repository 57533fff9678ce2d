import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

@testable import TributarySQLite

@Suite("Filtered reads of any store")
struct FilteredReadTests {
  private func fill(_ store: any SyncStore, _ payloads: [String], scope: String = "") async throws {
    let stream = try await store.open(.test(scope), types: [])
    defer { stream.close() }
    var transaction = StreamTransaction()
    transaction.durable = false
    transaction.changes = try payloads.enumerated().map { index, payload in
      RecordChange(type: "article", id: "\(index)", kind: .upsert(try RawJSON(payload)))
    }
    _ = try await stream.commit(transaction)
  }

  @Test("a filter, a count, a page", arguments: StoreKind.allCases)
  func reads(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      try await fill(
        store, (0..<100).map { #"{"id":"\#($0)","stock":"\#(99 - $0)","title":"\#($0 % 3)"}"# }, scope: "a")
      try await fill(store, [#"{"id":"other","stock":"1000","title":"0"}"#], scope: "b")
      let query = Article.where { $0.title.equals("0") }.order { $0.stock.ascending }.offset(1).limit(3)
      try expect(store.records(matching: query).map(\.id), equals: ["96", "93", "90"])
      #expect(try store.records(matching: query, stream: .test("b")).isEmpty)
      try expect(store.records(matching: query.filter, stream: .test("b")).map(\.id), equals: ["other"])
      try expect(store.count(matching: query.filter), equals: 35)
      try expect(store.count(matching: query.filter, stream: .test("a")), equals: 34)
      try expect(store.records(matching: Query<Article>()).count, equals: 101)
      #expect(try store.records(matching: Article.where { _ in anyOf {} }).isEmpty)
      let stream = try await store.open(.test("a"), types: [])
      _ = try await stream.commit(StreamTransaction(deleting: ["0", "3"], type: "article"))
      try expect(store.count(matching: query.filter), equals: 33)
    }
  }

  @Test("what only the server understands is an error, not a result", arguments: StoreKind.allCases)
  func unanswerable(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      let error = #expect(throws: StoreError.self) {
        try store.records(matching: Article.where { $0.title.is("like", "x") })
      }
      guard case .unanswerable = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(throws: StoreError.self) {
        try store.records(matching: Article.where { _ in }.order { $0.field("x").ascending })
      }
      #expect(throws: StoreError.self) { try store.count(matching: Article.Fields().verbatim([])) }
    }
  }

  @Test("values are data", arguments: StoreKind.allCases)
  func data(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      let texts = RandomFilters.texts
      try await fill(store, texts.map { #"{"title":\#(RandomFilters.quoted($0))}"# })
      for (index, text) in texts.enumerated() {
        let found = try store.records(matching: Article.where { $0.title.equals(text) })
        expect(found.map { $0.json["title"]?.string?.utf8.map { $0 } }, equals: [Array(text.utf8)], "text \(index)")
      }
      try expect(store.count(matching: Filter<Article>.everything), equals: texts.count)
    }
  }

  @Test("memory, SQLite, values and a plain evaluation agree on random queries")
  func agreement() async throws {
    let rounds = ProcessInfo.processInfo.environment["TRIBUTARY_RANDOM_FILTERS"].flatMap { Int($0) } ?? 500
    var draws = RandomFilters(SeededRandomness.Generator(7))
    let payloads = (100..<160).map { draws.record(id: $0) }
    let articles = try payloads.map { try RawJSON($0).decode(as: Article.self) }
    let folder = try TemporaryFolder()
    let memory = MemoryStore(randomness: SeededRandomness.make())
    let file = try SQLiteStore(path: folder.file(), randomness: SeededRandomness.make())
    let stored = Array(payloads.prefix(60))
    for store in [memory, file] as [any SyncStore & RecordReader] {
      let stream = try await store.open(.test(), types: [])
      var transaction = StreamTransaction()
      transaction.changes = try stored.enumerated().map { index, payload in
        RecordChange(type: "article", id: "\(index + 100)", kind: .upsert(try RawJSON(payload)))
      }
      _ = try await stream.commit(transaction)
    }
    var found = 0
    for round in 0..<rounds {
      let query = draws.query()
      let expected = try query.results(in: articles).map(\.id)
      let inMemory = try memory.records(matching: query).map(\.id)
      let inFile = try file.records(matching: query).map(\.id)
      #expect(inMemory == expected && inFile == expected, "seed 7, round \(round): \(query)")
      if query.order.isEmpty, query.offset == nil, query.limit == nil {
        let plain = articles.filter { PlainEvaluation(record: $0.json).matches(query.filter.wire) }.map(\.id)
        expect(plain, equals: expected, "seed 7, round \(round): \(query)")
      }
      found += expected.isEmpty ? 0 : 1
    }
    #expect(found > rounds / 4)
  }

  @Test("a row that somebody spoiled by hand is named, whatever the filter")
  func spoiled() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    try await fill(store, [#"{"id":"0","title":"a"}"#])
    let connection = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
    try connection.execute("UPDATE record SET payload = '{\"title\":'")
    let error = #expect(throws: StoreError.self) { try store.records(matching: Article.where { $0.title.equals("b") }) }
    guard case .notADatabase = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("SQL cannot pass anything for a filter")
  func pointer() throws {
    let folder = try TemporaryFolder()
    _ = try SQLiteStore(path: folder.file())
    let connection = try Connection(path: folder.file(), isReadOnly: true, busyTimeout: 0)
    try connection.addFilterFunction()
    for sql in ["SELECT tributary_matches('{}', '{}')", "SELECT tributary_matches('{}', NULL)"] {
      #expect(throws: StoreError.self) { try connection.first(sql) { $0.integer(0) } }
    }
    let filter = SQLValue.filter(try FilterEvaluator(Article.Fields().title.equals("a")))
    let sql = "SELECT tributary_matches(?1, ?2)"
    try expect(connection.first(sql, .text(#"{"title":"a"}"#), filter) { $0.integer(0) }, equals: 1)
    try expect(connection.first(sql, .text(#"{"title":"b"}"#), filter) { $0.integer(0) }, equals: 0)
    try expect(connection.first(sql, .null, filter) { $0.integer(0) }, equals: 1)
  }
}
