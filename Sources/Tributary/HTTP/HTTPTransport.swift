/// Sends one request and returns its whole answer; the only way from the runtime to a network.
///
/// A transport follows no redirect, repeats nothing and keeps nothing between calls: retry, authentication and
/// limits on the rate stand above it.
public protocol HTTPTransport: Sendable {
  /// Sends a request.
  ///
  /// - Parameters:
  ///   - request: What to send, byte for byte.
  ///   - limits: What the answer may cost.
  /// - Returns: The answer, whatever its status.
  func send(_ request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse
}

/// What one exchange may cost before it is given up.
public struct HTTPLimits: Sendable, Equatable {
  /// The greatest size of the content after decompression, in bytes.
  public var bodyBytes: Int
  /// The time from the first byte sent to the last byte received, however slowly they come.
  public var deadline: Duration
  /// The longest silence, in which not one byte comes.
  public var silence: Duration
  /// The size above which content goes to an unlinked temporary file that is mapped, in bytes.
  public var memoryBytes: Int

  /// Limits; by default 1 GiB, ten minutes, one minute of silence, and 4 MiB in memory.
  public init(
    bodyBytes: Int = 1 << 30, deadline: Duration = .seconds(600), silence: Duration = .seconds(60),
    memoryBytes: Int = 4 << 20
  ) {
    self.bodyBytes = bodyBytes
    self.deadline = deadline
    self.silence = silence
    self.memoryBytes = memoryBytes
  }
}
