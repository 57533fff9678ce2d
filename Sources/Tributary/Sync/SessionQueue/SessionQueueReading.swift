// How the machine of a session queue reads sessions to their end, and acknowledges what is stored of them.
extension SessionQueueMachine {
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

  mutating func proceed(_ next: Next) -> [SyncEffect<Request>] {
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
  func mayCome(_ next: Next) -> Bool {
    if acknowledgements.isEmpty { return true }
    guard tuning.gathersKeys, !acknowledgements.isFull, tally.idle == 0 else { return false }
    switch next {
    case .page: return true
    case .take(.page(let page), _): return isNews(page)
    case .start, .take: return false
    }
  }

  mutating func accepted(_ next: Next) -> [SyncEffect<Request>] {
    acknowledgements.accept()
    return proceed(next)
  }

  mutating func refused(_ next: Next) -> [SyncEffect<Request>] {
    switch acknowledgements.refuse() {
    case .record(let record)?: remembered.remember(record)
    case .unknown?: memory.hasRefusedKeys = true
    case .nothing?, nil: break
    }
    return acknowledgements.dropped > tuning.refusals ? end(.acknowledgementsRefused) : proceed(next)
  }

  func ask(_ session: SessionQueue.Session) -> SyncEffect<Request> {
    .ask(.page(device: memory.device, session: session.id))
  }

  mutating func begin(_ session: SessionQueue.Session) -> [SyncEffect<Request>] {
    tally.begin(total: session.total)
    previous = nil
    return proceed(.page(session))
  }

  mutating func take(_ answer: Answer, _ session: SessionQueue.Session) -> [SyncEffect<Request>] {
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

  func isEmpty(_ page: SessionQueue.Page) -> Bool {
    page.failures.isEmpty && page.items.isEmpty
  }

  /// Whether a page holds something, and something else than the page before.
  func isNews(_ page: SessionQueue.Page) -> Bool { !isEmpty(page) && page != previous }

  mutating func receive(_ page: SessionQueue.Page, _ session: SessionQueue.Session) -> [SyncEffect<Request>] {
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

  mutating func store(
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

  mutating func committed(
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

  mutating func wait(_ time: Int, because reason: String, then next: Next) -> [SyncEffect<Request>] {
    phase = .waiting(next)
    return [.wait(tuning.wait(time), because: reason)]
  }
}
