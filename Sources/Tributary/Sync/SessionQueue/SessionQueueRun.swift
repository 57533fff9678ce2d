import TributaryJSON

/// Drives the machine of a session queue for a consumer: a commit is a page that the consumer acknowledges.
actor SessionQueueRun<Record: Sendable> {
  /// What the consumer is at. Nothing goes on before a page that it holds is acknowledged.
  private enum Consumer {
    case waits
    case holds(StreamTransaction)
    case acknowledges
  }

  private let time: any TimeSource
  private let decode: @Sendable (String, RawJSON) -> Record?
  private let ask: @Sendable (SessionQueue.Request) async throws(APIError) -> SessionQueue.Answer
  private var machine: SessionQueueMachine
  private var effects: [SyncEffect<SessionQueue.Request>]
  private var outcome = StreamOutcome()
  private var isOver = false
  private var consumer = Consumer.waits
  private var pages = 0
  /// Fingerprints of the keys that were handed out.
  private var seen: Set<UInt64> = []

  init(
    _ machine: SessionQueueMachine, opening state: StreamState, time: any TimeSource,
    decode: @escaping @Sendable (String, RawJSON) -> Record?,
    ask: @escaping @Sendable (SessionQueue.Request) async throws(APIError) -> SessionQueue.Answer
  ) {
    var machine = machine
    effects = machine.step(.opened(state))
    self.machine = machine
    self.time = time
    self.decode = decode
    self.ask = ask
  }

  func next() async throws(SyncError) -> SessionQueueChanges<Record>.Element? {
    guard !isOver else { return nil }
    guard case .waits = consumer else { return finish([.unacknowledgedPage]) }
    while !effects.isEmpty {
      switch effects.removeFirst() {
      case .ask(let request): try await perform(request)
      case .commit(let transaction, _):
        guard transaction.concernsConsumer else {
          effects += machine.step(.committed(CommitCounts()))
          continue
        }
        pages += 1
        consumer = .holds(transaction)
        return .page(SessionQueuePage(transaction, number: pages, of: self, decode: decode))
      case .wait(let duration, _):
        do { try await time.sleep(for: duration) } catch { throw over(.cancelled) }
        effects += machine.step(.waited)
      case .note(let note): outcome.notes.append(note)
      case .finish(let reasons): return finish(reasons)
      case .refuse: break
      }
    }
    return finish([.stopped])
  }

  /// Takes a page as stored, and sends its keys.
  func acknowledge(_ number: Int) async throws(SyncError) {
    guard !isOver, number == pages, case .holds(let transaction) = consumer else { return }
    consumer = .acknowledges
    let counts = counts(transaction)
    outcome.counts += counts
    effects += machine.step(.committed(counts))
    while case .ask(.acknowledge(let device, let keys))? = effects.first {
      effects.removeFirst()
      try await perform(.acknowledge(device: device, keys: keys))
    }
    consumer = .waits
  }

  private func perform(_ request: SessionQueue.Request) async throws(SyncError) {
    guard !Task.isCancelled else { throw over(.cancelled) }
    outcome.requests += 1
    let answer: SessionQueue.Answer
    do { answer = try await ask(request) } catch { throw over(SyncError(error)) }
    effects += machine.step(.answered(answer))
  }

  private func over(_ error: SyncError) -> SyncError {
    isOver = true
    return error
  }

  private func finish(_ reasons: [SyncNote]) -> SessionQueueChanges<Record>.Element {
    isOver = true
    outcome.reasons = reasons
    return .finished(outcome.report)
  }

  /// A page is news when one of its keys was not handed out before, or where it has none.
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
    !(changes.isEmpty && quarantine.isEmpty && failures.isEmpty && recovered.isEmpty && acknowledgements.isEmpty)
  }
}

extension SyncNote {
  fileprivate static let unacknowledgedPage = SyncNote(
    code: "unacknowledged",
    text: "A page was not acknowledged, so nothing more was asked for; the next sequence delivers it again.")
}
