/// The limits of one exchange.
public struct HTTPLimits: Sendable, Equatable {
  /// The maximum size of the content after decompression, in bytes.
  public var bodyBytes: Int
  /// The maximum size of the header fields with the status line, in bytes.
  public var headerBytes: Int
  /// The time from the call to the last byte of the response, or to its header fields if the content is streamed.
  public var deadline: Duration
  /// The maximum time for looking up the host and connecting to it.
  public var connectTimeout: Duration
  /// The maximum time without a byte in either direction, counted from the time the request is sent.
  public var idleTimeout: Duration
  /// The size above which collected content goes to an unlinked temporary file that is mapped, in bytes.
  public var memoryBytes: Int

  /// Limits; by default 1 GiB of content, 64 KiB of header fields, ten minutes in all, 30 seconds for connecting, an
  /// idle timeout of one minute, and 4 MiB in memory.
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

/// How the content of a response is delivered.
public enum HTTPDelivery: Sendable {
  /// Complete, within the deadline. The content may be compressed in transit.
  case whole
  /// As it arrives: the connection waits for the reader, and compressed content is an error. The deadline applies up to
  /// the header fields of a success; other responses are small and fully covered by it.
  case streamed
}
