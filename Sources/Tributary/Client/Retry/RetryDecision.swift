#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Decides whether a failure is transient, whether its request may be repeated, and after how long.
package enum RetryDecision {
  /// Whether a later attempt may fare better.
  static func isTransient(_ reason: APIError.Reason) -> Bool {
    switch reason {
    case .status(let status): [429, 500, 502, 503, 504].contains(status)
    case .transport(let error): error.isTransient
    default: false
    }
  }

  /// Whether the request is idempotent, or the service guarantees that repeating it does no harm.
  static func isRepeatable(_ request: EndpointRequest) -> Bool {
    // A stream cannot be read twice.
    guard request.body?.content.isRepeatable ?? true else { return false }
    return switch request.retry {
    case .always: true
    case .never: false
    case .byMethod: ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].contains(request.method)
    }
  }

  /// The backoff after an attempt, counted from 1: what the service asks for, or a random part of a ceiling that
  /// doubles each time.
  static func backoff(after attempt: Int, retryAfter: Duration?, policy: RetryPolicy, random: Double) -> Duration {
    if let retryAfter { return retryAfter }
    var ceiling = policy.initialBackoff
    for _ in 1..<max(2, attempt) where ceiling < policy.maximumBackoff && attempt > 1 { ceiling *= 2 }
    return min(ceiling, policy.maximumBackoff) * min(max(random, 0), 1)
  }

  /// The wait that `Retry-After` asks for, in seconds or until a date; a date in the past means no wait.
  package static func retryAfter(_ headers: HTTPHeaders, now: Date) -> Duration? {
    guard let text = headers["Retry-After"] else { return nil }
    // Nine digits are thirty years.
    if (1...9).contains(text.utf8.count), let seconds = Int(text), seconds >= 0 { return .seconds(seconds) }
    return HTTPDate.date(text).map { .milliseconds(Int(min(max(0, $0.timeIntervalSince(now)), 1e9) * 1000)) }
  }
}
