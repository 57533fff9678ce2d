#if PostgreSQL
import Foundation
import Tributary
public import TributaryFleet

extension PostgreSQLDatabase: AccountDirectory {
  /// Adds accounts, each due at once. Their later due times are spread over the period by their numbers.
  public func add(_ accounts: [FleetAccount]) async throws(AccountSourceError) -> [FleetAccount] {
    var statements: [Statement] = []
    for account in accounts {
      let texts = [account.service, account.baseURL, account.name, account.credential]
      guard texts.allSatisfy({ !$0.utf8.contains(0) }), account.period > .zero else {
        throw .refused("The account \(account.label) needs a period above zero and names without NUL.")
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let options = (try? encoder.encode(account.options)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
      statements.append(
        Statement(
          """
          WITH added AS (
            INSERT INTO account (service, base_url, name, credential, options, period) VALUES ($1, $2, $3, $4, $5, $6)
            RETURNING id
          ) INSERT INTO lease (account, scheduled)
            SELECT id, now() - make_interval(secs => $6 * (id * 0.618033988749895 - floor(id * 0.618033988749895)))
            FROM added RETURNING account
          """, texts.map { .text($0) } + [.text(options), .real(account.period.seconds)]))
    }
    let (label, all) = (label, statements)
    return try await asSource { () async throws(StoreError) in
      try await pool.run { (slot) throws(StoreError) in
        try slot.use { (connection) throws(DatabaseFailure) in
          do throws(DatabaseFailure) {
            let rows = try connection.transact(.writing(isDurable: true), all)
            return zip(accounts, rows).map { account, rows in
              var account = account
              account.id = rows.integer(0, 0)
              return account
            }
          } catch {
            guard case .refused("23505", _, let index) = error, accounts.indices.contains(index) else { throw error }
            throw .store(.failed(path: label, "the account \(accounts[index].label) is there already"))
          }
        }
      }
    }
  }

  /// A page of accounts in the order of their numbers.
  public func accounts(after number: Int?, limit: Int) async throws(AccountSourceError) -> [AccountStatus] {
    let statement = Statement(
      """
      SELECT a.id, \(ClaimStatements.accountColumns), a.paused,
        CASE WHEN l.until BETWEEN now() AND now() + make_interval(secs => l.lasts) THEN l.owner END,
        extract(epoch FROM now() - l.due)::float8, l.attempts, l.slices,
        extract(epoch FROM now() - coalesce(l.last_success, a.added))::float8, l.last_success IS NOT NULL,
        l.last_seconds, l.problem, (SELECT max(committed_at) FROM stream s WHERE s.account = a.id)
      FROM account a JOIN lease l ON l.account = a.id WHERE a.id > $1 ORDER BY a.id LIMIT $2
      """, .integer(number ?? .min), .integer(max(limit, 0)))
    return try await asSource { () async throws(StoreError) in
      try await transact(.reading, [statement]) { results in
        let rows = results[0]
        return (0..<rows.count).map { row in
          var status = AccountStatus(ClaimStatements.account(rows, row, id: rows.integer(row, 0), from: 1))
          status.isPaused = rows.flag(row, 7)
          status.owner = rows.isNull(row, 8) ? nil : rows.text(row, 8)
          status.dueFor = Duration(inSeconds: rows.real(row, 9))
          status.attempts = rows.integer(row, 10)
          status.slices = rows.integer(row, 11)
          status.age = Duration(inSeconds: rows.real(row, 12))
          status.hasSynced = rows.flag(row, 13)
          status.lastDuration = rows.isNull(row, 14) ? nil : Duration(inSeconds: rows.real(row, 14))
          status.problem = rows.isNull(row, 15) ? nil : rows.text(row, 15)
          status.committedAt = rows.isNull(row, 16) ? nil : Timestamp(secondsSince1970: rows.integer(row, 16))
          return status
        }
      }
    }
  }

  /// Pauses accounts or lets them go on. A run that is under way goes on to its end.
  public func setPaused(_ isPaused: Bool, accounts: [Int]) async throws(AccountSourceError) {
    try await asSource { () async throws(StoreError) in
      try await transact(
        .writing(isDurable: true),
        [Statement("UPDATE account SET paused = $1 WHERE id = ANY ($2)", .flag(isPaused), .integerList(accounts))]
      ) { _ in }
    }
  }

  /// Sets the greatest number of requests per second with a credential, by all workers together; `nil` for no limit.
  public func setRate(_ callsPerSecond: Double?, credential: String) async throws(AccountSourceError) {
    try await asSource { () async throws(StoreError) in
      try await transact(
        .writing(isDurable: true),
        [
          Statement(
            """
            INSERT INTO credential (name, calls_per_second) VALUES ($1, $2)
              ON CONFLICT (name) DO UPDATE SET calls_per_second = excluded.calls_per_second
            """, .text(credential), callsPerSecond.map { .real($0) } ?? .noReal)
        ]
      ) { _ in }
    }
  }
}
#endif
