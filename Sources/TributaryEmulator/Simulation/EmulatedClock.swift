/// The clock of an emulated service: a simulated one, or one that follows an external clock.
public struct EmulatedClock: Sendable {
  /// 2024-01-09T15:00:00 in UTC.
  private static let start = 1_704_812_400

  private let now: (@Sendable () -> Int)?
  private var offset = 0
  private var last: Int
  /// The second up to which automatic changes have been made.
  private var lastChange: Int

  /// A clock that follows another one, in seconds from 1970, or one that stays at 2024-01-09 until it is advanced.
  public init(now: (@Sendable () -> Int)?) {
    self.now = now
    lastChange = now?() ?? Self.start
    last = lastChange * 1_000_000
  }

  /// Seconds from 1970.
  public var seconds: Int { microseconds / 1_000_000 }

  /// Microseconds from 1970.
  package var microseconds: Int { max(last, ((now?() ?? Self.start) + offset) * 1_000_000) }

  /// Lets time pass. An external clock runs by itself.
  public mutating func advance(seconds: Int) {
    if now == nil || seconds > 1 { offset += seconds }
    last = microseconds
  }

  /// Lets the time of one request pass.
  ///
  /// - Returns: How many automatic changes are due; at most 10,000.
  package mutating func passRequest(seconds: Int, changeEvery interval: Int?) -> Int {
    advance(seconds: seconds)
    guard let interval, interval > 0 else { return 0 }
    let due = max(0, (self.seconds - lastChange) / interval)
    lastChange += due * interval
    return min(due, 10_000)
  }

  /// Microseconds from 1970, later than any returned before, so that no two changes share a stamp by accident.
  package mutating func tick() -> Int {
    last = microseconds + 7
    return last
  }
}
