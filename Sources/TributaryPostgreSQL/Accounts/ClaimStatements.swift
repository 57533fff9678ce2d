#if PostgreSQL
import Foundation
import TributaryFleet

/// The statements of leases, and what their rows mean.
///
/// A claim moves `due`, which is in the index; a renewal touches `until` alone and stays on its page.
enum ClaimStatements {
  /// Claims what is due longest; see ``ClaimFunctions``.
  static func claim(_ request: ClaimRequest) -> Statement {
    Statement(
      "SELECT * FROM claim_accounts($1, $2, $3, $4, $5, $6)", .text(request.owner), .integer(max(request.limit, 0)),
      .integer(max(min(request.longLimit, request.limit), 0)), .real(max(request.lifetime.seconds, 0.001)),
      .real(request.backoff.initial.seconds), .real(request.backoff.maximum.seconds))
  }

  /// How long until another account is due.
  static let next = Statement("SELECT next_due()")

  /// Leases that are still held last longer.
  static func renew(_ leases: [AccountLease], _ lifetime: Duration) -> Statement {
    Statement(
      """
      WITH renewed AS (
        UPDATE lease l SET lasts = $4, until = clock_timestamp() + make_interval(secs => $4)
        FROM unnest($1, $2, $3) u(account, term, owner)
        WHERE l.account = u.account AND l.term = u.term AND l.owner = convert_from(u.owner, 'UTF8')
          RETURNING l.account, l.owner
      )
      SELECT r.account, \(credentialColumns(others: "l.owner <> r.owner"))
      FROM renewed r JOIN account a ON a.id = r.account LEFT JOIN credential k ON k.name = a.credential
      """, .integerList(leases.map(\.account.id)), .integerList(leases.map(\.term)),
      .utf8List(leases.map(\.owner)), .real(max(lifetime.seconds, 0.001)))
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
        attempts = 0, slices = 0, last_success = clock_timestamp(), problem = $5, last_seconds = $3,
          scheduled = \(next), due = \(next)
        """
      values = [incomplete.map { .text($0) } ?? .noText]
    case .cut:
      changes = "attempts = 0, problem = NULL, slices = l.slices + 1, due = clock_timestamp(), last_seconds = $3"
    case .failed(let problem, let delay):
      changes = "problem = $6, due = clock_timestamp() + make_interval(secs => $5), last_seconds = $3"
      values = [.real(max(delay.seconds, 0)), .text(problem)]
    case .postponed(let delay):
      changes = """
        attempts = greatest(l.attempts - 1, 0), last_seconds = $3,
          due = clock_timestamp() + make_interval(secs => $5)
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
      FROM account a WHERE a.id = l.account AND l.account = $1 AND l.term = $2 AND l.owner = $4 RETURNING 1
      """, [.integer(lease.account.id), .integer(lease.term), .real(duration.seconds), .text(lease.owner)] + values)
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

  static func leases(_ rows: ResultRows, owner: String) -> [AccountLease] {
    (0..<rows.count).map { row in
      AccountLease(
        account: account(rows, row, id: rows.integer(row, 0), from: 5), owner: owner, term: rows.integer(row, 1),
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
