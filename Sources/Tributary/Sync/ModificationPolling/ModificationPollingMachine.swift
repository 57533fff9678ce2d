public import TributaryJSON

/// The state machine of ``ModificationPolling`` for one stream.
public struct ModificationPollingMachine: SyncMachine {
  /// A question to the service.
  public typealias Request = ModificationPolling.Request
  /// What the service said.
  public typealias Answer = ModificationPolling.Answer

  private enum Phase {
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

  private let type: String
  private let source: ModificationPolling.Source
  private let start: Timestamp?
  private let pass: SyncPass
  private let scope: ModificationPolling.Scope
  private let tracksDeletions: Bool
  private let tuning: ModificationPolling.Tuning
  private let interpret: @Sendable (RawJSON) -> ModificationPolling.Row

  private var phase = Phase.unopened
  private var pages: QueryPass?
  private var list: ListPass?
  private var epoch: Int?
  private var stored: Checkpoint?
  private var unidentified = 0
  private var undecodable = 0
  private var future = 0
  private var knowsServerTime = true
  private var isReadWithoutOrder = false

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
  private mutating func withPages(
    _ body: (inout Self, inout QueryPass) -> [SyncEffect<Request>]
  ) -> [SyncEffect<Request>] {
    guard var pass = pages else { return [] }
    pages = nil
    defer { pages = pass }
    return body(&self, &pass)
  }

  private mutating func withList(
    _ body: (inout Self, inout ListPass) -> [SyncEffect<Request>]
  ) -> [SyncEffect<Request>] {
    guard var pass = list else { return [] }
    list = nil
    defer { list = pass }
    return body(&self, &pass)
  }

  private mutating func open(_ state: StreamState) -> [SyncEffect<Request>] {
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

  // MARK: - Pages

  private mutating func ask(_ query: ModificationPolling.PageQuery) -> [SyncEffect<Request>] {
    phase = .reading(query)
    return [.ask(.page(query))]
  }

  private mutating func receive(
    _ answer: Answer, for query: ModificationPolling.PageQuery, _ pass: inout QueryPass
  ) -> [SyncEffect<Request>] {
    guard case .rows(let answer) = answer else { return proceed(pass.takeRefusal(of: query), &pass) }
    if begin(answer, &pass.cursor) {
      pass.forgetTail()
      return [.note(.serverClockWentBack)] + ask(pass.query())
    }
    var elements = answer.list.elements
    let rows = PolledRows(&elements, type: type, interpret: interpret)
    guard query.order == .ascending else { return proceed(pass.takeProbe(rows, for: query), &pass) }
    count(rows, answer, pass.cursor)
    let next = pass.take(rows, for: query, at: answer.serverDate?.secondsSince1970)
    isReadWithoutOrder = pass.cursor.memory.order == .ignored
    return store(rows.transaction, then: next, mayBeQuiet: pass.mayBeQuiet(rows, for: query), &pass)
  }

  private mutating func store(
    _ transaction: StreamTransaction, then next: QueryPass.Step, mayBeQuiet: Bool, _ pass: inout QueryPass
  ) -> [SyncEffect<Request>] {
    if case .end = next { return close(&pass, with: transaction) }
    var transaction = transaction
    save(pass.cursor.save(isOrdered: pass.isOrdered), in: &transaction)
    phase = .storing(next, mayBeQuiet: mayBeQuiet)
    if case .ask(let query) = next, !mayBeQuiet { return [commit(transaction, progress: nil), .ask(.page(query))] }
    return [commit(transaction, progress: nil)]
  }

  private mutating func stored(
    _ next: QueryPass.Step, after counts: CommitCounts, mayBeQuiet: Bool, _ pass: inout QueryPass
  ) -> [SyncEffect<Request>] {
    guard case .ask(let query) = next else { return proceed(next, &pass) }
    if mayBeQuiet {
      let isQuiet = counts.inserted + counts.updated + counts.deleted + counts.quarantined == 0
      return isQuiet ? close(&pass, with: StreamTransaction()) : ask(query)
    }
    // The request went out with the commit.
    phase = .reading(query)
    return []
  }

  private mutating func proceed(_ next: QueryPass.Step, _ pass: inout QueryPass) -> [SyncEffect<Request>] {
    switch next {
    case .ask(let query): ask(query)
    case .stop(let reason): finish([reason] + doubts(pass.cursor), after: CommitCounts())
    case .end: close(&pass, with: StreamTransaction())
    }
  }

  private mutating func close(
    _ pass: inout QueryPass, with transaction: StreamTransaction
  ) -> [SyncEffect<Request>] {
    close(transaction, pass.cursor.saveEnd(sweep: pass.sweep), doubts(pass.cursor))
  }

  private func doubts(_ cursor: PollingCursor) -> [SyncNote] { cursor.stalledAt == nil ? [] : [.instantStalled] }

  // MARK: - The list

  private mutating func ask(_ cursor: PollingCursor) -> [SyncEffect<Request>] {
    phase = .listing(cursor)
    let isWhole = start == nil && cursor.isAtBeginning
    return [.ask(.list(atOrAfter: isWhole ? nil : Timestamp(second: cursor.floor)))]
  }

  private mutating func receiveList(
    _ answer: ModificationPolling.Rows, _ cursor: PollingCursor
  ) -> [SyncEffect<Request>] {
    var cursor = cursor
    if begin(answer, &cursor) { return [.note(.serverClockWentBack)] + ask(cursor) }
    list = ListPass(answer, cursor: cursor, tuning: tuning, type: type, interpret: interpret)
    return withList { $0.takeBatch(&$1) }
  }

  private mutating func takeBatch(_ pass: inout ListPass) -> [SyncEffect<Request>] {
    let rows = pass.next()
    count(rows, pass.answer, pass.cursor)
    guard rows.count < tuning.batch else {
      phase = .storingBatch
      return [commit(rows.transaction, progress: pass.fraction)]
    }
    guard let second = pass.prepareProbe() else { return close(rows.transaction, pass.cursor.saveEnd(sweep: nil), []) }
    phase = .storingBeforeProbe
    return [commit(rows.transaction, progress: nil), .ask(.list(atOrAfter: Timestamp(second: second)))]
  }

  /// The request went out with the commit.
  private mutating func storedBeforeProbe() -> [SyncEffect<Request>] {
    phase = .probingList
    return []
  }

  private mutating func takeProbe(
    _ answer: ModificationPolling.Rows, _ pass: inout ListPass
  ) -> [SyncEffect<Request>] {
    pass.takeProbe(answer)
    guard !pass.isCapped else { return finish([.listIsCapped], after: CommitCounts()) }
    return close(StreamTransaction(), pass.cursor.saveEnd(sweep: nil), [])
  }

  // MARK: - Both

  /// Takes the service's time from the first answer; true when the answer must be asked for again.
  private mutating func begin(_ answer: ModificationPolling.Rows, _ cursor: inout PollingCursor) -> Bool {
    if cursor.isFirstAnswer { knowsServerTime = answer.serverTime != nil }
    return cursor.begin(at: answer.serverTime)
  }

  private mutating func count(
    _ rows: PolledRows, _ answer: ModificationPolling.Rows, _ cursor: PollingCursor
  ) {
    unidentified += rows.unidentified
    undecodable += rows.undecodable
    future += cursor.future(in: rows, at: answer.serverDate?.secondsSince1970)
  }

  private mutating func save(_ checkpoint: Checkpoint, in transaction: inout StreamTransaction) {
    if checkpoint != stored { transaction.checkpoint = checkpoint }
    stored = checkpoint
  }

  private mutating func commit(_ transaction: StreamTransaction, progress: Double?) -> SyncEffect<Request> {
    var transaction = transaction
    transaction.epoch = epoch
    epoch = nil
    return .commit(transaction, progress: progress)
  }

  /// Remembers that the pass came to its end, in the commit of its last rows where there are any.
  private mutating func close(
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

  private mutating func finish(_ reasons: [SyncNote], after counts: CommitCounts) -> [SyncEffect<Request>] {
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
