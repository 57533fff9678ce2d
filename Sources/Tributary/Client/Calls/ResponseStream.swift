public import TributaryHTTP
public import TributaryJSON

/// The content of a successful response as it arrives, in chunks.
///
/// ```swift
/// for try await chunk in stream { size += chunk.count }
/// ```
///
/// The connection applies back-pressure, and closes when the loop is left or the task is cancelled. The content can
/// be read once.
public struct ResponseStream: AsyncSequence, Sendable {
  /// A piece of the content, never empty.
  public typealias Element = SharedBytes
  /// Why the content ended early.
  public typealias Failure = APIError

  /// The status, which is a success.
  public let status: Int
  /// The header fields as received. They are not redacted.
  public let headers: HTTPHeaders
  /// How many requests were sent, redirects not counted.
  public let attempts: Int
  private let body: HTTPBody
  private let failure: @Sendable (TransportError) -> APIError

  init(_ stream: HTTPStream, of call: Call) {
    status = stream.status
    headers = stream.headers
    attempts = call.attempts
    body = stream.body
    let head = HTTPStream(status: stream.status, headers: stream.headers)
    failure = { call.failure($0, in: head) }
  }

  /// Reads the content.
  public func makeAsyncIterator() -> Iterator { Iterator(chunks: body.makeAsyncIterator(), failure: failure) }

  /// Reads the content chunk by chunk.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    fileprivate var chunks: HTTPBody.Iterator
    fileprivate let failure: @Sendable (TransportError) -> APIError

    /// The next chunk, or `nil` at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(APIError) -> SharedBytes? {
      do throws(TransportError) { return try await chunks.next(isolation: actor) } catch { throw failure(error) }
    }
  }

  /// Writes the content to a file, with no more than one chunk in memory.
  ///
  /// The file gets its name only once it is complete. After an error, everything written is removed.
  ///
  /// - Parameter path: The file; an existing file of that name is replaced.
  /// - Returns: The size of the content in bytes.
  @discardableResult
  public func write(to path: String) async throws(APIError) -> Int {
    do throws(TransportError) { return try await body.write(to: path) } catch { throw failure(error) }
  }

  /// The content as a whole.
  ///
  /// - Parameter limit: The maximum size in bytes.
  public func collect(upTo limit: Int) async throws(APIError) -> SharedBytes {
    do throws(TransportError) { return try await body.collect(limits: HTTPLimits(bodyBytes: limit)) } catch {
      throw failure(error)
    }
  }
}

/// Logs a streamed exchange once: at its end, or when its reader stops.
final class OpenExchange: Sendable {
  private let record: Locked<ExchangeRecord?>
  private let begin: Duration
  private let time: any TimeSource
  private let redaction: Redaction
  private let log: @Sendable (ExchangeRecord) -> Void

  init(
    _ record: ExchangeRecord, begin: Duration, time: any TimeSource, redaction: Redaction,
    log: @escaping @Sendable (ExchangeRecord) -> Void
  ) {
    self.record = Locked(record)
    self.begin = begin
    self.time = time
    self.redaction = redaction
    self.log = log
  }

  deinit { end(.cancelled) }

  /// The content, which is counted as it is read.
  func following(_ body: HTTPBody) -> HTTPBody {
    let chunks = Locked(body.makeAsyncIterator())
    return HTTPBody { () async throws(TransportError) in
      var reading = chunks.withLock { $0 }
      do throws(TransportError) {
        let chunk = try await reading.next()
        if let chunk { self.record.withLock { $0?.bytes += chunk.count } } else { self.end(nil) }
        return chunk
      } catch {
        self.end(error)
        throw error
      }
    }
  }

  private func end(_ failure: TransportError?) {
    let ended = record.withLock { record in
      defer { record = nil }
      return record
    }
    guard var ended else { return }
    ended.duration = time.uptime - begin
    ended.failure = failure?.rewording(redaction.text)
    log(ended)
  }
}
