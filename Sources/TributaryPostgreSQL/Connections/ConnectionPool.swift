#if PostgreSQL
import Foundation
import Tributary
import TributaryHTTP

/// Connections, each with a thread of its own, on which jobs wait for the server.
///
/// A call that blocks would otherwise stop the tasks of the whole process, the renewals of other accounts' leases
/// among them.
final class ConnectionPool: Sendable {
  /// A job, on the thread of a connection.
  typealias Job = @Sendable (ConnectionSlot) -> Void

  /// What the threads share; they keep it alive, and not the pool.
  private final class Queue: Sendable {
    private struct State {
      var jobs: [Job] = []
      var threads = 0
      var idle = 0
      var isClosed = false
    }

    private let state = Locked(State())
    private let wakeUp = DispatchSemaphore(value: 0)

    /// Adds a job.
    ///
    /// - Returns: Whether another thread should be started for it.
    func add(_ job: @escaping Job, limit: Int) -> Bool {
      let (isNeeded, _) = state.withLock { state in
        state.jobs.append(job)
        let isNeeded = state.idle < state.jobs.count && state.threads < limit
        if isNeeded { state.threads += 1 }
        return (isNeeded, ())
      }
      wakeUp.signal()
      return isNeeded
    }

    /// Takes back a thread that could not be started.
    ///
    /// - Returns: The jobs that nobody will do, if there is no other thread.
    func removeThread() -> [Job] {
      state.withLock { state in
        state.threads -= 1
        guard state.threads == 0 else { return [] }
        defer { state.jobs = [] }
        return state.jobs
      }
    }

    func close() {
      let threads = state.withLock { state in
        state.isClosed = true
        return state.threads
      }
      for _ in 0..<threads { wakeUp.signal() }
    }

    /// Does jobs until the pool is closed and none is left.
    func work(with slot: ConnectionSlot) {
      while let job = next() { job(slot) }
    }

    private func next() -> Job? {
      while true {
        state.withLock { $0.idle += 1 }
        wakeUp.wait()
        let (job, isOver) = state.withLock { state -> (Job?, Bool) in
          state.idle -= 1
          if !state.jobs.isEmpty { return (state.jobs.removeFirst(), false) }
          return (nil, state.isClosed)
        }
        if let job { return job }
        if isOver { return nil }
      }
    }
  }

  let options: ConnectionOptions
  private let queue = Queue()
  private let limit: Int

  /// A pool that opens connections when they are needed, up to a number of them.
  init(_ options: ConnectionOptions, limit: Int) {
    self.options = options
    self.limit = max(limit, 1)
  }

  deinit { queue.close() }

  /// Runs a job on a connection's thread, and waits without blocking one of the caller's.
  ///
  /// A cancelled task waits as well: what was begun ends, a COMMIT above all.
  func run<Output: Sendable>(
    _ job: @escaping @Sendable (ConnectionSlot) throws(StoreError) -> Output
  ) async throws(StoreError) -> Output {
    let result: Result<Output, StoreError> = await withCheckedContinuation { continuation in
      submit { slot in
        guard let slot = slot.usable else {
          continuation.resume(returning: .failure(.connectionLost("the system has no thread left for a connection")))
          return
        }
        do throws(StoreError) {
          let output = try job(slot)
          continuation.resume(returning: .success(output))
        } catch { continuation.resume(returning: .failure(error)) }
      }
    }
    return try result.get()
  }

  /// Runs a job whose result nobody waits for.
  func submit(_ job: @escaping Job) {
    guard queue.add(job, limit: limit) else { return }
    let (queue, options) = (queue, options)
    let isStarted = SystemThread.start { queue.work(with: ConnectionSlot(options)) }
    guard !isStarted else { return }
    for job in queue.removeThread() { job(ConnectionSlot(nil)) }
  }
}

/// The place of a connection, which is made anew after it broke. Only its thread uses it.
final class ConnectionSlot {
  private let options: ConnectionOptions?
  private var connection: Connection?

  /// The place of a connection; without options, of none.
  init(_ options: ConnectionOptions?) { self.options = options }

  var usable: ConnectionSlot? { options == nil ? nil : self }

  /// What the database is called in messages.
  var label: String { options?.label ?? "" }

  /// Runs the body once on a connection that is not known to be broken.
  func attempt<Output>(
    _ body: (Connection) throws(DatabaseFailure) -> Output
  ) throws(DatabaseFailure) -> Output {
    guard let options else { throw .lost(reason: "there is no connection", mayBeCommitted: false) }
    if connection?.isStale ?? false { connection = nil }
    let open: Connection
    if let connection { open = connection } else { open = try Connection(options) }
    connection = open
    defer { if open.isBroken { connection = nil } }
    return try body(open)
  }

  /// Runs the body, again after failures that pass and where nothing can have been committed.
  ///
  /// The waits between the attempts add up to six seconds: a restart of the server is over by then.
  func perform<Output>(
    _ body: (Connection) throws(DatabaseFailure) -> Output
  ) throws(DatabaseFailure) -> Output {
    var wait: UInt32 = 50_000
    while true {
      do throws(DatabaseFailure) { return try attempt(body) } catch {
        guard error.isTransient, wait <= 3_200_000 else { throw error }
        usleep(wait)
        wait *= 2
      }
    }
  }

  /// Runs the body as ``perform(_:)`` does, and reports failures as a store does.
  func use<Output>(
    _ body: (Connection) throws(DatabaseFailure) -> Output
  ) throws(StoreError) -> Output {
    do throws(DatabaseFailure) { return try perform(body) } catch { throw error.storeError(label) }
  }
}
#endif
