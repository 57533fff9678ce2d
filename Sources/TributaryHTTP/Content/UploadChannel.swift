import TributaryJSON

/// Carries the content of a request from the task that produces it to the thread that sends it.
///
/// It buffers a bounded number of bytes: the producer waits until the connection has taken enough of them.
package final class UploadChannel: Sendable {
  private struct State {
    /// What was produced and not yet sent.
    var chunks: [SharedBytes] = []
    var bytes = 0
    /// How much of the first chunk was sent.
    var sent = 0
    /// How many bytes were produced so far.
    var total = 0
    var isStarved = false
    var isClosed = false
    /// How the content ended, once it did.
    var end: TransportError??
    var waiters: [CheckedContinuation<Void, Never>] = []
    var task: Task<Void, Never>?
  }

  /// What the sending side finds.
  package enum Step: Equatable {
    /// This many bytes were copied.
    case bytes(Int)
    /// Nothing is available yet; the channel calls `wake` once something is.
    case empty
    /// All content was taken.
    case end
    /// The content cannot be completed.
    case failed(TransportError)
  }

  private let state = Locked(State())
  private let capacity: Int
  private let stream: ContentStream
  private let wake: @Sendable () -> Void

  /// A channel for a stream.
  ///
  /// - Parameters:
  ///   - stream: What is sent.
  ///   - capacity: How many bytes are buffered before the stream has to wait.
  ///   - wake: Called after ``take(into:)`` found nothing, once there is something.
  package init(_ stream: ContentStream, capacity: Int, wake: @escaping @Sendable () -> Void) {
    self.stream = stream
    self.capacity = capacity
    self.wake = wake
  }

  /// Begins to read the stream.
  package func start() {
    let task = Task { [stream] in
      do {
        try await stream.pump { chunk in await self.send(chunk) }
        self.finish(nil)
      } catch let error as TransportError {
        self.finish(error)
      } catch {
        self.finish(.content("\(error)"))
      }
    }
    let isClosed = state.withLock { state in
      state.task = task
      return state.isClosed
    }
    if isClosed { task.cancel() }
  }

  /// Stops reading the stream.
  package func close() {
    let (task, waiters) = state.withLock { state in
      state.isClosed = true
      (state.chunks, state.bytes, state.sent) = ([], 0, 0)
      defer { (state.task, state.waiters) = (nil, []) }
      return (state.task, state.waiters)
    }
    task?.cancel()
    for waiter in waiters { waiter.resume() }
  }

  /// Copies what is available.
  package func take(into buffer: UnsafeMutableRawBufferPointer) -> Step {
    let (step, waiters) = state.withLock { state -> (Step, [CheckedContinuation<Void, Never>]) in
      guard let chunk = state.chunks.first else {
        switch state.end {
        case nil:
          state.isStarved = true
          return (.empty, [])
        case .some(nil): return (.end, [])
        case .some(let error?): return (.failed(error), [])
        }
      }
      let count = min(buffer.count, chunk.count - state.sent)
      chunk[state.sent..<(state.sent + count)].withUnsafeBytes { buffer.copyMemory(from: $0) }
      state.sent += count
      state.bytes -= count
      if state.sent == chunk.count {
        state.chunks.removeFirst()
        state.sent = 0
      }
      guard state.bytes <= capacity / 2 else { return (.bytes(count), []) }
      defer { state.waiters = [] }
      return (.bytes(count), state.waiters)
    }
    for waiter in waiters { waiter.resume() }
    return step
  }

  /// Takes a chunk, and waits while too much is buffered. False once no more content is needed.
  private func send(_ chunk: SharedBytes) async -> Bool {
    let (isWanted, isStarved) = state.withLock { state in
      guard !state.isClosed, state.end == nil else { return (false, false) }
      state.total += chunk.count
      if let length = stream.length, state.total > length {
        state.end = .some(.content("it is longer than the \(length) bytes that were announced"))
      } else {
        state.chunks.append(chunk)
        state.bytes += chunk.count
      }
      defer { state.isStarved = false }
      return (true, state.isStarved)
    }
    if isStarved { wake() }
    guard isWanted else { return false }
    await withCheckedContinuation { continuation in
      let mustWait = state.withLock { state in
        guard !state.isClosed, state.end == nil, state.bytes >= capacity else { return false }
        state.waiters.append(continuation)
        return true
      }
      if !mustWait { continuation.resume() }
    }
    return state.withLock { !$0.isClosed && $0.end == nil }
  }

  private func finish(_ error: TransportError?) {
    let isStarved = state.withLock { state in
      if state.end == nil {
        let isShort = error == nil && (stream.length.map { state.total < $0 } ?? false)
        state.end = .some(isShort ? .content("it ended after \(state.total) of \(stream.length ?? 0) bytes") : error)
      }
      defer { state.isStarved = false }
      return state.isStarved
    }
    if isStarved { wake() }
  }
}
