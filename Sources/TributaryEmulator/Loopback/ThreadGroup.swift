import Foundation

/// Threads that can be waited for.
final class ThreadGroup: Sendable {
  private let group = DispatchGroup()

  /// Runs work on a thread of its own.
  func start(_ work: @escaping @Sendable () -> Void) {
    group.enter()
    let thread = Thread { [group] in
      work()
      group.leave()
    }
    thread.stackSize = 1 << 20
    thread.name = "tributary.loopback"
    thread.start()
  }

  /// Returns when every thread has ended.
  func wait() { group.wait() }
}
