import TributaryJSON

/// A list on its way into the store, and what the probe for a cap needs to know of it.
///
/// Of the rows that go by nothing is kept: a list may have a million. A list of a round length is read again for its
/// probe, and then costs eight bytes a row.
struct ReceivedList: Sendable {
  let answer: TimestampCursor.Answer
  private var rows: RawElements
  /// How many rows that have an identifier went by.
  private(set) var identified = 0
  /// `nil` unless the list is probed.
  private var known: FingerprintSet?

  init(_ answer: TimestampCursor.Answer) {
    self.answer = answer
    rows = answer.rows.elements
  }

  /// How much of the text is behind, from 0 to 1.
  var fraction: Double { rows.fraction }

  mutating func next() -> RawJSON? { rows.next() }

  /// Counts a row that has an identifier.
  mutating func noteIdentified() { identified += 1 }

  /// The moment to probe from when the count of rows with identifiers is a multiple of `length`, else `nil`: a second
  /// before the median stamp, so that no row of its own second is left out. From then on ``contains(_:)`` answers.
  mutating func probe(
    every length: Int, interpret: @escaping (RawJSON) -> TimestampCursor.Row
  ) -> LocalTimestamp? {
    guard identified > 0, length > 0, identified.isMultiple(of: length),
      let median = medianSeconds(interpret)
    else { return nil }
    known = FingerprintSet(answer.rows.elements.lazy.compactMap { interpret($0).id }, count: identified)
    return LocalTimestamp(seconds: median, fractionDigits: Int(answer.createdAt.fractionDigits))?.adding(seconds: -1)
  }

  private func medianSeconds(_ interpret: @escaping (RawJSON) -> TimestampCursor.Row) -> Int? {
    let stamps = answer.rows.elements.lazy.compactMap { payload -> Int? in
      let row = interpret(payload)
      return row.id == nil ? nil : row.stamp?.seconds
    }
    return Median.of(stamps, count: identified)
  }

  /// Whether a row with this identifier went by.
  func contains(_ id: String) -> Bool { known?.contains(id) ?? false }
}
