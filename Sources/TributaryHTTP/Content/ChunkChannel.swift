package import TributaryJSON

/// Carries the content of a response from the thread that receives it to the task that reads it.
///
/// It buffers a bounded number of bytes. Once it is full, the receiving side has to wait, and with it the connection
/// and the server; it is resumed when there is room again.
package final class ChunkChannel: Sendable {
  fileprivate struct State {
    var chunks: [SharedBytes] = []
    /// The first chunk that was not yet taken.
    var first = 0
    var bytes = 0
    var isFull = false
    /// How the content ended, once it did.
    var end: TransportError??
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Locked(State())
  private let capacity: Int
  private let resume: @Sendable () -> Void
  private let cancel: @Sendable () -> Void

  /// A channel.
  ///
  /// - Parameters:
  ///   - capacity: How many bytes are buffered before the receiving side has to wait.
  ///   - resume: Called once there is room again after the channel was full.
  ///   - cancel: Called when the reader gives up.
  package init(capacity: Int, resume: @escaping @Sendable () -> Void, cancel: @escaping @Sendable () -> Void) {
    self.capacity = capacity
    self.resume = resume
    self.cancel = cancel
  }

  /// Takes bytes, or refuses all of them because the channel is full.
  package func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let isFull = state.withLock { state in
      state.isFull = state.end == nil && state.bytes >= capacity
      return state.isFull
    }
    if !isFull { push(bytes) }
    return !isFull
  }

  /// Takes bytes unconditionally, for a receiving side that cannot keep them. False once the channel is full.
  @discardableResult
  package func push(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let (waiters, hasRoom) = state.withLock { state in
      guard state.end == nil else { return ([CheckedContinuation<Void, Never>](), true) }
      state.chunks.append(SharedBytes(copying: bytes))
      state.bytes += bytes.count
      state.isFull = state.bytes >= capacity
      return (state.drainWaiters(), !state.isFull)
    }
    for waiter in waiters { waiter.resume() }
    return hasRoom
  }

  /// Ends the content; chunks that are buffered can still be read. Only the first call counts.
  package func finish(_ error: TransportError?) {
    let waiters = state.withLock { state in
      if state.end == nil { state.end = .some(error) }
      return state.drainWaiters()
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Discards the buffered content and everything still to come.
  package func abandon() {
    let wasOpen = state.withLock { state in
      defer { if state.end == nil { state.end = .some(.cancelled) } }
      (state.chunks, state.first, state.bytes) = ([], 0, 0)
      return state.end == nil
    }
    if wasOpen { cancel() }
  }

  /// The next chunk, or `nil` at the end.
  package func next() async throws(TransportError) -> SharedBytes? {
    while true {
      if Task.isCancelled {
        abandon()
        throw .cancelled
      }
      let (step, hasRoom) = state.withLock { state in state.take(capacity: capacity) }
      if hasRoom { resume() }
      switch step {
      case .chunk(let chunk): return chunk
      case .end(nil): return nil
      case .end(let error?): throw error
      case .wait: await wait()
      }
    }
  }

  private func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mustWait = state.withLock { state in
          // Whatever came in the meantime, including cancellation, found nobody waiting.
          guard !Task.isCancelled, state.end == nil, state.first == state.chunks.count else { return false }
          state.waiters.append(continuation)
          return true
        }
        if !mustWait { continuation.resume() }
      }
    } onCancel: {
      for waiter in state.withLock({ $0.drainWaiters() }) { waiter.resume() }
    }
  }
}

extension ChunkChannel.State {
  enum Step { case chunk(SharedBytes), end(TransportError?), wait }

  /// The next step of a reader, and whether the receiving side can continue.
  mutating func take(capacity: Int) -> (Step, hasRoom: Bool) {
    guard first < chunks.count else {
      if let end { return (.end(end), false) }
      return (.wait, false)
    }
    let chunk = chunks[first]
    chunks[first] = SharedBytes()
    first += 1
    bytes -= chunk.count
    if first == chunks.count { (chunks, first) = ([], 0) }
    guard isFull, bytes <= capacity / 2 else { return (.chunk(chunk), false) }
    isFull = false
    return (.chunk(chunk), true)
  }

  mutating func drainWaiters() -> [CheckedContinuation<Void, Never>] {
    defer { waiters = [] }
    return waiters
  }
}

/// Ends an exchange once its content is released.
package final class BodyLifetime: Sendable {
  private let channel: ChunkChannel
  /// What has to live as long as the content does.
  private let owner: any Sendable

  package init(_ channel: ChunkChannel, keeping owner: any Sendable) {
    self.channel = channel
    self.owner = owner
  }

  deinit { channel.abandon() }

  /// The content, which keeps this alive.
  package func body() -> HTTPBody {
    HTTPBody { () async throws(TransportError) in try await self.channel.next() }
  }
}
