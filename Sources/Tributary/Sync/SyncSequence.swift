/// A sync of one or more streams, one after the other, as a sequence of events.
///
/// Nothing happens until the first event is requested. Leaving the loop stops the sync where it is; what was
/// committed stays, and the next sync continues.
///
/// ```swift
/// for try await event in client.sync(folder: 5, into: store) {
///   if case .finished(let report) = event { print(report.result) }
/// }
/// ```
public struct SyncSequence: AsyncSequence, Sendable {
  /// The type of the events.
  public typealias Element = SyncEvent
  /// The error that iteration can throw.
  public typealias Failure = SyncError

  private let makeRuns: @Sendable () -> [any StreamRun]

  /// A sync of streams.
  ///
  /// - Parameters:
  ///   - streams: What to synchronize, in order.
  ///   - store: Where to.
  ///   - time: The clock for backoff.
  public init(_ streams: [SyncStream], into store: any SyncStore, time: any TimeSource = SystemTime()) {
    makeRuns = { streams.map { $0.makeRun($0, store, time) } }
  }

  /// Starts the sync when its first event is requested.
  public func makeAsyncIterator() -> Iterator { Iterator(runs: makeRuns()) }

  /// Runs the sync to its end.
  ///
  /// - Returns: The report of the last event.
  public func run() async throws(SyncError) -> SyncReport {
    var iterator = makeAsyncIterator()
    while let event = try await iterator.next() {
      if case .finished(let report) = event { return report }
    }
    throw .cancelled
  }

  /// Iterates over the events of a sync.
  public struct Iterator: AsyncIteratorProtocol {
    /// The runs that are not over. A run that is over releases its memory, which may be a whole list.
    private var runs: [any StreamRun]
    private let count: Int
    private var total = StreamOutcome()
    private var isFinished = false

    fileprivate init(runs: [any StreamRun]) {
      self.runs = runs
      count = runs.count
    }

    /// The next event; `nil` after ``SyncEvent/finished(_:)`` or an error.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(SyncError) -> SyncEvent?
    {
      guard !isFinished else { return nil }
      do {
        while !runs.isEmpty {
          if let event = try await runs[0].next() { return placed(event) }
          total.add(runs.removeFirst().outcome)
        }
      } catch {
        isFinished = true
        runs = []
        throw error
      }
      isFinished = true
      return .finished(total.report)
    }

    /// Progress covers all streams, each with an equal share.
    private func placed(_ event: SyncEvent) -> SyncEvent {
      guard case .committed(var progress) = event else { return event }
      progress.fraction = progress.fraction.map { (Double(count - runs.count) + $0) / Double(count) }
      progress.counts += total.counts
      progress.requests += total.requests
      return .committed(progress)
    }
  }
}
