import Tributary

/// What lies over the mirror of one stream, inside a transaction of the database.
struct Overlay {
  private let connection: Connection
  private let stream: SQLValue
  private let opened: Int
  /// Whether there was any entry of the stream, so that a stream without one pays nothing.
  private let hasEntries: Bool
  private(set) var dropped: [RecordReference] = []

  /// The overlay of the stream of a number.
  ///
  /// - Parameter opened: The number of the last entry that a run may drop.
  init(of number: Int, opened: Int = .max, _ connection: Connection) throws(StoreError) {
    self.connection = connection
    self.opened = opened
    stream = .integer(number)
    hasEntries = try connection.first("SELECT 1 FROM overlay WHERE stream = ?1 LIMIT 1", stream) { _ in true } ?? false
  }

  /// The number of the entry that was made last, whether it is still there or not.
  static func lastNumber(_ connection: Connection) throws(StoreError) -> Int {
    try connection.first("SELECT seq FROM sqlite_sequence WHERE name = 'overlay'") { $0.integer(0) } ?? 0
  }

  /// Whether entries of a type lie over the mirror of a stream.
  static func covers(_ type: String, of number: Int, _ connection: Connection) throws(StoreError) -> Bool {
    try connection.first(
      "SELECT 1 FROM overlay WHERE stream = ?1 AND type = ?2 LIMIT 1", .integer(number), .text(type)
    ) { _ in true } ?? false
  }

  /// Puts a change over the mirror.
  func show(_ change: RecordChange, at moment: Timestamp) throws(StoreError) {
    let sql = """
      INSERT OR REPLACE INTO overlay (stream, type, id, deleted, applied_at, payload, normalized)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """
    let values: [SQLValue] = [stream, .text(change.type), .text(change.id)]
    let seconds = SQLValue.integer(moment.secondsSince1970)
    switch change.kind {
    case .upsert(let payload):
      try connection.checkSize(change.reference, payload)
      let normalized = payload.normalized.map { SQLValue.json($0) } ?? .null
      try connection.run(sql, values + [.integer(0), seconds, .json(payload), normalized])
    case .delete: try connection.run(sql, values + [.integer(1), seconds, .text("null"), .null])
    }
  }

  /// Drops the entry of a record that the run may drop.
  mutating func drop(_ record: RecordReference) throws(StoreError) {
    guard hasEntries else { return }
    try connection.run(
      "DELETE FROM overlay WHERE stream = ?1 AND type = ?2 AND id = ?3 AND number <= ?4", stream, .text(record.type),
      .text(record.id), .integer(opened))
    if connection.changes > 0 { dropped.append(record) }
  }

  /// Drops every entry that the run may drop.
  mutating func dropAll() throws(StoreError) {
    guard hasEntries else { return }
    dropped += try connection.all(
      "DELETE FROM overlay WHERE stream = ?1 AND number <= ?2 RETURNING type, id", stream, .integer(opened)
    ) { RecordReference(type: $0.text(0), id: $0.text(1)) }
  }

  /// Turns what happened to the mirror into what a reader sees: nothing where an entry still lies over it, and what was
  /// under an entry that is gone.
  func reveal(_ changed: inout [RecordReference], _ deleted: inout [RecordReference]) throws(StoreError) {
    guard hasEntries else { return }
    let covered = Set(
      try connection.all("SELECT type, id FROM overlay WHERE stream = ?1", stream) {
        RecordReference(type: $0.text(0), id: $0.text(1))
      })
    changed.removeAll { covered.contains($0) }
    deleted.removeAll { covered.contains($0) }
    let known = Set(changed + deleted)
    for record in dropped where !known.contains(record) {
      if try isLive(record) { changed.append(record) } else { deleted.append(record) }
    }
  }

  /// Whether readers see a record.
  func shows(_ record: RecordReference) throws(StoreError) -> Bool {
    let entry = try connection.first(
      "SELECT deleted FROM overlay WHERE stream = ?1 AND type = ?2 AND id = ?3", stream, .text(record.type),
      .text(record.id)
    ) { $0.flag(0) }
    if let isDeleted = entry { return !isDeleted }
    return try isLive(record)
  }

  private func isLive(_ record: RecordReference) throws(StoreError) -> Bool {
    try connection.first(
      "SELECT 1 FROM record WHERE stream = ?1 AND type = ?2 AND id = ?3 AND deleted = 0", stream, .text(record.type),
      .text(record.id)
    ) { _ in true } ?? false
  }
}
