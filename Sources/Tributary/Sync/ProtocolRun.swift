/// Performs the effects of one machine except for commits, which its owner performs.
///
/// Nothing happens between two calls, so leaving the loop over a sync stops it between two effects, which is as safe as
/// a crash there.
struct ProtocolRun<Protocol: SyncProtocol>: Sendable {
  /// What the owner has to do.
  enum Turn {
    case tell(SyncEvent)
    case commit(StreamTransaction, progress: Double?)
    case refuse(Checkpoint)
    /// Nothing: the run is over.
    case finish
  }

  private let send: @Sendable (Protocol.Request) async throws(APIError) -> Protocol.Response
  private let time: any TimeSource
  private var machine: ProtocolMachine<Protocol>
  private var effects: [SyncEffect<Protocol.Request>] = []
  private var pause: Duration?
  private(set) var outcome = StreamOutcome()

  init(
    _ machine: ProtocolMachine<Protocol>, time: any TimeSource,
    send: @escaping @Sendable (Protocol.Request) async throws(APIError) -> Protocol.Response
  ) {
    self.machine = machine
    self.time = time
    self.send = send
  }

  /// Begins the run, with a note about how the stream was opened.
  mutating func open(_ state: StreamState, noting note: SyncNote? = nil) {
    effects = (note.map { [.note($0)] } ?? []) + machine.step(.opened(state))
  }

  /// Sends the requests that come next, as long as this holds for them.
  mutating func sendWhile(_ shouldSend: (Protocol.Request) -> Bool) async throws(SyncError) {
    while case .ask(let request)? = effects.first, shouldSend(request) {
      guard !Task.isCancelled else { throw .cancelled }
      effects.removeFirst()
      try await ask(request)
    }
  }

  /// Works until there is something for the owner to do.
  mutating func next() async throws(SyncError) -> Turn {
    while true {
      guard !Task.isCancelled else { throw .cancelled }
      if let duration = pause {
        pause = nil
        do { try await time.sleep(for: duration) } catch { throw .cancelled }
        effects += machine.step(.waited)
      }
      guard !effects.isEmpty else {
        // A machine that neither finishes nor asks is defective; reporting that is better than waiting forever.
        return finish([.stopped])
      }
      switch effects.removeFirst() {
      case .ask(let request): try await ask(request)
      case .commit(let transaction, let progress): return .commit(transaction, progress: progress)
      case .wait(let duration, let reason):
        pause = duration
        return .tell(.waiting(duration, because: reason))
      case .note(let note):
        outcome.notes.append(note)
        return .tell(.noticed(note))
      case .refuse(let checkpoint): return .refuse(checkpoint)
      case .finish(let reasons): return finish(reasons)
      }
    }
  }

  /// Ends the run for reasons unknown to the machine.
  mutating func finish(_ reasons: [SyncNote]) -> Turn {
    outcome.reasons = reasons
    return .finish
  }

  /// Adds what a commit did to the outcome.
  ///
  /// - Returns: How far the run is now.
  mutating func add(_ counts: CommitCounts, progress: Double?) -> SyncProgress {
    outcome.counts += counts
    outcome.advance(to: progress)
    effects += machine.step(.committed(counts))
    return SyncProgress(fraction: outcome.fraction, counts: outcome.counts, requests: outcome.requests)
  }

  /// Commits while the following request, if any, is under way.
  mutating func commit(
    progress: Double?, _ commit: () async throws(SyncError) -> CommitCounts
  ) async throws(SyncError) -> SyncProgress {
    guard case .ask(let request)? = effects.first else { return add(try await commit(), progress: progress) }
    effects.removeFirst()
    outcome.requests += 1
    // Read before: the whole of what follows `async let` runs beside the commit, which changes this value.
    let send = send
    // `async let` erases the type of a thrown error; a result keeps it.
    async let response = { () async -> Result<Protocol.Response, APIError> in
      do throws(APIError) { return .success(try await send(request)) } catch { return .failure(error) }
    }()
    // A failure here leaves the scope, which cancels the request and waits for it.
    let now = add(try await commit(), progress: progress)
    try receive(await response)
    return now
  }

  private mutating func ask(_ request: Protocol.Request) async throws(SyncError) {
    outcome.requests += 1
    let response: Protocol.Response
    do throws(APIError) { response = try await send(request) } catch { throw SyncError(error) }
    effects += machine.step(.received(response))
  }

  private mutating func receive(_ response: Result<Protocol.Response, APIError>) throws(SyncError) {
    switch response {
    case .success(let response): effects += machine.step(.received(response))
    case .failure(let error): throw SyncError(error)
    }
  }
}

/// What a run has done so far.
struct StreamOutcome: Sendable {
  var counts = CommitCounts()
  var requests = 0
  var notes: [SyncNote] = []
  /// `nil` while the stream is not done.
  var reasons: [SyncNote]?
  var fraction: Double?

  /// Accepts the protocol's progress as long as it neither decreases nor leaves 0...1.
  mutating func advance(to fraction: Double?) {
    if let fraction { self.fraction = min(max(fraction, self.fraction ?? 0), 1) }
  }

  mutating func add(_ other: StreamOutcome) {
    counts += other.counts
    requests += other.requests
    notes += other.notes.filter { !notes.contains($0) }
    reasons = (reasons ?? []) + (other.reasons ?? []).filter { !(reasons ?? []).contains($0) }
  }

  var report: SyncReport {
    let reasons = reasons ?? []
    return SyncReport(
      result: reasons.isEmpty ? .upToDate : .incomplete(reasons), notes: notes, counts: counts, requests: requests)
  }
}

extension SyncError {
  /// A failed request, as the error that ends a sync.
  init(_ error: APIError) {
    if case .cancelled = error.reason { self = .cancelled } else { self = .service(error) }
  }
}
