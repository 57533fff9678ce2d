public import TributaryJSON

/// One stream to synchronize: its name and its protocol.
///
/// ``SyncSequence`` runs streams. Each protocol has a factory here, and ``protocol(_:key:types:forgetFailures:send:)``
/// takes one of your own.
///
/// ```swift
/// let stream = SyncStream.timestampCursor(
///   key: StreamKey(service: "books", baseURL: "https://api.example.com"), type: Book.recordType,
///   interpret: { row in TimestampCursor.Row(id: try? row.member("id")?.value().string, stamp: nil) },
///   send: { request async throws(APIError) in try await changes(after: request.after) })
/// let report = try await SyncSequence([stream], into: store).run()
/// ```
public struct SyncStream: Sendable {
  /// The stream's name in the store.
  public var key: StreamKey
  /// The record types that it may deliver.
  public var types: [RecordType]
  let makeRun: @Sendable (SyncStream, any SyncStore, any TimeSource) -> any StreamRun

  /// A stream that a protocol of your own drives. <doc:YourOwnProtocol> shows one.
  ///
  /// - Parameters:
  ///   - protocol: The protocol, before its first run.
  ///   - key: The stream's name in the store.
  ///   - types: The record types that it may deliver.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - send: Sends one request to the server. Failures that the protocol can handle are returned as responses; others
  ///     are thrown and end the run.
  public static func `protocol`<Protocol: SyncProtocol>(
    _ protocol: Protocol, key: StreamKey, types: [RecordType], forgetFailures: Bool = false,
    send: @escaping @Sendable (Protocol.Request) async throws(APIError) -> Protocol.Response
  ) -> SyncStream {
    SyncStream(key: key, types: types) { stream, store, time in
      let machine = ProtocolMachine(`protocol`, forgetsFailures: forgetFailures)
      return SyncDriver(
        ProtocolRun(machine, time: time, send: send), key: stream.key, types: stream.types, store: store)
    }
  }

  /// A stream by ``TimestampCursor``.
  ///
  /// - Parameters:
  ///   - key: The stream's name in the store.
  ///   - type: The type of its records.
  ///   - start: The time from which the first run and a full pass ask.
  ///   - pass: How much to ask for.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - tuning: Times and sizes.
  ///   - interpret: Reads what the protocol needs to know about a row; a pure function.
  ///   - send: Sends one request to the server.
  public static func timestampCursor(
    key: StreamKey, type: RecordType, start: LocalTimestamp = .epoch, pass: SyncPass = .changes,
    forgetFailures: Bool = false, tuning: TimestampCursor.Tuning = TimestampCursor.Tuning(),
    interpret: @escaping @Sendable (RawJSON) -> TimestampCursor.Row,
    send: @escaping @Sendable (TimestampCursor.Request) async throws(APIError) -> TimestampCursor.Response
  ) -> SyncStream {
    let decisions = TimestampCursorProtocol(
      type: type.name, start: start, pass: pass, tuning: tuning, interpret: interpret)
    return .protocol(decisions, key: key, types: [type], forgetFailures: forgetFailures, send: send)
  }

  /// A stream by ``ModificationPolling``.
  ///
  /// - Parameters:
  ///   - key: The stream's name in the store.
  ///   - type: The type of its records.
  ///   - source: How the stream is read.
  ///   - start: The time from which the first run and a full pass ask; `nil` for everything.
  ///   - pass: How much to ask for.
  ///   - scope: What the stream covers.
  ///   - tracksDeletions: Whether `interpret` can distinguish deleted rows from others.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - tuning: Times and bounds.
  ///   - interpret: Reads what the protocol needs to know about a row; a pure function.
  ///   - send: Sends one request to the server.
  public static func modificationPolling(
    key: StreamKey, type: RecordType, source: ModificationPolling.Source, start: Timestamp? = nil,
    pass: SyncPass = .changes, scope: ModificationPolling.Scope = .everything, tracksDeletions: Bool,
    forgetFailures: Bool = false, tuning: ModificationPolling.Tuning = ModificationPolling.Tuning(),
    interpret: @escaping @Sendable (RawJSON) -> ModificationPolling.Row,
    send: @escaping @Sendable (ModificationPolling.Request) async throws(APIError) -> ModificationPolling.Response
  ) -> SyncStream {
    let decisions = ModificationPollingProtocol(
      .init(
        type: type.name, source: source, start: start, pass: pass, scope: scope, tracksDeletions: tracksDeletions,
        tuning: tuning, interpret: interpret))
    return .protocol(decisions, key: key, types: [type], forgetFailures: forgetFailures, send: send)
  }

  /// A stream by ``SessionQueue``.
  ///
  /// - Parameters:
  ///   - key: The stream's name in the store.
  ///   - types: The record types that it may deliver.
  ///   - newDevice: Whether to begin as a new device, for the one case that no store can detect: the database and the
  ///     files beside it were restored together.
  ///   - forgetFailures: Whether to give up, at the end of the run, the unsettled objects, the items without identifier
  ///     and the keys that were refused. A copy that is due to be swept loses the records of objects that still fail.
  ///   - tuning: Times and bounds.
  ///   - drawDevice: Creates the name of a new device, at random and never the same twice.
  ///   - interpret: Reads what the protocol needs to know about an item; a pure function.
  ///   - send: Sends one request to the service.
  public static func sessionQueue(
    key: StreamKey, types: [RecordType], newDevice: Bool = false, forgetFailures: Bool = false,
    tuning: SessionQueue.Tuning = SessionQueue.Tuning(), drawDevice: @escaping @Sendable () -> String,
    interpret: @escaping @Sendable (RawJSON) -> SessionQueue.Item,
    send: @escaping @Sendable (SessionQueue.Request) async throws(APIError) -> SessionQueue.Response
  ) -> SyncStream {
    let decisions = SessionQueueProtocol(
      newDevice: newDevice, forgetFailures: forgetFailures, tuning: tuning, drawDevice: drawDevice,
      interpret: interpret)
    return .protocol(decisions, key: key, types: types, forgetFailures: forgetFailures, send: send)
  }
}
