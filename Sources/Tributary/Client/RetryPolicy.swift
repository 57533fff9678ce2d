/// How a client repeats what failed.
///
/// A request is repeated when its ``RetryClass`` allows it and the failure may pass: a lost or unreachable
/// connection, 429, 500, 502, 503, 504. The wait is drawn evenly from nothing up to a ceiling that doubles with each
/// attempt ("full jitter"), unless the service names its own in `Retry-After`.
public struct RetryPolicy: Sendable, Equatable {
  /// The greatest number of attempts for one call, the first included.
  public var attempts: Int
  /// The ceiling of the first wait.
  public var initialBackoff: Duration
  /// The greatest ceiling.
  public var maximumBackoff: Duration
  /// How many repetitions a client has in store. Each costs one, each success gives back a tenth: when a service is
  /// down for long, almost nothing is repeated.
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

  /// Nothing is repeated.
  public static let never = Self(attempts: 1)
}
