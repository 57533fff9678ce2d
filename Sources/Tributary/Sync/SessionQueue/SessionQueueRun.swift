import TributaryJSON

/// Drives the machine of a session queue for a consumer: a commit is a page that the consumer acknowledges.
actor SessionQueueRun<Record: Sendable> {
  /// The consumer's state. Nothing continues until the page that it holds is acknowledged.
  private enum Consumer {
    case waits
    case holds(StreamTransaction)
    case acknowledges
  }

  private let decode: @Sendable (String, RawJSON) -> Record?
  private var run: ProtocolRun<SessionQueueProtocol>
  private var isOver = false
  private var consumer = Consumer.waits
  private var pages = 0
  /// Fingerprints of the keys that were delivered.
  private var seen: Set<UInt64> = []

  init(
    _ run: ProtocolRun<SessionQueueProtocol>, opening state: StreamState,
    decode: @escaping @Sendable (String, RawJSON) -> Record?
  ) {
    var run = run
    run.open(state)
    self.run = run
    self.decode = decode
  }

  func next() async throws(SyncError) -> SessionQueueChanges<Record>.Element? {
    guard !isOver else { return nil }
    guard case .waits = consumer else { return end([.unacknowledgedPage]) }
    while true {
      switch try await work({ (run) async throws(SyncError) in try await run.next() }) {
      case .commit(let transaction, let progress):
        guard transaction.concernsConsumer else {
          _ = run.add(CommitCounts(), progress: progress)
          continue
        }
        pages += 1
        consumer = .holds(transaction)
        return .page(SessionQueuePage(transaction, number: pages, of: self, decode: decode))
      case .tell: continue
      case .finish, .refuse: return end(run.outcome.reasons ?? [.stopped])
      }
    }
  }

  /// Takes a page as stored, and sends its keys.
  func acknowledge(_ number: Int) async throws(SyncError) {
    guard !isOver, number == pages, case .holds(let transaction) = consumer else { return }
    consumer = .acknowledges
    _ = run.add(counts(transaction), progress: nil)
    try await work { (run) async throws(SyncError) in
      try await run.sendWhile { if case .acknowledge = $0 { true } else { false } }
    }
    consumer = .waits
  }

  /// Works on a copy, as no property of an actor may be changed across a suspension. An error ends the sequence.
  private func work<Value: Sendable>(
    _ body: (inout ProtocolRun<SessionQueueProtocol>) async throws(SyncError) -> Value
  ) async throws(SyncError) -> Value {
    var working = run
    defer { run = working }
    do { return try await body(&working) } catch {
      isOver = true
      throw error
    }
  }

  private func end(_ reasons: [SyncNote]) -> SessionQueueChanges<Record>.Element {
    isOver = true
    _ = run.finish(reasons)
    return .finished(run.outcome.report)
  }

  /// A page is new if one of its keys was not delivered before, or if it has none.
  private func counts(_ transaction: StreamTransaction) -> CommitCounts {
    var counts = CommitCounts()
    let keys = transaction.acknowledgements
    let isNews = keys.reduce(keys.isEmpty) { seen.insert(Fingerprint.of($1)).inserted || $0 }
    for change in transaction.lastChanges {
      switch change.kind {
      case _ where !isNews: counts.unchanged += 1
      case .upsert: counts.inserted += 1
      case .delete: counts.deleted += 1
      }
    }
    counts.quarantined = transaction.quarantine.count
    return counts
  }
}

extension StreamTransaction {
  /// Whether it holds more than what the protocol keeps for itself.
  fileprivate var concernsConsumer: Bool {
    !(changes.isEmpty && quarantine.isEmpty && unsettledObjects.isEmpty && recovered.isEmpty
      && acknowledgements.isEmpty)
  }
}
