import TributaryJSON

/// The state machine around a protocol: events in, effects out, without clock, network or store.
///
/// The driver performs the effects in order and feeds back one event for each ``SyncEffect/ask(_:)``,
/// ``SyncEffect/commit(_:progress:)`` and ``SyncEffect/wait(_:because:)``, in the same order. An unexpected event
/// changes nothing.
package struct ProtocolMachine<Protocol: SyncProtocol>: Sendable {
  package typealias Event = SyncMachineEvent<Protocol.Response>
  package typealias Effect = SyncEffect<Protocol.Request>

  private enum Phase {
    case unopened
    /// For the response to a request.
    case asking
    /// For a commit, after which the step continues.
    case storing
    /// For the end of a pause, after which it asks.
    case waiting(Protocol.Request)
    case done
  }

  /// The maximum number of consecutive steps that neither ask, store nor wait. A protocol that exceeds it is defective.
  private static var longestIdling: Int { 1000 }

  private let forgetsFailures: Bool
  private var decisions: Protocol
  private var phase = Phase.unopened
  private var memory = StreamMemory<Protocol.Memory>()
  private var current: SyncStep<Protocol>
  private var rows: RowIntake?
  private var transaction = StreamTransaction()
  /// The step's request is under way while its last rows are stored.
  private var hasAsked = false
  private var epoch = 0
  private var raisesEpoch = false
  private var defects = RowDefects()
  private var missing = 0

  /// The machine of one run.
  ///
  /// - Parameter forgetsFailures: Whether rows without an identifier are forgotten at the end of the run.
  package init(_ decisions: Protocol, forgetsFailures: Bool = false) {
    self.decisions = decisions
    self.forgetsFailures = forgetsFailures
    current = SyncStep(next: .whenRead)
  }

  package mutating func step(_ event: Event) -> [Effect] {
    switch (phase, event) {
    case (.unopened, .opened(let state)): return open(state)
    case (.asking, .received(let response)): return decisions.receive(response).map { perform($0) } ?? []
    case (.storing, .committed(let counts)):
      missing += counts.missing
      decisions.recordCommit(counts)
      if rows != nil { return proceed([]) }
      if case .whenStored = current.next { return perform(decisions.proceed(defects)) }
      return leave()
    case (.waiting(let request), .waited): return ask(request)
    default: return []
    }
  }

  private mutating func open(_ state: StreamState) -> [Effect] {
    epoch = state.epoch
    if let checkpoint = state.checkpoint {
      guard let read = StreamMemory<Protocol.Memory>(checkpoint) else {
        phase = .done
        return [.refuse(checkpoint)]
      }
      memory = read
    }
    defects.forbidSweep = memory.hasUnidentified && !forgetsFailures
    return perform(decisions.begin(memory.memory, state))
  }

  private mutating func perform(_ step: SyncStep<Protocol>) -> [Effect] { proceed(enter(step)) }

  /// Makes a step the current one. What is left of the previous step goes into the same commit.
  private mutating func enter(_ step: SyncStep<Protocol>) -> [Effect] {
    current = step
    rows = step.rows.map(RowIntake.init)
    current.rows = nil
    if step.beginsPass {
      epoch += 1
      raisesEpoch = true
      defects.forbidSweep = false
    }
    return step.notes.map { .note($0) }
  }

  /// Reads rows until there is something to commit; otherwise does what follows.
  private mutating func proceed(_ notes: [Effect]) -> [Effect] {
    var notes = notes
    for _ in 0..<Self.longestIdling {
      takeBatch()
      if let rows { return notes + [commit(progress: current.progress.map { $0 * rows.fraction })] }
      settle()
      if case .whenRead = current.next {
        notes += enter(decisions.proceed(defects))
        continue
      }
      transaction.checkpoint = memory.takeCheckpoint()
      if !transaction.isEmpty { return notes + commitLast() }
      guard case .whenStored = current.next else { return notes + leave() }
      notes += enter(decisions.proceed(defects))
    }
    return notes + finish([.stopped])
  }

  private mutating func takeBatch() {
    guard var intake = rows else { return }
    rows = nil
    // Taken out, so that the protocol can be called in the meantime.
    var (transaction, defects) = (transaction, defects)
    intake.move(into: &transaction, &defects) { decisions.read($0, of: $1) }
    (self.transaction, self.defects) = (transaction, defects)
    if !intake.isAtEnd { rows = intake }
    doubt()
  }

  /// Remembers rows without an identifier in the very commit that puts them into quarantine.
  private mutating func doubt() {
    guard transaction.quarantine.contains(where: { $0.id == nil }) else { return }
    memory.hasUnidentified = true
    defects.forbidSweep = !forgetsFailures
  }

  /// Adds to the transaction what goes with the last rows.
  private mutating func settle() {
    transaction.append(current.transaction)
    defects.undecodable += current.transaction.quarantine.count { $0.id != nil }
    doubt()
    if let remembered = current.memory { memory.memory = remembered }
    if current.forgetsUnidentified { (memory.hasUnidentified, defects.forbidSweep) = (false, false) }
    if case .end = current.next, forgetsFailures { memory.hasUnidentified = false }
    guard let sweep = current.sweep, !defects.forbidSweep else { return }
    transaction.sweep = sweep
    memory.hasUnidentified = false
  }

  /// Commits the last rows of a step while the following request is under way.
  private mutating func commitLast() -> [Effect] {
    var progress = current.progress
    if case .end(let reasons) = current.next, reasons.isEmpty { progress = 1 }
    let commit = commit(progress: progress)
    guard case .ask(let request) = current.next else { return [commit] }
    hasAsked = true
    return [commit, .ask(request)]
  }

  private mutating func commit(progress: Double?) -> Effect {
    phase = .storing
    if transaction.checkpoint == nil { transaction.checkpoint = memory.takeCheckpoint() }
    if raisesEpoch { transaction.epoch = epoch }
    raisesEpoch = false
    defer { transaction = StreamTransaction() }
    return .commit(transaction, progress: progress)
  }

  /// Does what follows a step that is stored.
  private mutating func leave() -> [Effect] {
    switch current.next {
    case .ask where hasAsked:
      hasAsked = false
      phase = .asking
      return []
    case .ask(let request): return ask(request)
    case .wait(let duration, let reason, let request):
      phase = .waiting(request)
      return [.wait(duration, because: reason)]
    case .end(let reasons): return finish(reasons)
    case .whenRead, .whenStored: return finish([.stopped])
    }
  }

  private mutating func ask(_ request: Protocol.Request) -> [Effect] {
    phase = .asking
    return [.ask(request)]
  }

  private mutating func finish(_ reasons: [SyncNote]) -> [Effect] {
    phase = .done
    var notes: [SyncNote] = []
    if !defects.unknownTypes.isEmpty { notes.append(.unknownTypes(defects.unknownTypes)) }
    if defects.undecodable > 0 { notes.append(.undecodable(defects.undecodable)) }
    if missing > 0 { notes.append(.missing(missing)) }
    notes += decisions.remarks()
    return notes.map { .note($0) } + [.finish(reasons + (memory.hasUnidentified ? [.unidentified] : []))]
  }
}

extension StreamTransaction {
  /// Adds what another transaction brings. Its checkpoint, epoch and sweep are omitted.
  fileprivate mutating func append(_ other: StreamTransaction) {
    changes += other.changes
    quarantine += other.quarantine
    acknowledgements += other.acknowledgements
    acknowledged += other.acknowledged
    unsettledObjects += other.unsettledObjects
    recovered += other.recovered
    durable = durable && other.durable
  }
}
