// How the machine of polling reads a stream by queries, page by page.
extension ModificationPollingMachine {
  mutating func ask(_ query: ModificationPolling.PageQuery) -> [SyncEffect<Request>] {
    phase = .reading(query)
    return [.ask(.page(query))]
  }

  mutating func receive(
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

  mutating func store(
    _ transaction: StreamTransaction, then next: QueryPass.Step, mayBeQuiet: Bool, _ pass: inout QueryPass
  ) -> [SyncEffect<Request>] {
    if case .end = next { return close(&pass, with: transaction) }
    var transaction = transaction
    save(pass.cursor.save(isOrdered: pass.isOrdered), in: &transaction)
    phase = .storing(next, mayBeQuiet: mayBeQuiet)
    if case .ask(let query) = next, !mayBeQuiet { return [commit(transaction, progress: nil), .ask(.page(query))] }
    return [commit(transaction, progress: nil)]
  }

  mutating func stored(
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

  mutating func proceed(_ next: QueryPass.Step, _ pass: inout QueryPass) -> [SyncEffect<Request>] {
    switch next {
    case .ask(let query): ask(query)
    case .stop(let reason): finish([reason] + doubts(pass.cursor), after: CommitCounts())
    case .end: close(&pass, with: StreamTransaction())
    }
  }

  mutating func close(
    _ pass: inout QueryPass, with transaction: StreamTransaction
  ) -> [SyncEffect<Request>] {
    close(transaction, pass.cursor.saveEnd(sweep: pass.sweep), doubts(pass.cursor))
  }

  func doubts(_ cursor: PollingCursor) -> [SyncNote] { cursor.stalledAt == nil ? [] : [.instantStalled] }
}
