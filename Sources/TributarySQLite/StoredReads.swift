public import Tributary
import TributaryJSON

extension SQLiteStore {
  /// Every stream in the store, in the order of their creation.
  public func streams() throws(StoreError) -> [StreamSummary] {
    try read { (connection) throws(StoreError) in
      var summaries: [StreamSummary] = []
      for row in try StreamRow.all(connection) { summaries.append(try Self.summary(row, connection)) }
      return summaries
    }
  }

  /// What is in quarantine, oldest first.
  public func quarantine(stream: StreamKey?, limit: Int) throws(StoreError) -> [QuarantinedItem] {
    try read { (connection) throws(StoreError) in
      let rows = try StreamRow.all(connection, named: stream)
      var items: [QuarantinedItem] = []
      guard limit > 0 else { return items }
      let wanted = Set(rows.map(\.number))
      let sql = "SELECT stream, type, id, payload, problem FROM quarantine ORDER BY number"
      try connection.walk(sql, []) { (row) throws(StoreError) in
        guard wanted.contains(row.integer(0)) else { return true }
        let id = row.isNull(2) ? nil : row.text(2)
        let record = RecordReference(type: row.text(1), id: id ?? "")
        let payload = try RawJSON(stored: row.copiedBytes(3), of: record, path: connection.path)
        items.append(QuarantinedItem(type: record.type, id: id, payload: payload, problem: row.text(4)))
        return items.count < limit
      }
      return items
    }
  }

  /// Calls the body with each live record of a type, in the order of stream and id, until it returns false.
  public func forEachRecord(
    service: String, type: String, stream: StreamKey?, _ body: (StoredRecord) -> Bool
  ) throws(StoreError) {
    try forEachUncheckedRecord(service: service, type: type, stream: stream, matching: nil) {
      (record) throws(StoreError) in body(try record.checked())
    }
  }

  /// Calls the body with each live record of a type that a filter matches, in the order of stream and id, until it
  /// returns false. The others are not copied out of the database.
  public func forEachRecord(
    service: String, type: String, stream: StreamKey?, matching filter: FilterEvaluator, _ body: (StoredRecord) -> Bool
  ) throws(StoreError) {
    try forEachUncheckedRecord(service: service, type: type, stream: stream, matching: filter) {
      (record) throws(StoreError) in body(try record.checked())
    }
  }

  /// One live record by its identifier, or `nil`.
  public func record(
    service: String, type: String, id: String, stream: StreamKey?
  ) throws(StoreError) -> StoredRecord? {
    try uncheckedRecord(service: service, type: type, id: id, stream: stream)?.checked()
  }

  /// How many live records of a type there are.
  public func count(service: String, type: String, stream: StreamKey?) throws(StoreError) -> Int {
    try read { (connection) throws(StoreError) in
      var count = 0
      for held in try StreamRow.all(connection, service: service, named: stream) {
        // Both counts read only an index; counting live rows would read the table with all its JSON.
        count +=
          try connection.first(
            """
            SELECT (SELECT count(*) FROM record WHERE stream = ?1 AND type = ?2)
              - (SELECT count(*) FROM record WHERE stream = ?1 AND type = ?2 AND deleted = 1)
            """, .integer(held.number), .text(type)
          ) { $0.integer(0) } ?? 0
        guard try Overlay.covers(type, of: held.number, connection) else { continue }
        // What the entries add, less what they lie over.
        count +=
          try connection.first(
            """
            SELECT coalesce(sum((overlay.deleted = 0) - (record.deleted IS 0)), 0) FROM overlay LEFT JOIN record
              ON record.stream = overlay.stream AND record.type = overlay.type AND record.id = overlay.id
            WHERE overlay.stream = ?1 AND overlay.type = ?2
            """, .integer(held.number), .text(type)
          ) { $0.integer(0) } ?? 0
      }
      return count
    }
  }

  private static func summary(_ row: StreamRow, _ connection: Connection) throws(StoreError) -> StreamSummary {
    let stream = SQLValue.integer(row.number)
    let all = try connection.all(
      "SELECT type, count(*) FROM record WHERE stream = ?1 GROUP BY type ORDER BY type", stream, read: typeCount)
    let deleted = try connection.all(
      "SELECT type, count(*) FROM record WHERE stream = ?1 AND deleted = 1 GROUP BY type", stream, read: typeCount)
    let tombstones = Dictionary(deleted.map { (ExactText($0.type), $0.count) }, uniquingKeysWith: +)
    let quarantined = try connection.first("SELECT count(*) FROM quarantine WHERE stream = ?1", stream) {
      $0.integer(0)
    }
    let live = all.map { counted in
      StreamSummary.RecordCount(
        type: counted.type, count: counted.count - (tombstones[ExactText(counted.type)] ?? 0))
    }
    let applied = try connection.first("SELECT count(*), min(applied_at) FROM overlay WHERE stream = ?1", stream) {
      (count: $0.integer(0), oldest: $0.isNull(1) ? nil : Timestamp(secondsSince1970: $0.integer(1)))
    }
    return StreamSummary(
      key: row.key, state: try row.state(connection), records: live.filter { $0.count > 0 },
      deleted: tombstones.values.reduce(0, +), quarantined: quarantined ?? 0, applied: applied?.count ?? 0,
      oldestApplied: applied?.oldest, committedAt: row.committedAt)
  }

  private static func typeCount(_ row: SQLRow) -> StreamSummary.RecordCount {
    StreamSummary.RecordCount(type: row.text(0), count: row.integer(1))
  }
}

extension SQLiteStore: UncheckedRecordReader {
  /// Calls the body with each live record of a type, or each that a filter matches.
  package func forEachUncheckedRecord(
    service: String, type: String, stream: StreamKey?, matching filter: FilterEvaluator?,
    _ body: (UncheckedRecord) throws(StoreError) -> Bool
  ) throws(StoreError) {
    let condition = filter == nil ? "" : "AND tributary_matches(payload, ?3)"
    let wanted = "WHERE stream = ?1 AND type = ?2 AND deleted = 0 \(condition)"
    let mirror = "SELECT id, payload FROM record \(wanted) ORDER BY id"
    let both = """
      SELECT id, payload FROM record \(wanted) AND NOT EXISTS (
        SELECT 1 FROM overlay WHERE overlay.stream = ?1 AND overlay.type = ?2 AND overlay.id = record.id
      ) UNION ALL SELECT id, payload FROM overlay \(wanted) ORDER BY id
      """
    try read { (connection) throws(StoreError) in
      var goesOn = true
      for held in try StreamRow.all(connection, service: service, named: stream) where goesOn {
        let values: [SQLValue] = [.integer(held.number), .text(type)]
        let isCovered = try Overlay.covers(type, of: held.number, connection)
        if let filter, let indexes = try TypeIndexes(of: type, service: service, connection),
          let candidates = try indexes.candidates(filter, stream: held.number, connection)
        {
          let read = IndexedRead(held, type, filter, connection)
          goesOn = try read.walk(candidates, isCovered: isCovered, body)
          continue
        }
        let sql = isCovered ? both : mirror
        try connection.walk(sql, values + (filter.map { [.filter($0)] } ?? [])) { (row) throws(StoreError) in
          let record = UncheckedRecord(
            stream: held.key, type: type, id: row.text(0), bytes: row.copiedBytes(1), path: connection.path)
          goesOn = try body(record)
          return goesOn
        }
      }
    }
  }

  /// One live record by its identifier, or `nil`.
  package func uncheckedRecord(
    service: String, type: String, id: String, stream: StreamKey?
  ) throws(StoreError) -> UncheckedRecord? {
    let sql = """
      SELECT payload, deleted FROM overlay WHERE stream = ?1 AND type = ?2 AND id = ?3
      UNION ALL SELECT payload, deleted FROM record WHERE stream = ?1 AND type = ?2 AND id = ?3 LIMIT 1
      """
    return try read { (connection) throws(StoreError) in
      for held in try StreamRow.all(connection, service: service, named: stream) {
        let bytes = try connection.first(sql, .integer(held.number), .text(type), .text(id)) {
          $0.flag(1) ? nil : $0.copiedBytes(0)
        }
        guard case .some(.some(let bytes)) = bytes else { continue }
        return UncheckedRecord(stream: held.key, type: type, id: id, bytes: bytes, path: connection.path)
      }
      return nil
    }
  }
}
