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

/// How the content of a response is wanted.
public enum HTTPDelivery: Sendable {
  /// Complete, within the deadline. The content may be compressed on its way.
  case whole
  /// As it comes: the connection waits for the reader, and content that is compressed is an error. The deadline ends at
  /// the header fields of a success; other responses are small and bounded by it.
  case streamed
}

extension HTTPTransport {
  /// Sends a request and collects its response.
  public func send(_ request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    let stream = try await open(request, limits: limits, delivery: .whole)
    return HTTPResponse(
      status: stream.status, headers: stream.headers, body: try await stream.body.collect(limits: limits))
  }
}

/// What one exchange may cost before it is given up.
public struct HTTPLimits: Sendable, Equatable {
  /// The greatest size of the content after decompression, in bytes.
  public var bodyBytes: Int
  /// The greatest size of the header fields with the status line, in bytes.
  public var headerBytes: Int
  /// The time from the call to the last byte of the response, or to its header fields where the content is streamed.
  public var deadline: Duration
  /// The longest time for looking up the host and connecting to it.
  public var connectTimeout: Duration
  /// The longest time without a byte in either direction. It counts from the moment at which the request is sent.
  public var idleTimeout: Duration
  /// The size above which collected content goes to an unlinked temporary file that is mapped, in bytes.
  public var memoryBytes: Int

  /// Limits; by default 1 GiB of content, 64 KiB of header fields, ten minutes in all, 30 seconds for connecting, one
  /// minute without a byte, and 4 MiB in memory.
  public init(
    bodyBytes: Int = 1 << 30, headerBytes: Int = 64 << 10, deadline: Duration = .seconds(600),
    connectTimeout: Duration = .seconds(30), idleTimeout: Duration = .seconds(60), memoryBytes: Int = 4 << 20
  ) {
    self.bodyBytes = bodyBytes
    self.headerBytes = headerBytes
    self.deadline = deadline
    self.connectTimeout = connectTimeout
    self.idleTimeout = idleTimeout
    self.memoryBytes = memoryBytes
  }
}
