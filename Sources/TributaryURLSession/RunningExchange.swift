import Foundation
import TributaryHTTP
import TributaryJSON

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// One request under way, with the state in which its response is collected.
///
/// It ends exactly once: by the complete response, by a failure, by the deadline or by cancellation, whichever is first.
/// What the session reports afterwards is dropped.
final class RunningExchange: Sendable {
  typealias Continuation = CheckedContinuation<Void, Never>

  private struct State: ~Copyable {
    var task: URLSessionTask?
    var continuation: Continuation?
    var timer: (any DispatchSourceTimer)?
    var outcome: Result<HTTPStream, TransportError>?
    var status = 0
    var headers = HTTPHeaders()
    var body: BodyCollector
    /// Where streamed content goes.
    var channel: ChunkChannel?
    var streamedBytes = 0
    /// Whether the caller has a response whose content is still arriving.
    var isDelivered = false
  }

  /// How much of a streamed response is buffered before the server has to wait.
  private static let channelBytes = 256 << 10
  /// Where deadlines fire and tasks are cancelled. Cancelling inside a callback of the session does not stop a body
  /// that is being decompressed.
  static let queue = DispatchQueue(label: "tributary.transport", attributes: .concurrent)

  private let state: Locked<State>
  private let limits: HTTPLimits
  private let method: String
  private let owner: URLSessionTransport
  /// The content that the request streams.
  let content: StreamedContent?

  init(request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery, owner: URLSessionTransport) {
    method = request.method
    self.limits = limits
    self.owner = owner
    if case .stream(let stream) = request.content { content = StreamedContent(stream) } else { content = nil }
    state = Locked(State(body: BodyCollector(limits: limits)))
    #if canImport(Darwin)
    guard delivery == .streamed else { return }
    let channel = ChunkChannel(capacity: Self.channelBytes) { [weak self] in
      self?.resume()
    } cancel: { [weak self] in
      self?.fail(.cancelled)
    }
    state.withLock { $0.channel = channel }
    #endif
  }

  /// Takes the task and its waiting caller.
  func begin(_ task: URLSessionTask, _ continuation: Continuation) {
    state.withLock { state in
      state.task = task
      state.continuation = continuation
    }
  }

  /// Sends the request, unless it was cancelled in the meantime.
  func start() {
    let deadline = limits.deadline
    let task = state.withLock { state -> URLSessionTask? in
      guard state.outcome == nil else { return nil }
      // A timer, since a delayed block would be kept until its time even when it is cancelled.
      let timer = DispatchSource.makeTimerSource(queue: Self.queue)
      timer.setEventHandler { [weak self] in self?.fail(.timedOut(after: deadline)) }
      timer.schedule(deadline: .now() + max(0, deadline.seconds))
      timer.activate()
      state.timer = timer
      return state.task
    }
    guard let task else { return deliver() }
    task.resume()
  }

  private func resume() {
    #if canImport(Darwin)
    state.withLock { $0.task }?.resume()
    #endif
  }

  /// Ends without a complete response.
  func fail(_ error: TransportError) {
    let (isDelivered, channel, task) = state.withLock { state in (state.isDelivered, state.channel, state.task) }
    guard isDelivered else { return end(.failure(error)) }
    channel?.finish(error)
    Self.queue.async { task?.cancel() }
  }

  func receive(_ response: HTTPURLResponse) {
    var headers = HTTPHeaders()
    for (name, value) in response.allHeaderFields {
      if let name = name as? String, let value = value as? String { headers.append(value, for: name) }
    }
    let channel = state.withLock { state in
      state.status = response.statusCode
      state.headers = headers
      return state.channel
    }
    guard let channel else { return }
    if let coding = headers["Content-Encoding"], coding.lowercased() != "identity" {
      return fail(.contentCoding("\"\(coding)\" was not requested by a stream"))
    }
    let lifetime = BodyLifetime(channel, keeping: StreamOwner(exchange: self, transport: owner))
    end(.success(HTTPStream(status: response.statusCode, headers: headers, body: lifetime.body())))
  }

  func receive(_ data: Data) {
    let failure = state.withLock { state -> TransportError? in
      data.withUnsafeBytes { bytes in
        if let channel = state.channel {
          state.streamedBytes += bytes.count
          guard state.streamedBytes <= limits.bodyBytes else { return .tooLarge(limit: limits.bodyBytes) }
          #if canImport(Darwin)
          if !channel.push(bytes) { state.task?.suspend() }
          #else
          channel.push(bytes)
          #endif
          return nil
        }
        guard state.outcome == nil else { return nil }
        do throws(TransportError) { try state.body.append(bytes) } catch { return error }
        return nil
      }
    }
    if let failure { fail(failure) }
  }

  func complete(_ response: URLResponse?, _ error: (any Error)?) {
    if let error { return fail(SessionFailure.transportError(error, limits: limits)) }
    // On Linux a redirect whose target makes no sense is not reported, but it is there.
    if state.withLock({ $0.status == 0 }), let response = response as? HTTPURLResponse { receive(response) }
    if let channel = state.withLock({ $0.channel }) { return channel.finish(nil) }
    let result = state.withLock { state -> Result<HTTPStream, TransportError>? in
      guard state.outcome == nil else { return nil }
      guard state.status > 0 else { return .failure(.connectionLost(while: .waiting)) }
      guard Self.isComplete(state, method: method) else { return .failure(.connectionLost(while: .readingContent)) }
      do throws(TransportError) {
        let body = HTTPBody(try state.body.finish())
        return .success(HTTPStream(status: state.status, headers: state.headers, body: body))
      } catch {
        return .failure(error)
      }
    }
    if let result { end(result) }
  }

  /// Whether as much came as the header promised. A compressed body's promise counts other bytes, and what a redirect
  /// says beside its target is not always reported.
  private static func isComplete(_ state: borrowing State, method: String) -> Bool {
    guard method != "HEAD", state.status != 204, !(300..<400).contains(state.status),
      state.headers["Content-Encoding"] == nil,
      let promised = state.headers["Content-Length"].flatMap({ Int($0) })
    else { return true }
    return state.body.count == promised
  }

  private func end(_ outcome: Result<HTTPStream, TransportError>) {
    state.withLock { state in
      guard state.outcome == nil else { return }
      state.outcome = outcome
      if case .success = outcome, state.channel != nil { state.isDelivered = true }
      // The collected content is no longer needed; a temporary file is closed here.
      state.body = BodyCollector(limits: HTTPLimits(bodyBytes: 0))
    }
    deliver()
  }

  private func deliver() {
    let ended = state.withLock { state -> (Continuation, cancelled: URLSessionTask?)? in
      guard let continuation = state.continuation, let outcome = state.outcome else { return nil }
      var cancelled: URLSessionTask?
      if case .failure = outcome { cancelled = state.task }
      state.timer?.cancel()
      (state.continuation, state.timer) = (nil, nil)
      if state.channel == nil { state.task = nil }
      return (continuation, cancelled)
    }
    guard let (continuation, cancelled) = ended else { return }
    if let cancelled { Self.queue.async { cancelled.cancel() } }
    continuation.resume()
  }

  /// The outcome of the request, for the waiting caller.
  ///
  /// It passes through the lock and not through the continuation: the thread sanitizer on Linux does not always see
  /// that a task continues after it was resumed.
  func result() throws(TransportError) -> HTTPStream {
    let outcome = state.withLock { state in
      // Kept here, a streamed response would keep itself alive.
      defer { state.outcome = .failure(.cancelled) }
      return state.outcome
    }
    guard let outcome else { throw .cancelled }
    return try outcome.get()
  }

  /// What has to live as long as a streamed response does.
  private struct StreamOwner: Sendable {
    let exchange: RunningExchange
    let transport: URLSessionTransport
  }
}
