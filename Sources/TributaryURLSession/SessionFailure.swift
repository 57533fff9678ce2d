import Foundation
import TributaryHTTP

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Classifies the errors of `URLSession` by what a caller can do about them.
enum SessionFailure {
  static func transportError(_ error: any Error, limits: HTTPLimits) -> TransportError {
    guard let error = error as? URLError else { return .failed(error.localizedDescription) }
    let words = error.localizedDescription
    switch error.code {
    case .cancelled, .userCancelledAuthentication: return .cancelled
    case .timedOut: return .idleTimedOut(after: limits.idleTimeout)
    case .cannotFindHost, .dnsLookupFailed: return .nameNotFound(error.failingURL?.host() ?? "")
    case .cannotConnectToHost, .notConnectedToInternet, .dataNotAllowed, .internationalRoamingOff, .callIsActive:
      return .unreachable(words)
    case .unknown: return unknown(words)
    // On Linux a connection that ends without a response is `badServerResponse`.
    case .networkConnectionLost, .badServerResponse: return .connectionLost(while: .waiting)
    case .secureConnectionFailed: return .handshakeFailed(words)
    case .serverCertificateHasBadDate, .serverCertificateUntrusted,
      .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
      .clientCertificateRequired:
      return .untrusted(words)
    default: return .failed(words)
    }
  }

  /// On Linux one code has many causes, which libcurl's message distinguishes. Most often a body ended early.
  private static func unknown(_ words: String) -> TransportError {
    let lowercased = words.lowercased()
    if lowercased.contains("certificate") { return .untrusted(words) }
    // The service speaks, but not HTTP, or not TLS. Asking again brings the same.
    for sign in ["header", "encoding", "content-length", "wrong version", "alert"] where lowercased.contains(sign) {
      return .invalidResponse(words)
    }
    return .connectionLost(while: .readingContent)
  }
}
