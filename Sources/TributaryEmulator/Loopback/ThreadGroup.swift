import Dispatch
import Tributary

/// Threads that can be waited for.
final class ThreadGroup: Sendable {
  private let group = DispatchGroup()

  /// Runs work on a new thread. If the system cannot create one, the work is not done.
  func start(_ work: @escaping @Sendable () -> Void) {
    group.enter()
    let isStarted = SystemThread.start(stackBytes: 1 << 20) { [group] in
      work()
      group.leave()
    }
    if !isStarted { group.leave() }
  }

  /// Returns when every thread has ended.
  func wait() { group.wait() }
}
