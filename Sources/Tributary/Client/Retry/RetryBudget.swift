/// The budget of retries of a client, which keeps it from aggravating an outage.
final class RetryBudget: Sendable {
  private static let cost = 10
  private let capacity: Int
  private let tokens: Locked<Int>

  init(_ policy: RetryPolicy) {
    capacity = policy.budget * Self.cost
    tokens = Locked(capacity)
  }

  /// Spends one retry, or returns false if none is left.
  func spend() -> Bool {
    tokens.withLock { tokens in
      guard tokens >= Self.cost else { return false }
      tokens -= Self.cost
      return true
    }
  }

  /// Returns a tenth of a retry after a success.
  func refill() { tokens.withLock { $0 = min(capacity, $0 + 1) } }
}

/// The rate and retry state that all copies of a client share.
final class Pace: Sendable {
  let limiter: RateLimiter?
  let budget: RetryBudget

  init(_ policy: ClientPolicy) {
    limiter = RateLimiter(perSecond: policy.callsPerSecond, time: policy.time)
    budget = RetryBudget(policy.retry)
  }
}
