import Tributary

/// Accepts connections and gives each a thread.
struct AcceptLoop: Sendable {
  let service: any EmulatedService
  let faults: FaultPlan
  let limits: ServerLimits
  let root: String
  let stopping: StopSignal
  let threads: ThreadGroup
  let connections: ConnectionCount

  func start(_ listener: Listener) { threads.start { run(listener) } }

  private func run(_ listener: Listener) {
    defer { listener.stop() }
    while let descriptor = listener.accept(stop: stopping) {
      guard connections.enter(limit: limits.connections) else {
        let socket = Socket(descriptor, stop: stopping, idleTimeout: .milliseconds(100))
        _ = ResponseWriter.write(.plain(503), to: socket, for: "GET", closing: true)
        continue
      }
      threads.start {
        let socket = Socket(descriptor, stop: stopping, idleTimeout: limits.idleTimeout)
        ServedConnection(service: service, faults: faults, limits: limits, root: root).run(socket)
        connections.leave()
      }
    }
  }
}

/// Counts the connections of a server.
final class ConnectionCount: Sendable {
  private let counts = Locked((open: 0, accepted: 0))

  /// How many are open.
  var open: Int { counts.withLock { $0.open } }
  /// How many were accepted since the server began.
  var accepted: Int { counts.withLock { $0.accepted } }

  /// Counts a connection, unless the limit of open connections is reached.
  func enter(limit: Int) -> Bool {
    counts.withLock { counts in
      guard counts.open < limit else { return false }
      counts.open += 1
      counts.accepted += 1
      return true
    }
  }

  func leave() { counts.withLock { $0.open -= 1 } }
}
