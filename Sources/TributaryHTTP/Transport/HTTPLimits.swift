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

/// How the content of a response is wanted.
public enum HTTPDelivery: Sendable {
  /// Complete, within the deadline. The content may be compressed on its way.
  case whole
  /// As it comes: the connection waits for the reader, and content that is compressed is an error. The deadline ends at
  /// the header fields of a success; other responses are small and bounded by it.
  case streamed
}
