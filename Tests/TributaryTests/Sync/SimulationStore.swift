import Tributary
import TributaryEmulator
import TributaryJSON

/// Where a simulation keeps its mirror.
protocol SimulationStore: Sendable {
  /// Opens the stream for a run.
  func open() async throws -> any StreamStore
  /// What the stream remembers between runs.
  func state() async throws -> StreamState
  /// The live records of a type.
  func records(_ type: String) async throws -> [(id: String, payload: RawJSON)]
  /// The content of everything in quarantine.
  var quarantined: [RawJSON] { get async throws }
  /// Undoes the last commits, as a power failure does, where that can be simulated.
  func losePower(commits: Int) async throws
}

extension SimulatedStore: SimulationStore {
  func open() -> any StreamStore { self }
}

/// A mirror in any store. What it commits stays.
struct LiveStore: SimulationStore {
  private static let service = "test"
  private let store: any SyncStore & AsyncRecordReader
  private let key = StreamKey(service: Self.service, baseURL: "http://localhost")

  init(_ store: any SyncStore & AsyncRecordReader) { self.store = store }

  func open() async throws -> any StreamStore { try await store.open(key, types: []) }

  func state() async throws -> StreamState { try await store.streams().first?.state ?? StreamState() }

  func records(_ type: String) async throws -> [(id: String, payload: RawJSON)] {
    var records: [(id: String, payload: RawJSON)] = []
    for try await record in store.storedRecords(service: Self.service, type: type) {
      records.append((record.id, record.payload))
    }
    return records
  }

  var quarantined: [RawJSON] {
    get async throws { try await store.quarantine(stream: nil, limit: .max).map(\.payload) }
  }

  func losePower(commits: Int) {}
}
