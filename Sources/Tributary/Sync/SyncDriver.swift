/// Performs the effects of one machine on one stream.
///
/// It is pulled: nothing happens between two calls of ``next()``, so leaving the loop over a sync stops it between two
/// effects, which is as safe as a crash there.
struct SyncDriver<Machine: SyncMachine>: StreamRun {
  private let stream: SyncStream<Machine>
  private let store: any SyncStore
  private let time: any TimeSource
  private var machine: Machine
  private var handle: (any StreamStore)?
  private var effects: [SyncEffect<Machine.Request>] = []
  private var pause: Duration?
  /// An answer that the machine was not told yet.
  private var answer: Machine.Answer?
  private(set) var outcome = StreamOutcome()

  init(_ stream: SyncStream<Machine>, store: any SyncStore, time: any TimeSource) {
    self.stream = stream
    self.store = store
    self.time = time
    machine = stream.machine
  }

  /// Works until there is something to tell; `nil` once the stream is done, and its lock given back.
  mutating func next() async throws(SyncError) -> SyncEvent? {
    if handle == nil, outcome.reasons == nil { return try await open() }
    while let handle {
      guard !Task.isCancelled else { throw .cancelled }
      if let duration = pause {
        pause = nil
        do { try await time.sleep(for: duration) } catch { throw .cancelled }
        effects += machine.step(.waited)
      }
      if let answer {
        self.answer = nil
        if let event = try await take(answer, handle) { return event }
        continue
      }
      guard !effects.isEmpty else {
        // A machine that neither finishes nor asks has a fault; saying so beats waiting for ever.
        finish([.stopped])
        return nil
      }
      switch effects.removeFirst() {
      case .ask(let request):
        try await ask(request)
      case .commit(let transaction, let fraction):
        return try await commit(transaction, fraction: fraction, to: handle)
      case .wait(let duration, let reason):
        pause = duration
        return .waiting(duration, because: reason)
      case .note(let note):
        outcome.notes.append(note)
        return .noticed(note)
      case .refuse(let checkpoint):
        finish([])
        throw .unreadableCheckpoint(stream.key, checkpoint)
      case .finish(let reasons):
        finish(reasons)
      }
    }
    return nil
  }

  private mutating func open() async throws(SyncError) -> SyncEvent {
    do {
      let opened = try await store.open(stream.key, types: stream.types)
      handle = opened
      effects = machine.step(.opened(try await opened.state()))
    } catch { throw .store(error) }
    return .started(stream.key)
  }

  /// Tells the machine an answer, and makes durable what comes of it, while the request that follows in any case is
  /// under way.
  private mutating func take(_ answer: Machine.Answer, _ handle: any StreamStore) async throws(SyncError) -> SyncEvent?
  {
    guard effects.isEmpty, let request = machine.request(following: answer) else {
      effects += machine.step(.answered(answer))
      return nil
    }
    var event: SyncEvent?
    try await ask(request) { (driver) async throws(SyncError) in
      driver.effects += driver.machine.step(.answered(answer))
      guard case .commit(let transaction, let fraction)? = driver.effects.first else { return }
      driver.effects.removeFirst()
      try await driver.store(transaction, in: handle)
      event = driver.progress(fraction)
    }
    guard case .ask? = effects.first else {
      // The machine foretold a request that it then did not want, so that the answer belongs to nothing.
      self.answer = nil
      finish([.stopped])
      return event
    }
    effects.removeFirst()
    return event
  }

  /// Commits, while the request that follows in the list is under way.
  private mutating func commit(
    _ transaction: StreamTransaction, fraction: Double?, to handle: any StreamStore
  ) async throws(SyncError) -> SyncEvent {
    if case .ask(let request)? = effects.first {
      effects.removeFirst()
      try await ask(request) { (driver) async throws(SyncError) in try await driver.store(transaction, in: handle) }
    } else {
      try await store(transaction, in: handle)
    }
    return progress(fraction)
  }

  /// Asks, and works meanwhile; the answer is told to the machine at the next turn.
  private mutating func ask(
    _ request: Machine.Request, while work: (inout Self) async throws(SyncError) -> Void = { _ in }
  ) async throws(SyncError) {
    outcome.requests += 1
    let ask = stream.ask
    // `async let` erases the type of what is thrown; a result keeps it.
    async let result = { () async -> Result<Machine.Answer, APIError> in
      do throws(APIError) { return .success(try await ask(request)) } catch { return .failure(error) }
    }()
    // A failure here leaves the scope, which cancels the request and waits for it.
    try await work(&self)
    switch await result {
    case .success(let next): answer = next
    case .failure(let error): throw SyncError(error)
    }
  }

  private mutating func store(_ transaction: StreamTransaction, in handle: any StreamStore) async throws(SyncError) {
    do {
      let counts = try await handle.commit(transaction)
      outcome.counts += counts
      effects += machine.step(.committed(counts))
    } catch { throw .store(error) }
  }

  private mutating func progress(_ fraction: Double?) -> SyncEvent {
    outcome.advance(to: fraction)
    return .committed(SyncProgress(fraction: outcome.fraction, counts: outcome.counts, requests: outcome.requests))
  }

  private mutating func finish(_ reasons: [SyncNote]) {
    handle?.close()
    handle = nil
    outcome.reasons = reasons
  }
}

extension SyncError {
  /// A failed request, as what ends a sync.
  init(_ error: APIError) {
    if case .cancelled = error.reason { self = .cancelled } else { self = .service(error) }
  }
}
