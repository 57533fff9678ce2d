public import TributaryJSON

/// Keeps records and the state of their streams; a sync writes to it, a program reads from it.
///
/// Implementations pass the same conformance suite. All calls are safe from any task, and return when the work is
/// done.
public protocol SyncStore: Sendable {
  /// Opens a stream for one run and locks it.
  ///
  /// The lock dies with the process, and with the returned object.
  ///
  /// - Parameters:
  ///   - key: Which stream; it is created when it is new.
  ///   - types: The record types that it may bring, so that the store can show them. Others are stored as well.
  /// - Throws: ``StoreError/streamIsBusy(_:)`` while another run holds it, ``StoreError/belongsToAnother(_:)`` when
  ///   the store holds the same service of another base URL or account.
  func open(_ key: StreamKey, types: [RecordType]) throws(StoreError) -> any StreamStore

  /// Every stream in the store, in the order of their creation.
  func streams() throws(StoreError) -> [StreamSummary]

  /// What is in quarantine, oldest first.
  func quarantine(limit: Int) throws(StoreError) -> [QuarantinedItem]

  /// Calls the body with each live record of a type, in the order of stream and id, until it returns false.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  func forEachRecord(
    service: String, type: String, stream: StreamKey?, _ body: (StoredRecord) -> Bool
  ) throws(StoreError)

  /// One live record by its identifier, or `nil`. Where several streams hold it, the one created first answers.
  func record(service: String, type: String, id: String) throws(StoreError) -> StoredRecord?

  /// How many live records of a type there are.
  func count(service: String, type: String) throws(StoreError) -> Int

  /// Tells of every commit made through this object from now on, after it is durable.
  ///
  /// A listener that falls more than a thousand commits behind misses the oldest.
  func commits() -> AsyncStream<CommitNotice>
}

/// One stream, locked by its holder.
public protocol StreamStore: Sendable {
  /// What the stream remembers.
  func state() throws(StoreError) -> StreamState
  /// Makes a transaction durable, whole or not at all.
  func commit(_ transaction: StreamTransaction) throws(StoreError) -> CommitCounts
  /// Gives the lock back. Later calls throw ``StoreError/closed``.
  func close()
}

/// A record as it is stored.
public struct StoredRecord: Sendable, Equatable {
  /// The stream it came from.
  public var stream: StreamKey
  /// The record type's name.
  public var type: String
  /// The identifier as text.
  public var id: String
  /// The JSON, byte for byte as the server sent it.
  public var payload: RawJSON

  /// A record from its parts.
  public init(stream: StreamKey, type: String, id: String, payload: RawJSON) {
    self.stream = stream
    self.type = type
    self.id = id
    self.payload = payload
  }
}

/// What a stream remembers between runs.
public struct StreamState: Sendable, Equatable {
  /// Where the protocol stands, or `nil` before the first commit.
  public var checkpoint: Checkpoint?
  /// Keys that are stored but not yet acknowledged to the server, oldest first.
  public var outbox: [String] = []
  /// Objects that the server could not hand out.
  public var failures: [RecordReference] = []
  /// The epoch that upserts are stamped with.
  public var epoch = 0
  /// The store's own mark of this incarnation of the database: another one after the file was copied or restored.
  public var incarnation = ""

  /// The state of a new stream.
  public init() {}
}

/// A stream as `status` shows it.
public struct StreamSummary: Sendable, Equatable {
  /// Which stream.
  public var key: StreamKey
  /// What it remembers.
  public var state: StreamState
  /// Live records by type, in the order of the type's name.
  public var records: [(type: String, count: Int)]
  /// Tombstones.
  public var deleted: Int
  /// Items in quarantine.
  public var quarantined: Int

  /// A summary from its parts.
  public init(key: StreamKey, state: StreamState, records: [(type: String, count: Int)], deleted: Int, quarantined: Int)
  {
    self.key = key
    self.state = state
    self.records = records
    self.deleted = deleted
    self.quarantined = quarantined
  }

  /// Whether two summaries say the same.
  public static func == (left: Self, right: Self) -> Bool {
    left.key == right.key && left.state == right.state && left.deleted == right.deleted
      && left.quarantined == right.quarantined && left.records.elementsEqual(right.records) { $0 == $1 }
  }
}

/// Tells what one commit changed.
public struct CommitNotice: Sendable, Equatable {
  /// The stream.
  public var stream: StreamKey
  /// Records inserted or updated, as type and identifier, without those that came unchanged.
  public var changed: [RecordReference]
  /// Records that became tombstones.
  public var deleted: [RecordReference]

  /// A notice from its parts.
  public init(stream: StreamKey, changed: [RecordReference], deleted: [RecordReference]) {
    self.stream = stream
    self.changed = changed
    self.deleted = deleted
  }
}

/// Why a store could not do what it was asked. Nothing was changed.
public enum StoreError: Error, Sendable, Equatable {
  /// Another run holds the stream.
  case streamIsBusy(StreamKey)
  /// The store holds the same service of another base URL or account, which is named.
  case belongsToAnother(StreamKey)
  /// Another process kept the database locked for too long.
  case databaseIsBusy(path: String)
  /// The file is not a database, or is damaged.
  case notADatabase(path: String, String)
  /// The database was written by a newer version.
  case newerSchema(path: String, version: Int)
  /// No space is left.
  case diskFull(path: String)
  /// The file or its folder cannot be opened or written.
  case notWritable(path: String, String)
  /// The stream was closed.
  case closed
  /// Anything else, in the words of the system.
  case failed(path: String, String)
}
