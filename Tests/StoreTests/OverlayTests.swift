import Expect
import Testing
import Tributary
import TributaryJSON

@testable import TributarySQLite

@Suite("Changes shown before a sync brings them", .timeLimit(.minutes(1)))
struct OverlayTests {
  private static let moment = Timestamp("2026-01-02T03:04:05Z") ?? .epoch

  private static func texts(of ids: [String], in store: any AsyncRecordReader) async throws -> [String?] {
    var texts: [String?] = []
    for id in ids {
      texts.append(try await store.record(service: "test", type: "item", id: id, stream: nil)?.payload.text)
    }
    return texts
  }

  private static func upsert(_ id: String, _ text: String) throws -> RecordChange {
    RecordChange(type: "item", id: id, kind: .upsert(try RawJSON(text)))
  }

  private static func delete(_ id: String) -> RecordChange { RecordChange(type: "item", id: id, kind: .delete) }

  private static func apply(_ changes: [RecordChange], to store: any AsyncRecordOverlay) async throws {
    try await store.apply(changes, service: "test", stream: nil, at: moment)
  }

  @Test("reads, counts and filters see them; the mirror's own state stays", arguments: AnyStoreKind.expected)
  func reading(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      _ = try await stream.commit(StreamTransaction(["1": "[1]", "3": "[3]", "5": "[5]"]))
      try await Self.apply(
        [
          Self.upsert("4", "[4]"), Self.upsert("3", "[33]"), Self.delete("1"), Self.delete("9"),
          Self.upsert("2", "[2]"),
        ],
        to: store)
      try await Self.apply([Self.delete("2")], to: store)
      try await expect(store.items(), equals: ["3=[33]", "4=[4]", "5=[5]"])
      try await expect(store.count(service: "test", type: "item", stream: nil), equals: 3)
      try await expect(
        Self.texts(of: ["1", "2", "3", "4", "9"], in: store), equals: [nil, nil, "[33]", "[4]", nil])
      let summary = try #require(try await store.streams().first)
      expect(summary.records, equals: [.init(type: "item", count: 3)])
      expect(summary.deleted, equals: 0)
      expect(summary.applied, equals: 5)
      expect(summary.oldestApplied, equals: Self.moment)
      try await expect(store.overlay(stream: nil).map(\.change.id), equals: ["4", "3", "1", "9", "2"])
      try await expect(store.discard([.init(type: "item", id: "3")], service: "test", stream: nil), equals: 1)
      try await expect(store.items(), equals: ["3=[3]", "4=[4]", "5=[5]"])
      try await expect(store.discard(nil, service: "test", stream: .test()), equals: 4)
      try await expect(store.items(), equals: ["1=[1]", "3=[3]", "5=[5]"])
    }
  }

  @Test(
    "a run drops what it brings, and all at an end up to date, but nothing younger than itself",
    arguments: AnyStoreKind.expected)
  func dropping(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      try await store.open(.test(), types: []).close()
      try await Self.apply([Self.upsert("1", "[1]"), Self.upsert("2", "[2]"), Self.upsert("3", "[3]")], to: store)
      let stream = try await store.open(.test(), types: [])
      try await Self.apply([Self.upsert("2", "[22]"), Self.upsert("4", "[4]")], to: store)
      _ = try await stream.commit(StreamTransaction(["1": "[10]", "2": "[20]"]))
      try await expect(store.items(), equals: ["1=[10]", "2=[22]", "3=[3]", "4=[4]"])
      _ = try await stream.commit(StreamTransaction(deleting: ["2", "1"]))
      try await expect(store.items(), equals: ["2=[22]", "3=[3]", "4=[4]"])
      try await stream.dropApplied()
      try await expect(store.items(), equals: ["2=[22]", "4=[4]"])
      stream.close()
      let next = try await store.open(.test(), types: [])
      try await next.dropApplied()
      try await expect(store.items(), equals: [])
      try await expect(store.overlay(stream: nil), equals: [])
    }
  }

  @Test(
    "a number is not given out again, so that a run drops nothing that came after it", arguments: AnyStoreKind.expected)
  func numbers(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      try await store.open(.test(), types: []).close()
      try await Self.apply([Self.upsert("1", "[1]")], to: store)
      let stream = try await store.open(.test(), types: [])
      _ = try await store.discard(nil, service: "test", stream: nil)
      try await Self.apply([Self.upsert("1", "[2]")], to: store)
      _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
      try await expect(store.items(), equals: ["1=[2]"])
    }
  }

  @Test("notices say what a reader sees differently", arguments: AnyStoreKind.expected)
  func notices(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let first = try await store.open(.test(), types: [])
      _ = try await first.commit(StreamTransaction(["1": "[1]", "2": "[2]"]))
      first.close()
      var notices = store.commits().makeAsyncIterator()
      try await Self.apply([Self.upsert("1", "[0]"), Self.delete("2"), Self.upsert("3", "[3]")], to: store)
      var notice = await notices.next()
      expect(notice?.changed.map(\.id), equals: ["1", "3"])
      expect(notice?.deleted.map(\.id), equals: ["2"])
      let stream = try await store.open(.test(), types: [])
      try await Self.apply([Self.upsert("1", "[7]")], to: store)
      _ = await notices.next()
      // The younger entry stays over what comes; the deletion is dropped by a record that comes unchanged.
      _ = try await stream.commit(StreamTransaction(["1": "[9]", "2": "[2]"]))
      notice = await notices.next()
      expect(notice?.changed.map(\.id), equals: ["2"])
      expect(notice?.deleted.map(\.id), equals: [])
      try await stream.dropApplied()
      notice = await notices.next()
      expect(notice?.changed.map(\.id), equals: [])
      expect(notice?.deleted.map(\.id), equals: ["3"])
      _ = try await store.discard(nil, service: "test", stream: nil)
      notice = await notices.next()
      expect(notice?.changed.map(\.id), equals: ["1"])
      expect(notice?.number, equals: 5)
    }
  }

  @Test("a change finds the stream that shows its record, or needs one named", arguments: AnyStoreKind.expected)
  func placing(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      await #expect(throws: StoreError.self) { try await Self.apply([Self.upsert("1", "[1]")], to: store) }
      let (a, b) = (try await store.open(.test("a"), types: []), try await store.open(.test("b"), types: []))
      _ = try await b.commit(StreamTransaction(["1": "[1]"]))
      try await Self.apply([Self.upsert("1", "[2]")], to: store)
      try await expect(store.items(of: b.key), equals: ["1=[2]"])
      try await expect(store.items(of: a.key), equals: [])
      let error = await #expect(throws: StoreError.self) { try await Self.apply([Self.upsert("7", "[7]")], to: store) }
      expect(
        "\(try #require(error))",
        equals: "The change of a record of test cannot be shown: 2 streams may bring it; name one.")
      try await store.apply([Self.upsert("7", "[7]")], service: "test", stream: a.key, at: Self.moment)
      try await expect(store.items(of: a.key), equals: ["7=[7]"])
      await #expect(throws: StoreError.self) {
        try await store.apply([Self.upsert("7", "[7]")], service: "test", stream: .test("c"), at: Self.moment)
      }
    }
  }

  @Test("typed records are applied, deleted and discarded", arguments: AnyStoreKind.expected)
  func typed(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      try await LocalQueryTests.fill(store, [#"{"id":"100","title":"a"}"#])
      try await store.apply(Article(["id": "100", "title": "b"]))
      try await store.apply(Article(["id": "101", "title": "b"]))
      let titled = store.records(Article.self) { $0.title.equals("b") }
      try await expect(titled.all.map(\.id), equals: ["100", "101"])
      try await store.applyDeletion(of: Article.self, id: "100")
      try await expect(titled.all.map(\.id), equals: ["101"])
      try await expect(store.discard(Article.self, id: "100"), equals: true)
      try await expect(store.discard(Article.self, id: "100"), equals: false)
      try await expect(titled.count, equals: 1)
      try await expect(store.record(Article.self, id: "100")?.json["title"], equals: "a")
    }
  }

  @Test("a view shows them, a copy of the database keeps them")
  func view() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    let type = RecordType(service: "test", name: "item", fields: ["id", "name"])
    let stream = try store.open(.test(), types: [type])
    _ = try await stream.commit(StreamTransaction(["1": #"{"id":1,"name":"a"}"#, "2": #"{"id":2}"#]))
    try await Self.apply(
      [Self.upsert("1", #"{"id":1,"name":"x","name":"b"}"#), Self.delete("2"), Self.upsert("3", #"{"id":3}"#)],
      to: LocalStore(store))
    let reader = try Connection(path: folder.file(), isReadOnly: true, busyTimeout: 0)
    try expect(
      reader.all("SELECT record_id, name FROM test_item ORDER BY record_id") {
        "\($0.text(0)) \($0.isNull(1) ? "-" : $0.text(1))"
      },
      equals: ["1 b", "3 -"])
    stream.close()
    try expect(SQLiteStore(path: folder.file()).items().count, equals: 2)
  }

  @Test("every store agrees with memory on random commits and changes", arguments: AnyStoreKind.expected, 0..<6)
  func agreement(_ kind: AnyStoreKind, _ seed: UInt64) async throws {
    try await kind.withStore(seed: seed) { other in
      let memory = LocalStore(MemoryStore(randomness: SeededRandomness.make(seed: seed), now: { .epoch }))
      var random = SeededRandomness.Generator(seed)
      func small(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
      var inMemory = try await memory.open(.test(), types: [])
      var inOther = try await other.open(.test(), types: [])
      for _ in 0..<120 {
        switch small(6) {
        case 0, 1:
          var transaction = StreamTransaction()
          transaction.durable = false
          transaction.changes = try (0..<small(5)).map { _ in
            small(3) > 0 ? try Self.upsert("\(small(8))", "[\(small(9))]") : Self.delete("\(small(8))")
          }
          try await expect(inOther.commit(transaction), equals: inMemory.commit(transaction))
        case 2, 3:
          let change = small(3) > 0 ? try Self.upsert("\(small(8))", "[\(small(9))]") : Self.delete("\(small(8))")
          try await Self.apply([change], to: memory)
          try await Self.apply([change], to: other)
        case 4:
          inMemory.close()
          inOther.close()
          inMemory = try await memory.open(.test(), types: [])
          inOther = try await other.open(.test(), types: [])
        default:
          try await inMemory.dropApplied()
          try await inOther.dropApplied()
        }
        try await expect(other.items(), equals: memory.items())
        // The numbers of a server count for all of its accounts.
        try await expect(
          other.overlay(stream: nil).map(\.change), equals: memory.overlay(stream: nil).map(\.change))
        try await expect(other.streams(), equals: memory.streams())
        try await expect(
          other.count(service: "test", type: "item", stream: nil),
          equals: memory.count(service: "test", type: "item", stream: nil))
      }
    }
  }
}

extension StoreKind {
  /// Calls the body with a new, empty store that can show changes.
  func withOverlay(_ body: (any SyncStore & RecordOverlay) async throws -> Void) async throws {
    try await withStore { store in
      let overlay = try #require(store as? any SyncStore & RecordOverlay)
      try await body(overlay)
    }
  }
}
