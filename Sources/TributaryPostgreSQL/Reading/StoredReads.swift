#if PostgreSQL
public import Tributary
import TributaryJSON

extension PostgreSQLStore: AsyncRecordReader {
  /// Every stream in the store, in the order of their creation.
  public func streams() async throws(StoreError) -> [StreamSummary] {
    let account = account
    let counts = """
      SELECT stream, type, count(*) FILTER (WHERE NOT deleted), count(*) FILTER (WHERE deleted)
      FROM record WHERE account = $1 GROUP BY stream, type ORDER BY stream, type
      """
    return try await database.transact(
      .reading,
      [
        StreamRow.all(account), Statement(counts, .integer(account)),
        Statement("SELECT stream, count(*) FROM quarantine WHERE account = $1 GROUP BY stream", .integer(account)),
        Statement(
          "SELECT stream, count(*), min(applied_at) FROM overlay WHERE account = $1 GROUP BY stream",
          .integer(account)),
      ] + StreamMemory.statements(account)
    ) { (rows) throws(DatabaseFailure) in
      var summaries: [Int: StreamSummary] = [:]
      let streams = StreamRow.all(rows[0])
      let states = StreamMemory.states(Array(rows[4...]))
      for row in streams {
        summaries[row.number] = StreamSummary(
          key: row.key, state: states[row.number] ?? StreamState(), records: [], deleted: 0, quarantined: 0,
          committedAt: row.committedAt)
      }
      for row in 0..<rows[1].count {
        let number = rows[1].integer(row, 0)
        summaries[number]?.deleted += rows[1].integer(row, 3)
        let live = StreamSummary.RecordCount(type: rows[1].text(row, 1), count: rows[1].integer(row, 2))
        if live.count > 0 { summaries[number]?.records.append(live) }
      }
      for row in 0..<rows[2].count { summaries[rows[2].integer(row, 0)]?.quarantined = rows[2].integer(row, 1) }
      for row in 0..<rows[3].count {
        let number = rows[3].integer(row, 0)
        summaries[number]?.applied = rows[3].integer(row, 1)
        summaries[number]?.oldestApplied = Timestamp(secondsSince1970: rows[3].integer(row, 2))
      }
      return streams.compactMap { summaries[$0.number] }
    }
  }

  /// What is in quarantine, oldest first.
  public func quarantine(stream: StreamKey?, limit: Int) async throws(StoreError) -> [QuarantinedItem] {
    let (account, label) = (account, database.label)
    return try await read { (connection) throws(DatabaseFailure) in
      let numbers = StreamRow.all(try connection.run([StreamRow.all(account)])[0]).named(stream).map(\.number)
      let rows = try connection.run([
        Statement(
          """
          SELECT type, id, payload, problem FROM quarantine WHERE account = $1 AND stream = ANY ($2)
            ORDER BY number LIMIT $3
          """, .integer(account), .integerList(numbers), .integer(max(limit, 0)))
      ])[0]
      var items: [QuarantinedItem] = []
      for row in 0..<rows.count {
        let record = RecordReference(type: rows.text(row, 0), id: rows.text(row, 1))
        items.append(
          QuarantinedItem(
            type: record.type, id: rows.isNull(row, 1) ? nil : record.id,
            payload: try Self.json(rows.bytes(row, 2), of: record, label), problem: rows.text(row, 3)))
      }
      return items
    }
  }

  /// The live records of a type that follow a position, in the order of stream and id.
  public func page(
    service: String, type: String, stream: StreamKey?, after position: RecordPosition?
  ) async throws(StoreError) -> RecordPage {
    let (account, label) = (account, database.label)
    return try await read { (connection) throws(DatabaseFailure) in
      let held = StreamRow.all(try connection.run([StreamRow.all(account)])[0]).named(stream, service: service)
      let size = position?.size ?? PageReading.firstSize
      for row in held where row.number >= position?.stream ?? 0 {
        let after = row.number == position?.stream ? position?.id : nil
        let rows = try connection.run([
          PageReading.statement(account, row.number, type: type, after: after, size: size)
        ])[0]
        var records: [StoredRecord] = []
        var bytes = 0
        for index in 0..<rows.count {
          let record = RecordReference(type: type, id: rows.text(index, 0))
          let payload = try Self.json(rows.bytes(index, 1), of: record, label)
          bytes += payload.bytes.count
          records.append(StoredRecord(stream: row.key, type: type, id: record.id, payload: payload))
        }
        guard let last = records.last else { continue }
        let next = PageReading.size(after: records.count, bytes: bytes)
        if records.count == size {
          return RecordPage(records: records, next: RecordPosition(stream: row.number, id: last.id, size: next))
        }
        // The stream is over. Another one continues, if there is one.
        let following = held.first { $0.number > row.number }
        return RecordPage(
          records: records,
          next: following.map { _ in RecordPosition(stream: row.number + 1, id: "", size: next) })
      }
      return RecordPage(records: [], next: nil)
    }
  }

  /// One live record by its identifier, or `nil`.
  public func record(
    service: String, type: String, id: String, stream: StreamKey?
  ) async throws(StoreError) -> StoredRecord? {
    let (account, label) = (account, database.label)
    return try await read { (connection) throws(DatabaseFailure) in
      for row in StreamRow.all(try connection.run([StreamRow.all(account)])[0]).named(stream, service: service) {
        let rows = try connection.run([
          Statement(
            """
            SELECT payload, deleted FROM (
              SELECT payload, deleted, 0 AS place FROM overlay
                WHERE account = $1 AND stream = $2 AND type = $3 AND id = $4
              UNION ALL SELECT payload, deleted, 1 FROM record
                WHERE account = $1 AND stream = $2 AND type = $3 AND id = $4
            ) found ORDER BY place LIMIT 1
            """, .integer(account), .integer(row.number), .utf8(type), .utf8(id))
        ])[0]
        guard rows.count == 1, !rows.flag(0, 1) else { continue }
        let payload = try Self.json(rows.bytes(0, 0), of: RecordReference(type: type, id: id), label)
        return StoredRecord(stream: row.key, type: type, id: id, payload: payload)
      }
      return nil
    }
  }

  /// How many live records of a type there are.
  public func count(service: String, type: String, stream: StreamKey?) async throws(StoreError) -> Int {
    let account = account
    return try await read { (connection) throws(DatabaseFailure) in
      let held = StreamRow.all(try connection.run([StreamRow.all(account)])[0]).named(stream, service: service)
      // What the entries of the overlay add, less what they lie over.
      let rows = try connection.run([
        Statement(
          """
          SELECT (SELECT count(*) FROM record WHERE account = $1 AND stream = ANY ($2) AND type = $3 AND NOT deleted)
            + (SELECT coalesce(sum((NOT o.deleted)::int - (r.deleted IS FALSE)::int), 0)::bigint
                FROM overlay o LEFT JOIN record r
                  ON r.account = o.account AND r.stream = o.stream AND r.type = o.type AND r.id = o.id
                WHERE o.account = $1 AND o.stream = ANY ($2) AND o.type = $3)
          """, .integer(account), .integerList(held.map(\.number)), .utf8(type))
      ])[0]
      return rows.integer(0, 0)
    }
  }

  /// Reads in one transaction, which sees one state.
  func read<Output: Sendable>(
    _ body: @escaping @Sendable (Connection) throws(DatabaseFailure) -> Output
  ) async throws(StoreError) -> Output {
    try await database.pool.run { (slot) throws(StoreError) in
      try slot.use { (connection) throws(DatabaseFailure) in
        do throws(DatabaseFailure) { return try connection.transaction(.reading, body) } catch {
          // Nothing was written, so that reading again is safe wherever the connection broke.
          if case .lost(let reason, true) = error { throw .lost(reason: reason, mayBeCommitted: false) }
          throw error
        }
      }
    }
  }

  /// The JSON of a row, which somebody may have edited since it was written.
  static func json(_ bytes: SharedBytes, of record: RecordReference, _ label: String) throws(DatabaseFailure) -> RawJSON
  {
    do throws(StoreError) { return try RawJSON(stored: bytes, of: record, path: label) } catch { throw .store(error) }
  }
}

/// How a type's records are read page by page.
enum PageReading {
  /// How many records the first page has, whose sizes are not known.
  static let firstSize = 50

  /// How many records make a page of about a megabyte.
  static func size(after records: Int, bytes: Int) -> Int {
    min(max((1 << 20) / max(bytes / max(records, 1), 1), 1), 1_000)
  }

  /// Live records that follow an identifier, as readers see them: an entry of the overlay in the place of its record.
  static func statement(_ account: Int, _ stream: Int, type: String, after id: String?, size: Int) -> Statement {
    let wanted = "account = $1 AND stream = $2 AND type = $3 AND ($4 IS NULL OR id > $4) AND NOT deleted"
    return Statement(
      """
      SELECT id, payload FROM (
        (SELECT id, payload FROM record r WHERE \(wanted) AND NOT EXISTS (
            SELECT 1 FROM overlay o
            WHERE o.account = $1 AND o.stream = $2 AND o.type = $3 AND o.id = r.id
          ) ORDER BY id LIMIT $5)
        UNION ALL (SELECT id, payload FROM overlay WHERE \(wanted) ORDER BY id LIMIT $5)
      ) shown ORDER BY id LIMIT $5
      """, .integer(account), .integer(stream), .utf8(type), id.map { .utf8($0) } ?? .noBytes, .integer(size))
  }
}
#endif
