extension Checkpoint {
  /// What *up to date* assumes of the server, by the protocol that wrote the checkpoint; `nil` for one of your own.
  public var assumptions: [String]? {
    if StreamMemory<TimestampCursorMemory>(self) != nil { return TimestampCursor.assumptions }
    if StreamMemory<ModificationPollingMemory>(self) != nil { return ModificationPolling.assumptions }
    if StreamMemory<SessionQueueMemory>(self) != nil { return SessionQueue.assumptions }
    if StreamMemory<TokenCursorMemory>(self) != nil { return TokenCursor.assumptions }
    if StreamMemory<SnapshotMemory>(self) != nil { return Snapshot.assumptions }
    return nil
  }
}
