import Tributary

/// A moment at which a process can end: before and after each effect.
enum CrashPoint: CaseIterable, Sendable {
  /// Nothing of the request has gone out.
  case beforeRequest
  /// The server has seen the request, and the answer is lost.
  case beforeAnswer
  /// What an answer brought is in memory only.
  case beforeCommit
  /// The next request, which may overtake the commit, has reached the server, and the commit is not made.
  case requestBeforeCommit
  /// The commit is durable, and nothing that follows has happened.
  case afterCommit
}

/// A way in which a request can fail.
enum NetworkFault: Error, CaseIterable, Sendable {
  case unauthorized, notFound, tooManyRequests, unavailable
  case cutBeforeRequest, cutBeforeAnswer

  /// Whether the server has seen the request.
  var reachesServer: Bool { self == .cutBeforeAnswer }
}

/// A process that dies after so many moments at which it could, behind a network that fails after so many requests.
struct SimulatedProcess: Sendable {
  var momentsLeft = Int.max
  var requestsLeft = Int.max
  var fault = NetworkFault.unavailable
  private(set) var crashes = Tally<CrashPoint>()
  private(set) var faults = Tally<NetworkFault>()

  /// Whether the process goes on.
  mutating func survives(_ point: CrashPoint) -> Bool {
    momentsLeft -= 1
    crashes.count(point, if: momentsLeft < 0)
    return momentsLeft >= 0
  }

  mutating func send<Answer>(_ request: () throws -> Answer) throws -> Answer {
    requestsLeft -= 1
    guard requestsLeft < 0 else { return try request() }
    faults.count(fault)
    if fault.reachesServer { _ = try request() }
    throw fault
  }
}
