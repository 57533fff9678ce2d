public import Tributary
import TributaryJSON

extension SQLiteStore {
  /// Shows changes over the mirror.
  public func apply(
    _ changes: [RecordChange], service: String, stream: StreamKey?, at moment: Timestamp
  ) throws(StoreError) {
    let database = try database()
    try database.write { (connection) throws(StoreError) in
      let shown = try connection.transaction { () throws(StoreError) in
        let rows = try StreamRow.all(connection, service: service, named: stream)
        var shown: [(row: StreamRow, change: RecordChange)] = []
        for change in changes {
          for row in try Self.rows(for: change, among: rows, service, connection) { shown.append((row, change)) }
        }
        for (row, change) in shown { try Overlay(of: row.number, connection).show(change, at: moment) }
        try database.checkPlace()
        return shown
      }
      for (number, ofStream) in Dictionary(grouping: shown, by: \.row.number).sorted(by: { $0.key < $1.key }) {
        guard let key = ofStream.first?.row.key, number > 0 else { continue }
        let deleted = ofStream.map(\.change).filter { $0.kind == .delete }.map(\.reference)
        let changed = ofStream.map(\.change).filter { $0.kind != .delete }.map(\.reference)
        notify(key, changed, deleted)
      }
    }
  }

  /// The streams that show the record of a change, or else the only one there is.
  private static func rows(
    for change: RecordChange, among rows: [StreamRow], _ service: String, _ connection: Connection
  ) throws(StoreError) -> [StreamRow] {
    var showing: [StreamRow] = []
    for row in rows where try Overlay(of: row.number, connection).shows(change.reference) { showing.append(row) }
    guard showing.isEmpty else { return showing }
    guard rows.count == 1 else { throw .unplaced(service, among: rows.count) }
    return rows
  }

  /// Drops entries of the overlay.
  @discardableResult
  public func discard(
    _ records: [RecordReference]?, service: String, stream: StreamKey?
  ) throws(StoreError) -> Int {
    let database = try database()
    let rows = try database.read { (connection) throws(StoreError) in
      try StreamRow.all(connection, service: service, named: stream)
    }
    var count = 0
    for row in rows { count += try drop(of: row.number, in: database, records, opened: .max) }
    return count
  }

  /// Drops what was applied to a stream before it was opened.
  func dropApplied(of number: Int, opened: Int, in database: OpenDatabase) throws(StoreError) {
    _ = try drop(of: number, in: database, nil, opened: opened)
  }

  private func drop(
    of number: Int, in database: OpenDatabase, _ records: [RecordReference]?, opened: Int
  ) throws(StoreError) -> Int {
    // Where there is nothing, which is the rule, a reader finds out without the lock that writing takes.
    let isNeeded = try database.read { (connection) throws(StoreError) in
      try connection.first(
        "SELECT 1 FROM overlay WHERE stream = ?1 AND number <= ?2 LIMIT 1", .integer(number), .integer(opened)
      ) { _ in true } ?? false
    }
    guard isNeeded else { return 0 }
    return try database.write { (connection) throws(StoreError) in
      let (count, key, changed, deleted) = try connection.transaction { () throws(StoreError) in
        var overlay = try Overlay(of: number, opened: opened, connection)
        if let records {
          for record in records { try overlay.drop(record) }
        } else {
          try overlay.dropAll()
        }
        var (changed, deleted): ([RecordReference], [RecordReference]) = ([], [])
        try overlay.reveal(&changed, &deleted)
        try database.checkPlace()
        return (overlay.dropped.count, try StreamRow.one(number, connection).key, changed, deleted)
      }
      if count > 0 { notify(key, changed, deleted) }
      return count
    }
  }

  /// The entries that no sync has brought, oldest first.
  public func overlay(stream: StreamKey?) throws(StoreError) -> [OverlayEntry] {
    try read { (connection) throws(StoreError) in
      let keys = Dictionary(
        try StreamRow.all(connection, named: stream).map { ($0.number, $0.key) },
        uniquingKeysWith: { first, _ in first })
      var entries: [OverlayEntry] = []
      let sql = "SELECT stream, type, id, deleted, applied_at, payload, number FROM overlay ORDER BY number"
      try connection.walk(sql, []) { (row) throws(StoreError) in
        guard let key = keys[row.integer(0)] else { return true }
        let record = RecordReference(type: row.text(1), id: row.text(2))
        let kind: RecordChange.Kind =
          row.flag(3) ? .delete : .upsert(try RawJSON(stored: row.copiedBytes(5), of: record, path: connection.path))
        entries.append(
          OverlayEntry(
            stream: key, change: RecordChange(type: record.type, id: record.id, kind: kind), number: row.integer(6),
            appliedAt: Timestamp(secondsSince1970: row.integer(4)) ?? .epoch))
        return true
      }
      return entries
    }
  }
}
