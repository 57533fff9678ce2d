public import TributaryJSON

/// The changes of a session queue, for a consumer that does not use a ``SyncStore``.
///
/// Each page is handed over once. When the consumer has made it durable, it calls ``SessionQueuePage/acknowledge()``,
/// and only then is the page acknowledged to the service. A consumer that throws, stops or crashes before that gets the
/// page again from the next sequence, so applying a change twice must do no harm. Nothing is requested while the
/// consumer works.
///
/// ```swift
/// func mirror(_ changes: SessionQueueChanges<JSONValue>, into crm: Database) async throws {
///   for try await event in changes {
///     switch event {
///     case .page(let page):
///       try crm.apply(page.changes)
///       try await page.acknowledge()
///     case .finished(let report):
///       print(report.result)
///     }
///   }
/// }
/// ```
///
/// The rules, bounds and results are those of ``SessionQueue``, with one more reason for an incomplete result:
/// `unacknowledged`, if the next event is requested before the page was acknowledged, which ends the sequence.
public struct SessionQueueChanges<Record: Sendable>: AsyncSequence, Sendable {
  /// One event of the sequence.
  public enum Element: Sendable {
    /// Changes to store and then to acknowledge.
    case page(SessionQueuePage<Record>)
    /// The end, with the report. Its counts are those of the delivered changes: upserts as inserted, deletions as
    /// deleted, and as unchanged the changes of pages that came again.
    case finished(SyncReport)
  }
  /// The error that iteration can throw.
  public typealias Failure = SyncError

  private let makeRun: @Sendable () -> SessionQueueRun<Record>

  /// Changes for a device.
  ///
  /// - Parameters:
  ///   - device: The device, and what its consumer remembers of earlier sequences.
  ///   - tuning: Times and bounds.
  ///   - time: How waits pass.
  ///   - interpret: Reads what the protocol needs to know of an item; a pure function.
  ///   - decode: Makes the typed record of an upsert, from its type and its JSON, or `nil` if it does not decode.
  ///   - send: Sends one request to the service.
  public init(
    device: SessionQueueDevice, tuning: SessionQueue.Tuning = SessionQueue.Tuning(), time: any TimeSource,
    interpret: @escaping @Sendable (RawJSON) -> SessionQueue.Item,
    decode: @escaping @Sendable (_ type: String, _ payload: RawJSON) -> Record?,
    send: @escaping @Sendable (SessionQueue.Request) async throws(APIError) -> SessionQueue.Response
  ) {
    var tuning = tuning
    tuning.overlaps = false
    tuning.gathersKeys = false
    let decisions = SessionQueueProtocol(tuning: tuning, drawDevice: { device.name }, interpret: interpret)
    makeRun = {
      SessionQueueRun(
        ProtocolRun(ProtocolMachine(decisions), time: time, send: send), opening: device.state, decode: decode)
    }
  }

  /// Starts when the first event is requested.
  public func makeAsyncIterator() -> Iterator { Iterator(run: makeRun()) }

  /// Draws the events.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let run: SessionQueueRun<Record>

    /// The next event; `nil` after ``Element/finished(_:)`` or an error.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(SyncError) -> Element? {
      try await run.next()
    }
  }
}

/// A device of a session queue whose consumer keeps its own records, and what the consumer remembers for it.
///
/// A name is enough. If the other two are kept with the records, in the consumer's own transactions, the guarantees are
/// those of a ``SyncStore``. Without ``unacknowledged``, the deletion of an object may never be reported if a crash
/// came between storing and acknowledging it.
public struct SessionQueueDevice: Sendable, Equatable {
  /// The name by which the service knows the device; a random UUID as text is a good choice. If the consumer's records
  /// are lost, copied or restored from a backup, they need a new name.
  public var name: String
  /// Keys of pages that were stored and may not have been acknowledged; they are acknowledged first.
  public var unacknowledged: [String]
  /// Unsettled objects of earlier sequences: ``SessionQueuePage/unsettledObjects`` without
  /// ``SessionQueuePage/recovered``.
  public var unsettledObjects: [RecordReference]

  /// A device from its parts.
  public init(name: String, unacknowledged: [String] = [], unsettledObjects: [RecordReference] = []) {
    self.name = name
    self.unacknowledged = unacknowledged
    self.unsettledObjects = unsettledObjects
  }

  var state: StreamState {
    var state = StreamState()
    var memory = StreamMemory<SessionQueueMemory>()
    memory.memory = SessionQueueMemory(device: name, incarnation: state.incarnation)
    state.checkpoint = memory.takeCheckpoint()
    state.outbox = unacknowledged
    state.unsettledObjects = unsettledObjects
    return state
  }
}
