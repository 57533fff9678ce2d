/// A point at which a process can end: before and after each effect.
package enum CrashPoint: CaseIterable, Sendable {
  /// Nothing of the request has been sent.
  case beforeRequest
  /// The server has seen the request, and the response is lost.
  case beforeResponse
  /// The content of a response is only in memory.
  case beforeCommit
  /// The next request, which may overtake the commit, has reached the server, but the commit is not made.
  case requestBeforeCommit
  /// The commit is durable, and nothing that follows has happened.
  case afterCommit
}

/// A way in which a request can fail.
public enum NetworkFault: Error, CaseIterable, Sendable {
  /// The service refuses the request with this status.
  case unauthorized, notFound, tooManyRequests, unavailable
  /// The connection breaks before the server sees the request.
  case cutBeforeRequest
  /// The connection breaks after the server has seen the request.
  case cutBeforeResponse

  /// Whether the server has seen the request.
  package var reachesServer: Bool { self == .cutBeforeResponse }
}

/// A process that dies after a number of crash points, behind a network that fails after a number of requests.
public struct SimulatedProcess: Sendable {
  /// How many crash points the process survives.
  public var momentsLeft = Int.max
  /// How many requests succeed.
  public var requestsLeft = Int.max
  /// How the request after them fails.
  public var fault = NetworkFault.unavailable
  /// Where the process ended.
  package private(set) var crashes = Tally<CrashPoint>()
  /// How requests failed.
  package private(set) var faults = Tally<NetworkFault>()

  /// A process that never dies, behind a network that never fails.
  public init() {}

  /// Whether the process continues.
  mutating func survives(_ point: CrashPoint) -> Bool {
    momentsLeft -= 1
    crashes.count(point, if: momentsLeft < 0)
    return momentsLeft >= 0
  }

  mutating func send<Output>(_ request: () throws -> Output) throws -> Output {
    requestsLeft -= 1
    guard requestsLeft < 0 else { return try request() }
    faults.count(fault)
    if fault.reachesServer { _ = try request() }
    throw fault
  }
}
