import TributaryJSON

@testable import Tributary
@testable import TributarySQLite

/// The stores that pass the same tests.
enum StoreKind: String, CaseIterable, Sendable {
  case memory
  case sqlite

  /// Calls the body with a new, empty store, whose clock stands still by default.
  func withStore(
    now: @escaping @Sendable () -> Timestamp = { .epoch }, _ body: (any SyncStore & RecordReader) async throws -> Void
  ) async throws {
    switch self {
    case .memory: try await body(MemoryStore(randomness: SeededRandomness.make(), now: now))
    case .sqlite:
      let folder = try TemporaryFolder()
      try await body(
        try SQLiteStore(path: folder.file(), busyTimeout: .zero, randomness: SeededRandomness.make(), now: now))
    }
  }
}

/// Randomness that is the same in every run.
enum SeededRandomness {
  static func make(seed: UInt64 = 1) -> @Sendable () -> UInt64 {
    let state = Generator(seed)
    return { state.next() }
  }

  /// The SplitMix64 generator.
  final class Generator: RandomNumberGenerator, Sendable {
    private let state: Locked<UInt64>

    init(_ seed: UInt64) { state = Locked(seed) }

    func next() -> UInt64 {
      var bits = state.withLock { state in
        state &+= 0x9e37_79b9_7f4a_7c15
        return state
      }
      bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
      bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
      return bits ^ (bits >> 31)
    }
  }
}

extension StreamKey {
  /// A stream of the service `test`.
  static func test(_ scope: String = "", account: String = "", baseURL: String = "https://api.test") -> StreamKey {
    StreamKey(service: "test", baseURL: baseURL, account: account, scope: scope)
  }
}

extension StreamTransaction {
  /// A transaction that upserts items with these identifiers and texts.
  init(_ items: KeyValuePairs<String, String>, type: String = "item") throws {
    self.init()
    changes = try items.map { RecordChange(type: type, id: $0.key, kind: .upsert(try RawJSON($0.value))) }
  }

  /// A transaction that deletes items.
  init(deleting ids: [String], type: String = "item") {
    self.init()
    changes = ids.map { RecordChange(type: type, id: $0, kind: .delete) }
  }
}

extension StreamStore {
  /// Commits synchronously, as both stores on this machine can.
  func commitAtOnce(_ transaction: StreamTransaction) throws {
    switch self {
    case let stream as MemoryStream: _ = try stream.commit(transaction)
    case let stream as SQLiteStream: _ = try stream.commit(transaction)
    default: throw StoreError.closed
    }
  }
}

extension RecordReader {
  /// The identifiers and texts of all items, in the store's order.
  func items(of stream: StreamKey? = nil, type: String = "item") throws -> [String] {
    var items: [String] = []
    try forEachRecord(service: "test", type: type, stream: stream) {
      items.append("\($0.id)=\($0.payload.text)")
      return true
    }
    return items
  }
}

extension CommitCounts {
  init(
    inserted: Int = 0, updated: Int = 0, unchanged: Int = 0, deleted: Int = 0, missing: Int = 0, quarantined: Int = 0
  ) {
    self.init()
    self.inserted = inserted
    self.updated = updated
    self.unchanged = unchanged
    self.deleted = deleted
    self.missing = missing
    self.quarantined = quarantined
  }
}
