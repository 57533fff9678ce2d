package import TributaryJSON

/// The decisions of ``SessionQueue`` for one stream.
package struct SessionQueueProtocol: SyncProtocol {
  package typealias Request = SessionQueue.Request
  package typealias Response = SessionQueue.Response
  package typealias Memory = SessionQueueMemory

  /// The last request.
  enum Asked: Sendable {
    case nothing
    case acknowledgement(then: Next)
    case session
    case page(SessionQueue.Session)
    case object(RecordReference)
  }

  /// What follows once the keys that are due are acknowledged.
  enum Next: Sendable {
    case start
    case page(SessionQueue.Session)
    case take(SessionQueue.Response, SessionQueue.Session)
  }

  /// The event after which the engine calls the protocol again.
  enum Pending: Sendable {
    /// The rows of a page are read.
    case page(ReceivedPage)
    /// A commit is made.
    case commit(then: Next)
    /// Everything was requested: the last commit.
    case closing
  }

  let tuning: SessionQueue.Tuning
  let wantsNewDevice: Bool
  let forgetsFailures: Bool
  let drawDevice: @Sendable () -> String
  let interpret: @Sendable (RawJSON) -> SessionQueue.Item

  var asked = Asked.nothing
  var pending = Pending.closing
  var memory = SessionQueueMemory(device: "", incarnation: "")
  var unsettled = UnsettledObjects()
  var acknowledgements: PendingAcknowledgements
  var tally = SessionQueueTally()
  var previous: SessionQueue.Page?
  /// Why the run ends without the proof that nothing is left; `nil` with it.
  var doubt: SyncNote?
  /// The changes to objects that were requested one by one.
  var last = StreamTransaction()

  package init(
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

  package mutating func begin(_ stored: SessionQueueMemory?, _ state: StreamState) -> Step {
    unsettled = UnsettledObjects(state.unsettledObjects)
    guard let stored else {
      memory = SessionQueueMemory(device: drawDevice(), incarnation: state.incarnation)
      return prepare(state)
    }
    let isCopy = stored.incarnation != state.incarnation
    guard isCopy || wantsNewDevice else {
      memory = stored
      acknowledgements.add(state.outbox.map { PendingAcknowledgements.Key(text: $0, holding: .unknown) })
      return Step(next: .ask(request(for: .start)))
    }
    memory = SessionQueueMemory(device: drawDevice(), incarnation: state.incarnation, owesSweep: true)
    var step = prepare(state)
    if isCopy { step.notes = [.databaseWasCopied] }
    step.beginsPass = true
    step.forgetsUnidentified = true
    return step
  }

  /// The device is durable before the service hears of it. The outbox contains keys that were delivered to another
  /// device.
  private mutating func prepare(_ state: StreamState) -> Step {
    pending = .commit(then: .start)
    var step = Step(memory: memory, next: .whenStored)
    step.transaction.acknowledged = state.outbox
    return step
  }

  package mutating func receive(_ response: SessionQueue.Response) -> Step? {
    switch (asked, response) {
    case (.acknowledgement(let next), .accepted):
      acknowledgements.accept()
      return go(next)
    case (.acknowledgement(let next), .refused): return handleRefusal(then: next)
    case (.session, .session(let session)):
      tally.begin(total: session.total)
      previous = nil
      return go(.page(session))
    case (.session, .nothing): return end(nil)
    case (.page(let session), let response): return go(.take(response, session))
    case (.object(let object), let response): return settleRetry(object, response)
    default: return nil
    }
  }

  package mutating func read(_ payload: RawJSON, of type: String) -> SyncRow {
    let item = interpret(payload)
    if case .page(var page) = pending {
      // Taken out, so that the page is changed in place.
      pending = .closing
      page.add(item, unsettled: unsettled.all)
      pending = .page(page)
    }
    return SyncRow(
      type: item.type, id: item.id, kind: item.kind, problem: item.problem, isKnown: item.isKnown)
  }

  package mutating func proceed(_ defects: RowDefects) -> Step {
    switch pending {
    case .page(let page): return store(page)
    case .commit(let next): return go(next) ?? Step(next: .end([.stopped]))
    case .closing: return close(maySweep: !defects.forbidSweep)
    }
  }

  package mutating func recordCommit(_ counts: CommitCounts) {
    if counts.inserted + counts.updated + counts.deleted > 0 { tally.markProgress() }
  }

  package func remarks() -> [SyncNote] { tally.notes(dropped: acknowledgements.dropped) }

  /// Every commit includes the acknowledged keys, which may leave the outbox, and the objects that became unsettled
  /// since the previous commit.
  mutating func complete(_ step: Step) -> Step {
    var step = step
    step.transaction.acknowledged += acknowledgements.drainSettled(excluding: step.transaction.acknowledgements)
    step.transaction.unsettledObjects += unsettled.drainUnsaved()
    step.memory = memory
    return step
  }
}
