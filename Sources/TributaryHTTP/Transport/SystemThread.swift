#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A thread of the system's own, for work that blocks.
package enum SystemThread {
  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Runs work on a new thread, which receives no signals.
  ///
  /// - Returns: False if the system cannot create another thread; the work is then not done.
  package static func start(stackBytes: Int = 512 << 10, _ work: @escaping @Sendable () -> Void) -> Bool {
    // A new thread inherits the signal mask of its creator.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    let isStarted = create(stackBytes, Work(work))
    pthread_sigmask(SIG_SETMASK, &before, nil)
    return isStarted
  }

  private static func create(_ stackBytes: Int, _ work: Work) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackBytes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let context = Unmanaged.passRetained(work)
    #if canImport(Darwin)
    var thread: pthread_t?
    let result = pthread_create(&thread, &attributes, { SystemThread.run($0) }, context.toOpaque())
    #else
    var thread = pthread_t()
    let result = pthread_create(&thread, &attributes, { SystemThread.run($0) }, context.toOpaque())
    #endif
    pthread_attr_destroy(&attributes)
    if result != 0 { context.release() }
    return result == 0
  }

  private static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
}
