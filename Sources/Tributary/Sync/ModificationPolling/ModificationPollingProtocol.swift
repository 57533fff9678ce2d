package import TributaryJSON

/// The decisions of ``ModificationPolling`` for one stream.
package struct ModificationPollingProtocol: SyncProtocol {
  package typealias Request = ModificationPolling.Request
  package typealias Response = ModificationPolling.Response
  package typealias Memory = ModificationPollingMemory

  /// The stream, as the caller wants it read.
  package struct Stream: Sendable {
    package var type: String
    package var source: ModificationPolling.Source
    package var start: Timestamp?
    package var pass: SyncPass
    package var scope: ModificationPolling.Scope
    package var tracksDeletions: Bool
    package var tuning: ModificationPolling.Tuning
    package var interpret: @Sendable (RawJSON) -> ModificationPolling.Row
  }

  /// What the rows of the current step are.
  private enum Reading {
    /// A page requested by this query.
    case page(ModificationPolling.PageQuery)
    case list(ModificationPolling.Rows)
    case probe
    /// Stored rows that may be complete; otherwise this is the next page.
    case stored(ModificationPolling.PageQuery, isQuiet: Bool)
  }

  private let stream: Stream
  private var query: ModificationPolling.PageQuery?
  private var reading: Reading?
  /// The service's time of the current rows, or `nil` if it does not say.
  private var now: Int?
  private var page = PolledPage()
  private var pages: QueryPass?
  /// The cursor of a list.
  private var cursor: PollingCursor?
  private var count = 0
  private var probe: CapProbe?
  private var ahead = 0
  private var knowsServerTime = true
  private var isReadWithoutOrder = false

  package init(_ stream: Stream) { self.stream = stream }

  package mutating func begin(_ memory: ModificationPollingMemory?, _ state: StreamState) -> Step {
    let isFull = stream.pass != .changes
    let cursor = PollingCursor(
      memory: memory, beginning: stream.start?.secondsSince1970 ?? 0, isFull: isFull, overlap: stream.tuning.overlap)
    var step: Step
    switch stream.source {
    case .query(let limit):
      let pass = QueryPass(cursor, limit: limit, tuning: stream.tuning, usesTail: !isFull)
      pages = pass
      step = ask(pass.query())
    case .list: step = askForList(cursor)
    }
    step.beginsPass = isFull
    return step
  }

  package mutating func receive(_ response: ModificationPolling.Response) -> Step? {
    if case .rows(let rows) = response { now = rows.serverDate?.secondsSince1970 }
    return switch (query, response) {
    case (let query?, .refused): pages.map { _ in proceed(with: pages?.takeRefusal(of: query)) }
    case (let query?, .rows(let rows)): receive(rows, for: query)
    case (nil, .rows(let rows)): takeList(rows)
    case (nil, .refused): nil
    }
  }

  package mutating func read(_ payload: RawJSON, of type: String) -> SyncRow {
    let row = stream.interpret(payload)
    switch reading {
    case .page:
      page.add(row, payload)
      if pages?.cursor.isAhead(row.lastModified, at: now) == true { ahead += 1 }
    case .list:
      count += 1
      cursor?.see(row.lastModified?.secondsSince1970)
      if cursor?.isAhead(row.lastModified, at: now) == true { ahead += 1 }
    case .probe: probe?.add(CapProbe.Row(row, payload))
    case .stored, nil: break
    }
    let isGone = row.isDeleted || !row.isInScope
    return SyncRow(type: type, id: row.id, kind: isGone ? .delete : .upsert(payload), problem: row.problem)
  }

  package mutating func proceed(_ defects: RowDefects) -> Step {
    switch reading {
    case .page(let query): finishPage(of: query)
    case .list(let rows): finishList(rows)
    case .probe: endList()
    case .stored(let query, let isQuiet): isQuiet ? proceed(with: .end) : ask(query)
    case nil: Step(next: .end([.stopped]))
    }
  }

  package mutating func recordCommit(_ counts: CommitCounts) {
    guard case .stored(let query, let isQuiet) = reading else { return }
    let isNews = counts.inserted + counts.updated + counts.deleted + counts.quarantined > 0
    reading = .stored(query, isQuiet: isQuiet && !isNews)
  }

  package func remarks() -> [SyncNote] {
    var notes: [SyncNote] = []
    if isReadWithoutOrder { notes.append(.readWithoutOrder) }
    if ahead > 0 { notes.append(.stampedInFuture(ahead)) }
    if !knowsServerTime { notes.append(.serverTimeUnknown) }
    if stream.scope == .filteredByService { notes.append(.leftScopeRemains) }
    if !stream.tracksDeletions { notes.append(.deletesNotTracked) }
    return notes
  }

  /// Takes the service's time from the first response; true if the request must be repeated.
  private mutating func begin(_ rows: ModificationPolling.Rows, _ cursor: inout PollingCursor) -> Bool {
    if cursor.isFirstResponse { knowsServerTime = rows.serverTime != nil }
    return cursor.begin(at: rows.serverTime)
  }

  /// Ends the pass and remembers that it was completed. Sweeps if it was a full pass that read everything.
  private func end(_ memory: ModificationPollingMemory, _ doubts: [SyncNote] = []) -> Step {
    Step(memory: memory, sweep: doubts.isEmpty ? stream.pass.sweep(of: stream.type) : nil, next: .end(doubts))
  }
}

// MARK: - Pages

extension ModificationPollingProtocol {
  private mutating func ask(_ query: ModificationPolling.PageQuery) -> Step {
    self.query = query
    reading = nil
    return Step(next: .ask(.page(query)))
  }

  private mutating func receive(_ rows: ModificationPolling.Rows, for query: ModificationPolling.PageQuery) -> Step? {
    guard var pass = pages else { return nil }
    if begin(rows, &pass.cursor) {
      pass.forgetTail()
      pages = pass
      var step = ask(pass.query())
      step.notes = [.clockWentBack]
      return step
    }
    pages = pass
    page = PolledPage()
    guard query.order == .ascending else {
      for payload in rows.list.elements { page.add(stream.interpret(payload), payload) }
      return proceed(with: pages?.takeProbe(page, for: query))
    }
    reading = .page(query)
    return Step(rows: SyncRows(rows.list, type: stream.type, batch: .max), next: .whenRead)
  }

  private mutating func finishPage(of query: ModificationPolling.PageQuery) -> Step {
    let next = pages?.add(page, for: query, at: now)
    isReadWithoutOrder = pages?.cursor.memory.order == .ignored
    if case .end? = next { return proceed(with: next) }
    let mayBeLastPage = pages?.mayBeLastPage(page, for: query) ?? false
    let isOrdered = pages?.isOrdered ?? false
    let memory = pages?.cursor.save(isOrdered: isOrdered)
    if mayBeLastPage, case .ask(let query)? = next {
      reading = .stored(query, isQuiet: true)
      return Step(memory: memory, next: .whenStored)
    }
    var step = proceed(with: next)
    step.memory = memory
    return step
  }

  private mutating func proceed(with next: QueryPass.Step?) -> Step {
    guard let next, let cursor = pages?.cursor else { return Step(next: .end([.stopped])) }
    let doubts: [SyncNote] = cursor.stalledAt == nil ? [] : [.stalled]
    switch next {
    case .ask(let query): return ask(query)
    case .stop(let reason):
      if reason == .orderIgnored { isReadWithoutOrder = false }
      return Step(next: .end([reason] + doubts))
    case .end:
      let sweep = pages?.sweep
      guard let memory = pages?.cursor.saveEnd(sweep: sweep) else { return Step(next: .end([.stopped])) }
      return end(memory, doubts)
    }
  }
}

// MARK: - One list

extension ModificationPollingProtocol {
  private mutating func askForList(_ cursor: PollingCursor) -> Step {
    self.cursor = cursor
    let isWhole = stream.start == nil && cursor.isAtBeginning
    return Step(next: .ask(.list(atOrAfter: isWhole ? nil : Timestamp(second: cursor.floor))))
  }

  private mutating func takeList(_ rows: ModificationPolling.Rows) -> Step? {
    guard var cursor else { return nil }
    if probe == nil, begin(rows, &cursor) {
      var step = askForList(cursor)
      step.notes = [.clockWentBack]
      return step
    }
    self.cursor = cursor
    reading = probe == nil ? .list(rows) : .probe
    return Step(
      rows: SyncRows(rows.list, type: stream.type, batch: stream.tuning.batch), progress: probe == nil ? 1 : nil,
      next: .whenRead)
  }

  /// After the last row of the list, asks for the probe if one is due, and otherwise ends.
  private mutating func finishList(_ rows: ModificationPolling.Rows) -> Step {
    guard let cursor else { return Step(next: .end([.stopped])) }
    probe = CapProbe(
      rows.list, count: count, every: stream.tuning.roundLength, askedFrom: cursor.floor,
      horizon: cursor.startedAt == nil ? cursor.greatest ?? cursor.floor : cursor.horizon
    ) { [interpret = stream.interpret] in CapProbe.Row(interpret($0), $0) }
    guard let median = probe?.median else { return endList() }
    return Step(next: .ask(.list(atOrAfter: Timestamp(second: median))))
  }

  private mutating func endList() -> Step {
    if probe?.provesCap == true { return Step(next: .end([.listIsCapped])) }
    guard let memory = cursor?.saveEnd(sweep: nil) else { return Step(next: .end([.stopped])) }
    return end(memory)
  }
}

extension CapProbe.Row {
  fileprivate init(_ row: ModificationPolling.Row, _ payload: RawJSON) {
    self.init(name: row.id ?? payload.text, second: row.lastModified?.secondsSince1970)
  }
}
