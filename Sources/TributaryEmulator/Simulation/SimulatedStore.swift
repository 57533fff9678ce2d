public import Tributary
public import TributaryJSON

/// A store of one stream that can lose its last commits, as in a power failure.
public final class SimulatedStore: StreamStore {
  private struct Held {
    var contents = MemoryContents()
    /// The contents before each of the last commits, oldest first.
    var earlier: [MemoryContents] = []
  }

  /// The stream.
  public let key: StreamKey
  private let held = Locked(Held())

  /// An empty store.
  public init(key: StreamKey = StreamKey(service: "test", baseURL: "http://localhost")) throws(StoreError) {
    self.key = key
    try held.withLock { (held) throws(StoreError) in _ = try held.contents.hold(key) { "" } }
  }

  /// What the stream remembers.
  public func state() -> StreamState { held.withLock { $0.contents.streams.first?.state ?? StreamState() } }

  /// Applies a transaction.
  public func commit(_ transaction: StreamTransaction) -> CommitCounts {
    held.withLock { held in
      if held.earlier.count == 8 { held.earlier.removeFirst() }
      held.earlier.append(held.contents)
      return held.contents.apply(transaction, at: 0).counts
    }
  }

  /// Notes that a run begins, as opening a stream does; ``SimulatedRun`` calls it.
  package func beginRun() { held.withLock { $0.contents.beginRun(at: 0) } }

  /// Shows a change over the records, until a run brings it. It survives a power failure, and so does what was
  /// committed before it.
  public func apply(_ change: RecordChange) {
    held.withLock { held in
      held.contents.show(change, at: 0, .epoch)
      held.earlier = []
    }
  }

  /// Drops what was applied before the run began: it is up to date.
  public func dropApplied() { held.withLock { held in _ = held.contents.dropApplied(at: 0) } }

  /// What was applied and is not yet dropped.
  public var overlay: [OverlayEntry] {
    held.withLock { $0.contents.streams.first?.entries.sorted { $0.number < $1.number } ?? [] }
  }

  /// The records of a type as a reader sees them, with what was applied.
  public func shown(_ type: String) -> [(id: String, payload: RawJSON)] {
    held.withLock { held in (held.contents.streams.first?.shown(type) ?? [:]).map { ($0.key.text, $0.value) } }
  }

  /// Does nothing: no copy of this store exists.
  public func renewIncarnation() {}
  /// Does nothing: nothing else uses the stream.
  public func close() {}

  /// Undoes the last commits: as many as given, limited to the 8 that are remembered.
  public func losePower(commits: Int) {
    held.withLock { held in
      for _ in 0..<commits {
        guard let earlier = held.earlier.popLast() else { return }
        held.contents = earlier
      }
    }
  }

  /// The live records of a type.
  public func records(_ type: String) -> [(id: String, payload: RawJSON)] {
    held.withLock { held in
      var live: [(id: String, payload: RawJSON)] = []
      for (id, record) in held.contents.streams.first?.records[ExactText(type)] ?? [:] where !record.isDeleted {
        live.append((id.text, record.payload))
      }
      return live
    }
  }

  /// The bytes of everything in quarantine.
  public var quarantined: [RawJSON] {
    held.withLock { $0.contents.streams.first?.quarantine.values.map(\.item.payload) ?? [] }
  }
}
