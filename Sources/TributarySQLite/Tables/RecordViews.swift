import Tributary

/// Keeps the views of record types equal to their specs, inside a transaction.
///
/// The table `record_view` lists our views. A foreign table or view keeps its name, and ours takes the next free one.
struct RecordViews {
  let connection: Connection

  func update(_ types: [RecordType]) throws(StoreError) {
    for type in types where RecordView.canShow(type) { try update(type) }
  }

  private func update(_ type: RecordType) throws(StoreError) {
    let name = try connection.first(
      "SELECT name FROM record_view WHERE service = ?1 AND type = ?2", .text(type.service), .text(type.name)
    ) { $0.text(0) }
    if let name {
      let view = RecordView(type: type, name: name)
      guard let existing = try object(name) else { return try connection.execute(view.sql) }
      if existing.isView {
        guard existing.sql != view.sql else { return }
        try connection.execute("DROP VIEW \(RecordView.quoted(name))")
        return try connection.execute(view.sql)
      }
    }
    let free = try freeName(RecordView.preferredName(type))
    try connection.run(
      """
      INSERT INTO record_view (service, type, name) VALUES (?1, ?2, ?3)
        ON CONFLICT (service, type) DO UPDATE SET name = excluded.name
      """, .text(type.service), .text(type.name), .text(free))
    try connection.execute(RecordView(type: type, name: free).sql)
  }

  private func freeName(_ name: String) throws(StoreError) -> String {
    var candidate = name
    var number = 2
    while try isTaken(candidate) {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  private func isTaken(_ name: String) throws(StoreError) -> Bool {
    if try object(name) != nil { return true }
    return try connection.first("SELECT 1 FROM record_view WHERE name = ?1", .text(name)) { _ in true } ?? false
  }

  private func object(_ name: String) throws(StoreError) -> (isView: Bool, sql: String)? {
    try connection.first("SELECT type = 'view', sql FROM sqlite_master WHERE name = ?1 COLLATE NOCASE", .text(name)) {
      ($0.flag(0), $0.text(1))
    }
  }
}
