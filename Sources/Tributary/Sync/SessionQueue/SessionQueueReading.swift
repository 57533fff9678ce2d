// How the protocol of a session queue reads sessions to the end and acknowledges what is stored of them.
extension SessionQueueProtocol {
  /// Continues with what follows after the keys that are due; `nil` for a response that belongs to no request.
  mutating func go(_ next: Next) -> Step? {
    if case .take(let response, let session) = next, mayPrecedeAcknowledgements(next) {
      return receive(response, session)
    }
    return Step(next: .ask(request(for: next)))
  }

  /// The next request: for the keys that are due, otherwise for what follows.
  mutating func request(for next: Next) -> SessionQueue.Request {
    switch next {
    case .start where mayPrecedeAcknowledgements(next):
      asked = .session
      return .start(device: memory.device)
    case .page(let session) where mayPrecedeAcknowledgements(next):
      asked = .page(session)
      return .page(device: memory.device, session: session.id)
    default:
      asked = .acknowledgement(then: next)
      return .acknowledge(device: memory.device, keys: acknowledgements.chunk)
    }
  }

  /// Whether the next request may go out while durable keys are still unacknowledged. They wait for the keys of the
  /// next page as long as the session brings something new; a service that repeats unacknowledged changes gets their
  /// keys at once.
  private func mayPrecedeAcknowledgements(_ next: Next) -> Bool {
    if acknowledgements.isEmpty { return true }
    guard tuning.gathersKeys, !acknowledgements.isFull, tally.idle == 0 else { return false }
    switch next {
    case .page: return true
    case .take(.page(let page), _): return isNews(page)
    case .start, .take: return false
    }
  }

  mutating func handleRefusal(then next: Next) -> Step? {
    switch acknowledgements.refuse() {
    case .record(let record)?: unsettled.remember(record)
    case .unknown?: memory.hasRefusedKeys = true
    case .nothing?, nil: break
    }
    return acknowledgements.dropped > tuning.refusals ? end(.acknowledgementsRefused) : go(next)
  }

  private mutating func receive(_ response: SessionQueue.Response, _ session: SessionQueue.Session) -> Step? {
    switch response {
    case .page(let page): return receive(page, session)
    case .nothing:
      tally.drain()
      if tally.barren >= tuning.barrenSessions { return end(.stillRedelivering) }
      if tally.drained >= tuning.sessions { return end(.stillChanging) }
      guard tally.barren > 0 else { return go(.start) }
      acknowledgements.shrink()
      return wait(tally.barren, because: "the service has yet to process the acknowledgements", then: .start)
    case .gone:
      tally.vanished += 1
      if tally.vanished >= tuning.vanishedSessions { return end(.sessionsVanish) }
      guard tally.vanished > 1 else { return go(.start) }
      return wait(tally.vanished - 1, because: "the service lost the session", then: .start)
    default: return nil
    }
  }

  private func isEmpty(_ page: SessionQueue.Page) -> Bool { page.unsettledObjects.isEmpty && page.items.isEmpty }

  private func isNews(_ page: SessionQueue.Page) -> Bool { !isEmpty(page) && page != previous }

  private mutating func receive(_ page: SessionQueue.Page, _ session: SessionQueue.Session) -> Step {
    tally.pages += 1
    if tally.pages > tuning.pages { return end(.queueWithoutEnd) }
    let isNews = isNews(page)
    tally.idle = isNews ? 0 : tally.idle + 1
    if isNews { previous = page }
    if tally.idle >= tuning.idlePages { return end(.queueStalled) }
    if isEmpty(page) { return wait(tally.idle, because: "the queue has nothing ready", then: .page(session)) }
    pending = .page(ReceivedPage(page, of: session, isNews: isNews))
    return Step(rows: SyncRows(page.items, type: "", batch: .max), next: .whenRead)
  }

  /// Stores a page together with its keys. A later step sends the keys, since the next page may already be under way.
  mutating func store(_ page: ReceivedPage) -> Step {
    unsettled.add(page)
    tally.count(page)
    var step = Step(progress: tally.fraction(left: page.page.left), next: .whenStored)
    step.transaction.acknowledgements = page.keys.map(\.text)
    step.transaction.unsettledObjects = page.unsettledObjects
    step.transaction.recovered = page.recovered
    step = complete(step)
    acknowledgements.add(page.keys)
    let next = Next.page(page.session)
    if page.isNews, tuning.overlaps {
      asked = .page(page.session)
      step.next = .ask(.page(device: memory.device, session: page.session.id))
    } else {
      pending = .commit(then: next)
      if !page.isNews {
        step.next = wait(tally.idle, because: "the queue repeats itself", then: next).next
      }
    }
    return step
  }

  private mutating func wait(_ time: Int, because reason: String, then next: Next) -> Step {
    Step(next: .wait(tuning.backoff(time), because: reason, then: request(for: next)))
  }
}
