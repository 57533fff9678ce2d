import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("What a stream remembers")
struct StreamMemoryTests {
  @Test("checkpoint, outbox, failures and epoch", arguments: AnyStoreKind.expected)
  func state(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      var state = try await stream.state()
      expect(state.incarnation.utf8.count, equals: 32)
      #expect(state.checkpoint == nil && state.outbox.isEmpty && state.unsettledObjects.isEmpty && state.epoch == 0)

      var first = StreamTransaction()
      first.checkpoint = Checkpoint(version: 3, text: "a\0b")
      first.acknowledgements = ["z", "a", "z", "k"]
      first.unsettledObjects = [RecordReference(type: "b", id: "1"), RecordReference(type: "a", id: "2")]
      first.epoch = 4
      _ = try await stream.commit(first)
      var second = StreamTransaction()
      second.acknowledgements = ["z", "new"]
      second.acknowledged = ["a", "never"]
      second.unsettledObjects = [RecordReference(type: "b", id: "1")]
      second.recovered = [RecordReference(type: "a", id: "2")]
      second.epoch = 2
      _ = try await stream.commit(second)

      state.checkpoint = Checkpoint(version: 3, text: "a\0b")
      state.outbox = ["z", "k", "new"]
      state.unsettledObjects = [RecordReference(type: "b", id: "1")]
      state.epoch = 4
      try await expect(stream.state(), equals: state)
      stream.close()
      try await expect(store.open(.test(), types: []).state(), equals: state)
      try await expect(store.streams().map(\.state), equals: [state])
    }
  }

  @Test("every commit is dated, whatever it writes, and stays dated", arguments: StoreKind.allCases)
  func dates(_ kind: StoreKind) async throws {
    let seconds = Locked(0)
    let clock: @Sendable () -> Timestamp = { Timestamp(secondsSince1970: seconds.withLock { $0 }) ?? .epoch }
    try await kind.withStore(now: clock) { store in
      func dates() throws -> [Int?] { try store.streams().map { $0.committedAt?.secondsSince1970 } }
      let stream = try await store.open(.test(), types: [])
      let other = try await store.open(.test("other"), types: [])
      try expect(dates(), equals: [nil, nil])
      var checkpoint = StreamTransaction()
      checkpoint.checkpoint = Checkpoint(version: 1, text: "a")
      for (second, transaction) in zip(
        [5, 7, 9, 4], [checkpoint, try StreamTransaction(["1": "[1]"]), checkpoint, .init()])
      {
        seconds.withLock { $0 = second }
        _ = try await stream.commit(transaction)
        try expect(dates(), equals: [second, nil])
      }
      try await expect(stream.state().checkpoint, equals: checkpoint.checkpoint)
      stream.close()
      seconds.withLock { $0 = 20 }
      _ = try await store.open(.test(), types: [])
      _ = try await other.commit(StreamTransaction(["2": "[2]"]))
      try expect(dates(), equals: [4, 20])
    }
  }

  @Test("a new incarnation has another name and an empty outbox", arguments: AnyStoreKind.expected)
  func renewal(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      var transaction = try StreamTransaction(["1": "[1]"])
      transaction.acknowledgements = ["a"]
      _ = try await stream.commit(transaction)
      let before = try await stream.state().incarnation
      try await stream.renewIncarnation()
      let after = try await stream.state()
      #expect(after.incarnation != before && after.incarnation.utf8.count == 32)
      #expect(after.outbox.isEmpty)
      try await expect(store.items(), equals: ["1=[1]"])
      stream.close()
      try await expect(store.open(.test(), types: []).state(), equals: after)
    }
  }

  @Test("a sweep takes what the epoch's pass did not bring", arguments: AnyStoreKind.expected)
  func sweep(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      _ = try await stream.commit(StreamTransaction(["1": "[1]", "2": "[2]", "3": "[3]"]))
      _ = try await stream.commit(StreamTransaction(["1": "[1]"], type: "other"))
      _ = try await stream.commit(StreamTransaction(deleting: ["3"]))
      // Nothing is behind before the epoch rises.
      var sweep = StreamTransaction()
      sweep.sweep = .delete([])
      try await expect(stream.commit(sweep), equals: CommitCounts())

      var pass = try StreamTransaction(["1": "[1]", "new": "[4]"])
      pass.epoch = 1
      pass.sweep = .count(["item", "item"])
      try await expect(stream.commit(pass), equals: CommitCounts(inserted: 1, unchanged: 1, missing: 1))
      sweep.sweep = .count([])
      try await expect(stream.commit(sweep), equals: CommitCounts(missing: 2))
      sweep.sweep = .delete(["item"])
      try await expect(stream.commit(sweep), equals: CommitCounts(deleted: 1))
      try await expect(store.items(), equals: ["1=[1]", "new=[4]"])
      try await expect(store.items(type: "other"), equals: ["1=[1]"])
      sweep.sweep = .delete([])
      try await expect(stream.commit(sweep), equals: CommitCounts(deleted: 1))
      #expect(try await store.items(type: "other").isEmpty)
    }
  }

  @Test("a sweep leaves other streams alone", arguments: AnyStoreKind.expected)
  func sweepOfOneStream(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let one = try await store.open(.test("one"), types: [])
      let two = try await store.open(.test("two"), types: [])
      _ = try await one.commit(StreamTransaction(["1": "[1]"]))
      _ = try await two.commit(StreamTransaction(["1": "[2]"]))
      var sweep = StreamTransaction()
      sweep.epoch = 1
      sweep.sweep = .delete([])
      try await expect(one.commit(sweep), equals: CommitCounts(deleted: 1))
      try await expect(store.items(), equals: ["1=[2]"])
    }
  }

  @Test("quarantine keeps each item once, oldest first, until it is understood", arguments: AnyStoreKind.expected)
  func quarantine(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      func item(_ id: String?, _ text: String, _ problem: String = "odd") throws -> QuarantinedItem {
        QuarantinedItem(type: "item", id: id, payload: try RawJSON(text), problem: problem)
      }
      let stream = try await store.open(.test("one"), types: [])
      let other = try await store.open(.test("two"), types: [])
      var transaction = StreamTransaction()
      transaction.quarantine = [try item("1", "[1]"), try item(nil, "[0]"), try item("2", "[2]")]
      try await expect(stream.commit(transaction).quarantined, equals: 3)
      transaction.quarantine = [try item("9", "[9]")]
      _ = try await other.commit(transaction)
      transaction.quarantine = [try item("1", "[1, 1]", "worse"), try item(nil, "[0]", "again"), try item(nil, "[5]")]
      try await expect(stream.commit(transaction).quarantined, equals: 3)
      #expect(
        try await store.quarantine(stream: nil, limit: 9)
          == [
            item("1", "[1, 1]", "worse"), item(nil, "[0]", "again"), item("2", "[2]"), item("9", "[9]"),
            item(nil, "[5]"),
          ])
      try await expect(store.quarantine(stream: other.key, limit: 9), equals: [item("9", "[9]")])
      try await expect(store.quarantine(stream: nil, limit: 1), equals: [item("1", "[1, 1]", "worse")])
      #expect(try await store.quarantine(stream: nil, limit: 0).isEmpty)
      #expect(try await store.quarantine(stream: nil, limit: -1).isEmpty)
      try await expect(store.streams().map(\.quarantined), equals: [4, 1])

      _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
      _ = try await stream.commit(StreamTransaction(deleting: ["2", "9"]))
      try await expect(store.streams().map(\.quarantined), equals: [2, 1])
    }
  }
}
