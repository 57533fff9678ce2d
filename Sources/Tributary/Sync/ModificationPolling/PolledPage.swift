import TributaryJSON

/// What the protocol needs to know about the rows of a page.
struct PolledPage: Sendable {
  /// A row as the protocol recognizes it.
  struct Mark: Sendable {
    /// The fingerprint of the identifier, or of the row if it has none.
    var key: UInt64
    var stamp: Timestamp?

    /// The fingerprint of the row in this state; a modified row has another one.
    var state: UInt64 { key ^ (stamp.map { Fingerprint.of($0.description) } ?? 0) }
  }

  private(set) var marks: [Mark] = []
  /// Whether each stamp is at or after the previous one.
  private(set) var isAscending = true
  /// The greatest stamp, in whole seconds.
  private(set) var greatest: Int?
  private var last: Timestamp?

  var count: Int { marks.count }

  mutating func add(_ row: ModificationPolling.Row, _ payload: RawJSON) {
    marks.append(Mark(key: Fingerprint.of(row.id ?? payload.text), stamp: row.lastModified))
    guard let stamp = row.lastModified else { return }
    if let last, stamp < last { isAscending = false }
    last = stamp
    greatest = max(greatest ?? .min, stamp.secondsSince1970)
  }
}
