import TributaryJSON

/// Rows on their way into the store, with what the protocol needs to know of them.
struct PolledRows: Sendable {
  /// A row as the protocol recognizes it.
  struct Mark: Sendable {
    /// The fingerprint of the identifier, or of the row where it has none.
    var key: UInt64
    var stamp: Timestamp?

    /// The fingerprint of the row in this state: it has another one when it was modified.
    var state: UInt64 { key ^ (stamp.map { Fingerprint.of($0.description) } ?? 0) }
  }

  private(set) var transaction = StreamTransaction()
  private(set) var marks: [Mark] = []
  private(set) var unidentified = 0
  private(set) var undecodable = 0
  /// Whether each stamp is at or after the one before.
  private(set) var isAscending = true
  /// The greatest stamp, in whole seconds.
  private(set) var greatest: Int?
  private var last: Timestamp?

  var count: Int { marks.count }

  /// Takes rows from a list, at most so many.
  init(
    _ rows: inout RawElements, atMost limit: Int = .max, type: String,
    interpret: (RawJSON) -> ModificationPolling.Row
  ) {
    while marks.count < limit, let payload = rows.next() { take(interpret(payload), payload, type: type) }
  }

  private mutating func take(_ row: ModificationPolling.Row, _ payload: RawJSON, type: String) {
    marks.append(Mark(key: Fingerprint.of(row.id ?? payload.text), stamp: row.lastModified))
    if let stamp = row.lastModified {
      if let last, stamp < last { isAscending = false }
      last = stamp
      greatest = max(greatest ?? .min, stamp.secondsSince1970)
    }
    if let id = row.id {
      let isGone = row.isDeleted || !row.isInScope
      transaction.changes.append(RecordChange(type: type, id: id, kind: isGone ? .delete : .upsert(payload)))
    } else {
      unidentified += 1
    }
    guard let problem = row.problem else { return }
    undecodable += 1
    transaction.quarantine.append(QuarantinedItem(type: type, id: row.id, payload: payload, problem: problem))
  }
}
