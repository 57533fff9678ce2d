import Foundation
public import TributaryHTTP
import TributaryJSON

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The transport based on `URLSession`, which is the default on Apple's systems.
///
/// It keeps no cookies, no cache and no credentials, follows no redirects and responds to no challenges: a 401 is
/// returned as a 401. The system evaluates certificates, and its decision is never overridden. Copies of a client share
/// one transport, and with it the connections it keeps open.
///
/// Foundation on Linux cannot stream. There a response that is to be streamed is collected first, and so is content.
public final class URLSessionTransport: HTTPTransport {
  /// The transport that clients use unless given another.
  public static let shared = URLSessionTransport()

  /// A session with a delegate of its own, since each numbers its tasks from the start.
  struct Line: Sendable {
    let session: URLSession
    let delegate = SessionDelegate()

    init(_ configuration: URLSessionConfiguration) {
      #if canImport(FoundationNetworking)
      session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: InlineOperationQueue())
      #else
      session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
      #endif
    }
  }

  private let line: Line
  #if canImport(FoundationNetworking)
  private let configuration: URLSessionConfiguration
  #endif

  /// A transport with connections of its own.
  public init() {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.httpCookieAcceptPolicy = .never
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.urlCredentialStorage = nil
    // Headers that the system would add on its own would not be those of the request.
    configuration.httpAdditionalHeaders = nil
    line = Line(configuration)
    #if canImport(FoundationNetworking)
    self.configuration = configuration
    #endif
  }

  // A session keeps its delegate until it is invalidated.
  deinit { line.session.finishTasksAndInvalidate() }

  /// The line on which a request is sent, and whether no other request uses it.
  ///
  /// On Linux, if a kept connection turns out to be closed, the library below repeats the request, has none of its
  /// content left, and spins until the deadline. Therefore each request with content has connections of its own there,
  /// so that it cannot use one that the server is about to close.
  private func line(for request: URLRequest) -> (line: Line, isItsOwn: Bool) {
    #if canImport(FoundationNetworking)
    if request.httpBody != nil { return (Line(configuration), true) }
    #endif
    return (line, false)
  }

  /// Sends a request, and returns once the header fields of its response have arrived.
  ///
  /// - Throws: ``/TributaryHTTP/TransportError/cancelled`` as soon as the task is cancelled, and
  ///   ``/TributaryHTTP/TransportError/timedOut(after:)`` when the deadline passes, whatever the connection does at
  ///   that moment.
  public func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    if Task.isCancelled { throw .cancelled }
    let prepared = try await Self.prepare(request, limits: limits, delivery: delivery)
    let running = RunningExchange(request: request, limits: limits, delivery: delivery, owner: self)
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (line, isItsOwn) = line(for: prepared)
        let task = Self.task(for: prepared, request.content, in: line.session)
        line.delegate.register(running, for: task)
        running.begin(task, continuation)
        running.start()
        if isItsOwn { line.session.finishTasksAndInvalidate() }
      }
    } onCancel: {
      running.fail(.cancelled)
    }
    return try running.result()
  }

  private static func task(
    for request: URLRequest, _ content: HTTPContent?, in session: URLSession
  ) -> URLSessionTask {
    #if canImport(Darwin)
    switch content {
    case .file(let path): return session.uploadTask(with: request, fromFile: URL(filePath: path))
    case .stream: return session.uploadTask(withStreamedRequest: request)
    case .bytes, nil: break
    }
    #endif
    return session.dataTask(with: request)
  }

  private static func prepare(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> URLRequest {
    if let problem = request.problem { throw .invalidRequest(problem) }
    // Foundation may correct a URL, which would then differ from what was requested.
    guard let url = URL(string: request.url), url.absoluteString == request.url else {
      throw .invalidRequest("the URL is malformed")
    }
    var prepared = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
    prepared.timeoutInterval = limits.idleTimeout.seconds
    prepared.httpMethod = request.method
    prepared.httpShouldHandleCookies = false
    for (name, value) in request.headers.fields { prepared.addValue(value, forHTTPHeaderField: name) }
    if delivery == .streamed, request.headers["Accept-Encoding"] == nil {
      prepared.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    }
    try await setContent(of: request, in: &prepared)
    #if canImport(FoundationNetworking)
    if prepared.httpBody != nil { prepared.setValue("close", forHTTPHeaderField: "Connection") }
    #endif
    return prepared
  }

  private static func setContent(
    of request: HTTPRequest, in prepared: inout URLRequest
  ) async throws(TransportError) {
    switch request.content {
    case .bytes(let body): prepared.httpBody = body.withUnsafeBytes { Data($0) }
    case nil:
      // Without any content, some servers wait for a length that never comes.
      if ["POST", "PUT", "PATCH"].contains(request.method) { prepared.httpBody = Data() }
    case .file(let path):
      #if canImport(Darwin)
      _ = try ContentFile(path: path)
      #else
      prepared.httpBody = try await HTTPContent.file(path: path).collect().withUnsafeBytes { Data($0) }
      #endif
    case .stream(let stream):
      #if canImport(Darwin)
      if let length = stream.length { prepared.setValue("\(length)", forHTTPHeaderField: "Content-Length") }
      #else
      prepared.httpBody = try await HTTPContent.stream(stream).collect().withUnsafeBytes { Data($0) }
      #endif
    }
  }
}

extension URLSessionTransport: CustomReflectable {
  /// A mirror that shows nothing, because requests under way hold credentials.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
