import Tributary

/// The clock of a server: what it reads at a moment, in its zone, and where it jumps.
struct TimestampCursorClock: Sendable {
  /// A moment from which on the clock reads something else.
  struct Jump: Sendable {
    var at: Int
    var seconds: Int
    /// Whether the `Date` header jumps too: it does when the clock is set, and not when the zone's time changes.
    var isInDate: Bool
  }

  static let second = 1_000_000_000

  /// Nanoseconds from 1970, in truth.
  var now = 1_704_812_400 * second
  /// Seconds that the zone is ahead of UTC, before any jump.
  var zone = 0
  /// Seconds that the `Date` header is ahead of the truth.
  var dateError = 0
  var jumps: [Jump] = []

  /// What the clock reads.
  func reading(at moment: Int, digits: Int) -> LocalTimestamp {
    let shown = moment + (zone + jumped(at: moment) { _ in true }) * Self.second
    return LocalTimestamp(
      seconds: shown / Self.second, nanoseconds: shown % Self.second, fractionDigits: digits) ?? .epoch
  }

  /// What the `Date` header says.
  var date: Timestamp? {
    Timestamp(secondsSince1970: now / Self.second + dateError + jumped(at: now) { $0.isInDate })
  }

  private func jumped(at moment: Int, where counts: (Jump) -> Bool) -> Int {
    var sum = 0
    for jump in jumps where jump.at <= moment && counts(jump) { sum += jump.seconds }
    return sum
  }
}
