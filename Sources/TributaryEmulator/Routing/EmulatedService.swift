public import Tributary

/// A service that runs in this process.
///
/// It may be called from several threads at once.
public protocol EmulatedService: Sendable {
  /// Responds to a request, whose URL is absolute and whose content is complete.
  func respond(to request: HTTPRequest) -> HTTPResponse
}
