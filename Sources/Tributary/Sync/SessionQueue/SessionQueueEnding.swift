// How the machine of a session queue ends: what the queue could not settle is asked for one by one.
extension SessionQueueMachine {
  /// Ends the sessions, and asks for what failed one by one.
  mutating func end(_ doubt: SyncNote?) -> [SyncEffect<Request>] {
    self.doubt = doubt
    memory.askedLast = remembered.beginAsking(
      isProven: doubt == nil, behind: memory.askedLast, atMost: tuning.retriedObjects)
    return retryNext()
  }

  mutating func retryNext() -> [SyncEffect<Request>] {
    guard let object = remembered.next() else { return close() }
    phase = .retrying(object)
    return [.ask(.object(object))]
  }

  mutating func retried(_ object: RecordReference, _ answer: Answer) -> [SyncEffect<Request>] {
    switch answer {
    case .object(let payload, let problem):
      remembered.found(object)
      last.changes.append(RecordChange(type: object.type, id: object.id, kind: .upsert(payload)))
      if let problem {
        tally.undecodable += 1
        last.quarantine.append(
          QuarantinedItem(type: object.type, id: object.id, payload: payload, problem: problem))
      }
    case .missing:
      remembered.isGone(object)
      last.changes.append(RecordChange(type: object.type, id: object.id, kind: .delete))
      last.recovered.append(object)
    case .unavailable: break
    default: return []
    }
    return retryNext()
  }

  mutating func close() -> [SyncEffect<Request>] {
    if forgetsFailures {
      let forgotten = remembered.forget()
      tally.forgotten = forgotten.count
      last.recovered += forgotten
      memory.hasUnidentified = false
      memory.hasRefusedKeys = false
    }
    // An item without identifier may have been one of the records that seem to be gone.
    if doubt == nil, memory.owesSweep, remembered.failing == 0, !memory.hasUnidentified {
      memory.owesSweep = false
      last.sweep = .delete([])
    }
    let effect = commit(last, progress: doubt == nil ? 1 : nil)
    guard case .commit(let transaction, _) = effect, !transaction.isEmpty else { return finish() }
    phase = .closing
    return [effect]
  }

  mutating func finish() -> [SyncEffect<Request>] {
    phase = .done
    var reasons = doubt.map { [$0] } ?? []
    if remembered.failing > 0 { reasons.append(.failedObjects(remembered.failing)) }
    if memory.hasUnidentified { reasons.append(.unidentifiedItems) }
    if memory.hasRefusedKeys { reasons.append(.refusedKeys) }
    return tally.notes(dropped: acknowledgements.dropped).map { .note($0) } + [.finish(reasons)]
  }
}
