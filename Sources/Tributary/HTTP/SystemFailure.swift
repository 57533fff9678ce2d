import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Tells the errors of `URLSession` apart by what a caller can do about them.
enum SystemFailure {
  static func transportError(_ error: any Error, silence: Duration) -> TransportError {
    guard let error = error as? URLError else { return .failed(error.localizedDescription) }
    let words = error.localizedDescription
    switch error.code {
    case .cancelled, .userCancelledAuthentication: return .cancelled
    case .timedOut: return .timedOut(after: silence)
    case .cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet, .dataNotAllowed,
      .internationalRoamingOff, .callIsActive:
      return .unreachable(words)
    // On Linux a body that ends early is `unknown`, and a connection that ends without an answer `badServerResponse`.
    case .networkConnectionLost, .unknown, .badServerResponse: return .connectionLost
    case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
      .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
      .clientCertificateRequired:
      return .untrusted(words)
    case .badURL, .unsupportedURL: return .invalidRequest(words)
    default: return .failed(words)
    }
  }
}
