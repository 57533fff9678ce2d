#if PostgreSQL
public import Tributary

/// Remembers outside of a database how far its streams had come when something was acknowledged.
///
/// A backup or a snapshot of the disk that is started in the place of the original looks like it from inside. A witness
/// shows that a stream is behind, and the next run then begins another incarnation. Without a witness it is assumed that
/// this never happens.
///
/// A witness belongs to one database, and must not go back together with it: keep it on another machine or disk.
/// ``WitnessFolder`` is one for the workers of one machine. Those of several machines need one that they share, such as
/// a table in another database with the columns account, stream, incarnation and generation.
public protocol Witness: Sendable {
  /// The state that was noted last; `nil` if none was.
  func state(ofStream stream: Int, account: Int) async throws(StoreError) -> WitnessedState?
  /// Notes a state in the place of the last one.
  ///
  /// What was stored is acknowledged to the service when this returns, so the note must be durable by then. If it
  /// throws, nothing is acknowledged.
  func note(_ state: WitnessedState, ofStream stream: Int, account: Int) async throws(StoreError)
}

/// How far a stream has come.
public struct WitnessedState: Sendable, Hashable {
  /// The incarnation, as in ``StreamState/incarnation``.
  public var incarnation: String
  /// How many commits it had whose records may be acknowledged.
  public var generation: Int

  /// A state from its parts.
  public init(incarnation: String, generation: Int) {
    self.incarnation = incarnation
    self.generation = generation
  }

  /// Whether a stream in this state may lack what was acknowledged before the other state was noted.
  ///
  /// It may be ahead, because a process can end between commit and note.
  func isBehind(_ noted: WitnessedState) -> Bool {
    incarnation != noted.incarnation || generation < noted.generation
  }
}
#endif
