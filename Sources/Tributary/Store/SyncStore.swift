/// Keeps records and the state of their streams for a sync, which writes to it.
///
/// Writing is asynchronous, so that a store may be on another machine. A store on this one implements these
/// requirements by synchronous functions, and is read as a ``RecordReader``. Implementations pass the same conformance
/// suite. All calls are safe from any task. Texts compare by their bytes.
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
  func open(_ key: StreamKey, types: [RecordType]) async throws(StoreError) -> any StreamStore
}

/// One stream, locked by its holder.
public protocol StreamStore: Sendable {
  /// The stream, with the account as the store knows it.
  var key: StreamKey { get }
  /// What a person should be told of how the stream was opened, in one sentence; by default nothing.
  var notice: String? { get }
  /// What the stream remembers.
  func state() async throws(StoreError) -> StreamState
  /// Makes a transaction durable, whole or not at all.
  func commit(_ transaction: StreamTransaction) async throws(StoreError) -> CommitCounts
  /// Begins another incarnation and empties the outbox, as if the database had been copied.
  ///
  /// For the case that no store can see: the database and the files beside it restored together from a backup.
  func renewIncarnation() async throws(StoreError)
  /// Drops what was applied before the stream was opened: the run that holds it is up to date, so that the server's
  /// state is in the mirror. A store without a ``RecordOverlay`` does nothing.
  func dropApplied() async throws(StoreError)
  /// Gives the lock back. Later calls throw ``StoreError/closed``.
  func close()
}

extension StreamStore {
  /// Nothing.
  public var notice: String? { nil }

  /// Does nothing.
  public func dropApplied() async throws(StoreError) {}
}
