/// Keeps records and the state of their streams for a sync, which writes to it.
///
/// Writing is asynchronous, so that a store may be on another machine. A local store implements these requirements with
/// synchronous functions and can be read as a ``RecordReader``. All implementations pass the same conformance suite.
/// All calls are safe from any task. Texts compare by their bytes.
public protocol SyncStore: Sendable {
  /// Opens a stream for one run and locks it.
  ///
  /// The lock dies with the process, and with the returned object.
  ///
  /// - Parameters:
  ///   - key: The stream; it is created if it does not exist. An empty account matches any account, and a stream stored
  ///     without an account takes the given one.
  ///   - types: The record types that it may deliver, so that the store can show them. Others are stored as well.
  /// - Throws: ``StoreError/streamIsBusy(_:)`` while another run holds it, ``StoreError/belongsToAnother(_:)`` if the
  ///   store holds the same service with another base URL or account.
  func open(_ key: StreamKey, types: [RecordType]) async throws(StoreError) -> any StreamStore
}

/// One stream, locked by its holder.
public protocol StreamStore: Sendable {
  /// The stream, with the account that the store has for it.
  var key: StreamKey { get }
  /// A sentence for the user about how the stream was opened, or `nil`, the default.
  var notice: String? { get }
  /// What the stream remembers.
  func state() async throws(StoreError) -> StreamState
  /// Makes a transaction durable, as a whole or not at all.
  func commit(_ transaction: StreamTransaction) async throws(StoreError) -> CommitCounts
  /// Begins another incarnation and empties the outbox, as if the database had been copied.
  ///
  /// This is for the one case that no store can detect: the database and the files beside it were restored together
  /// from a backup.
  func renewIncarnation() async throws(StoreError)
  /// Drops what was applied before the stream was opened: the run that holds it is up to date, so that the server's
  /// state is in the mirror. A store without a ``RecordOverlay`` does nothing.
  func dropApplied() async throws(StoreError)
  /// Releases the lock. Later calls throw ``StoreError/closed``.
  func close()
}

extension StreamStore {
  /// Nothing.
  public var notice: String? { nil }

  /// Does nothing.
  public func dropApplied() async throws(StoreError) {}
}
