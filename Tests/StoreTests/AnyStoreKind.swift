import PostgreSQLServer
import TributaryJSON

@testable import Tributary
@testable import TributarySQLite

#if PostgreSQL
import TributaryPostgreSQL
#endif

/// The stores that pass the conformance suite, on this machine or another.
enum AnyStoreKind: String, CaseIterable, Sendable {
  case memory
  case sqlite
  #if PostgreSQL
  case postgresql
  #endif

  /// Those that can be tested here.
  static var expected: [AnyStoreKind] {
    #if PostgreSQL
    PrivatePostgreSQL.isExpected ? allCases : [.memory, .sqlite]
    #else
    allCases
    #endif
  }

  /// Calls the body with a new, empty store.
  func withStore(
    seed: UInt64 = 1, _ body: (any SyncStore & AsyncRecordOverlay) async throws -> Void
  ) async throws {
    let randomness = SeededRandomness.make(seed: seed)
    switch self {
    case .memory: try await body(LocalStore(MemoryStore(randomness: randomness, now: { .epoch })))
    case .sqlite:
      let folder = try TemporaryFolder()
      try await body(
        LocalStore(try SQLiteStore(path: folder.file(), busyTimeout: .zero, randomness: randomness, now: { .epoch })))
    #if PostgreSQL
    case .postgresql: try await body(try await SharedPostgreSQL.store(randomness: randomness))
    #endif
    }
  }
}

/// A store of this machine as the suite sees any: asynchronous.
struct LocalStore: SyncStore, AsyncRecordOverlay {
  private let store: any SyncStore & RecordOverlay

  init(_ store: any SyncStore & RecordOverlay) { self.store = store }

  func open(_ key: StreamKey, types: [RecordType]) async throws(StoreError) -> any StreamStore {
    try await store.open(key, types: types)
  }

  func streams() async throws(StoreError) -> [StreamSummary] { try store.streams() }

  func quarantine(stream: StreamKey?, limit: Int) async throws(StoreError) -> [QuarantinedItem] {
    try store.quarantine(stream: stream, limit: limit)
  }

  func page(
    service: String, type: String, stream: StreamKey?, after position: RecordPosition?
  ) async throws(StoreError) -> RecordPage {
    var records: [StoredRecord] = []
    try store.forEachRecord(service: service, type: type, stream: stream) {
      records.append($0)
      return true
    }
    return RecordPage(records: records, next: nil)
  }

  func record(
    service: String, type: String, id: String, stream: StreamKey?
  ) async throws(StoreError) -> StoredRecord? {
    try store.record(service: service, type: type, id: id, stream: stream)
  }

  func count(service: String, type: String, stream: StreamKey?) async throws(StoreError) -> Int {
    try store.count(service: service, type: type, stream: stream)
  }

  func commits() -> AsyncStream<CommitNotice> { store.commits() }

  func apply(
    _ changes: [RecordChange], service: String, stream: StreamKey?, at moment: Timestamp
  ) async throws(StoreError) {
    try store.apply(changes, service: service, stream: stream, at: moment)
  }

  func discard(_ records: [RecordReference]?, service: String, stream: StreamKey?) async throws(StoreError) -> Int {
    try store.discard(records, service: service, stream: stream)
  }

  func overlay(stream: StreamKey?) async throws(StoreError) -> [OverlayEntry] { try store.overlay(stream: stream) }
}

extension AsyncRecordReader {
  /// The identifiers and texts of all items, in the store's order.
  func items(of stream: StreamKey? = nil, type: String = "item") async throws -> [String] {
    var items: [String] = []
    for try await record in storedRecords(service: "test", type: type, stream: stream) {
      items.append("\(record.id)=\(record.payload.text)")
    }
    return items
  }
}

#if PostgreSQL
/// The server that the stores of all tests share, each with an account of its own.
enum SharedPostgreSQL {
  private static let database = Task {
    let server = try PrivatePostgreSQL.shared.get()
    try server.sql("CREATE DATABASE suite")
    try await PostgreSQLDatabase(server.url("suite")).migrate(showing: [Item.recordType])
    return server.url("suite")
  }

  static func store(randomness: @escaping @Sendable () -> UInt64) async throws -> PostgreSQLStore {
    let database = try PostgreSQLDatabase(await database.value, connections: 4, randomness: randomness, now: { .epoch })
    let name = "\(UInt64.random(in: .min ... .max))"
    let added = try await database.add([
      .init(service: "test", baseURL: "https://api.test", name: name, period: .seconds(60))
    ])
    return database.store(account: added.first?.id ?? 0)
  }
}
#endif
