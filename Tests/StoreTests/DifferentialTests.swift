import Expect
import Testing
import Tributary
import TributaryJSON
import TributarySQLite

@Suite("Both stores, the same random transactions")
struct DifferentialTests {
  @Test("they agree on every result", arguments: 0..<8)
  func agree(_ seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    let memory = MemoryStore(randomness: SeededRandomness.make(seed: seed), now: { .epoch })
    let file = try SQLiteStore(
      path: folder.file(), randomness: SeededRandomness.make(seed: seed), now: { .epoch })
    var random = SeededRandomness.Generator(seed)
    let keys = [StreamKey.test("a"), .test("b")]
    var inMemory = try keys.map { try memory.open($0, types: [Item.recordType]) }
    var inFile = try keys.map { try file.open($0, types: [Item.recordType]) }
    for _ in 0..<60 {
      let place = Int.random(in: 0..<keys.count, using: &random)
      let transaction = try transaction(&random)
      try await expect(inMemory[place].commit(transaction), equals: inFile[place].commit(transaction))
      if Bool.random(using: &random), Bool.random(using: &random) {
        inMemory[place].close()
        inFile[place].close()
        inMemory[place] = try memory.open(keys[place], types: [])
        inFile[place] = try file.open(keys[place], types: [])
      }
    }
    try expect(memory.streams(), equals: file.streams())
    try expect(memory.quarantine(stream: nil, limit: .max), equals: file.quarantine(stream: nil, limit: .max))
    for type in Self.types { try expect(memory.items(type: type), equals: file.items(type: type)) }
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
