/// The clock of an emulated service: a simulated one, or one that follows a clock outside.
struct EmulatedClock: Sendable {
  /// 2024-01-09T15:00:00 in UTC.
  private static let start = 1_704_812_400

  private let now: (@Sendable () -> Int)?
  private var offset = 0
  private var last: Int

  init(now: (@Sendable () -> Int)?) {
    self.now = now
    last = (now?() ?? Self.start) * 1_000_000
  }

  /// Microseconds from 1970.
  var microseconds: Int { max(last, ((now?() ?? Self.start) + offset) * 1_000_000) }

  /// Lets time pass; a clock outside passes by itself.
  mutating func advance(seconds: Int) {
    if now == nil || seconds > 1 { offset += seconds }
    last = microseconds
  }

  /// Microseconds from 1970, later than any before, so that no two changes share a moment by accident.
  mutating func tick() -> Int {
    last = microseconds + 7
    return last
  }
}
