public import Tributary

/// A service that runs in this process.
///
/// It may be asked from several threads at once.
public protocol EmulatedService: Sendable {
  /// Answers a request, whose URL is absolute and whose content is complete.
  func respond(to request: HTTPRequest) -> HTTPResponse
}
