/// Reads rows by offset, and detects when they move meanwhile.
///
/// Each page begins with the last row of the previous page. If a row before it disappears or is inserted, that last row
/// moves, so no row after it can be skipped unnoticed. It must also be unmodified; otherwise it has moved itself and is
/// in its old place only by chance.
struct OffsetSweep: Sendable {
  /// The position of the last row; `0` before the first page.
  private(set) var offset = 0
  /// Whether the last page had no further row.
  private(set) var isAtEnd = false
  /// That row, in the state in which it was read.
  private(set) var last: UInt64?
  /// Whether a single page held all rows, so that they were seen at one moment.
  var isOnePage: Bool { pagesWithRows <= 1 }
  private var pagesWithRows = 0
  private var known: Set<UInt64> = []

  init() {}

  /// Continues after the tail of an earlier sweep.
  init(behind tail: ModificationPollingMemory.Tail) {
    offset = tail.offset
    last = tail.key
  }

  /// Takes the page at ``offset``; false if rows have moved or have no stable order.
  mutating func add(_ page: PolledPage) -> Bool {
    var rows = page.marks[...]
    if let last {
      guard rows.popFirst()?.state == last else { return false }
      offset += rows.count
    } else {
      offset = max(rows.count - 1, 0)
    }
    isAtEnd = rows.isEmpty
    if !isAtEnd { pagesWithRows += 1 }
    last = rows.last?.state ?? last
    return rows.allSatisfy { known.insert($0.key).inserted }
  }
}
