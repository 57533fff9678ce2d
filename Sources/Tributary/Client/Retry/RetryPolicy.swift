/// How a client retries failed requests.
///
/// A request is retried if its ``RetryClass`` allows it and the failure is transient: a lost or unreachable connection,
/// 429, 500, 502, 503, 504. The backoff is uniformly random between zero and a ceiling that doubles with each attempt
/// ("full jitter"), unless the service sets one in `Retry-After`.
public struct RetryPolicy: Sendable, Equatable {
  /// The maximum number of attempts for one call, including the first.
  public var attempts: Int
  /// The ceiling of the first wait.
  public var initialBackoff: Duration
  /// The greatest ceiling.
  public var maximumBackoff: Duration
  /// The number of retries in a client's budget. Each retry costs one and each success returns a tenth, so almost
  /// nothing is retried during a long outage.
  public var budget: Int

  /// A policy; by default 4 attempts, waits up to 0.5, 1, 2 seconds, never above 30, and 20 repetitions in store.
  public init(
    attempts: Int = 4, initialBackoff: Duration = .milliseconds(500), maximumBackoff: Duration = .seconds(30),
    budget: Int = 20
  ) {
    self.attempts = max(1, attempts)
    self.initialBackoff = initialBackoff
    self.maximumBackoff = maximumBackoff
    self.budget = max(0, budget)
  }

  /// Nothing is retried.
  public static let never = Self(attempts: 1)
}
