import TributaryJSON

/// A pass by one list without limit, which is taken in batches.
///
/// Of the rows that go by nothing is kept: a list may have a million. A list of a round length is read again for its
/// probe, and then costs eight bytes a row.
struct ListPass: Sendable {
  var cursor: PollingCursor
  let answer: ModificationPolling.Rows
  private(set) var isCapped = false
  private let tuning: ModificationPolling.Tuning
  private let type: String
  private let interpret: @Sendable (RawJSON) -> ModificationPolling.Row
  private var rows: RawElements
  private var count = 0
  /// The greatest stamp.
  private var greatest: Int?
  /// `nil` unless the list is probed.
  private var known: FingerprintSet?

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
    if let latest = batch.greatest { greatest = max(greatest ?? latest, latest) }
    return batch
  }

  /// The moment to ask from once more where the list may be capped, or `nil`. From its median on, a capped list would
  /// show rows that it left out; from where it began it could not.
  mutating func prepareProbe() -> Int? {
    guard count > 0, tuning.roundLength > 0, count.isMultiple(of: tuning.roundLength),
      let median = medianStamp(), median > cursor.floor
    else { return nil }
    known = FingerprintSet(answer.list.elements.lazy.map { [interpret] in interpret($0).id ?? $0.text }, count: count)
    return median
  }

  private func medianStamp() -> Int? {
    let stamps = answer.list.elements.lazy.compactMap { [interpret] in interpret($0).lastModified?.secondsSince1970 }
    return Median.of(stamps, count: count)
  }

  /// Looks for rows that the list should have had: too old to have changed since.
  mutating func takeProbe(_ answer: ModificationPolling.Rows) {
    guard let horizon = cursor.startedAt == nil ? greatest : cursor.horizon else { return }
    for payload in answer.list.elements {
      let row = interpret(payload)
      guard let stamp = row.lastModified, stamp.secondsSince1970 <= horizon else { continue }
      if known?.contains(row.id ?? payload.text) != true { isCapped = true }
    }
  }
}
