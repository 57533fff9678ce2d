/// The run of one stream, for any protocol.
protocol StreamRun: Sendable {
  var outcome: StreamOutcome { get }
  mutating func next() async throws(SyncError) -> SyncEvent?
}

/// Runs one stream of a store.
struct SyncDriver<Protocol: SyncProtocol>: StreamRun {
  private let key: StreamKey
  private let types: [RecordType]
  private let store: any SyncStore
  private var run: ProtocolRun<Protocol>
  private var handle: (any StreamStore)?

  init(_ run: ProtocolRun<Protocol>, key: StreamKey, types: [RecordType], store: any SyncStore) {
    self.run = run
    self.key = key
    self.types = types
    self.store = store
  }

  var outcome: StreamOutcome { run.outcome }

  /// Works until there is an event to report; `nil` once the stream is done and its lock released.
  mutating func next() async throws(SyncError) -> SyncEvent? {
    guard outcome.reasons == nil else { return nil }
    guard let handle else { return try await open() }
    switch try await run.next() {
    case .tell(let event): return event
    case .commit(let transaction, let progress):
      let progress = try await run.commit(progress: progress) { () async throws(SyncError) in
        do throws(StoreError) { return try await handle.commit(transaction) } catch { throw .store(error) }
      }
      return .committed(progress)
    case .refuse(let checkpoint):
      close()
      throw .unreadableCheckpoint(key, checkpoint)
    case .finish:
      if outcome.reasons == [] {
        do throws(StoreError) { try await handle.dropApplied() } catch { throw .store(error) }
      }
      close()
      return nil
    }
  }

  private mutating func open() async throws(SyncError) -> SyncEvent {
    do {
      let opened = try await store.open(key, types: types)
      handle = opened
      run.open(try await opened.state(), noting: opened.notice.map { .databaseReplaced($0) })
    } catch { throw .store(error) }
    return .started(key)
  }

  private mutating func close() {
    handle?.close()
    handle = nil
  }
}
