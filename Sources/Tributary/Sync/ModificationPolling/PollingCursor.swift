/// The position of a pass, and what may be remembered of it.
struct PollingCursor: Sendable {
  /// What is remembered from earlier runs and learned in this one.
  var memory: ModificationPollingMemory
  /// Everything before it was read by this pass or an earlier one.
  private(set) var floor: Int
  /// The service's time when the pass began, or `nil` while unknown.
  private(set) var startedAt: Int?
  /// The second that could not be read completely; the next pass begins there.
  private(set) var stalledAt: Int?
  private(set) var isFirstResponse = true
  private let overlap: Int
  private let isFull: Bool
  private let beginning: Int
  /// Where this pass begins.
  private let origin: Int
  /// The greatest stamp seen by this pass.
  private(set) var greatest: Int?

  /// A cursor at the beginning of a pass.
  ///
  /// - Parameters:
  ///   - memory: What earlier runs remembered, or `nil` before the first.
  ///   - beginning: Where the first pass and a full one begin.
  ///   - isFull: Whether the pass reads everything. Nothing of it is remembered before its end.
  ///   - overlap: Seconds to reach back.
  init(memory: ModificationPollingMemory?, beginning: Int, isFull: Bool, overlap: Int) {
    self.memory = memory ?? ModificationPollingMemory(floor: beginning)
    self.beginning = beginning
    self.isFull = isFull
    self.overlap = overlap
    origin = isFull ? beginning : self.memory.floor
    floor = origin
  }

  /// Takes the service's time from the first response of the pass.
  ///
  /// - Returns: Whether the service's clock is behind the floor, so that later changes may be stamped before it. The
  ///   floor has then been lowered, and the request must be repeated.
  mutating func begin(at time: Int?) -> Bool {
    guard isFirstResponse else { return false }
    isFirstResponse = false
    startedAt = time
    guard let time, time < floor, floor > beginning else { return false }
    floor = time - overlap
    return true
  }

  /// Whether nothing was read so far.
  var isAtBeginning: Bool { floor == beginning }

  /// The greatest stamp of rows that were read.
  mutating func see(_ stamp: Int?) {
    if let stamp { greatest = max(greatest ?? stamp, stamp) }
  }

  mutating func climb(to second: Int) { floor = second }

  /// Continues after a second that could not be read completely.
  mutating func stall() {
    stalledAt = stalledAt ?? floor
    floor += 1
  }

  /// Forgets how far everything was read, because the order was wrongly trusted.
  mutating func startOver() {
    floor = beginning
    memory.floor = beginning
    memory.tail = nil
    memory.greatest = nil
    greatest = nil
  }

  /// What to remember of the pass so far.
  ///
  /// Before its end this is useful only if pages ascend, since then everything before the floor was read.
  mutating func save(isOrdered: Bool) -> ModificationPollingMemory {
    if isOrdered, !isFull { memory.floor = limited(stalledAt ?? floor) }
    return memory
  }

  /// What to remember of a completed pass.
  ///
  /// - Parameter sweep: The sweep that the pass ended with.
  mutating func saveEnd(sweep: OffsetSweep?) -> ModificationPollingMemory {
    memory.greatest = greatest ?? memory.greatest
    memory.floor = limited(stalledAt ?? memory.greatest ?? beginning)
    memory.tail = nil
    // Only a second that is over, in an order that is honoured, keeps its rows and their positions.
    if let sweep, sweep.isAtEnd, let key = sweep.last, sweep.offset > 0, memory.order == .honoured, stalledAt == nil,
      memory.floor == memory.greatest, memory.floor == floor
    {
      memory.tail = .init(offset: sweep.offset, key: key)
    }
    return memory
  }

  /// Whether a row is stamped later than the service's clock can explain.
  func isAhead(_ stamp: Timestamp?, at time: Int?) -> Bool {
    guard let stamp, let time else { return false }
    return stamp.secondsSince1970 > time + overlap
  }

  /// No change that becomes visible during the pass is stamped before it: the service's time at the start minus the
  /// overlap. If that time is unknown, it is where the pass began.
  var horizon: Int { startedAt.map { $0 - overlap } ?? origin }

  /// A floor that late rows cannot fall below.
  private func limited(_ floor: Int) -> Int { min(floor, horizon) }
}
