/// What a stream in a store says of itself without asking its server, which alone knows what is up to date.
package enum StreamStanding: Sendable, Equatable {
  /// Nothing was ever committed.
  case never
  /// A run ended before everything was read, and the next one continues it.
  case unfinished
  /// Everything was read, but for what is named in the stream's failures.
  case incomplete
  /// Everything was read.
  case complete
}

extension StreamSummary {
  /// What the stream says of itself.
  package var standing: StreamStanding {
    guard let checkpoint = state.checkpoint else {
      return committedAt == nil && records.isEmpty && deleted == 0 && quarantined == 0 ? .never : .unfinished
    }
    if !state.outbox.isEmpty { return .unfinished }
    let standing = checkpoint.standing
    return standing == .complete && !state.unsettledObjects.isEmpty ? .incomplete : standing
  }
}

extension Checkpoint {
  /// What the protocol that wrote the checkpoint says.
  fileprivate var standing: StreamStanding {
    if let stored = StreamMemory<TimestampCursorMemory>(self) { return stored.standing { _ in .complete } }
    if let stored = StreamMemory<ModificationPollingMemory>(self) { return stored.standing { _ in .complete } }
    if let stored = StreamMemory<SessionQueueMemory>(self) {
      return stored.standing { $0.owesSweep ? .unfinished : $0.hasRefusedKeys ? .incomplete : .complete }
    }
    if let stored = StreamMemory<TokenCursorMemory>(self) {
      return stored.standing { $0.page != nil ? .unfinished : $0.owesSweep ? .incomplete : .complete }
    }
    // A snapshot has no more to say than that it was stored, nor has a protocol that is not ours.
    return StreamMemory<SnapshotMemory>(self)?.standing { _ in .complete } ?? .complete
  }
}

extension StreamMemory {
  fileprivate func standing(_ own: (Memory) -> StreamStanding) -> StreamStanding {
    let standing = memory.map(own) ?? .complete
    return standing == .complete && hasUnidentified ? .incomplete : standing
  }
}
