import Tributary

/// Serves a service over HTTP/1.1 at 127.0.0.1, for clients on this machine only.
///
/// ```swift
/// let server = try LoopbackServer(service: service)
/// defer { server.stop() }
/// let client = ServiceClient(baseURL: server.baseURL)
/// ```
public final class LoopbackServer: Sendable {
  /// Why a server could not start.
  public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another program listens on the port.
    case portInUse(Int)
    /// The port is reserved for programs with more rights.
    case portNotAllowed(Int)
    /// The number is not a valid port.
    case noSuchPort(Int)
    /// Any other failure, as the system describes it.
    case system(String)

    /// A sentence that says what to do.
    public var description: String {
      switch self {
      case .portInUse(let port): "port \(port) is in use; choose another one, or 0 for any that is free"
      case .portNotAllowed(let port): "port \(port) needs more privileges than this user has; choose one above 1023"
      case .noSuchPort(let port): "\(port) is not a port; choose a number from 0 to 65535"
      case .system(let words): "the server could not start: \(words)"
      }
    }
  }

  /// The port it listens on.
  public let port: Int
  /// The URL of the service: `http://127.0.0.1:50123`.
  public var baseURL: String { "http://127.0.0.1:\(port)" }
  /// The faults to inject. They may be changed while the server runs.
  public let faults: FaultPlan

  /// How many connections are open.
  package var openConnections: Int { connections.open }
  /// How many connections were accepted since the server began.
  package var acceptedConnections: Int { connections.accepted }

  private let connections = ConnectionCount()
  private let stopping: StopSignal
  private let threads = ThreadGroup()

  /// Starts a server, which listens when this returns.
  ///
  /// - Parameters:
  ///   - service: The service that responds.
  ///   - port: The port; 0 for any that is free.
  ///   - faults: What goes wrong.
  ///   - limits: The limits of what it accepts.
  public init(
    service: any EmulatedService, port: Int = 0, faults: FaultPlan = FaultPlan(), limits: ServerLimits = ServerLimits()
  ) throws(Problem) {
    guard let stopping = StopSignal() else { throw .system("a pipe could not be created") }
    let listener = try Listener(port: port)
    self.port = listener.port
    self.faults = faults
    self.stopping = stopping
    AcceptLoop(
      service: service, faults: faults, limits: limits, root: "http://127.0.0.1:\(listener.port)", stopping: stopping,
      threads: threads, connections: connections
    ).start(listener)
  }

  deinit { stop() }

  /// Stops listening, ends every connection, and returns when the last thread has ended.
  ///
  /// A service must not call it from inside a response. Calling it again does nothing.
  public func stop() {
    stopping.raise()
    threads.wait()
  }
}
