import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Records in any store")
struct RecordTests {
  @Test("upserts are counted by comparing with what is stored", arguments: AnyStoreKind.expected)
  func counts(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      try await expect(stream.commit(StreamTransaction(["1": "[1]", "2": "[2]"])), equals: CommitCounts(inserted: 2))
      #expect(
        try await stream.commit(StreamTransaction(["1": "[1]", "2": "[2 ]", "3": "[3]"]))
          == CommitCounts(inserted: 1, updated: 1, unchanged: 1))
      try await expect(store.items(), equals: ["1=[1]", "2=[2 ]", "3=[3]"])
    }
  }

  @Test("a deleted record leaves the reads, and counts as inserted when it returns", arguments: AnyStoreKind.expected)
  func tombstones(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      _ = try await stream.commit(StreamTransaction(["1": "[1]", "2": "[2]"]))
      try await expect(
        stream.commit(StreamTransaction(deleting: ["1", "1", "unknown"])), equals: CommitCounts(deleted: 1))
      try await expect(stream.commit(StreamTransaction(deleting: ["1"])), equals: CommitCounts())
      try await expect(store.items(), equals: ["2=[2]"])
      #expect(try await store.record(service: "test", type: "item", id: "1", stream: nil) == nil)
      try await expect(store.count(service: "test", type: "item", stream: nil), equals: 1)
      try await expect(store.streams().first?.deleted, equals: 1)
      try await expect(stream.commit(StreamTransaction(["1": "[1]"])), equals: CommitCounts(inserted: 1))
      try await expect(store.items(), equals: ["1=[1]", "2=[2]"])
      try await expect(store.streams().first?.deleted, equals: 0)
    }
  }

  @Test("the last change of a record in a transaction is the only one", arguments: AnyStoreKind.expected)
  func lastWins(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      _ = try await stream.commit(StreamTransaction(["kept": "[0]", "gone": "[0]"]))
      var transaction = try StreamTransaction(["kept": "[1]", "gone": "[1]", "new": "[1]", "kept": "[0]"])
      transaction.changes += StreamTransaction(deleting: ["gone", "new"]).changes
      try await expect(stream.commit(transaction), equals: CommitCounts(unchanged: 1, deleted: 1))
      try await expect(store.items(), equals: ["kept=[0]"])
    }
  }

  @Test("identifiers and types are any text, compared and ordered by bytes", arguments: AnyStoreKind.expected)
  func anyText(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test("a\0b"), types: [])
      let ids = ["", "\0", "a", "a\0", "a\0b", "e\u{301}", "é", "Z", "z", "10", "9", "\u{10ffff}", "\u{ffff}", "'\"--"]
      for type in ["item", "item\0x", "", "ite\u{301}m"] {
        var transaction = StreamTransaction()
        for id in ids {
          transaction.changes.append(
            RecordChange(type: type, id: id, kind: .upsert(try RawJSON("\"\(ids.firstIndex(of: id) ?? 0)\""))))
        }
        try await expect(stream.commit(transaction).inserted, equals: ids.count)
        try await expect(store.count(service: "test", type: type, stream: nil), equals: ids.count)
      }
      var read: [String] = []
      for try await record in store.storedRecords(service: "test", type: "item\0x", stream: stream.key) {
        read.append(record.id)
      }
      let sorted = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      expect(read.map { Array($0.utf8) }, equals: sorted.map { Array($0.utf8) })
      try await expect(
        store.record(service: "test", type: "item", id: "e\u{301}", stream: nil)?.id.utf8.count, equals: 3)
      try await expect(store.record(service: "test", type: "item", id: "é", stream: nil)?.id.utf8.count, equals: 2)
    }
  }

  @Test("JSON is kept byte for byte", arguments: AnyStoreKind.expected)
  func verbatim(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      let texts = [
        #"{ "b" : 1.0 ,"a":[ ] , "b":1e2, "é":"\u00e9\u0000" }"#, "0.1000000000000000055511151231257827", "null",
        "\"\"",
        String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
        "\"" + String(repeating: "x", count: 3_000_000) + "\"",
      ]
      for (number, text) in texts.enumerated() {
        _ = try await stream.commit(StreamTransaction(["\(number)": text]))
        let stored = try await store.record(service: "test", type: "item", id: "\(number)", stream: nil)
        expect(stored?.payload.bytes, equals: SharedBytes(text))
      }
      try await expect(stream.commit(StreamTransaction(["5": texts[5]])), equals: CommitCounts(unchanged: 1))
    }
  }

  @Test("applying a transaction twice gives the same store", arguments: AnyStoreKind.expected)
  func idempotent(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      _ = try await stream.commit(StreamTransaction(["1": "[1]", "2": "[2]"]))
      var transaction = try StreamTransaction(["2": "[3]", "3": "[3]"])
      transaction.changes += StreamTransaction(deleting: ["1"]).changes
      transaction.epoch = 1
      transaction.checkpoint = Checkpoint(version: 1, text: "{}")
      transaction.acknowledgements = ["a", "b"]
      transaction.acknowledged = ["b"]
      transaction.unsettledObjects = [RecordReference(type: "item", id: "9")]
      transaction.quarantine = [
        QuarantinedItem(type: "item", id: nil, payload: try RawJSON("{}"), problem: "no id"),
        QuarantinedItem(type: "item", id: "7", payload: try RawJSON("{}"), problem: "odd"),
      ]
      transaction.sweep = .delete([])
      _ = try await stream.commit(transaction)
      let once = (
        try await store.streams(), try await store.items(), try await store.quarantine(stream: nil, limit: 10)
      )
      _ = try await stream.commit(transaction)
      let twice = (
        try await store.streams(), try await store.items(), try await store.quarantine(stream: nil, limit: 10)
      )
      #expect(once == twice)
      expect(once.2.count, equals: 2)
    }
  }
}
