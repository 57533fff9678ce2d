import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Reads of any store")
struct ReadTests {
  @Test("walks go by stream and identifier, and end on request", arguments: AnyStoreKind.expected)
  func walks(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let two = try await store.open(.test("two"), types: [])
      let one = try await store.open(.test("one"), types: [])
      let other = try await store.open(StreamKey(service: "else", baseURL: "https://api.test"), types: [])
      _ = try await one.commit(StreamTransaction(["b": "[1]", "a": "[1]"]))
      _ = try await two.commit(StreamTransaction(["c": "[2]", "a": "[2]"]))
      _ = try await other.commit(StreamTransaction(["d": "[3]"]))
      try await expect(store.items(), equals: ["a=[2]", "c=[2]", "a=[1]", "b=[1]"])
      try await expect(store.items(of: one.key), equals: ["a=[1]", "b=[1]"])
      #expect(try await store.items(of: .test("three")).isEmpty)
      #expect(try await store.items(type: "unknown").isEmpty)
      try await expect(store.count(service: "test", type: "item", stream: nil), equals: 4)
      try await expect(store.count(service: "test", type: "item", stream: two.key), equals: 2)
      try await expect(store.count(service: "else", type: "item", stream: nil), equals: 1)
      try await expect(store.count(service: "none", type: "item", stream: nil), equals: 0)
      try await expect(store.record(service: "test", type: "item", id: "a", stream: nil)?.payload.text, equals: "[2]")
      try await expect(store.record(service: "test", type: "item", id: "b", stream: nil)?.stream, equals: one.key)
      #expect(try await store.record(service: "test", type: "item", id: "b", stream: two.key) == nil)
      var walked: [String] = []
      for try await record in store.storedRecords(service: "test", type: "item") {
        walked.append(record.id)
        if walked.count == 3 { break }
      }
      expect(walked, equals: ["a", "c", "a"])
      try await expect(store.streams().map { $0.records.map(\.count) }, equals: [[2], [2], [1]])
    }
  }

  @Test("a walk may read and commit, and sees what was there at its start", arguments: StoreKind.allCases)
  func nested(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      _ = try await stream.commit(StreamTransaction(["1": "[0]", "2": "[0]", "3": "[0]"]))
      var walked: [String] = []
      var problems: [any Error] = []
      try store.forEachRecord(service: "test", type: "item", stream: nil) { record in
        walked.append(record.payload.text)
        do {
          try stream.commitAtOnce(StreamTransaction(["1": "[1]", "2": "[1]", "3": "[1]", "4": "[1]"]))
          let now = try store.record(service: "test", type: "item", id: record.id, stream: nil)
          expect(now?.payload.text, equals: "[1]")
          try expect(store.items().count, equals: 4)
        } catch { problems.append(error) }
        return true
      }
      #expect(problems.isEmpty)
      expect(walked, equals: ["[0]", "[0]", "[0]"])
    }
  }

  @Test("types are summed up by name, without those that have no live record", arguments: AnyStoreKind.expected)
  func summaries(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      for type in ["b", "a", "gone"] {
        _ = try await stream.commit(StreamTransaction(["1": "[1]", "2": "[2]"], type: type))
      }
      _ = try await stream.commit(StreamTransaction(deleting: ["1"], type: "a"))
      _ = try await stream.commit(StreamTransaction(deleting: ["1", "2"], type: "gone"))
      let summary = try #require(try await store.streams().first)
      expect(summary.records, equals: [.init(type: "a", count: 1), .init(type: "b", count: 2)])
      expect(summary.deleted, equals: 3)
    }
  }

  @Test("reads during commits see whole commits only", arguments: AnyStoreKind.expected)
  func concurrent(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test("one"), types: [])
      let other = try await store.open(.test("two"), types: [])
      func page(_ version: Int) throws -> StreamTransaction {
        var page = StreamTransaction()
        page.durable = false
        page.changes = try (0..<20).map { .init(type: "item", id: "\($0)", kind: .upsert(try RawJSON("\(version)"))) }
        return page
      }
      _ = try await stream.commit(page(0))
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { for version in 1...60 { _ = try await stream.commit(page(version)) } }
        group.addTask { for version in 1...30 { _ = try await other.commit(page(version)) } }
        for _ in 0..<4 {
          group.addTask {
            var latest = 0
            for _ in 0..<60 {
              var versions: Set<String> = []
              for try await record in store.storedRecords(service: "test", type: "item", stream: stream.key) {
                versions.insert(record.payload.text)
              }
              expect(versions.count, equals: 1)
              let version = versions.first.flatMap { Int($0) } ?? -1
              #expect(version >= latest)
              latest = version
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await store.items(of: stream.key).allSatisfy { $0.hasSuffix("=60") })
      #expect(try await store.items(of: other.key).allSatisfy { $0.hasSuffix("=30") })
    }
  }
}
