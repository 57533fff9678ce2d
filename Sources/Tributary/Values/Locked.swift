import Foundation

/// A value that one thread at a time can reach.
///
/// On Linux the thread sanitizer cannot see a contended `Mutex` of the standard library being taken, and calls every
/// use of what it protects a race. It sees this lock, so that what it reports can be believed.
///
/// `@unchecked Sendable` holds because the value comes in as the sender's only copy of what it refers to, is touched
/// under the lock alone, and nothing that it refers to leaves it.
package final class Locked<Value: ~Copyable>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  package init(_ value: consuming sending Value) { self.value = value }

  /// Calls the function with the value while no other caller has it; not to be called from within itself.
  package func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
