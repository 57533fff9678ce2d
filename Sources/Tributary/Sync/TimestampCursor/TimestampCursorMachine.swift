public import TributaryJSON

/// The state machine of ``TimestampCursor`` for one stream.
public struct TimestampCursorMachine: SyncMachine {
  /// A request for what changed after a moment.
  public typealias Request = TimestampCursor.Request
  /// An answered list.
  public typealias Answer = TimestampCursor.Answer

  private enum Phase {
    case unopened
    case listing(after: LocalTimestamp)
    case applying(ReceivedList)
    case probing(ReceivedList)
    case applyingProbe(ReceivedList, of: ReceivedList)
    case saving
    case done
  }

  private let type: String
  private let start: LocalTimestamp
  private let pass: SyncPass
  private let tuning: TimestampCursor.Tuning
  private let interpret: @Sendable (RawJSON) -> TimestampCursor.Row
  private var phase = Phase.unopened
  private var previous: TimestampCursorCheckpoint?
  private var isSweep = false
  private var hasReachedBack = false
  private var epoch: Int?
  private var unidentified = 0
  private var undecodable = 0
  private var missing = 0
  private var hasStranger = false
  private var isCapped = false

  /// The machine of one stream.
  ///
  /// - Parameters:
  ///   - type: The record type's name.
  ///   - start: The moment that the first run and a full pass ask from.
  ///   - pass: How much to ask for.
  ///   - tuning: Times and sizes.
  ///   - interpret: Reads what the protocol needs to know of a row; a pure function.
  public init(
    type: String, start: LocalTimestamp, pass: SyncPass = .changes,
    tuning: TimestampCursor.Tuning = TimestampCursor.Tuning(),
    interpret: @escaping @Sendable (RawJSON) -> TimestampCursor.Row
  ) {
    self.type = type
    self.start = start
    self.pass = pass
    self.tuning = tuning
    self.interpret = interpret
  }

  /// Takes an event and says what happens next.
  public mutating func step(_ event: SyncMachineEvent<Answer>) -> [SyncEffect<Request>] {
    switch (phase, event) {
    case (.unopened, .opened(let state)): open(state)
    case (.listing(let after), .answered(let answer)): receive(answer, after: after)
    case (.applying(let list), .committed(let counts)): proceed(list, after: counts)
    case (.probing(let list), .answered(let answer)): apply(ReceivedList(answer), probing: list)
    case (.applyingProbe(let probe, let list), .committed): apply(probe, probing: list)
    case (.saving, .committed(let counts)): finish(after: counts)
    default: []
    }
  }

  private mutating func open(_ state: StreamState) -> [SyncEffect<Request>] {
    if let checkpoint = state.checkpoint {
      guard let read = TimestampCursorCheckpoint(checkpoint) else {
        phase = .done
        return [.refuse(checkpoint)]
      }
      previous = read
    }
    if case .full = pass { epoch = state.epoch + 1 }
    return ask(after: lowerBound())
  }

  private mutating func ask(after moment: LocalTimestamp) -> [SyncEffect<Request>] {
    let moment = moment.notBeforeYearOne
    phase = .listing(after: moment)
    return [.ask(Request(after: moment))]
  }

  private mutating func lowerBound() -> LocalTimestamp {
    guard let previous, pass == .changes else {
      isSweep = true
      return start
    }
    isSweep = previous.cursor.seconds - previous.swept.seconds >= tuning.sweepInterval
    return isSweep
      ? sweepBound(from: previous) : previous.cursor.adding(seconds: -overlap(isUTC: previous.isUTC))
  }

  /// A sweep reaches behind the one before it, however long ago that was.
  private func sweepBound(from previous: TimestampCursorCheckpoint) -> LocalTimestamp {
    let reach = max(tuning.sweep, overlap(isUTC: previous.isUTC))
    return min(
      previous.cursor.adding(seconds: -reach), previous.swept.adding(seconds: tuning.sweepInterval - reach))
  }

  private func overlap(isUTC: Bool) -> Int { isUTC ? tuning.overlap : tuning.overlapWithoutZone }

  /// Applies the list, or asks for it once more from further back, where the clock that stamps it turns out to be
  /// another one than the request reckoned with.
  private mutating func receive(_ answer: Answer, after moment: LocalTimestamp) -> [SyncEffect<Request>] {
    guard let previous, !hasReachedBack else { return proceed(ReceivedList(answer), after: CommitCounts()) }
    hasReachedBack = true
    var effects: [SyncEffect<Request>] = []
    var bound = previous.cursor.adding(seconds: -overlap(isUTC: isUTC(answer)))
    if answer.createdAt < previous.cursor {
      effects.append(.note(.cursorWentBack(from: previous.cursor, to: answer.createdAt)))
      isSweep = true
      bound = min(sweepBound(from: previous), answer.createdAt.adding(seconds: -tuning.sweep))
    }
    if pass == .changes, bound < moment { return effects + ask(after: bound) }
    return effects + proceed(ReceivedList(answer), after: CommitCounts())
  }

  /// Applies the next rows of the list, and after the last ones asks for the probe or saves the cursor.
  private mutating func proceed(_ list: ReceivedList, after counts: CommitCounts) -> [SyncEffect<Request>] {
    var list = list
    var transaction = StreamTransaction()
    transaction.epoch = epoch
    epoch = nil
    guard take(from: &list, into: &transaction) else {
      if let moment = list.probe(every: tuning.roundLength, interpret: interpret) {
        phase = .probing(list)
        return [.commit(transaction, progress: nil), .ask(Request(after: moment.notBeforeYearOne))]
      }
      return save(list, with: transaction)
    }
    phase = .applying(list)
    return [.commit(transaction, progress: list.fraction)]
  }

  /// Applies the rows of a probe. One that the list lacked, and that is too old to have changed since, proves a cap; so
  /// does a younger one in a probe as long as the list, which may be cut as well.
  private mutating func apply(_ probe: ReceivedList, probing list: ReceivedList) -> [SyncEffect<Request>] {
    var probe = probe
    var transaction = StreamTransaction()
    guard take(from: &probe, into: &transaction, probing: list) else {
      if hasStranger, probe.identified >= list.identified { isCapped = true }
      return save(list, with: transaction)
    }
    phase = .applyingProbe(probe, of: list)
    return [.commit(transaction, progress: nil)]
  }

  /// Moves a batch of rows into a transaction; false when the list is at its end.
  private mutating func take(
    from list: inout ReceivedList, into transaction: inout StreamTransaction, probing probed: ReceivedList? = nil
  ) -> Bool {
    let limit = probed.map { $0.answer.createdAt.adding(seconds: -overlap(isUTC: isUTC($0.answer))) }
    for _ in 0..<tuning.batch {
      guard let payload = list.next() else { return false }
      let row = interpret(payload)
      if let id = row.id {
        list.noteIdentified()
        if let probed, let limit, !probed.contains(id) {
          hasStranger = true
          if row.stamp.map({ $0 < limit }) ?? true { isCapped = true }
        }
        transaction.changes.append(RecordChange(type: type, id: id, kind: .upsert(payload)))
      } else {
        unidentified += 1
      }
      if let problem = row.problem {
        undecodable += 1
        transaction.quarantine.append(QuarantinedItem(type: type, id: row.id, payload: payload, problem: problem))
      }
    }
    return true
  }

  private mutating func save(
    _ list: ReceivedList, with transaction: StreamTransaction
  ) -> [SyncEffect<Request>] {
    var transaction = transaction
    let cursor = list.answer.createdAt
    if !isCapped {
      let swept = isSweep ? cursor : previous?.swept ?? cursor
      transaction.checkpoint =
        TimestampCursorCheckpoint(cursor: cursor, isUTC: isUTC(list.answer), swept: swept).checkpoint
      // A row without identifier may be one of those that seem to be gone.
      if case .full(let deleteMissing) = pass, unidentified == 0 {
        transaction.sweep = deleteMissing ? .delete([type]) : .count([type])
      }
    }
    phase = .saving
    return [.commit(transaction, progress: 1)]
  }

  private func isUTC(_ answer: Answer) -> Bool {
    guard let date = answer.serverDate else { return false }
    return (answer.createdAt.seconds - date.secondsSince1970).magnitude <= tuning.clockTolerance
  }

  private mutating func finish(after counts: CommitCounts) -> [SyncEffect<Request>] {
    phase = .done
    var effects: [SyncEffect<Request>] = []
    if undecodable > unidentified { effects.append(.note(.undecodable(undecodable - unidentified))) }
    if counts.missing > 0 { effects.append(.note(.missing(counts.missing))) }
    var reasons: [SyncNote] = []
    if isCapped { reasons.append(.listIsCapped) }
    if unidentified > 0 { reasons.append(.unidentified(unidentified)) }
    return effects + [.finish(reasons)]
  }
}
