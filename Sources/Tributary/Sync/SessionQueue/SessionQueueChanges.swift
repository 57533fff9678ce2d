public import TributaryJSON

/// The changes of a session queue for whoever keeps them elsewhere than in a ``SyncStore``.
///
/// Each page is handed over once; when the consumer has made it durable it says so with
/// ``SessionQueuePage/acknowledge()``, and only then does the service hear of it. A consumer that throws, breaks off or
/// crashes before that gets the page again from the next sequence, and no other: applying a change twice must do no
/// harm. Nothing is asked while the consumer works.
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
/// The rules and bounds are those of ``SessionQueue``; so are the results, with one more reason for an incomplete one:
/// `unacknowledged`, when the next event is asked for before the page was acknowledged, which ends the sequence.
public struct SessionQueueChanges<Record: Sendable>: AsyncSequence, Sendable {
  /// What the sequence tells.
  public enum Element: Sendable {
    /// Changes to store and then to acknowledge.
    case page(SessionQueuePage<Record>)
    /// The end, with what came of it. Its counts are those of changes delivered: upserts as inserted, deletions as
    /// deleted, and as unchanged the changes of pages that came again.
    case finished(SyncReport)
  }
  /// How it can fail.
  public typealias Failure = SyncError

  private let makeRun: @Sendable () -> SessionQueueRun<Record>

  /// Changes for a device.
  ///
  /// - Parameters:
  ///   - device: The device, and what its consumer remembers of earlier sequences.
  ///   - tuning: Times and bounds.
  ///   - time: How waits pass.
  ///   - interpret: Reads what the protocol needs to know of an item; a pure function.
  ///   - decode: Makes the typed record of an upsert, from its type and its JSON, or `nil` where it does not decode.
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

  /// Starts when the first event is asked for.
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
/// A name is enough. With the other two kept beside the records, in the consumer's own transactions, the guarantees are
/// those of a ``SyncStore``: without ``unacknowledged``, an object that is deleted after a crash between storing and
/// acknowledging it may never be told of.
public struct SessionQueueDevice: Sendable, Equatable {
  /// What the service knows the device by; a random UUID as text is a good one. It belongs to one life of the
  /// consumer's records: records that are lost, copied or restored from a backup need a new one.
  public var name: String
  /// Keys of pages that were stored and may not have been acknowledged; they are acknowledged first.
  public var unacknowledged: [String]
  /// Objects that earlier sequences told to be remembered: ``SessionQueuePage/unsettledObjects`` without
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
