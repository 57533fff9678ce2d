/// Sends one request and opens its response; the runtime's only access to a network.
///
/// A transport follows no redirects, repeats only idempotent requests and keeps no cookies or credentials: retry,
/// authentication and rate limits are handled above it.
///
/// Your own transport needs a single function. This one sends nothing:
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
  /// Sends a request, and returns once the header fields of its response have arrived.
  ///
  /// - Parameters:
  ///   - request: What to send.
  ///   - limits: The limits of the exchange.
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
