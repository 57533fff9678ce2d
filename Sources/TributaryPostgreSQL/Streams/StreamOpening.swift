#if PostgreSQL
import Tributary

/// Opens one stream of an account, inside a transaction.
struct StreamOpening {
  /// What a stream needs to be written.
  struct Opened {
    var row: StreamRow
    var term: Int
    /// The number of the last overlay entry.
    var lastEntry: Int
    var notice: String?

    var number: Int { row.number }
  }

  let key: StreamKey
  let store: PostgreSQLStore

  func run(_ connection: Connection) throws(DatabaseFailure) -> Opened {
    try connection.transaction { (connection) throws(DatabaseFailure) in
      let label = store.database.label
      try Layout.check(try connection.run([Layout.read])[0], label: label)
      let taken = try connection.run([store.lease.take(store.account)])[0]
      guard taken.count == 1 else { throw .store(try refusal(connection)) }
      let (place, notice) = try DatabasePlace.current(connection, store.database.policy)
      let rows = StreamRow.all(try connection.run([StreamRow.all(store.account)])[0])
      var opened = Opened(
        row: try row(among: rows, place, connection), term: taken.integer(0, 0), lastEntry: 0, notice: nil)
      guard !store.lease.isOpen(opened.number) else { throw .store(.streamIsBusy(opened.row.key)) }
      if opened.row.place != place {
        let renewed = try StreamRenewal(account: store.account, number: opened.number).run(
          IncarnationName.draw(store.database.randomness), place: place, connection)
        (opened.row.incarnation, opened.row.generation) = (renewed.incarnation, renewed.generation)
        opened.row.change += 1
        opened.row.place = place
        opened.notice = notice ?? DatabasePlace.notice
      }
      // The row is written or locked, so that an entry which is being made now gets its number later.
      let entries = try connection.run([
        Statement(
          "SELECT 1 FROM stream WHERE account = $1 AND number = $2 FOR NO KEY UPDATE", .integer(store.account),
          .integer(opened.number)),
        Statement(
          "SELECT coalesce(max(number), 0) FROM overlay WHERE account = $1 AND stream = $2", .integer(store.account),
          .integer(opened.number)),
      ])
      opened.lastEntry = entries[1].integer(0, 0)
      return opened
    }
  }

  /// Finds the stream of the key, or creates it.
  private func row(
    among rows: [StreamRow], _ place: Int, _ connection: Connection
  ) throws(DatabaseFailure) -> StreamRow {
    let claim: StreamClaim
    do throws(StoreError) { claim = try StreamClaim(key, among: rows.map(\.key)) } catch { throw .store(error) }
    switch claim {
    case .existing(let index, let account):
      var row = rows[index]
      guard row.key.account.isEmpty, !account.isEmpty else { return row }
      _ = try connection.run([
        Statement(
          "UPDATE stream SET account_name = $3 WHERE account = $1 AND number = $2", .integer(store.account),
          .integer(row.number), .utf8(account))
      ])
      row.key.account = account
      return row
    case .new(let key):
      let row = StreamRow(
        number: (rows.last?.number ?? 0) + 1, key: key, incarnation: IncarnationName.draw(store.database.randomness),
        place: place)
      _ = try connection.run([
        Statement(
          """
          INSERT INTO stream (account, number, service, base_url, account_name, scope, incarnation, place)
            VALUES ($1, $2::bigint::int, $3, $4, $5, $6, $7, $8)
          """, .integer(store.account), .integer(row.number), .utf8(key.service), .utf8(key.baseURL),
          .utf8(key.account), .utf8(key.scope), .text(row.incarnation), .integer(place))
      ])
      return row
    }
  }

  /// Why the lease could not be had.
  private func refusal(_ connection: Connection) throws(DatabaseFailure) -> StoreError {
    let known = try connection.run([Statement("SELECT 1 FROM lease WHERE account = $1", .integer(store.account))])[0]
    guard known.count == 1 else {
      return .failed(path: store.database.label, "it has no account with the number \(store.account)")
    }
    if case .claimed = store.lease.origin { return .leaseLost(key) }
    return .streamIsBusy(key)
  }
}

/// Begins another incarnation of a stream, in which nothing has been acknowledged yet.
struct StreamRenewal {
  let account: Int
  let number: Int

  func run(
    _ incarnation: String, place: Int?, _ connection: Connection
  ) throws(DatabaseFailure) -> WitnessedState {
    let rows = try connection.run([
      Statement(
        """
        UPDATE stream SET incarnation = $3, generation = generation + 1, change = change + 1,
          place = coalesce($4, place) WHERE account = $1 AND number = $2 RETURNING generation
        """, .integer(account), .integer(number), .text(incarnation), place.map { .integer($0) } ?? .noInteger),
      Statement("DELETE FROM outbox WHERE account = $1 AND stream = $2", .integer(account), .integer(number)),
    ])[0]
    return WitnessedState(incarnation: incarnation, generation: rows.integer(0, 0))
  }
}

/// Where the database is, as far as that can be told from inside.
enum DatabasePlace {
  static let notice = "The database is in another place than before, so the service is asked for everything again."

  static let behindWitness =
    "The database is in an earlier state than its witness, so the service is asked for everything again."

  /// Compares with what was noted, and notes a difference.
  ///
  /// - Returns: The number of the place, which rises with each difference that ``PostgreSQLDatabase/FailoverPolicy``
  ///   does not trust.
  static func current(
    _ connection: Connection, _ policy: PostgreSQLDatabase.FailoverPolicy
  ) throws(DatabaseFailure) -> (number: Int, notice: String?) {
    let found = try connection.run([
      Statement(
        "SELECT number, known = current_place(), policy IS NOT DISTINCT FROM $1 FROM place", .text(policy.rawValue))
    ])[0]
    let isSame = found.count == 1 && found.flag(0, 1)
    if isSame, found.flag(0, 2) { return (found.integer(0, 0), nil) }
    let noted = try connection.run([
      Statement(
        """
        WITH now AS (SELECT current_place() AS known)
        UPDATE place SET known = now.known, policy = $2,
          number = number + CASE WHEN place.known = now.known THEN 0 ELSE $1 END FROM now
        """, .integer(policy == .renew ? 1 : 0), .text(policy.rawValue)),
      Statement("SELECT number FROM place"),
    ])
    guard noted[1].count == 1 else { throw .refused("42P01", message: "", statement: 0) }
    return (noted[1].integer(0, 0), policy == .renew && !isSame ? notice : nil)
  }

  /// Fails with a division by zero if the database is elsewhere than when the stream was opened.
  ///
  /// A commit whose records will be acknowledged contains it: a replica may be promoted between two commits of a run.
  static func guarding(_ number: Int) -> Statement {
    Statement("SELECT 1 / count(*) FROM place WHERE known = current_place() AND number = $1", .integer(number))
  }
}
#endif
