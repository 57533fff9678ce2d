public import TributaryJSON

/// The state machine of ``SessionQueue`` for one stream.
public struct SessionQueueMachine: SyncMachine {
  /// A question to the service.
  public typealias Request = SessionQueue.Request
  /// What the service said.
  public typealias Answer = SessionQueue.Answer

  typealias Phase = SessionQueuePhase
  typealias Next = SessionQueuePhase.Next

  let tuning: SessionQueue.Tuning
  let wantsNewDevice: Bool
  let forgetsFailures: Bool
  let drawDevice: @Sendable () -> String
  let interpret: @Sendable (RawJSON) -> SessionQueue.Item

  var phase = Phase.unopened
  var memory = SessionQueueCheckpoint(device: "", incarnation: "")
  var stored: SessionQueueCheckpoint?
  var remembered = RememberedObjects()
  var acknowledgements: PendingAcknowledgements
  var tally = SessionQueueTally()
  var previous: SessionQueue.Page?
  /// Why the run ends without the proof that nothing is left; `nil` with it.
  var doubt: SyncNote?
  var last = StreamTransaction()

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

  mutating func open(_ state: StreamState) -> [SyncEffect<Request>] {
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
  mutating func prepare(_ state: StreamState, epoch: Int?) -> [SyncEffect<Request>] {
    phase = .preparing
    var transaction = StreamTransaction()
    transaction.epoch = epoch
    transaction.acknowledged = state.outbox
    return [commit(transaction, progress: nil)]
  }

  /// Every commit takes along the acknowledged keys, which may leave the outbox, what is remembered since the commit
  /// before, and the checkpoint if it changed.
  mutating func commit(_ transaction: StreamTransaction, progress: Double?) -> SyncEffect<Request> {
    var transaction = transaction
    transaction.acknowledged += acknowledgements.takeDone(except: transaction.acknowledgements)
    transaction.failures += remembered.takeNews()
    if memory != stored { transaction.checkpoint = memory.checkpoint }
    stored = memory
    return .commit(transaction, progress: progress)
  }
}
