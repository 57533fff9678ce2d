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
        let payload = try Self.payload(row, 3, of: RecordReference(type: row.text(1), id: id ?? ""), connection)
        items.append(QuarantinedItem(type: row.text(1), id: id, payload: payload, problem: row.text(4)))
        return items.count < limit
      }
      return items
    }
  }

  /// Calls the body with each live record of a type, in the order of stream and id, until it returns false.
  public func forEachRecord(
    service: String, type: String, stream: StreamKey?, _ body: (StoredRecord) -> Bool
  ) throws(StoreError) {
    try walk(service, type, stream, where: "", [], body)
  }

  /// Calls the body with each live record of a type that a filter matches, in the order of stream and id, until it
  /// returns false. The others are not copied out of the database.
  public func forEachRecord(
    service: String, type: String, stream: StreamKey?, matching filter: FilterEvaluator, _ body: (StoredRecord) -> Bool
  ) throws(StoreError) {
    try walk(service, type, stream, where: "AND tributary_matches(payload, ?3)", [.filter(filter)], body)
  }

  private func walk(
    _ service: String, _ type: String, _ stream: StreamKey?, where condition: StaticString, _ values: [SQLValue],
    _ body: (StoredRecord) -> Bool
  ) throws(StoreError) {
    try read { (connection) throws(StoreError) in
      var goesOn = true
      for held in try StreamRow.all(connection, service: service, named: stream) where goesOn {
        let sql = """
          SELECT id, payload FROM record WHERE stream = ?1 AND type = ?2 AND deleted = 0 \(condition) ORDER BY id
          """
        try connection.walk(sql, [.integer(held.number), .text(type)] + values) { (row) throws(StoreError) in
          let id = row.text(0)
          let payload = try Self.payload(row, 1, of: RecordReference(type: type, id: id), connection)
          goesOn = body(StoredRecord(stream: held.key, type: type, id: id, payload: payload))
          return goesOn
        }
      }
    }
  }

  /// One live record by its identifier, or `nil`.
  public func record(
    service: String, type: String, id: String, stream: StreamKey?
  ) throws(StoreError) -> StoredRecord? {
    try read { (connection) throws(StoreError) in
      for held in try StreamRow.all(connection, service: service, named: stream) {
        let sql = "SELECT payload FROM record WHERE stream = ?1 AND type = ?2 AND id = ?3 AND deleted = 0"
        let payload = try connection.first(sql, .integer(held.number), .text(type), .text(id)) {
          (row) throws(StoreError) in
          try Self.payload(row, 0, of: RecordReference(type: type, id: id), connection)
        }
        if let payload { return StoredRecord(stream: held.key, type: type, id: id, payload: payload) }
      }
      return nil
    }
  }

  /// How many live records of a type there are.
  public func count(service: String, type: String, stream: StreamKey?) throws(StoreError) -> Int {
    try read { (connection) throws(StoreError) in
      var count = 0
      for held in try StreamRow.all(connection, service: service, named: stream) {
        // Both counts read an index only; counting live rows would read the table with all its JSON.
        count +=
          try connection.first(
            """
            SELECT (SELECT count(*) FROM record WHERE stream = ?1 AND type = ?2)
              - (SELECT count(*) FROM record WHERE stream = ?1 AND type = ?2 AND deleted = 1)
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
    return StreamSummary(
      key: row.key, state: try row.state(connection), records: live.filter { $0.count > 0 },
      deleted: tombstones.values.reduce(0, +), quarantined: quarantined ?? 0)
  }

  private static func typeCount(_ row: SQLRow) -> StreamSummary.RecordCount {
    StreamSummary.RecordCount(type: row.text(0), count: row.integer(1))
  }

  /// The JSON of a row. It was valid when it was stored, but anybody may have edited the file since.
  private static func payload(
    _ row: SQLRow, _ column: Int32, of record: RecordReference, _ connection: Connection
  ) throws(StoreError) -> RawJSON {
    do {
      return try RawJSON(
        validating: row.copiedBytes(column), limits: JSONLimits(depth: JSONLimits.greatestDepth))
    } catch {
      throw .notADatabase(path: connection.path, "its content for \(record.type) \(record.id) is not valid JSON")
    }
  }
}
