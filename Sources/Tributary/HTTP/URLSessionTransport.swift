import Foundation
import TributaryJSON

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The way to the network through `URLSession`.
///
/// It keeps no cookies, no cache and no credentials, follows no redirect and answers no challenge: a 401 comes back
/// as a 401. Certificates are judged by the system, and never accepted against its judgement. Copies of a client
/// share one transport, and with it the connections it keeps open.
public final class URLSessionTransport: HTTPTransport {
  /// The transport that clients use unless given another.
  public static let shared = URLSessionTransport()

  /// A session with a delegate of its own, since each numbers its tasks from the start.
  struct Line: Sendable {
    let session: URLSession
    let delegate = SessionDelegate()

    init(_ configuration: URLSessionConfiguration) {
      #if canImport(FoundationNetworking)
      session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: PromptQueue())
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

  // A session keeps its delegate until it is told that it will not be used again.
  deinit { line.session.finishTasksAndInvalidate() }

  /// Where a request goes out, and whether nothing else will.
  ///
  /// On Linux, where a kept connection turns out to be closed, the library below sends a request once more, has none of
  /// its content left, and spins until the deadline. So there each request with content has connections of its own, lest
  /// it meets one that the server is about to close.
  private func line(for request: URLRequest) -> (line: Line, isItsOwn: Bool) {
    #if canImport(FoundationNetworking)
    if request.httpBody != nil { return (Line(configuration), true) }
    #endif
    return (line, false)
  }

  /// Sends a request.
  ///
  /// - Throws: ``TransportError/cancelled`` as soon as the task is cancelled, and ``TransportError/timedOut(after:)``
  ///   when the deadline passes, whatever the connection does at that moment.
  public func send(_ request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    if Task.isCancelled { throw .cancelled }
    let prepared = try Self.prepare(request, limits: limits)
    let running = RunningExchange(request: request, limits: limits)
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (line, isItsOwn) = line(for: prepared)
        let task = line.session.dataTask(with: prepared)
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

  private static func prepare(_ request: HTTPRequest, limits: HTTPLimits) throws(TransportError) -> URLRequest {
    if let problem = request.problem { throw .invalidRequest(problem) }
    // Foundation may mend a URL. What it mends is not what was asked for.
    guard let url = URL(string: request.url), url.absoluteString == request.url else {
      throw .invalidRequest("the URL is malformed")
    }
    var prepared = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
    prepared.timeoutInterval = limits.silence.seconds
    prepared.httpMethod = request.method
    prepared.httpShouldHandleCookies = false
    for (name, value) in request.headers.fields { prepared.addValue(value, forHTTPHeaderField: name) }
    if let body = request.body {
      prepared.httpBody = body.withUnsafeBytes { Data($0) }
    } else if ["POST", "PUT", "PATCH"].contains(request.method) {
      // With no content at all, some servers wait for a length that never comes.
      prepared.httpBody = Data()
    }
    #if canImport(FoundationNetworking)
    if prepared.httpBody != nil { prepared.setValue("close", forHTTPHeaderField: "Connection") }
    #endif
    return prepared
  }
}

extension URLSessionTransport: CustomReflectable {
  /// A mirror that shows nothing: requests on their way hold credentials.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
