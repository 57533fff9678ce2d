import TributaryJSON

/// A page of the queue as what it means to the store.
struct ReceivedPage {
  private(set) var transaction = StreamTransaction()
  private(set) var count = 0
  private(set) var unknown: [String: Int] = [:]
  private(set) var undecodable = 0
  private(set) var hasUnidentified = false
  /// How many items cannot be acknowledged for want of a key.
  private(set) var keyless = 0
  private var keys: Set<ExactText> = []
  /// What is stored because of the items of `transaction.acknowledgements`.
  private(set) var holdings: [PendingAcknowledgements.Holding] = []
  /// Records that are stored and cannot be acknowledged.
  private(set) var unacknowledgeable: [RecordReference] = []

  /// Reads a page.
  ///
  /// - Parameters:
  ///   - failures: Failed objects that are remembered. Those that are handed out now, and do not fail once more on the
  ///     same page, are remembered no longer.
  init(
    _ page: SessionQueue.Page, failures: Set<RecordReference>, interpret: (RawJSON) -> SessionQueue.Item
  ) {
    for raw in page.items.elements { take(interpret(raw), raw) }
    transaction.failures = page.failures + unacknowledgeable
    guard !failures.isEmpty else { return }
    let stillFailing = Set(transaction.failures)
    transaction.recovered = transaction.changes.map(\.reference)
      .filter { failures.contains($0) && !stillFailing.contains($0) }
  }

  private mutating func take(_ item: SessionQueue.Item, _ raw: RawJSON) {
    count += 1
    if let key = item.key {
      if keys.insert(ExactText(key)).inserted {
        transaction.acknowledgements.append(key)
        holdings.append(item.holding)
      }
    } else {
      keyless += 1
      if case .record(let record) = item.holding { unacknowledgeable.append(record) }
    }
    guard let id = item.id, let kind = item.kind, !item.type.isEmpty else {
      hasUnidentified = true
      let problem = item.problem ?? "It has no type, no identifier or no content that could be read."
      transaction.quarantine.append(QuarantinedItem(type: item.type, id: nil, payload: raw, problem: problem))
      return
    }
    let change = RecordChange(type: item.type, id: id, kind: kind)
    transaction.changes.append(change)
    if !item.isKnown { unknown[item.type, default: 0] += 1 }
    // Only the last change to a record counts, and so does only the last problem.
    if !transaction.quarantine.isEmpty {
      transaction.quarantine.removeAll { other in
        other.id.map { RecordReference(type: other.type, id: $0) } == change.reference
      }
    }
    guard case .upsert(let payload) = kind, let problem = item.problem else { return }
    undecodable += 1
    transaction.quarantine.append(QuarantinedItem(type: item.type, id: id, payload: payload, problem: problem))
  }
}

extension SessionQueue.Item {
  fileprivate var holding: PendingAcknowledgements.Holding {
    guard let id, case .upsert? = kind, !type.isEmpty else { return .nothing }
    return .record(RecordReference(type: type, id: id))
  }
}
