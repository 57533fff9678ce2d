#if PostgreSQL
public import Tributary

/// A PostgreSQL database that holds the records and the schedule of many accounts, for workers on many machines.
///
/// ```swift
/// let database = try PostgreSQLDatabase(ProcessInfo.processInfo.environment["TRIBUTARY_DATABASE_URL"] ?? "")
/// try await database.migrate(showing: [Lead.recordType])
/// ```
///
/// It needs the package's trait `PostgreSQL` and the system's libpq. The connection may lead through a pooler that gives
/// each transaction another of the server's processes: no state of a session is kept, and none is trusted.
///
/// ## Connections
/// Each connection has a thread of its own, so that a slow lock stops none of the process's tasks. Every wait has an
/// end. To other machines a connection is made with `sslmode=verify-full` unless the connection string or the
/// environment says otherwise.
///
/// ## Copies
/// A replica that was promoted may lack commits that were acknowledged to a service. Opening a stream, and every commit
/// whose records will be acknowledged, therefore compares where the database is: the system's identifier, the
/// database's number, and the timeline. ``FailoverPolicy`` says what a difference means. A backup or a snapshot of the
/// disk that is started plainly has the same place: a ``Witness`` notices it, or call ``StreamStore/renewIncarnation()``.
public final class PostgreSQLDatabase: Sendable {
  /// What it means that the database is in another place than before.
  ///
  /// All workers of a database have the same one, because the first of them to notice a difference decides for all.
  public enum FailoverPolicy: String, Sendable, CaseIterable {
    /// Commits may be missing, so that services which remember what they delivered are asked for everything again.
    case renew
    /// Nothing is missing: replication is synchronous, or the storage is shared. If something is missing all the same,
    /// what was acknowledged to a service is lost until ``StreamStore/renewIncarnation()``.
    case trust
  }

  let pool: ConnectionPool
  let policy: FailoverPolicy
  let witness: (any Witness)?
  let randomness: @Sendable () -> UInt64
  let now: @Sendable () -> Timestamp
  /// What the database is called in messages; never with a password.
  var label: String { pool.options.label }

  /// A database. Connections are made when they are needed.
  ///
  /// - Parameters:
  ///   - connection: A connection string of libpq. What it does not say comes from `PGHOST` and the other variables of
  ///     libpq, a password best from a file that `PGPASSFILE` names.
  ///   - connections: The most connections, each with a thread.
  ///   - policy: What it means that the database is in another place than before.
  ///   - witness: What remembers elsewhere how far the streams have come.
  ///   - randomness: The source of the random names of incarnations; the system's generator by default.
  ///   - now: The clock that says when a commit was made; the system's by default.
  /// - Throws: ``StoreError/failed(path:_:)`` if the string cannot be read; the error has nothing of it in it.
  public init(
    _ connection: String = "", connections: Int = 8, afterFailover policy: FailoverPolicy = .renew,
    witness: (any Witness)? = nil,
    randomness: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
    now: @escaping @Sendable () -> Timestamp = { .thisSecond }
  ) throws(StoreError) {
    pool = ConnectionPool(try ConnectionOptions(connection), limit: connections)
    self.policy = policy
    self.witness = witness
    self.randomness = randomness
    self.now = now
  }

  /// Runs statements as one transaction, again after failures that pass.
  ///
  /// The commit may have been made although this throws, so it is for what may be done twice.
  func transact<Output: Sendable>(
    _ access: Statement.Access = .writing(isDurable: true), _ statements: [Statement],
    _ read: @escaping @Sendable ([ResultRows]) throws(DatabaseFailure) -> Output
  ) async throws(StoreError) -> Output {
    try await pool.run { (slot) throws(StoreError) in
      try slot.use { (connection) throws(DatabaseFailure) in
        do throws(DatabaseFailure) { return try read(connection.transact(access, statements)) } catch {
          // What only reads may be done again wherever the connection broke.
          if case .lost(let reason, true) = error, case .reading = access {
            throw .lost(reason: reason, mayBeCommitted: false)
          }
          throw error
        }
      }
    }
  }
}
#endif
