public import TributaryJSON

/// Reads what a sync has stored.
///
/// All calls are safe from any task and return when the work is done. Each read sees a consistent snapshot of what is
/// committed, and neither waits for a commit nor delays one. Texts compare by their bytes.
///
/// Local stores conform in addition to ``SyncStore``. A store that is reached over a network has its own API for
/// reading.
public protocol RecordReader: Sendable {
  /// Every stream in the store, in the order of their creation.
  func streams() throws(StoreError) -> [StreamSummary]

  /// What is in quarantine, oldest first.
  ///
  /// - Parameters:
  ///   - stream: Only items of this stream, or `nil` for those of every stream.
  ///   - limit: The most items to return.
  func quarantine(stream: StreamKey?, limit: Int) throws(StoreError) -> [QuarantinedItem]

  /// Calls the body with each live record of a type, in the order of stream and id, until it returns false.
  ///
  /// The body may read from the store. It continues to see the records as they were at the start, whatever is committed
  /// meanwhile.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  ///   - body: Returns whether to go on.
  func forEachRecord(
    service: String, type: String, stream: StreamKey?, _ body: (StoredRecord) -> Bool
  ) throws(StoreError)

  /// Calls the body with each live record of a type that a filter matches, in the order of stream and id, until it
  /// returns false. By default every record is read, and those that do not match are omitted.
  ///
  /// The body may read from the store. It continues to see the records as they were at the start, whatever is committed
  /// meanwhile.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  ///   - filter: Decides which records match.
  ///   - body: Returns whether to go on.
  func forEachRecord(
    service: String, type: String, stream: StreamKey?, matching filter: FilterEvaluator, _ body: (StoredRecord) -> Bool
  ) throws(StoreError)

  /// One live record by its identifier, or `nil`.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - id: The identifier as text.
  ///   - stream: The stream to look in, or `nil` for every stream of the service; the stream created first wins.
  func record(service: String, type: String, id: String, stream: StreamKey?) throws(StoreError) -> StoredRecord?

  /// How many live records of a type there are.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  func count(service: String, type: String, stream: StreamKey?) throws(StoreError) -> Int

  /// Reports every commit made through this object from now on, in order, each after it is committed.
  ///
  /// A listener that falls more than a thousand commits behind misses the oldest, which ``CommitNotice/number`` shows.
  /// The sequence ends with the store.
  func commits() -> AsyncStream<CommitNotice>
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
