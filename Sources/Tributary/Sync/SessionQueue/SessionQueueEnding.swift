// How the protocol of a session queue ends: unsettled objects are requested one by one.
extension SessionQueueProtocol {
  /// Ends the sessions, and requests the unsettled objects one by one.
  mutating func end(_ doubt: SyncNote?) -> Step {
    self.doubt = doubt
    memory.askedLast = unsettled.beginAsking(
      isProven: doubt == nil, behind: memory.askedLast, atMost: tuning.objectRequests)
    return retryNext()
  }

  private mutating func retryNext() -> Step {
    guard let object = unsettled.next() else {
      pending = .closing
      return Step(next: .whenRead)
    }
    asked = .object(object)
    return Step(next: .ask(.object(object)))
  }

  mutating func settleRetry(_ object: RecordReference, _ response: SessionQueue.Response) -> Step? {
    switch response {
    case .object(let payload, let problem):
      unsettled.markCurrent(object)
      last.changes.append(RecordChange(type: object.type, id: object.id, kind: .upsert(payload)))
      if let problem {
        last.quarantine.append(
          QuarantinedItem(type: object.type, id: object.id, payload: payload, problem: problem))
      }
    case .missing:
      unsettled.markMissing(object)
      last.changes.append(RecordChange(type: object.type, id: object.id, kind: .delete))
      last.recovered.append(object)
    case .unavailable: break
    default: return nil
    }
    return retryNext()
  }

  mutating func close(maySweep: Bool) -> Step {
    if forgetsFailures {
      let forgotten = unsettled.forget()
      tally.forgotten = forgotten.count
      last.recovered += forgotten
      memory.hasRefusedKeys = false
    }
    let sweeps = doubt == nil && memory.owesSweep && unsettled.failing == 0 && maySweep
    if sweeps { memory.owesSweep = false }
    var reasons = doubt.map { [$0] } ?? []
    if unsettled.failing > 0 { reasons.append(.unsettledObjects(unsettled.failing)) }
    if memory.hasRefusedKeys { reasons.append(.refusedKeys) }
    return complete(Step(transaction: last, sweep: sweeps ? .delete([]) : nil, next: .end(reasons)))
  }
}
