import TributaryJSON

/// A list on its way into the store, with what the probe for a cap needs to know of the rows that went by.
///
/// Sixteen bytes a row are kept, so that a list of a million rows stays small in memory.
struct ReceivedList: Sendable {
  let answer: TimestampCursor.Answer
  private var rows: RawElements
  private var ids: [UInt64] = []
  private var stamps: [Int] = []
  private var known: Set<UInt64> = []

  init(_ answer: TimestampCursor.Answer) {
    self.answer = answer
    rows = answer.rows.elements
  }

  /// How much of the text is behind, from 0 to 1.
  var fraction: Double { rows.fraction }

  mutating func next() -> RawJSON? { rows.next() }

  mutating func record(id: String, stamp: LocalTimestamp?) {
    ids.append(Fingerprint.of(id))
    if let stamp { stamps.append(stamp.seconds) }
  }

  /// The median stamp when the length is a multiple of `every`, else `nil`. From then on ``contains(_:)`` answers.
  mutating func median(every length: Int) -> LocalTimestamp? {
    guard !ids.isEmpty, length > 0, ids.count.isMultiple(of: length), !stamps.isEmpty else { return nil }
    known = Set(ids)
    ids = []
    stamps.sort()
    let median = stamps[stamps.count / 2]
    stamps = []
    return LocalTimestamp(seconds: median, fractionDigits: Int(answer.createdAt.fractionDigits))
  }

  /// Whether a row with this identifier went by.
  func contains(_ id: String) -> Bool { known.contains(Fingerprint.of(id)) }
}
