import TributaryJSON

@testable import Tributary

/// A store of one stream that can lose its last commits, as a machine does whose power fails.
final class SimulatedStore: StreamStore {
  private struct Held {
    var contents = MemoryContents()
    /// What there was before each of the last commits, oldest first.
    var earlier: [MemoryContents] = []
  }

  let key = StreamKey(service: "test", baseURL: "http://localhost")
  private let held = Locked(Held())

  init() throws { try held.withLock { _ = try $0.contents.hold(key) { "" } } }

  func state() -> StreamState { held.withLock { $0.contents.streams.first?.state ?? StreamState() } }

  func commit(_ transaction: StreamTransaction) -> CommitCounts {
    held.withLock { held in
      if held.earlier.count == 8 { held.earlier.removeFirst() }
      held.earlier.append(held.contents)
      return held.contents.apply(transaction, at: 0).counts
    }
  }

  func renewIncarnation() {}
  func close() {}

  /// Goes back to what there was before the last commits, as many as are given or are remembered.
  func losePower(commits: Int) {
    held.withLock { held in
      for _ in 0..<commits {
        guard let earlier = held.earlier.popLast() else { return }
        held.contents = earlier
      }
    }
  }

  /// The live records of a type.
  func records(_ type: String) -> [(id: String, payload: RawJSON)] {
    held.withLock { held in
      var live: [(id: String, payload: RawJSON)] = []
      for (id, record) in held.contents.streams.first?.records[ExactText(type)] ?? [:] where !record.isDeleted {
        live.append((id.text, record.payload))
      }
      return live
    }
  }

  /// The bytes of everything in quarantine.
  var quarantined: [RawJSON] {
    held.withLock { $0.contents.streams.first?.quarantine.values.map(\.item.payload) ?? [] }
  }
}
