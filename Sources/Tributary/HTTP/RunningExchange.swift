import Foundation
import TributaryJSON

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// One request on its way, with the state that its answer is gathered in.
///
/// It ends exactly once: by the complete answer, by a failure, by the deadline or by cancellation, whichever is first.
/// What the session reports afterwards is dropped.
final class RunningExchange: Sendable {
  typealias Continuation = CheckedContinuation<Void, Never>

  private struct State: ~Copyable {
    var task: URLSessionDataTask?
    var continuation: Continuation?
    var timer: (any DispatchSourceTimer)?
    var outcome: Result<HTTPResponse, TransportError>?
    var status = 0
    var headers = HTTPHeaders()
    var body: BodyCollector
  }

  /// Where deadlines fire and tasks are cancelled. Cancelling inside a callback of the session does not stop a body
  /// that is being decompressed.
  static let queue = DispatchQueue(label: "tributary.transport", attributes: .concurrent)

  private let state: Locked<State>
  private let limits: HTTPLimits
  private let method: String

  init(request: HTTPRequest, limits: HTTPLimits) {
    method = request.method
    self.limits = limits
    state = Locked(State(body: BodyCollector(limits: limits)))
  }

  /// Takes the task and whoever waits for it.
  func begin(_ task: URLSessionDataTask, _ continuation: Continuation) {
    state.withLock { state in
      state.task = task
      state.continuation = continuation
    }
  }

  /// Sends the request, unless it was cancelled in the meantime.
  func start() {
    let deadline = limits.deadline
    let task = state.withLock { state -> URLSessionDataTask? in
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

  /// Ends without an answer.
  func fail(_ error: TransportError) { end(.failure(error)) }

  func receive(_ response: HTTPURLResponse) {
    var headers = HTTPHeaders()
    for (name, value) in response.allHeaderFields {
      if let name = name as? String, let value = value as? String { headers.append(value, for: name) }
    }
    state.withLock { state in
      state.status = response.statusCode
      state.headers = headers
    }
  }

  func receive(_ data: Data) {
    let failure = state.withLock { state -> TransportError? in
      guard state.outcome == nil else { return nil }
      return data.withUnsafeBytes { bytes in
        do throws(TransportError) { try state.body.append(bytes) } catch { return error }
        return nil
      }
    }
    if let failure { fail(failure) }
  }

  func complete(_ response: URLResponse?, _ error: (any Error)?) {
    if let error { return fail(SystemFailure.transportError(error, silence: limits.silence)) }
    // On Linux a redirect whose target makes no sense is not reported, but it is there.
    if state.withLock({ $0.status == 0 }), let response = response as? HTTPURLResponse { receive(response) }
    let result = state.withLock { state -> Result<HTTPResponse, TransportError>? in
      guard state.outcome == nil else { return nil }
      guard state.status > 0, Self.isComplete(state, method: method) else { return .failure(.connectionLost) }
      do throws(TransportError) {
        let body = try state.body.finish()
        return .success(HTTPResponse(status: state.status, headers: state.headers, body: body))
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

  private func end(_ outcome: Result<HTTPResponse, TransportError>) {
    state.withLock { state in
      guard state.outcome == nil else { return }
      state.outcome = outcome
      // What was gathered is of no use any more; a temporary file is closed here.
      state.body = BodyCollector(limits: HTTPLimits(bodyBytes: 0))
    }
    deliver()
  }

  private func deliver() {
    let ended = state.withLock { state -> (Continuation, cancelled: URLSessionDataTask?)? in
      guard let continuation = state.continuation, let outcome = state.outcome else { return nil }
      var cancelled: URLSessionDataTask?
      if case .failure = outcome { cancelled = state.task }
      state.timer?.cancel()
      (state.continuation, state.task, state.timer) = (nil, nil, nil)
      return (continuation, cancelled)
    }
    guard let (continuation, cancelled) = ended else { return }
    if let cancelled { Self.queue.async { cancelled.cancel() } }
    continuation.resume()
  }

  /// What came of the request, for whoever waited for it.
  ///
  /// It passes through the lock and not through the continuation: the thread sanitizer on Linux does not always see
  /// that a task goes on after it was resumed.
  func result() throws(TransportError) -> HTTPResponse {
    guard let outcome = state.withLock({ $0.outcome }) else { throw .connectionLost }
    return try outcome.get()
  }
}
