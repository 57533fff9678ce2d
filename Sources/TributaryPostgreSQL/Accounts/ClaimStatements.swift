#if PostgreSQL
import Foundation
import TributaryFleet

/// The statements of leases, and what their rows mean.
///
/// A claim moves `due`, which is in the index; a renewal touches `until` alone and stays on its page.
enum ClaimStatements {
  /// Brings back what a clock that was wrong has put into the future. There is nothing to write as a rule, and the index
  /// shows that.
  static func repair(_ request: ClaimRequest) -> Statement {
    Statement(
      """
      UPDATE lease SET due = now(), scheduled = least(scheduled, now()), last_success = least(last_success, now())
      FROM account WHERE account.id = lease.account AND lease.due > now() + make_interval(secs => 2 * account.period)
        AND (slices = 0 AND lease.due > now() + make_interval(secs => $1)
          OR slices > 0 AND lease.due > now() + make_interval(secs => $1))
      """, .real(max(request.backoff.maximum.seconds, request.lifetime.seconds)))
  }

  /// Claims what is due longest. Accounts of which a slice was cut have places of their own, so that large ones do not
  /// take all.
  static func claim(_ request: ClaimRequest) -> Statement {
    func due(_ slices: String, _ limit: String) -> String {
      """
      SELECT l.account, l.due, l.slices FROM lease l JOIN account a ON a.id = l.account
        LEFT JOIN credential c ON c.name = a.credential
      WHERE NOT a.paused AND (c.paused_until IS NULL OR c.paused_until <= now()) AND l.due <= now()
        AND (l.until IS NULL OR l.until NOT BETWEEN now() AND now() + make_interval(secs => l.lasts))
        AND \(slices) ORDER BY l.due, l.account LIMIT \(limit) FOR NO KEY UPDATE OF l SKIP LOCKED
      """
    }
    // The part of the backoff that is an account's own: accounts that were claimed together with one that kills its
    // worker must not be claimed together with it for ever.
    let share = "(l.account * 0.618033988749895::float8 + (l.term + 1) * 0.754877666246693::float8)"
    return Statement(
      """
      WITH whole AS (\(due("l.slices = 0", "$2"))), long AS (\(due("l.slices > 0", "$3"))),
      picked AS (
        SELECT * FROM (SELECT * FROM whole UNION ALL SELECT * FROM long) both_kinds ORDER BY due, account LIMIT $2
      ),
      claimed AS (
        UPDATE lease l SET owner = $1, term = l.term + 1, attempts = l.attempts + 1, lasts = $4, claimed_due = l.due,
          until = clock_timestamp() + make_interval(secs => $4),
          due = clock_timestamp() + make_interval(secs => least($5 * 2 ^ least(l.attempts, 60), $6)
            * (0.5 + 0.5 * (\(share) - floor(\(share)))))
        FROM picked WHERE l.account = picked.account
        RETURNING l.account, l.term, picked.due AS was_due, l.attempts, l.slices
      )
      SELECT c.account, c.term, (extract(epoch FROM c.was_due) * 1000000)::bigint, c.attempts, c.slices,
        \(accountColumns), \(credentialColumns(others: "l.owner <> $1"))
      FROM claimed c JOIN account a ON a.id = c.account LEFT JOIN credential k ON k.name = a.credential
      ORDER BY c.was_due, c.account
      """, .text(request.owner), .integer(max(request.limit, 0)),
      .integer(max(min(request.longLimit, request.limit), 0)), .real(max(request.lifetime.seconds, 0.001)),
      .real(request.backoff.initial.seconds), .real(request.backoff.maximum.seconds))
  }

  /// How long until another account is due.
  static let next: Statement = {
    func first(_ slices: String) -> String {
      """
      (SELECT l.due FROM lease l JOIN account a ON a.id = l.account LEFT JOIN credential c ON c.name = a.credential
        WHERE NOT a.paused AND (c.paused_until IS NULL OR c.paused_until <= now()) AND \(slices)
          AND (l.until IS NULL OR l.until NOT BETWEEN now() AND now() + make_interval(secs => l.lasts))
        ORDER BY l.due LIMIT 1)
      """
    }
    return Statement(
      """
      SELECT greatest(extract(epoch FROM min(due) - now()), 0)::float8
      FROM (\(first("l.slices = 0")) UNION ALL \(first("l.slices > 0"))) first
      """)
  }()

  /// Leases that are still held last longer.
  static func renew(_ leases: [AccountLease], _ owner: String, _ lifetime: Duration) -> Statement {
    Statement(
      """
      WITH renewed AS (
        UPDATE lease l SET lasts = $4, until = clock_timestamp() + make_interval(secs => $4)
        FROM unnest($2, $3) u(account, term)
        WHERE l.account = u.account AND l.term = u.term AND l.owner = $1 RETURNING l.account
      )
      SELECT r.account, \(credentialColumns(others: "l.owner <> $1"))
      FROM renewed r JOIN account a ON a.id = r.account LEFT JOIN credential k ON k.name = a.credential
      """, .text(owner), .integerList(leases.map(\.account.id)), .integerList(leases.map(\.term)),
      .real(max(lifetime.seconds, 0.001)))
  }

  /// Ends a lease that is still held.
  static func release(_ lease: AccountLease, _ outcome: LeaseOutcome, _ duration: Duration) -> Statement {
    let changes: String
    var values: [Parameter] = []
    switch outcome {
    case .finished(let incomplete):
      // Whole periods from when it was to be, so that due times do not drift.
      let next = """
        CASE WHEN l.scheduled > clock_timestamp() THEN clock_timestamp() + make_interval(secs => a.period)
          ELSE l.scheduled + make_interval(secs => a.period
            * (floor(extract(epoch FROM clock_timestamp() - l.scheduled)::float8 / a.period) + 1)) END
        """
      changes = """
        attempts = 0, slices = 0, last_success = clock_timestamp(), problem = $4, last_seconds = $3,
          scheduled = \(next), due = \(next)
        """
      values = [incomplete.map { .text($0) } ?? .noText]
    case .cut:
      changes = "attempts = 0, problem = NULL, slices = l.slices + 1, due = clock_timestamp(), last_seconds = $3"
    case .failed(let problem, let delay):
      changes = "problem = $5, due = clock_timestamp() + make_interval(secs => $4), last_seconds = $3"
      values = [.real(max(delay.seconds, 0)), .text(problem)]
    case .postponed(let delay):
      changes = """
        attempts = greatest(l.attempts - 1, 0), last_seconds = $3,
          due = clock_timestamp() + make_interval(secs => $4)
        """
      values = [.real(max(delay.seconds, 0))]
    case .returned:
      changes = """
        attempts = greatest(l.attempts - 1, 0), due = least(coalesce(l.claimed_due, l.due), clock_timestamp())
        """
    }
    return Statement(
      """
      UPDATE lease l SET owner = NULL, until = NULL, \(changes)
      FROM account a WHERE a.id = l.account AND l.account = $1 AND l.term = $2 AND l.owner IS NOT NULL RETURNING 1
      """, [.integer(lease.account.id), .integer(lease.term), .real(duration.seconds)] + values)
  }

  // MARK: Rows

  /// The columns that ``account(_:_:id:from:)`` reads.
  static let accountColumns = "a.service, a.base_url, a.name, a.credential, a.options, a.period"

  /// The columns that ``credential(_:_:from:)`` reads.
  ///
  /// - Parameter others: Which leases are of other workers; the asking one counts as well.
  private static func credentialColumns(others: String) -> String {
    """
    a.credential, k.calls_per_second, greatest(extract(epoch FROM k.paused_until - now()), 0)::float8,
      1 + (SELECT count(DISTINCT l.owner) FROM account b JOIN lease l ON l.account = b.id
        WHERE b.credential = a.credential AND \(others) AND l.until > now())
    """
  }

  static func leases(_ rows: ResultRows) -> [AccountLease] {
    (0..<rows.count).map { row in
      AccountLease(
        account: account(rows, row, id: rows.integer(row, 0), from: 5), term: rows.integer(row, 1),
        due: .microseconds(rows.integer(row, 2)), attempts: rows.integer(row, 3), slices: rows.integer(row, 4),
        credential: credential(rows, row, from: 11))
    }
  }

  static func account(_ rows: ResultRows, _ row: Int, id: Int, from column: Int) -> FleetAccount {
    let options = try? JSONDecoder().decode([String: String].self, from: Data(rows.text(row, column + 4).utf8))
    return FleetAccount(
      id: id, service: rows.text(row, column), baseURL: rows.text(row, column + 1), name: rows.text(row, column + 2),
      credential: rows.text(row, column + 3), options: options ?? [:],
      period: Duration(inSeconds: rows.real(row, column + 5)))
  }

  static func credential(_ rows: ResultRows, _ row: Int, from column: Int) -> SharedCredential {
    SharedCredential(
      name: rows.text(row, column),
      callsPerSecond: rows.isNull(row, column + 1) ? nil : rows.real(row, column + 1),
      owners: max(rows.integer(row, column + 3), 1), pause: Duration(inSeconds: rows.real(row, column + 2)))
  }
}
#endif
