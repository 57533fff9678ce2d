import Tributary

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A transport that lets requests go at the rate of their credential, and takes note when the service asks to wait.
struct PacedTransport: HTTPTransport {
  let base: any HTTPTransport
  let bucket: CredentialBucket
  let time: any TimeSource
  /// Called when the service asks for no request for a while.
  let onPause: @Sendable (Duration) -> Void

  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    let wait = bucket.reserve()
    if wait > .zero {
      guard wait < limits.deadline else { throw .timedOut(after: limits.deadline) }
      do { try await time.sleep(for: wait) } catch { throw .cancelled }
    }
    var limits = limits
    limits.deadline -= wait
    let stream = try await base.open(request, limits: limits, delivery: delivery)
    if let pause = Self.pause(stream, now: time.date), bucket.pause(for: pause) { onPause(pause) }
    return stream
  }

  /// How long a response asks to wait. One that is rate limited without a time asks for a second.
  private static func pause(_ stream: HTTPStream, now: Date) -> Duration? {
    let asked = RetryDecision.retryAfter(stream.headers, now: now)
    switch stream.status {
    case 429: return min(asked ?? .seconds(1), SharedCredential.longestPause)
    case 503: return asked.map { min($0, SharedCredential.longestPause) }
    default: return nil
    }
  }
}
