import TributaryJSON

/// A pass by one list without limit, which is taken in batches.
///
/// Twenty bytes a row are kept, so that a list of a million rows stays small in memory.
struct ListPass: Sendable {
  var cursor: PollingCursor
  let answer: ModificationPolling.Rows
  private(set) var isCapped = false
  private let tuning: ModificationPolling.Tuning
  private let type: String
  private let interpret: @Sendable (RawJSON) -> ModificationPolling.Row
  private var rows: RawElements
  private var count = 0
  private var keys: Set<UInt64> = []
  private var stamps: [Int] = []

  init(
    _ answer: ModificationPolling.Rows, cursor: PollingCursor, tuning: ModificationPolling.Tuning, type: String,
    interpret: @escaping @Sendable (RawJSON) -> ModificationPolling.Row
  ) {
    self.answer = answer
    self.cursor = cursor
    self.tuning = tuning
    self.type = type
    self.interpret = interpret
    rows = answer.list.elements
  }

  /// How much of the list is behind, from 0 to 1.
  var fraction: Double { rows.fraction }

  /// Takes the next rows; fewer than a batch at the end.
  mutating func next() -> PolledRows {
    let batch = PolledRows(&rows, atMost: tuning.batch, type: type, interpret: interpret)
    cursor.see(batch)
    count += batch.count
    for mark in batch.marks {
      keys.insert(mark.key)
      if let stamp = mark.stamp { stamps.append(stamp.secondsSince1970) }
    }
    return batch
  }

  /// The moment to ask from once more where the list may be capped, or `nil`. From its median on, a capped list would
  /// show rows that it left out; from where it began it could not.
  var probe: Int? {
    guard count > 0, tuning.roundLength > 0, count.isMultiple(of: tuning.roundLength), !stamps.isEmpty else {
      return nil
    }
    let median = stamps.sorted()[stamps.count / 2]
    return median > cursor.floor ? median : nil
  }

  /// Looks for rows that the list should have had: too old to have changed since.
  mutating func takeProbe(_ answer: ModificationPolling.Rows) {
    guard let horizon = cursor.startedAt == nil ? stamps.max() : cursor.horizon else { return }
    for payload in answer.list.elements {
      let row = interpret(payload)
      guard let stamp = row.lastModified, stamp.secondsSince1970 <= horizon else { continue }
      if !keys.contains(Fingerprint.of(row.id ?? payload.text)) { isCapped = true }
    }
  }
}
