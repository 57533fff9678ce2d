/// The limits of what a loopback server accepts.
public struct ServerLimits: Sendable, Equatable {
  /// Simultaneous connections. Further ones get a 503.
  public var connections: Int
  /// The size of a request's head, in bytes. A larger one gets a 431.
  public var headBytes: Int
  /// The size of a request's content, in bytes. A larger one gets a 413.
  public var bodyBytes: Int
  /// The idle timeout of a client, inside a request or between two. The connection then ends.
  public var idleTimeout: Duration

  /// Limits; by default 64 connections, 64 KiB, 64 MiB and 30 seconds.
  public init(
    connections: Int = 64, headBytes: Int = 64 << 10, bodyBytes: Int = 64 << 20, idleTimeout: Duration = .seconds(30)
  ) {
    self.connections = connections
    self.headBytes = headBytes
    self.bodyBytes = bodyBytes
    self.idleTimeout = idleTimeout
  }
}
