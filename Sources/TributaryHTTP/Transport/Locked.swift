#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A value that one thread at a time can access.
///
/// On Linux the thread sanitizer cannot see a contended `Mutex` of the standard library being taken, and calls every
/// use of what it protects a race. It sees this lock, so its reports can be trusted.
///
/// `@unchecked Sendable` holds because the value comes in as the sender's only copy of what it refers to, is touched
/// under the lock alone, and nothing that it refers to leaves it.
package final class Locked<Value: ~Copyable>: @unchecked Sendable {
  // A mutex must not move, so it has memory of its own.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var value: Value

  package init(_ value: consuming sending Value) {
    self.value = value
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Calls the function with the value while no other caller has it; not to be called from within itself.
  package func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }
}
