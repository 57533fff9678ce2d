public import TributaryJSON

/// The state machine of ``SessionQueue`` for one stream.
public struct SessionQueueMachine: SyncMachine {
  /// A question to the service.
  public typealias Request = SessionQueue.Request
  /// What the service said.
  public typealias Answer = SessionQueue.Answer

  private typealias Phase = SessionQueuePhase
  private typealias Next = SessionQueuePhase.Next

  private let tuning: SessionQueue.Tuning
  private let wantsNewDevice: Bool
  private let forgetsFailures: Bool
  private let drawDevice: @Sendable () -> String
  private let interpret: @Sendable (RawJSON) -> SessionQueue.Item

  private var phase = Phase.unopened
  private var memory = SessionQueueCheckpoint(device: "", incarnation: "")
  private var stored: SessionQueueCheckpoint?
  private var remembered = RememberedObjects()
  private var acknowledgements: PendingAcknowledgements
  private var tally = SessionQueueTally()
  private var previous: SessionQueue.Page?
  /// Why the run ends without the proof that nothing is left; `nil` with it.
  private var doubt: SyncNote?
  private var last = StreamTransaction()

  /// The machine of one stream.
  ///
  /// - Parameters:
  ///   - newDevice: Whether to begin as a new device, for the case that no store can see: the database and the files
  ///     beside it restored together.
  ///   - forgetFailures: Whether to give up, at the end of this run, the objects that are remembered, the items without
  ///     identifier and the keys that were refused. A copy that is due to be swept loses the records of objects that
  ///     fail still.
  ///   - tuning: Times and bounds.
  ///   - drawDevice: Draws the name of a new device, at random and never the same twice.
  ///   - interpret: Reads what the protocol needs to know of an item; a pure function.
  public init(
    newDevice: Bool = false, forgetFailures: Bool = false, tuning: SessionQueue.Tuning = SessionQueue.Tuning(),
    drawDevice: @escaping @Sendable () -> String, interpret: @escaping @Sendable (RawJSON) -> SessionQueue.Item
  ) {
    self.tuning = tuning
    wantsNewDevice = newDevice
    forgetsFailures = forgetFailures
    self.drawDevice = drawDevice
    self.interpret = interpret
    acknowledgements = PendingAcknowledgements(chunk: tuning.chunk)
  }

  /// Takes an event and says what happens next.
  public mutating func step(_ event: SyncMachineEvent<Answer>) -> [SyncEffect<Request>] {
    switch (phase, event) {
    case (.unopened, .opened(let state)): open(state)
    case (.preparing, .committed): proceed(.start)
    case (.acknowledging(let next), .answered(.accepted)): accepted(next)
    case (.acknowledging(let next), .answered(.refused)): refused(next)
    case (.starting, .answered(.session(let session))): begin(session)
    case (.starting, .answered(.nothing)): end(nil)
    case (.fetching(let session), .answered(let answer)): proceed(.take(answer, session))
    case (.storing(let session, let keys, let after), .committed(let counts)): committed(counts, keys, session, after)
    case (.waiting(let next), .waited): proceed(next)
    case (.retrying(let object), .answered(let answer)): retried(object, answer)
    case (.closing, .committed): finish()
    default: []
    }
  }

  /// The next page, when the one that came is sure to be stored and no acknowledgement comes before that.
  public func request(following answer: Answer) -> Request? {
    let (page, session): (Answer, SessionQueue.Session)
    switch (phase, answer) {
    case (.fetching(let current), .page) where mayCome(.take(answer, current)): (page, session) = (answer, current)
    case (.acknowledging(.take(let waiting, let current)), .accepted) where acknowledgements.isLastChunk:
      (page, session) = (waiting, current)
    default: return nil
    }
    guard tuning.overlaps, case .page(let page) = page, isNews(page), tally.pages < tuning.pages else { return nil }
    return .page(device: memory.device, session: session.id)
  }

  // MARK: - The device

  private mutating func open(_ state: StreamState) -> [SyncEffect<Request>] {
    remembered = RememberedObjects(state.failures)
    guard let checkpoint = state.checkpoint else {
      memory = SessionQueueCheckpoint(device: drawDevice(), incarnation: state.incarnation)
      return prepare(state, epoch: nil)
    }
    guard let read = SessionQueueCheckpoint(checkpoint) else {
      phase = .done
      return [.refuse(checkpoint)]
    }
    let isCopy = read.incarnation != state.incarnation
    guard !isCopy, !wantsNewDevice else {
      memory = SessionQueueCheckpoint(device: drawDevice(), incarnation: state.incarnation, owesSweep: true)
      return (isCopy ? [.note(.databaseWasCopied)] : []) + prepare(state, epoch: state.epoch + 1)
    }
    memory = read
    stored = read
    acknowledgements.add(state.outbox.map { PendingAcknowledgements.Key(text: $0, holding: .unknown) })
    return proceed(.start)
  }

  /// The device is durable before the service hears of it. What the outbox holds was delivered to another one.
  private mutating func prepare(_ state: StreamState, epoch: Int?) -> [SyncEffect<Request>] {
    phase = .preparing
    var transaction = StreamTransaction()
    transaction.epoch = epoch
    transaction.acknowledged = state.outbox
    return [commit(transaction, progress: nil)]
  }

  // MARK: - Acknowledgements

  private mutating func proceed(_ next: Next) -> [SyncEffect<Request>] {
    guard mayCome(next) else {
      phase = .acknowledging(next)
      return [.ask(.acknowledge(device: memory.device, keys: acknowledgements.chunk))]
    }
    switch next {
    case .start:
      phase = .starting
      return [.ask(.start(device: memory.device))]
    case .page(let session):
      phase = .fetching(session)
      return [ask(session)]
    case .take(let answer, let session): return take(answer, session)
    }
  }

  /// Whether something can come before the keys that are durable are sent. They wait for those of the next page, as long
  /// as the session brings something new: a service that repeats what it was not told of is told at once.
  private func mayCome(_ next: Next) -> Bool {
    if acknowledgements.isEmpty { return true }
    guard tuning.gathersKeys, !acknowledgements.isFull, tally.idle == 0 else { return false }
    switch next {
    case .page: return true
    case .take(.page(let page), _): return isNews(page)
    case .start, .take: return false
    }
  }

  private mutating func accepted(_ next: Next) -> [SyncEffect<Request>] {
    acknowledgements.accept()
    return proceed(next)
  }

  private mutating func refused(_ next: Next) -> [SyncEffect<Request>] {
    switch acknowledgements.refuse() {
    case .record(let record)?: remembered.remember(record)
    case .unknown?: memory.hasRefusedKeys = true
    case .nothing?, nil: break
    }
    return acknowledgements.dropped > tuning.refusals ? end(.acknowledgementsRefused) : proceed(next)
  }

  // MARK: - The queue

  private func ask(_ session: SessionQueue.Session) -> SyncEffect<Request> {
    .ask(.page(device: memory.device, session: session.id))
  }

  private mutating func begin(_ session: SessionQueue.Session) -> [SyncEffect<Request>] {
    tally.begin(total: session.total)
    previous = nil
    return proceed(.page(session))
  }

  private mutating func take(_ answer: Answer, _ session: SessionQueue.Session) -> [SyncEffect<Request>] {
    switch answer {
    case .page(let page): return receive(page, session)
    case .nothing:
      tally.drain()
      if tally.barren >= tuning.barrenSessions { return end(.queueKeepsRedelivering) }
      if tally.drained >= tuning.sessions { return end(.queueKeepsChanging) }
      guard tally.barren > 0 else { return proceed(.start) }
      acknowledgements.shrink()
      return wait(tally.barren, because: "the service has yet to take in what it was told", then: .start)
    case .gone:
      tally.vanished += 1
      if tally.vanished >= tuning.vanishedSessions { return end(.sessionsVanish) }
      guard tally.vanished > 1 else { return proceed(.start) }
      return wait(tally.vanished - 1, because: "the service lost the session", then: .start)
    default: return []
    }
  }

  private func isEmpty(_ page: SessionQueue.Page) -> Bool {
    page.failures.isEmpty && page.items.isEmpty
  }

  /// Whether a page holds something, and something else than the page before.
  private func isNews(_ page: SessionQueue.Page) -> Bool { !isEmpty(page) && page != previous }

  private mutating func receive(_ page: SessionQueue.Page, _ session: SessionQueue.Session) -> [SyncEffect<Request>] {
    tally.pages += 1
    if tally.pages > tuning.pages { return end(.queueWithoutEnd) }
    let received = ReceivedPage(page, failures: remembered.all, interpret: interpret)
    guard !isNews(page) else {
      tally.idle = 0
      previous = page
      return store(received, left: page.left, session, then: tuning.overlaps ? .isFetched : .fetch)
    }
    tally.idle += 1
    if tally.idle >= tuning.idlePages { return end(.queueStalled) }
    guard isEmpty(page) else { return store(received, left: page.left, session, then: .wait(tuning.wait(tally.idle))) }
    return wait(tally.idle, because: "the queue has nothing ready", then: .page(session))
  }

  private mutating func store(
    _ page: ReceivedPage, left: Int?, _ session: SessionQueue.Session, then next: Phase.AfterPage
  ) -> [SyncEffect<Request>] {
    let transaction = page.transaction
    remembered.take(page)
    if page.hasUnidentified { memory.hasUnidentified = true }
    tally.count(page)
    let keys = zip(transaction.acknowledgements, page.holdings).map(PendingAcknowledgements.Key.init)
    phase = .storing(session, keys: keys, then: next)
    let effect = commit(transaction, progress: tally.fraction(left: left))
    if case .isFetched = next { return [effect, ask(session)] }
    return [effect]
  }

  private mutating func committed(
    _ counts: CommitCounts, _ keys: [PendingAcknowledgements.Key], _ session: SessionQueue.Session,
    _ next: Phase.AfterPage
  ) -> [SyncEffect<Request>] {
    if counts.inserted + counts.updated + counts.deleted > 0 { tally.sawNews() }
    acknowledgements.add(keys)
    switch next {
    case .isFetched:
      phase = .fetching(session)
      return []
    case .fetch: return proceed(.page(session))
    case .wait(let duration):
      phase = .waiting(.page(session))
      return [.wait(duration, because: "the queue repeats itself")]
    }
  }

  private mutating func wait(_ time: Int, because reason: String, then next: Next) -> [SyncEffect<Request>] {
    phase = .waiting(next)
    return [.wait(tuning.wait(time), because: reason)]
  }

  // MARK: - The end

  /// Ends the sessions, and asks for what failed one by one.
  private mutating func end(_ doubt: SyncNote?) -> [SyncEffect<Request>] {
    self.doubt = doubt
    remembered.beginAsking(isProven: doubt == nil, atMost: tuning.retriedObjects)
    return retryNext()
  }

  private mutating func retryNext() -> [SyncEffect<Request>] {
    guard let object = remembered.next() else { return close() }
    phase = .retrying(object)
    return [.ask(.object(object))]
  }

  private mutating func retried(_ object: RecordReference, _ answer: Answer) -> [SyncEffect<Request>] {
    switch answer {
    case .object(let payload, let problem):
      remembered.found(object)
      last.changes.append(RecordChange(type: object.type, id: object.id, kind: .upsert(payload)))
      if let problem {
        tally.undecodable += 1
        last.quarantine.append(
          QuarantinedItem(type: object.type, id: object.id, payload: payload, problem: problem))
      }
    case .missing:
      remembered.isGone(object)
      last.changes.append(RecordChange(type: object.type, id: object.id, kind: .delete))
      last.recovered.append(object)
    case .unavailable: break
    default: return []
    }
    return retryNext()
  }

  private mutating func close() -> [SyncEffect<Request>] {
    if forgetsFailures {
      let forgotten = remembered.forget()
      tally.forgotten = forgotten.count
      last.recovered += forgotten
      memory.hasUnidentified = false
      memory.hasRefusedKeys = false
    }
    // An item without identifier may have been one of the records that seem to be gone.
    if doubt == nil, memory.owesSweep, remembered.failing == 0, !memory.hasUnidentified {
      memory.owesSweep = false
      last.sweep = .delete([])
    }
    let effect = commit(last, progress: doubt == nil ? 1 : nil)
    guard case .commit(let transaction, _) = effect, !transaction.isEmpty else { return finish() }
    phase = .closing
    return [effect]
  }

  /// Every commit takes along the acknowledged keys, which may leave the outbox, what is remembered since the commit
  /// before, and the checkpoint if it changed.
  private mutating func commit(_ transaction: StreamTransaction, progress: Double?) -> SyncEffect<Request> {
    var transaction = transaction
    transaction.acknowledged += acknowledgements.takeDone(except: transaction.acknowledgements)
    transaction.failures += remembered.takeNews()
    if memory != stored { transaction.checkpoint = memory.checkpoint }
    stored = memory
    return .commit(transaction, progress: progress)
  }

  private mutating func finish() -> [SyncEffect<Request>] {
    phase = .done
    var reasons = doubt.map { [$0] } ?? []
    if remembered.failing > 0 { reasons.append(.failedObjects(remembered.failing)) }
    if memory.hasUnidentified { reasons.append(.unidentifiedItems) }
    if memory.hasRefusedKeys { reasons.append(.refusedKeys) }
    return tally.notes(dropped: acknowledgements.dropped).map { .note($0) } + [.finish(reasons)]
  }
}
