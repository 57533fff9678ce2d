import TributaryHTTP

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
