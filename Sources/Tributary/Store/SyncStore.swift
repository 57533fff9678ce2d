/// Keeps records and the state of their streams; a sync writes to it, a program reads from it.
///
/// Implementations pass the same conformance suite. All calls are safe from any task, and return when the work is
/// done. Reads see what is committed, each a state as it stood at one moment, and neither wait for a commit nor hold
/// one up. Texts compare by their bytes.
public protocol SyncStore: Sendable {
  /// Opens a stream for one run and locks it.
  ///
  /// The lock dies with the process, and with the returned object.
  ///
  /// - Parameters:
  ///   - key: Which stream; it is created when it is new. An empty account matches any account, and a stream stored
  ///     without an account takes the one given.
  ///   - types: The record types that it may bring, so that the store can show them. Others are stored as well.
  /// - Throws: ``StoreError/streamIsBusy(_:)`` while another run holds it, ``StoreError/belongsToAnother(_:)`` when
  ///   the store holds the same service of another base URL or account.
  func open(_ key: StreamKey, types: [RecordType]) throws(StoreError) -> any StreamStore

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
  /// The body may read from the store and commit to it; it goes on seeing the records as they stood at the start.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  func forEachRecord(
    service: String, type: String, stream: StreamKey?, _ body: (StoredRecord) -> Bool
  ) throws(StoreError)

  /// Calls the body with each live record of a type that a filter matches, in the order of stream and id, until it
  /// returns false. By default every record is read and the others left out.
  ///
  /// The body may read from the store and commit to it; it goes on seeing the records as they stood at the start.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  ///   - filter: Decides which records are meant.
  func forEachRecord(
    service: String, type: String, stream: StreamKey?, matching filter: FilterEvaluator, _ body: (StoredRecord) -> Bool
  ) throws(StoreError)

  /// One live record by its identifier, or `nil`.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - id: The identifier as text.
  ///   - stream: The stream to look in, or `nil` for all of the service, of which the one created first answers.
  func record(service: String, type: String, id: String, stream: StreamKey?) throws(StoreError) -> StoredRecord?

  /// How many live records of a type there are.
  ///
  /// - Parameters:
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - type: The record type's name.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  func count(service: String, type: String, stream: StreamKey?) throws(StoreError) -> Int

  /// Tells of every commit made through this object from now on, in their order, each after it is committed.
  ///
  /// A listener that falls more than a thousand commits behind misses the oldest, which ``CommitNotice/number`` shows.
  /// The sequence ends with the store.
  func commits() -> AsyncStream<CommitNotice>
}
