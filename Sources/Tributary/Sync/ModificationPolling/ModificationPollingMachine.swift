public import TributaryJSON

/// The state machine of ``ModificationPolling`` for one stream.
public struct ModificationPollingMachine: SyncMachine {
  /// A question to the service.
  public typealias Request = ModificationPolling.Request
  /// What the service said.
  public typealias Answer = ModificationPolling.Answer

  enum Phase {
    case unopened
    case reading(ModificationPolling.PageQuery)
    case storing(QueryPass.Step, mayBeQuiet: Bool)
    case listing(PollingCursor)
    case storingBatch
    case storingBeforeProbe
    case probingList
    case closing([SyncNote])
    case done
  }

  let type: String
  let source: ModificationPolling.Source
  let start: Timestamp?
  let pass: SyncPass
  let scope: ModificationPolling.Scope
  let tracksDeletions: Bool
  let tuning: ModificationPolling.Tuning
  let interpret: @Sendable (RawJSON) -> ModificationPolling.Row

  var phase = Phase.unopened
  var pages: QueryPass?
  var list: ListPass?
  var epoch: Int?
  var stored: Checkpoint?
  var unidentified = 0
  var undecodable = 0
  var future = 0
  var knowsServerTime = true
  var isReadWithoutOrder = false

  /// The machine of one stream.
  ///
  /// - Parameters:
  ///   - type: The record type's name.
  ///   - source: What the stream is read by.
  ///   - start: The moment that the first run and a full pass ask from; `nil` for everything.
  ///   - pass: How much to ask for.
  ///   - scope: What the stream covers.
  ///   - tracksDeletions: Whether `interpret` can tell deleted rows from others.
  ///   - tuning: Times and bounds.
  ///   - interpret: Reads what the protocol needs to know of a row; a pure function.
  public init(
    type: String, source: ModificationPolling.Source, start: Timestamp? = nil,
    pass: SyncPass = .changes, scope: ModificationPolling.Scope = .everything,
    tracksDeletions: Bool, tuning: ModificationPolling.Tuning = ModificationPolling.Tuning(),
    interpret: @escaping @Sendable (RawJSON) -> ModificationPolling.Row
  ) {
    self.type = type
    self.source = source
    self.start = start
    self.pass = pass
    self.scope = scope
    self.tracksDeletions = tracksDeletions
    self.tuning = tuning
    self.interpret = interpret
  }

  /// Takes an event and says what happens next.
  public mutating func step(_ event: SyncMachineEvent<Answer>) -> [SyncEffect<Request>] {
    switch (phase, event) {
    case (.unopened, .opened(let state)): open(state)
    case (.reading(let query), .answered(let answer)): withPages { $0.receive(answer, for: query, &$1) }
    case (.storing(let next, let mayBeQuiet), .committed(let counts)):
      withPages { $0.stored(next, after: counts, mayBeQuiet: mayBeQuiet, &$1) }
    case (.listing(let cursor), .answered(.rows(let rows))): receiveList(rows, cursor)
    case (.storingBatch, .committed): withList { $0.takeBatch(&$1) }
    case (.storingBeforeProbe, .committed): storedBeforeProbe()
    case (.probingList, .answered(.rows(let rows))): withList { $0.takeProbe(rows, &$1) }
    case (.closing(let reasons), .committed(let counts)): finish(reasons, after: counts)
    default: []
    }
  }

  /// Lends out the pass, so that what it remembers of its rows is changed in place.
  mutating func withPages(
    _ body: (inout Self, inout QueryPass) -> [SyncEffect<Request>]
  ) -> [SyncEffect<Request>] {
    guard var pass = pages else { return [] }
    pages = nil
    defer { pages = pass }
    return body(&self, &pass)
  }

  mutating func withList(
    _ body: (inout Self, inout ListPass) -> [SyncEffect<Request>]
  ) -> [SyncEffect<Request>] {
    guard var pass = list else { return [] }
    list = nil
    defer { list = pass }
    return body(&self, &pass)
  }

  mutating func open(_ state: StreamState) -> [SyncEffect<Request>] {
    var memory: ModificationPollingCheckpoint?
    if let checkpoint = state.checkpoint {
      guard let read = ModificationPollingCheckpoint(checkpoint) else {
        phase = .done
        return [.refuse(checkpoint)]
      }
      memory = read
      stored = checkpoint
    }
    var isFull = false
    if case .full = pass {
      isFull = true
      epoch = state.epoch + 1
    }
    let cursor = PollingCursor(
      memory: memory, beginning: start?.secondsSince1970 ?? 0, isFull: isFull, overlap: tuning.overlap)
    switch source {
    case .query(let limit):
      let pass = QueryPass(cursor, limit: limit, tuning: tuning, usesTail: !isFull)
      pages = pass
      return ask(pass.query())
    case .list: return ask(cursor)
    }
  }

  /// Takes the service's time from the first answer; true when the answer must be asked for again.
  mutating func begin(_ answer: ModificationPolling.Rows, _ cursor: inout PollingCursor) -> Bool {
    if cursor.isFirstAnswer { knowsServerTime = answer.serverTime != nil }
    return cursor.begin(at: answer.serverTime)
  }

  mutating func count(
    _ rows: PolledRows, _ answer: ModificationPolling.Rows, _ cursor: PollingCursor
  ) {
    unidentified += rows.unidentified
    undecodable += rows.undecodable
    future += cursor.future(in: rows, at: answer.serverDate?.secondsSince1970)
  }

  mutating func save(_ checkpoint: Checkpoint, in transaction: inout StreamTransaction) {
    if checkpoint != stored { transaction.checkpoint = checkpoint }
    stored = checkpoint
  }

  mutating func commit(_ transaction: StreamTransaction, progress: Double?) -> SyncEffect<Request> {
    var transaction = transaction
    transaction.epoch = epoch
    epoch = nil
    return .commit(transaction, progress: progress)
  }

  /// Remembers that the pass came to its end, in the commit of its last rows where there are any.
  mutating func close(
    _ transaction: StreamTransaction, _ checkpoint: Checkpoint, _ reasons: [SyncNote]
  ) -> [SyncEffect<Request>] {
    var transaction = transaction
    save(checkpoint, in: &transaction)
    // A row without identifier, or one that could not be had, may be one of those that seem to be gone.
    if case .full(let deleteMissing) = pass, reasons.isEmpty, unidentified == 0 {
      transaction.sweep = deleteMissing ? .delete([type]) : .count([type])
    }
    guard !transaction.isEmpty else { return finish(reasons, after: CommitCounts()) }
    phase = .closing(reasons)
    return [commit(transaction, progress: reasons.isEmpty ? 1 : nil)]
  }

  mutating func finish(_ reasons: [SyncNote], after counts: CommitCounts) -> [SyncEffect<Request>] {
    phase = .done
    var notes: [SyncNote] = []
    if isReadWithoutOrder, !reasons.contains(.orderIgnored) { notes.append(.readWithoutOrder) }
    if undecodable > unidentified { notes.append(.undecodable(undecodable - unidentified)) }
    if counts.missing > 0 { notes.append(.missing(counts.missing)) }
    if future > 0 { notes.append(.stampedInFuture(future)) }
    if !knowsServerTime { notes.append(.serverTimeUnknown) }
    if scope == .filteredByService { notes.append(.leftScopeRemains) }
    if !tracksDeletions { notes.append(.deletesNotTracked) }
    let unidentified = unidentified > 0 ? [SyncNote.unidentified(unidentified)] : []
    return notes.map { .note($0) } + [.finish(reasons + unidentified)]
  }
}
