/// What a run has seen so far, for its bounds and its notes.
struct SessionQueueTally: Sendable {
  /// Pages, all sessions together.
  var pages = 0
  /// Consecutive pages that brought nothing.
  var idle = 0
  /// Sessions that vanished since one was read to its end or brought something new.
  var vanished = 0
  /// Sessions that were read to the end.
  private(set) var drained = 0
  /// The most recent consecutive ones that brought nothing new.
  private(set) var barren = 0
  /// Whether the session brought nothing new so far.
  private var isBarren = true
  var forgotten = 0
  private var keyless = 0
  private var items = 0
  private var sessionItems = 0
  private var total: Int?

  mutating func begin(total: Int?) {
    isBarren = true
    idle = 0
    sessionItems = 0
    self.total = total
  }

  mutating func markProgress() {
    isBarren = false
    vanished = 0
  }

  mutating func drain() {
    drained += 1
    barren = isBarren ? barren + 1 : 0
    vanished = 0
  }

  mutating func count(_ page: ReceivedPage) {
    items += page.count
    sessionItems += page.count
    keyless += page.keyless
  }

  /// The part of the run that is done, according to the service's estimate of what is left.
  func fraction(left: Int?) -> Double? {
    // The total is an estimate and can be any number.
    let rest = total.flatMap { $0 >= sessionItems ? $0 - sessionItems : nil }
    guard let left = left ?? rest, left >= 0, items > 0 else { return nil }
    return Double(items) / (Double(items) + Double(left))
  }

  func notes(dropped: Int) -> [SyncNote] {
    var notes: [SyncNote] = []
    if keyless + dropped > 0 { notes.append(.unacknowledged(keyless + dropped)) }
    if forgotten > 0 { notes.append(.forgottenFailures(forgotten)) }
    return notes
  }
}
