import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Every store, the same random transactions")
struct DifferentialTests {
  @Test("they agree with memory on every result", arguments: AnyStoreKind.expected, 0..<8)
  func agree(_ kind: AnyStoreKind, _ seed: UInt64) async throws {
    try await kind.withStore(seed: seed) { other in
      let memory = LocalStore(MemoryStore(randomness: SeededRandomness.make(seed: seed), now: { .epoch }))
      var random = SeededRandomness.Generator(seed)
      let keys = [StreamKey.test("a"), .test("b")]
      var inMemory: [any StreamStore] = []
      var inOther: [any StreamStore] = []
      for key in keys {
        inMemory.append(try await memory.open(key, types: [Item.recordType]))
        inOther.append(try await other.open(key, types: [Item.recordType]))
      }
      for _ in 0..<60 {
        let place = Int.random(in: 0..<keys.count, using: &random)
        let transaction = try transaction(&random)
        try await expect(inOther[place].commit(transaction), equals: inMemory[place].commit(transaction))
        if Bool.random(using: &random), Bool.random(using: &random) {
          inMemory[place].close()
          inOther[place].close()
          inMemory[place] = try await memory.open(keys[place], types: [])
          inOther[place] = try await other.open(keys[place], types: [])
        }
      }
      try await expect(other.streams(), equals: memory.streams())
      try await expect(
        other.quarantine(stream: nil, limit: .max), equals: memory.quarantine(stream: nil, limit: .max))
      for type in Self.types { try await expect(other.items(type: type), equals: memory.items(type: type)) }
    }
  }

  private static let types = ["item", "other", ""]

  private func transaction(_ random: inout SeededRandomness.Generator) throws -> StreamTransaction {
    func few<Value>(_ most: Int, _ make: () throws -> Value) rethrows -> [Value] {
      try (0..<Int.random(in: 0...most, using: &random)).map { _ in try make() }
    }
    func small() -> Int { Int.random(in: 0..<6, using: &random) }
    func type() -> String { Self.types[small() % Self.types.count] }
    func reference() -> RecordReference { RecordReference(type: type(), id: "\(small())") }
    var transaction = StreamTransaction()
    transaction.durable = false
    transaction.changes = try few(8) {
      let kind: RecordChange.Kind = small() < 4 ? .upsert(try RawJSON("[\(small() % 3)]")) : .delete
      return RecordChange(type: type(), id: "\(small())", kind: kind)
    }
    transaction.quarantine = try few(2) {
      QuarantinedItem(
        type: type(), id: small() < 3 ? nil : "\(small())", payload: try RawJSON("\(small() % 3)"),
        problem: "\(small())")
    }
    transaction.checkpoint = small() < 3 ? Checkpoint(version: 1, text: "\(small())") : nil
    transaction.acknowledgements = few(2) { "\(small())" }
    transaction.acknowledged = few(2) { "\(small())" }
    transaction.unsettledObjects = few(1, reference)
    transaction.recovered = few(1, reference)
    transaction.epoch = small() == 0 ? small() : nil
    transaction.sweep = [nil, nil, nil, .count([]), .delete([type(), type()]), .count([type()])][small()]
    return transaction
  }
}
