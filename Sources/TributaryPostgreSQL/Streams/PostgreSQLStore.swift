#if PostgreSQL
import Foundation
public import Tributary
import TributaryHTTP

/// One account's records and streams in a ``PostgreSQLDatabase``.
///
/// ```swift
/// let store = database.store(account: 12)
/// let report = try await client.sync(into: store).run()
/// for lead in try await store.all(Lead.self) { print(lead.name) }
/// ```
///
/// ## Locks
/// A run holds the lease of the account. Each commit makes the lease last longer and is refused once another run has
/// it: ``StoreError/leaseLost(_:)``. It ends some time after its process, and at once when the last open stream is
/// closed. A worker of a fleet gets the store together with the lease.
///
/// ## Commits
/// A commit is one transaction in one trip to the server. If the connection breaks meanwhile, the store looks under the
/// account's lock whether the commit was made, and makes it if it was not.
///
/// ## Indexes
/// Fields are not indexed here: a local query reads the type's records page by page. To look up records by a field,
/// query the view of their type in SQL.
public final class PostgreSQLStore: SyncStore {
  let database: PostgreSQLDatabase
  /// The account's number in the table `account`.
  public let account: Int
  let broadcaster = CommitBroadcaster()
  let lease: StoreLease

  init(_ database: PostgreSQLDatabase, account: Int, lease: StoreLease) {
    self.database = database
    self.account = account
    self.lease = lease
  }

  /// Opens a stream for one run; see ``SyncStore/open(_:types:)``. The types make no difference here: views are created
  /// by ``PostgreSQLDatabase/migrate(showing:)``.
  public func open(_ key: StreamKey, types: [RecordType]) async throws(StoreError) -> any StreamStore {
    let stream = try await database.pool.run { [self] (slot) throws(StoreError) in
      try lease.whileOpening { () throws(StoreError) in
        let opening = StreamOpening(key: key, store: self)
        let opened = try slot.use { (connection) throws(DatabaseFailure) in
          do throws(DatabaseFailure) { return try opening.run(connection) } catch {
            // Trying again is harmless: a stream that was created is found.
            if case .lost(let reason, true) = error { throw .lost(reason: reason, mayBeCommitted: false) }
            if case .refused(.divisionByZero, _, _) = error { throw .store(.leaseLost(key)) }
            throw error
          }
        }
        lease.hold(opened.number, term: opened.term)
        return PostgreSQLStream(store: self, opened)
      }
    }
    try await stream.compareWithWitness()
    return stream
  }

  /// Reports every commit made through this object from now on. Those of one stream come in their order.
  public func commits() -> AsyncStream<CommitNotice> { broadcaster.listen() }

  /// Gives the lease back if no stream is open any more.
  func letGo(of number: Int) {
    guard let term = lease.release(number) else { return }
    let (lease, account) = (lease, account)
    database.pool.submit { slot in
      lease.whileOpening {
        guard lease.endIfUnused(term) else { return }
        // If this fails, the lease expires.
        _ = try? slot.attempt { (connection) throws(DatabaseFailure) in
          try connection.transact(
            .writing(isDurable: false), [lease.giveBack(account, term: term)])
        }
      }
    }
  }
}

extension PostgreSQLStore {
  /// Not available: see ``RecordIndexes`` for stores that have it.
  @available(
    *, unavailable,
    message:
      "PostgreSQLStore keeps no index of a field; read without one, page by page, or query the type's view in SQL"
  )
  public func index<Record: SyncRecord & LocalModel, Value: FilterOperand>(
    _ model: Record.Type, by field: (LocalField<Record, Record>) -> LocalField<Record, Value>
  ) {}
}

extension PostgreSQLDatabase {
  /// The store of an account that no worker has.
  ///
  /// - Parameters:
  ///   - account: The number of the account, as ``add(_:)`` returns it.
  ///   - lifetime: How long a stream that is open stays locked after its last commit if its process ends.
  public func store(account: Int, leaseLifetime lifetime: Duration = .seconds(60)) -> PostgreSQLStore {
    let name = IncarnationName.draw { .random(in: .min ... .max) }
    return PostgreSQLStore(self, account: account, lease: StoreLease(.taken(by: name, lasting: lifetime)))
  }
}
#endif
