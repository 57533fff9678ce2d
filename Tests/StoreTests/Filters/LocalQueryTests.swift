import Expect
import Foundation
import PostgreSQLServer
import Testing
import Tributary
import TributaryJSON
import TributarySQLite

@Suite("Local queries", .timeLimit(.minutes(30)))
struct LocalQueryTests {
  static func fill(_ store: any SyncStore, _ payloads: [String]) async throws {
    let stream = try await store.open(.test(), types: [])
    defer { stream.close() }
    var transaction = StreamTransaction()
    transaction.durable = false
    transaction.changes = try payloads.enumerated().map { index, payload in
      RecordChange(type: "article", id: "\(index + 100)", kind: .upsert(try RawJSON(payload)))
    }
    _ = try await stream.commit(transaction)
  }

  @Test("a filter, an order, a page, the first, a count", arguments: AnyStoreKind.expected)
  func reads(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      try await Self.fill(
        store,
        (0..<40).map { #"{"id":"\#($0)","stock":\#(39 - $0),"place":{"city":"\#($0 % 2)"},"tags":["t\#($0 % 4)"]}"# })
      let odd = store.records(Article.self) { article in
        article.place.city.equals("1")
        anyOf {
          article.tags.contains("t1")
          article.stock.isLessThan(5)
        }
      }
      try await expect(odd.count, equals: 12)
      let sorted = odd.order { $0.stock.ascending }
      try await expect(sorted.offset(1).limit(3).all.map(\.id), equals: ["37", "35", "33"])
      try await expect(sorted.first?.id, equals: "39")
      try await expect(sorted.offset(9).limit(5).count, equals: 3)
      try await expect(odd.where { $0.stock.isGreaterThan(100) }.first?.id, equals: nil)
      try await expect(store.records(Article.self) { _ in }.count, equals: 40)
      try await expect(store.records(matching: LocalQuery<Article> { $0.title.isMissing }).count, equals: 40)
      // A query for the server runs locally.
      let server = Article.where { $0.city.equals("1") }.filter
      try await expect(store.records(Article.self) { $0.matches(server) }.count, equals: 20)
      await #expect(throws: StoreError.self) {
        try await store.records(Article.self) { $0.matches(Article.Fields().title.is("like", "x")) }.all
      }
    }
  }

  @Test("memory, SQLite, values and a plain evaluation agree on random filters")
  func agreement() async throws {
    let rounds = ProcessInfo.processInfo.environment["TRIBUTARY_RANDOM_FILTERS"].flatMap { Int($0) } ?? 500
    var random = RandomLocalFilters(SeededRandomness.Generator(11))
    let payloads = (100..<160).map { random.record(id: $0) }
    let articles = try payloads.map { try RawJSON($0).decode(as: Article.self) }
    let folder = try TemporaryFolder()
    let memory = MemoryStore(randomness: SeededRandomness.make())
    let file = try SQLiteStore(path: folder.file(), randomness: SeededRandomness.make())
    for store in [memory, file] as [any SyncStore & RecordReader] { try await Self.fill(store, payloads) }
    #if PostgreSQL
    let remote =
      PrivatePostgreSQL.isExpected ? try await SharedPostgreSQL.store(randomness: SeededRandomness.make()) : nil
    if let remote { try await Self.fill(remote, payloads) }
    #endif
    var found = 0
    for round in 0..<rounds {
      let drawn = random.filter(depth: 3)
      let plain = articles.filter { drawn.holds($0.json) }.map(\.id)
      let inValues = try LocalQuery(drawn.filter).results(in: articles).map(\.id)
      #expect(inValues == plain, "seed 11, round \(round): \(drawn.text)")
      let query = random.query(drawn.filter)
      let expected = try query.results(in: articles).map(\.id)
      let inMemory = try memory.records(matching: query).all.map(\.id)
      let inFile = try file.records(matching: query).all.map(\.id)
      #expect(inMemory == expected && inFile == expected, "seed 11, round \(round): \(drawn.text)")
      #if PostgreSQL
      if round < 100, let remote {
        let inRemote = try await remote.records(matching: query).all.map(\.id)
        #expect(inRemote == expected, "seed 11, round \(round): \(drawn.text)")
      }
      #endif
      try expect(file.records(matching: LocalQuery(drawn.filter)).count, equals: plain.count)
      found += plain.isEmpty || plain.count == articles.count ? 0 : 1
    }
    #expect(found > rounds / 4)
  }

  @Test(
    "results come anew when a commit, a call or a discard changes them, and only then", arguments: AnyStoreKind.expected
  )
  func results(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      try await Self.fill(store, [#"{"id":"100","stock":1}"#, #"{"id":"101","stock":2}"#])
      let small = store.records(Article.self) { $0.stock.isLessThan(3) }.order { $0.stock.descending }.limit(2)
      var results = small.results.makeAsyncIterator()
      try await expect(results.next()?.map(\.id), equals: ["101", "100"])
      // Neither another type nor a record outside changes it.
      let stream = try await store.open(.test(), types: [])
      _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
      _ = try await stream.commit(StreamTransaction(["102": #"{"id":"102","stock":9}"#], type: "article"))
      _ = try await stream.commit(StreamTransaction(["100": #"{"id":"100","stock":2.5}"#], type: "article"))
      try await expect(results.next()?.map(\.id), equals: ["100", "101"])
      try await store.applyDeletion(of: Article.self, id: "100")
      try await expect(results.next()?.map(\.id), equals: ["101"])
      try await store.discard(Article.self, id: "100")
      try await expect(results.next()?.map(\.id), equals: ["100", "101"])
    }
  }
}
