public import Tributary

// The client and the models are generated from the specs beside this file.

/// Throttling that hides behind 403 is retried like 429.
extension Problem: RateLimitReporting {
  /// Whether the message says so.
  public var isRateLimited: Bool { message.contains("secondary rate limit") }
}
