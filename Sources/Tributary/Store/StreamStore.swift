/// One stream, locked by its holder.
public protocol StreamStore: Sendable {
  /// The stream, with the account as the store knows it.
  var key: StreamKey { get }
  /// What a person should be told of how the stream was opened, in one sentence; by default nothing.
  var notice: String? { get }
  /// What the stream remembers.
  func state() throws(StoreError) -> StreamState
  /// Makes a transaction durable, whole or not at all.
  func commit(_ transaction: StreamTransaction) throws(StoreError) -> CommitCounts
  /// Begins another incarnation and empties the outbox, as if the database had been copied.
  ///
  /// For the case that no store can see: the database and the files beside it restored together from a backup.
  func renewIncarnation() throws(StoreError)
  /// Gives the lock back. Later calls throw ``StoreError/closed``.
  func close()
}

extension StreamStore {
  /// Nothing.
  public var notice: String? { nil }
}
