/// An error model that can tell a throttled call from other failures.
///
/// Some services refuse a call that came too fast with another status than 429, and say so only in the content. Where
/// the error model of an endpoint conforms and says yes, the call counts as answered with 429: it is repeated under the
/// client's policy, and when that is used up ``APIError/reason`` is `.status(429)`, while ``APIError/status`` keeps
/// what came.
public protocol RateLimitReporting {
  /// Whether the service refused the call because there were too many.
  var isRateLimited: Bool { get }
}
