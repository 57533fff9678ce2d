import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Typed reads of any store", .timeLimit(.minutes(1)))
struct TypedReadTests {
  /// Items 1 and 3, between them one that is no item.
  private func fill(_ stream: any StreamStore) async throws {
    _ = try await stream.commit(
      StreamTransaction([
        "1": #"{"id":1,"name":"one","more":[]}"#, "2": #"{"id":2}"#, "3": #"{"id":3,"name":"three"}"#,
      ]))
  }

  @Test("all, one, and how many", arguments: AnyStoreKind.expected)
  func reads(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test("a"), types: [Item.recordType])
      try await fill(stream)
      let items = try await store.all(Item.self)
      expect(Array(items), equals: [Item(id: 1, name: "one"), Item(id: 3, name: "three")])
      expect(items.undecodable.map(\.payload.text), equals: [#"{"id":2}"#])
      expect(items.undecodable.map(\.index), equals: [1])
      #expect(try await store.all(Item.self, stream: .test("b")).isEmpty)
      try await expect(store.record(Item.self, id: 3)?.name, equals: "three")
      #expect(try await store.record(Item.self, id: 3, stream: .test("b")) == nil)
      #expect(try await store.record(Item.self, id: 4) == nil)
      try await expect(store.count(of: Item.self), equals: 3)
      try await expect(store.count(of: Item.self, stream: .test("b")), equals: 0)
      let error = await #expect(throws: StoreError.self) { _ = try await store.record(Item.self, id: 2) }
      guard case .undecodable(RecordReference(type: "item", id: "2"), _) = error else {
        Issue.record("not the error that was expected: \(String(describing: error))")
        return
      }
    }
  }

  @Test("a walk goes past what does not decode, and says so in the end", arguments: StoreKind.allCases)
  func walks(_ kind: StoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [Item.recordType])
      try await fill(stream)
      var names: [String] = []
      #expect(throws: StoreError.self) { try store.forEach(Item.self) { names.append($0.name) } }
      expect(names, equals: ["one", "three"])
      var problems: [String] = []
      try store.forEach(Item.self) {
        names.append($0.name)
      } undecodable: { record, _ in
        problems.append(record.id)
      }
      expect(names, equals: ["one", "three", "one", "three"])
      expect(problems, equals: ["2"])
      struct Enough: Error {}
      #expect(throws: Enough.self) {
        try store.forEach(Item.self) { _ in
          throw Enough()
        } undecodable: { _, _ in
        }
      }
    }
  }

  @Test("changes come as commits make them", arguments: AnyStoreKind.expected)
  func changes(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test("a"), types: [Item.recordType])
      let other = try await store.open(.test("b"), types: [Item.recordType])
      let foreign = try await store.open(StreamKey(service: "else", baseURL: "https://api.test"), types: [])
      _ = try await stream.commit(StreamTransaction(["0": #"{"id":0,"name":"before"}"#]))
      var all = store.changes(of: Item.self).makeAsyncIterator()
      var ofOther = store.changes(of: Item.self, stream: other.key).makeAsyncIterator()
      try await fill(stream)
      _ = try await stream.commit(StreamTransaction(["1": #"{"id":1}"#], type: "another"))
      _ = try await foreign.commit(StreamTransaction(["1": #"{"id":1,"name":"x"}"#]))
      _ = try await stream.commit(StreamTransaction(deleting: ["3"]))
      _ = try await other.commit(StreamTransaction(["8": #"{"id":8,"name":"eight"}"#]))

      try await expect(all.next(), equals: .upserted(id: "1", Item(id: 1, name: "one")))
      guard case .undecodable(let record, _)? = try await all.next() else {
        Issue.record("the record that does not decode was left out")
        return
      }
      expect(record.id, equals: "2")
      // The third record is gone by now, so that only its end is told.
      try await expect(all.next(), equals: .deleted(id: "3"))
      try await expect(all.next(), equals: .upserted(id: "8", Item(id: 8, name: "eight")))
      try await expect(ofOther.next(), equals: .upserted(id: "8", Item(id: 8, name: "eight")))
    }
  }

  @Test("a listener that fell behind learns of it", arguments: AnyStoreKind.expected)
  func missed(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      var changes = store.changes(of: Item.self).makeAsyncIterator()
      for number in 0...1000 {
        var transaction = try StreamTransaction(["1": #"{"id":1,"name":"\#(number)"}"#])
        transaction.durable = false
        _ = try await stream.commit(transaction)
      }
      try await expect(changes.next(), equals: .missed)
      try await expect(changes.next(), equals: .upserted(id: "1", Item(id: 1, name: "1000")))
    }
  }
}
