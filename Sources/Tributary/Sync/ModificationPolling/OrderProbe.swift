/// A page that was asked for in ascending order and did ascend, to be held against one that was asked for otherwise.
struct OrderProbe: Sendable {
  private let stamps: [UInt64: Timestamp?]

  init(_ page: PolledPage) {
    stamps = Dictionary(page.marks.map { ($0.key, $0.stamp) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether another page of the same rows can only be explained by an order that is honoured.
  ///
  /// A service that ignores the order would hand out the same rows in the same places, but for those that changed
  /// meanwhile. So either unchanged rows, which ascend in this page, do not ascend in the other; or the other page holds
  /// none of them, and mostly strangers: all of this page would have had to change between two requests.
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
