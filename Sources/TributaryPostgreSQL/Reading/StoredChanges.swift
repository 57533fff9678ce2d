#if PostgreSQL
public import Tributary
public import TributaryJSON

/// What a commit left of a record.
public struct StoredChange: Sendable, Equatable {
  /// The record.
  public var record: RecordReference
  /// The number of the commit, counted for each stream.
  public var number: Int
  /// The record's JSON, or `nil` if it is gone.
  public var payload: RawJSON?
}

extension PostgreSQLStore {
  /// The records of a stream that commits after a number have changed, in the order of the commits, whichever machine
  /// made them.
  ///
  /// A record that changed several times is there once, as it is now. What an overlay shows is not among them. Reading
  /// looks at all records of the stream unless the table has an index on `(account, stream, change)`, which every commit
  /// would pay for.
  ///
  /// - Parameters:
  ///   - stream: The stream.
  ///   - number: The ``StoredChange/number`` of the last change that is known; 0 for all.
  ///   - limit: How many changes are enough. The rest of a commit comes as well.
  public func changes(
    in stream: StreamKey, after number: Int, limit: Int
  ) async throws(StoreError) -> [StoredChange] {
    let (account, label) = (account, database.label)
    return try await read { (connection) throws(DatabaseFailure) in
      guard limit > 0,
        let row = StreamRow.all(try connection.run([StreamRow.all(account)])[0])
          .named(stream, service: stream.service).first
      else { return [] }
      let rows = try connection.run([
        Statement(
          """
          SELECT type, id, change, deleted, payload FROM record
            WHERE account = $1 AND stream = $2 AND change > $3
            ORDER BY change FETCH FIRST $4 ROWS WITH TIES
          """, .integer(account), .integer(row.number), .integer(number), .integer(limit))
      ])[0]
      var changes: [StoredChange] = []
      for row in 0..<rows.count {
        let record = RecordReference(type: rows.text(row, 0), id: rows.text(row, 1))
        let payload = rows.flag(row, 3) ? nil : try Self.json(rows.bytes(row, 4), of: record, label)
        changes.append(StoredChange(record: record, number: rows.integer(row, 2), payload: payload))
      }
      return changes
    }
  }
}
#endif
