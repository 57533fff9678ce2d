import Tributary

/// Takes connections and gives each a thread.
struct AcceptLoop: Sendable {
  let service: any EmulatedService
  let faults: FaultPlan
  let limits: ServerLimits
  let root: String
  let stopping: StopSignal
  let threads: ThreadGroup

  func start(_ listener: Listener) { threads.start { run(listener) } }

  private func run(_ listener: Listener) {
    defer { listener.stop() }
    let open = OpenConnections(limit: limits.connections)
    while let descriptor = listener.accept(stop: stopping) {
      guard open.enter() else {
        let socket = Socket(descriptor, stop: stopping, patience: .milliseconds(100))
        _ = ResponseWriter.write(.plain(503), to: socket, for: "GET", closing: true)
        continue
      }
      threads.start {
        let socket = Socket(descriptor, stop: stopping, patience: limits.silence)
        Connection(service: service, faults: faults, limits: limits, root: root).run(socket)
        open.leave()
      }
    }
  }
}

/// Counts the connections that are open.
private final class OpenConnections: Sendable {
  private let limit: Int
  private let count = Locked(0)

  init(limit: Int) { self.limit = limit }

  func enter() -> Bool {
    count.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
  }

  func leave() { count.withLock { $0 -= 1 } }
}
