/// The results of a local query: those now, and again after each commit through the store that changes them.
///
/// ```swift
/// for try await leads in store.records(Lead.self, { $0.city.equals("Kraków") }).results { show(leads) }
/// ```
///
/// It begins with what is there. Commits that come while a result is used count as one. It never ends on its own and
/// keeps its store alive.
public struct RecordResults<Record: SyncRecord & LocalModel>: AsyncSequence, Sendable {
  /// The records that a query found.
  public typealias Element = Records<Record>
  /// What reading may throw.
  public typealias Failure = StoreError

  let stream: StreamKey?
  let commits: @Sendable () -> AsyncStream<CommitNotice>
  let read: @Sendable () async throws(StoreError) -> Records<Record>

  /// Begins to read.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  /// Reads results one by one.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let read: @Sendable () async throws(StoreError) -> Records<Record>
    private var changes: AsyncStream<Void>.AsyncIterator
    private var last: Records<Record>?

    fileprivate init(_ results: RecordResults<Record>) {
      read = results.read
      changes = Self.changes(results.commits(), of: results.stream).makeAsyncIterator()
    }

    /// The next result; `nil` once the task is cancelled.
    public mutating func next() async throws(StoreError) -> Records<Record>? { try await next(isolation: nil) }

    /// The next result; `nil` once the task is cancelled.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(StoreError) -> Records<Record>? {
      while !Task.isCancelled {
        if last != nil, await changes.next(isolation: actor) == nil { return nil }
        let found = try await read()
        if found != last {
          last = found
          return found
        }
      }
      return nil
    }

    /// An element for all commits that may have changed the result since the one before.
    private static func changes(
      _ notices: AsyncStream<CommitNotice>, of stream: StreamKey?
    ) -> AsyncStream<Void> {
      let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      let type = Record.recordType
      let pump = Task {
        var number = 0
        for await notice in notices {
          number += 1
          // A number omitted says that something was missed.
          let isMissed = notice.number != number
          number = notice.number
          let isWanted =
            notice.stream.service == type.service && stream.map { $0.names(notice.stream) } ?? true
            && (notice.changed + notice.deleted).contains { $0.type == type.name }
          if isMissed || isWanted { continuation.yield() }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in pump.cancel() }
      return changes
    }
  }
}

extension MatchingRecords where Reader == any RecordReader {
  /// The records, now and after each change.
  public var results: RecordResults<Record> {
    let read: @Sendable () async throws(StoreError) -> Records<Record> = { () throws(StoreError) in try self.all }
    return RecordResults(stream: stream, commits: store.commits, read: read)
  }
}

extension MatchingRecords where Reader == any AsyncRecordReader {
  /// The records, now and after each change by a commit through the same object.
  public var results: RecordResults<Record> {
    let read: @Sendable () async throws(StoreError) -> Records<Record> = { () async throws(StoreError) in
      try await self.all
    }
    return RecordResults(stream: stream, commits: store.commits, read: read)
  }
}
