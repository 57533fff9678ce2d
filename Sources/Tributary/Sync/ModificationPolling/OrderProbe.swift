/// A page that was requested in ascending order and did ascend, for comparison with one requested otherwise.
struct OrderProbe: Sendable {
  private let stamps: [UInt64: Timestamp?]

  init(_ page: PolledPage) {
    stamps = Dictionary(page.marks.map { ($0.key, $0.stamp) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether another page of the same rows can only be explained by an order that is honoured.
  ///
  /// A service that ignores the order would return the same rows in the same places, except for those that changed
  /// meanwhile. So there is proof if unchanged rows, which ascend in this page, do not ascend in the other. There is
  /// also proof if the other page has none of them and mostly unknown rows, because then all rows of this page would
  /// have had to change between two requests.
  func differs(from other: PolledPage) -> Bool {
    var last: Timestamp?
    var (unlisted, unchanged) = (0, 0)
    for row in other.marks {
      guard let known = stamps[row.key] else {
        unlisted += 1
        continue
      }
      guard let stamp = row.stamp, stamp == known else { continue }
      if let last, stamp < last { return true }
      last = stamp
      unchanged += 1
    }
    return unchanged == 0 && unlisted >= 3 && unlisted * 2 > other.count
  }
}
