#if os(Linux)
/// The transport based on libcurl, which is the default on Linux.
///
/// One thread serves all exchanges of a transport. Connections are kept and shared, including by requests with content.
/// They speak HTTP/2 if an https server offers it, and carry one exchange at a time. The transport keeps no cookies and
/// no credentials, reads no `.netrc`, follows no redirects and responds to no challenges: a 401 is returned as a 401.
/// TLS is 1.2 or later, and certificates are always verified, by those of the system or of `SSL_CERT_FILE` and
/// `SSL_CERT_DIR`.
///
/// https requests go through the proxy set in `https_proxy` or `all_proxy`, unless `no_proxy` excludes the host.
/// Clear-text requests and requests to this machine never do.
///
/// A request that is not idempotent is never sent twice: on a kept connection that the server has closed meanwhile, it
/// ends as ``TransportError/connectionLost(while:)``.
public final class CurlTransport: HTTPTransport {
  /// The transport that clients use unless given another.
  public static let shared = CurlTransport()

  private let mailbox: CurlMailbox

  /// A transport with connections of its own.
  ///
  /// - Parameter connectionsPerHost: The maximum number of connections to one host; further requests wait.
  public init(connectionsPerHost: Int = 32) {
    mailbox = CurlMailbox(connectionsPerHost: max(1, connectionsPerHost), environment: .current)
  }

  init(environment: CurlEnvironment) { mailbox = CurlMailbox(connectionsPerHost: 32, environment: environment) }

  deinit { mailbox.post(.close) }

  /// Sends a request, and returns once the header fields of its response have arrived.
  ///
  /// - Throws: ``TransportError/cancelled`` as soon as the task is cancelled, and ``TransportError/timedOut(after:)``
  ///   when the deadline passes, whatever the connection does at that moment.
  public func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    if Task.isCancelled { throw .cancelled }
    if let problem = request.problem { throw .invalidRequest(problem) }
    let order = CurlOrder(request, limits: limits, delivery: delivery, mailbox: mailbox, owner: self)
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        order.exchange.begin(continuation)
        mailbox.post(.start(order))
      }
    } onCancel: {
      order.exchange.end(.failure(.cancelled))
      mailbox.post(.cancel(order.id))
    }
    return try order.exchange.result()
  }
}

extension CurlTransport: CustomReflectable {
  /// A mirror that shows nothing, because requests under way hold credentials.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// One exchange as the caller hands it to the thread.
struct CurlOrder: Sendable {
  /// How much of a streamed response is buffered before the server has to wait.
  private static let responseBytes = 256 << 10
  /// How much of streamed content is buffered before its producer has to wait.
  private static let contentBytes = 256 << 10

  let id: Int
  let request: HTTPRequest
  let limits: HTTPLimits
  let exchange = PendingExchange()
  /// Where streamed content of the response goes; `nil` if the response is collected.
  let response: ChunkChannel?
  /// Where streamed content of the request comes from.
  let content: UploadChannel?
  /// When the deadline passes.
  let deadline: ContinuousClock.Instant
  /// Ends the exchange once the streamed response is released, and keeps the transport until then.
  let lifetime: @Sendable () -> BodyLifetime?

  init(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery, mailbox: CurlMailbox, owner: CurlTransport
  ) {
    let id = mailbox.nextID()
    self.id = id
    self.request = request
    self.limits = limits
    // A deadline beyond the range of the clock counts as none.
    deadline = .now + min(limits.deadline, .seconds(1 << 30))
    if case .stream(let stream) = request.content {
      content = UploadChannel(stream, capacity: Self.contentBytes) { mailbox.post(.resume(id)) }
    } else {
      content = nil
    }
    guard delivery == .streamed else {
      response = nil
      lifetime = { nil }
      return
    }
    let channel = ChunkChannel(
      capacity: Self.responseBytes, resume: { mailbox.post(.resume(id)) }, cancel: { mailbox.post(.cancel(id)) })
    response = channel
    lifetime = { BodyLifetime(channel, keeping: owner) }
  }
}

/// Resumes the caller that waits for a response, once.
///
/// The outcome passes through the lock and not through the continuation: the thread sanitizer on Linux does not always
/// see that a task continues after it was resumed.
final class PendingExchange: Sendable {
  private struct State {
    var continuation: CheckedContinuation<Void, Never>?
    var outcome: Result<HTTPStream, TransportError>?
  }

  private let state = Locked(State())

  /// Registers the waiting caller; resumes it at once if the exchange has already ended.
  func begin(_ continuation: CheckedContinuation<Void, Never>) {
    let hasEnded = state.withLock { state in
      if state.outcome == nil { state.continuation = continuation }
      return state.outcome != nil
    }
    if hasEnded { continuation.resume() }
  }

  /// Whether the caller has already continued.
  var hasEnded: Bool { state.withLock { $0.outcome != nil } }

  /// Ends the wait. Only the first call counts.
  func end(_ outcome: Result<HTTPStream, TransportError>) {
    let continuation = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard state.outcome == nil else { return nil }
      state.outcome = outcome
      defer { state.continuation = nil }
      return state.continuation
    }
    continuation?.resume()
  }

  /// The outcome of the request. It is handed over once, so that a released response is noticed.
  func result() throws(TransportError) -> HTTPStream {
    let outcome = state.withLock { state in
      defer { state.outcome = .failure(.cancelled) }
      return state.outcome
    }
    guard let outcome else { throw .cancelled }
    return try outcome.get()
  }
}
#endif
