// How the machine of polling reads a stream by one list, batch by batch.
extension ModificationPollingMachine {
  mutating func ask(_ cursor: PollingCursor) -> [SyncEffect<Request>] {
    phase = .listing(cursor)
    let isWhole = start == nil && cursor.isAtBeginning
    return [.ask(.list(atOrAfter: isWhole ? nil : Timestamp(second: cursor.floor)))]
  }

  mutating func receiveList(
    _ answer: ModificationPolling.Rows, _ cursor: PollingCursor
  ) -> [SyncEffect<Request>] {
    var cursor = cursor
    if begin(answer, &cursor) { return [.note(.serverClockWentBack)] + ask(cursor) }
    list = ListPass(answer, cursor: cursor, tuning: tuning, type: type, interpret: interpret)
    return withList { $0.takeBatch(&$1) }
  }

  mutating func takeBatch(_ pass: inout ListPass) -> [SyncEffect<Request>] {
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
  mutating func storedBeforeProbe() -> [SyncEffect<Request>] {
    phase = .probingList
    return []
  }

  mutating func takeProbe(
    _ answer: ModificationPolling.Rows, _ pass: inout ListPass
  ) -> [SyncEffect<Request>] {
    pass.takeProbe(answer)
    guard !pass.isCapped else { return finish([.listIsCapped], after: CommitCounts()) }
    return close(StreamTransaction(), pass.cursor.saveEnd(sweep: nil), [])
  }
}
