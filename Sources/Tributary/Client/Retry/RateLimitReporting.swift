/// An error model that can report rate limiting.
///
/// Some services reject a rate-limited call with a status other than 429 and indicate the limit only in the content. If
/// the error model of an endpoint conforms and returns true, the call is treated as a 429: it is retried under the
/// client's policy. When all retries are used, ``APIError/reason`` is `.status(429)`, while ``APIError/status`` keeps
/// the status received.
public protocol RateLimitReporting {
  /// Whether the service refused the call because there were too many.
  var isRateLimited: Bool { get }
}
