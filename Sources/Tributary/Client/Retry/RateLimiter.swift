/// Spaces the requests of a client evenly, so that no second contains more of them than the service allows.
final class RateLimiter: Sendable {
  private let interval: Duration
  private let time: any TimeSource
  /// When the next request may go.
  private let next = Locked<Duration?>(nil)

  init?(perSecond: Double?, time: any TimeSource) {
    guard let perSecond, perSecond > 0, perSecond.isFinite else { return nil }
    interval = .seconds(1 / perSecond)
    self.time = time
  }

  /// Reserves the next slot and returns how long the caller must wait for it.
  func reserve() -> Duration {
    let now = time.uptime
    return next.withLock { next in
      let turn = max(next ?? now, now)
      next = turn + interval
      return turn - now
    }
  }
}
