/// Sends one request and opens its response; the only way from the runtime to a network.
///
/// A transport follows no redirect, repeats nothing that is not idempotent and keeps no cookie and no credential:
/// retry, authentication and rate limits are above it.
///
/// A transport of your own has one function to write. This one sends nothing:
///
/// ```swift
/// struct Offline: HTTPTransport {
///   func open(
///     _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
///   ) async throws(TransportError) -> HTTPStream {
///     HTTPStream(status: 503)
///   }
/// }
/// ```
public protocol HTTPTransport: Sendable {
  /// Sends a request, and returns once the header fields of its response are there.
  ///
  /// - Parameters:
  ///   - request: What to send.
  ///   - limits: What the exchange may cost.
  ///   - delivery: How the content is wanted.
  /// - Returns: The response, whatever its status.
  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream
}

extension HTTPTransport {
  /// Sends a request and collects its response.
  public func send(_ request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    let stream = try await open(request, limits: limits, delivery: .whole)
    return HTTPResponse(
      status: stream.status, headers: stream.headers, body: try await stream.body.collect(limits: limits))
  }
}
