/// The repetitions that a client has in store, so that it does not add to an outage.
final class RetryBudget: Sendable {
  private static let cost = 10
  private let capacity: Int
  private let tokens: Locked<Int>

  init(_ policy: RetryPolicy) {
    capacity = policy.budget * Self.cost
    tokens = Locked(capacity)
  }

  /// Takes one repetition out, or says that none is left.
  func spend() -> Bool {
    tokens.withLock { tokens in
      guard tokens >= Self.cost else { return false }
      tokens -= Self.cost
      return true
    }
  }

  /// Puts a tenth of a repetition back after a success.
  func refill() { tokens.withLock { $0 = min(capacity, $0 + 1) } }
}

/// What all copies of a client share to keep their pace.
final class Pace: Sendable {
  let limiter: RateLimiter?
  let budget: RetryBudget

  init(_ policy: ClientPolicy) {
    limiter = RateLimiter(perSecond: policy.callsPerSecond, time: policy.time)
    budget = RetryBudget(policy.retry)
  }
}
