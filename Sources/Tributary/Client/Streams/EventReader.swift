import TributaryJSON

/// Reads the events of a response, and goes on with another response where one breaks off.
struct EventReader: Sendable {
  private var response: OpenResponse
  private let end: String?
  private let limit: Int
  private var chunks: ChunkReader? = ChunkReader()
  private var splitter: LineSplitter
  private var parser: EventParser
  /// Where the data of the last event begins.
  private var firstLine = 1
  /// How often in a row a response broke off before an event came.
  private var failures = 0
  private var isChecked = false

  init(_ response: OpenResponse, end: String?, limit: Int) {
    self.response = response
    self.end = end
    self.limit = limit
    splitter = LineSplitter(.any, limit: Self.lineLimit(limit))
    parser = EventParser(limit: limit)
  }

  /// The limits of an event's JSON.
  var limits: JSONLimits { response.call.client.policy.json }

  /// The name of a field needs a little more than its value.
  private static func lineLimit(_ limit: Int) -> Int { limit + 64 }

  /// The next event, or `nil` at the end.
  mutating func next() async throws(APIError) -> ServerSentEvent? {
    do throws(APIError) {
      while chunks != nil {
        do throws(APIError) {
          try checkMediaType()
          guard let event = try await nextEvent() else { break }
          if let end, event.content == SharedBytes(end) { break }
          failures = 0
          return event
        } catch {
          guard try await resume(after: error) else { break }
        }
      }
      chunks = nil
      return nil
    } catch {
      chunks = nil
      throw error
    }
  }

  /// Ends the stream at an event that does not decode.
  mutating func end(_ error: JSONError, in event: ServerSentEvent) -> APIError {
    chunks = nil
    return response.failure(error, in: event.content, line: firstLine)
  }

  /// An error at the last line that was read.
  func failure(_ problem: String) -> APIError { response.failure(problem, line: max(1, splitter.number)) }

  /// A page or an error in JSON would look like a stream without events.
  private mutating func checkMediaType() throws(APIError) {
    guard !isChecked else { return }
    isChecked = true
    guard let type = response.headers["Content-Type"]?.lowercased(), !type.hasPrefix("text/event-stream"),
      type.contains("json") || type.contains("html")
    else { return }
    throw failure("server-sent events were expected, and the content is \(type.prefix(100))")
  }

  private mutating func nextEvent() async throws(APIError) -> ServerSentEvent? {
    while true {
      switch splitter.next() {
      case .more:
        // What follows the last empty line is not a complete event.
        guard let chunk = try await chunks?.next(of: response) else { return nil }
        splitter.feed(chunk)
      case .tooLong: throw failure("the event is longer than the limit of \(limit) bytes")
      case .line(let line):
        if !parser.hasData { firstLine = splitter.number }
        switch parser.take(line) {
        case .more: break
        case .tooLong: throw failure("the event is longer than the limit of \(limit) bytes")
        case .event(let event): return event
        }
      }
    }
  }

  /// Requests the events after the last one. False if the service says that there are no more.
  private mutating func resume(after failure: APIError) async throws(APIError) -> Bool {
    guard let last = parser.lastID else { throw failure }
    failures += 1
    var failure = failure
    let call = response.call
    guard let wait = call.pauseBeforeResuming(&failure, failures: failures, asked: parser.retry) else { throw failure }
    // The connection that broke is released before the wait.
    chunks = ChunkReader()
    do { try await call.client.policy.time.sleep(for: wait) } catch { throw response.failure(.cancelled) }
    do throws(APIError) { response = try await response.resume(last) } catch {
      // With this status a service ends a stream that would otherwise be requested for ever.
      if error.reason == .status(204) { return false }
      throw error
    }
    splitter = LineSplitter(.any, limit: Self.lineLimit(limit))
    parser.restart()
    isChecked = false
    return true
  }
}
