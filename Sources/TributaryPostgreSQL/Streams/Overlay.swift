#if PostgreSQL
import Tributary
import TributaryJSON

/// What lies over the mirror of one stream, inside a transaction.
struct Overlay {
  /// What a reader sees differently.
  struct Revealed: Sendable {
    var count = 0
    var changed: [RecordReference] = []
    var deleted: [RecordReference] = []
    var isEmpty: Bool { count == 0 }
  }

  let account: Int
  let stream: Int

  /// Drops entries up to a number: of some records, or all.
  func drop(
    _ records: [RecordReference]?, upTo last: Int, _ connection: Connection
  ) throws(DatabaseFailure) -> Revealed {
    let key: [Parameter] = [.integer(account), .integer(stream), .integer(last)]
    let which =
      records == nil
      ? "" : "AND EXISTS (SELECT 1 FROM unnest($4, $5) u(type, id) WHERE u.type = o.type AND u.id = o.id)"
    let lists: [Parameter] =
      records.map { [.utf8List($0.map(\.type)), .utf8List($0.map(\.id))] } ?? []
    let rows = try connection.run([
      Statement(
        """
        WITH dropped AS (
          DELETE FROM overlay o WHERE account = $1 AND stream = $2 AND number <= $3 \(which) RETURNING type, id
        )
        SELECT dropped.type, dropped.id, record.deleted IS FALSE FROM dropped LEFT JOIN record
          ON record.account = $1 AND record.stream = $2 AND record.type = dropped.type AND record.id = dropped.id
        """, key + lists)
    ])[0]
    var revealed = Revealed()
    revealed.count = rows.count
    for (row, record) in Page.records(rows).enumerated() {
      if rows.flag(row, 2) { revealed.changed.append(record) } else { revealed.deleted.append(record) }
    }
    return revealed
  }

  /// Puts a change over the mirror.
  func show(_ change: RecordChange, at moment: Timestamp) -> Statement {
    let payload: RawJSON? = if case .upsert(let payload) = change.kind { payload } else { nil }
    return Statement(
      """
      INSERT INTO overlay (account, stream, type, id, deleted, applied_at, payload, normalized)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (account, stream, type, id) DO UPDATE SET number = DEFAULT, deleted = excluded.deleted,
        applied_at = excluded.applied_at, payload = excluded.payload, normalized = excluded.normalized
      """, .integer(account), .integer(stream), .utf8(change.type), .utf8(change.id), .flag(payload == nil),
      .integer(moment.secondsSince1970), payload.map { .bytes($0.bytes) } ?? .utf8("null"),
      (payload?.normalized).map { .bytes($0.bytes) } ?? .noBytes)
  }

  /// Whether readers see records, in their order.
  func shown(_ records: [RecordReference]) -> Statement {
    Statement(
      """
      SELECT coalesce(NOT o.deleted, NOT r.deleted, false)
      FROM unnest($3, $4) WITH ORDINALITY u(type, id, place)
      LEFT JOIN overlay o ON o.account = $1 AND o.stream = $2 AND o.type = u.type AND o.id = u.id
      LEFT JOIN record r ON r.account = $1 AND r.stream = $2 AND r.type = u.type AND r.id = u.id
      ORDER BY place
      """, .integer(account), .integer(stream), .utf8List(records.map(\.type)), .utf8List(records.map(\.id)))
  }
}
#endif
