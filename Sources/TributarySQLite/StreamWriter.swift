import CSQLite
import Tributary
import TributaryJSON

/// Applies one transaction to one stream, inside a transaction of the database.
struct StreamWriter {
  private(set) var counts = CommitCounts()
  private(set) var changed: [RecordReference] = []
  private(set) var deleted: [RecordReference] = []
  private var overlay: Overlay
  private let indexes: [ExactText: TypeIndexes]
  private let connection: Connection
  private let stream: SQLValue
  private var row: StreamRow

  /// A writer.
  ///
  /// - Parameter opened: The number of the last overlay entry that the commits of this run may drop.
  init(_ number: Int, opened: Int, _ connection: Connection) throws(StoreError) {
    self.connection = connection
    stream = .integer(number)
    row = try StreamRow.one(number, connection)
    overlay = try Overlay(of: number, opened: opened, connection)
    indexes = try TypeIndexes.all(service: row.key.service, connection)
  }

  /// The stream, with the account that the store has for it by now.
  var key: StreamKey { row.key }

  /// The number of noted commits, including this one.
  var generation: Int { row.generation }

  mutating func apply(_ transaction: StreamTransaction, at moment: Timestamp) throws(StoreError) {
    try updateStream(transaction, at: moment)
    try apply(transaction.lastChanges)
    for item in transaction.quarantine { try quarantine(item) }
    try inBlocks(transaction.acknowledgements) { count in
      let rows = (0..<count).map { "(?1, ?\($0 + 2))" }.joined(separator: ", ")
      return "INSERT OR IGNORE INTO outbox (stream, key) VALUES \(rows)"
    }
    try inBlocks(transaction.acknowledged) { count in
      let keys = (0..<count).map { "?\($0 + 2)" }.joined(separator: ", ")
      return "DELETE FROM outbox WHERE stream = ?1 AND key IN (\(keys))"
    }
    for failure in transaction.unsettledObjects {
      try connection.run(
        "INSERT OR IGNORE INTO failure (stream, type, id) VALUES (?1, ?2, ?3)", stream, .text(failure.type),
        .text(failure.id))
    }
    for failure in transaction.recovered {
      try connection.run(
        "DELETE FROM failure WHERE stream = ?1 AND type = ?2 AND id = ?3", stream, .text(failure.type),
        .text(failure.id))
    }
    if let sweep = transaction.sweep { try apply(sweep) }
    try overlay.reveal(&changed, &deleted)
  }

  /// Runs a statement over the stream and many keys, in blocks, because running a statement costs SQLite as much as
  /// several rows.
  private func inBlocks(_ keys: [String], _ sql: (Int) -> String) throws(StoreError) {
    let block = 50
    let (large, small) = keys.count < block ? ("", sql(1)) : (sql(block), sql(1))
    var rest = keys[...]
    while !rest.isEmpty {
      let count = rest.count < block ? 1 : block
      try connection.run(count == 1 ? small : large, [stream] + rest.prefix(count).map { .text($0) })
      rest = rest.dropFirst(count)
    }
  }

  /// Writes the moment, and epoch, checkpoint and generation if they change.
  private mutating func updateStream(_ transaction: StreamTransaction, at moment: Timestamp) throws(StoreError) {
    let epoch = max(row.epoch, transaction.epoch ?? 0)
    let checkpoint = transaction.checkpoint ?? row.checkpoint
    let generation = transaction.raisesGeneration ? row.generation + 1 : row.generation
    let seconds = SQLValue.integer(moment.secondsSince1970)
    guard epoch != row.epoch || checkpoint != row.checkpoint || generation != row.generation else {
      // A checkpoint may be long, and is not written again where only time has passed.
      try connection.run("UPDATE stream SET committed_at = ?2 WHERE id = ?1", stream, seconds)
      return
    }
    try connection.run(
      """
      UPDATE stream SET epoch = ?2, checkpoint_version = ?3, checkpoint = ?4, generation = ?5, committed_at = ?6
        WHERE id = ?1
      """, stream, .integer(epoch), checkpoint.map { .integer($0.version) } ?? .null,
      checkpoint.map { .text($0.text) } ?? .null, .integer(generation), seconds)
    row.epoch = epoch
    row.checkpoint = checkpoint
    row.generation = generation
  }

  private mutating func apply(_ changes: [RecordChange]) throws(StoreError) {
    let hasQuarantine = try connection.first("SELECT 1 FROM quarantine WHERE stream = ?1 LIMIT 1", stream) { _ in true }
    for change in changes {
      if hasQuarantine != nil {
        try connection.run(
          "DELETE FROM quarantine WHERE stream = ?1 AND type = ?2 AND id = ?3", stream, .text(change.type),
          .text(change.id))
      }
      try overlay.drop(change.reference)
      switch change.kind {
      case .upsert(let payload): try upsert(change.reference, payload)
      case .delete: try delete(change.reference)
      }
    }
  }

  private mutating func upsert(_ reference: RecordReference, _ payload: RawJSON) throws(StoreError) {
    try connection.checkSize(reference, payload)
    let normalized = payload.normalized.map { SQLValue.json($0) } ?? .null
    try connection.run(
      """
      INSERT INTO record (stream, type, id, deleted, epoch, payload, normalized) VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6)
        ON CONFLICT DO NOTHING
      """, stream, .text(reference.type), .text(reference.id), .integer(row.epoch), .json(payload), normalized)
    if connection.changes > 0 {
      counts.inserted += 1
      try updateKeys(reference)
      return
    }
    // SQLite compares, so that the stored JSON need not be copied out.
    let stored = try connection.first(
      "SELECT rowid, deleted, epoch, payload = ?4 FROM record WHERE stream = ?1 AND type = ?2 AND id = ?3", stream,
      .text(reference.type), .text(reference.id), .json(payload)
    ) { (rowid: $0.integer(0), isDeleted: $0.flag(1), epoch: $0.integer(2), isSame: $0.flag(3)) }
    // The row exists, because its insertion was refused.
    guard let stored else { return }
    if stored.isSame, !stored.isDeleted {
      if stored.epoch != row.epoch {
        try connection.run(
          "UPDATE record SET epoch = ?2 WHERE rowid = ?1", .integer(stored.rowid), .integer(row.epoch))
      }
      counts.unchanged += 1
      return
    }
    try connection.run(
      "UPDATE record SET deleted = 0, epoch = ?2, payload = ?3, normalized = ?4 WHERE rowid = ?1",
      .integer(stored.rowid), .integer(row.epoch), .json(payload), normalized)
    if stored.isDeleted { counts.inserted += 1 } else { counts.updated += 1 }
    try updateKeys(reference)
  }

  /// What follows a payload that was written.
  private mutating func updateKeys(_ reference: RecordReference) throws(StoreError) {
    changed.append(reference)
    try indexes[ExactText(reference.type)]?.update(stream, reference.id, connection)
  }

  private mutating func delete(_ reference: RecordReference) throws(StoreError) {
    try connection.run(
      "UPDATE record SET deleted = 1 WHERE stream = ?1 AND type = ?2 AND id = ?3 AND deleted = 0", stream,
      .text(reference.type), .text(reference.id))
    guard connection.changes > 0 else { return }
    counts.deleted += 1
    deleted.append(reference)
  }

  private mutating func quarantine(_ item: QuarantinedItem) throws(StoreError) {
    try connection.checkSize(RecordReference(type: item.type, id: item.id ?? ""), item.payload)
    // An existing item keeps its place in the order.
    let conflict =
      item.id == nil
      ? "(stream, type, payload) WHERE id IS NULL DO UPDATE SET problem = excluded.problem"
      : "(stream, type, id) DO UPDATE SET payload = excluded.payload, problem = excluded.problem"
    try connection.run(
      """
      INSERT INTO quarantine (stream, type, id, payload, problem) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT \(conflict)
      """, stream, .text(item.type), item.id.map { .text($0) } ?? .null, .json(item.payload), .text(item.problem))
    counts.quarantined += 1
  }

  private mutating func apply(_ sweep: Sweep) throws(StoreError) {
    switch sweep {
    case .count(let types):
      for condition in Self.conditions(of: types) {
        counts.missing +=
          try connection.first(
            "SELECT count(*) FROM record NOT INDEXED \(condition.sql)", stream, .integer(row.epoch), condition.type
          ) { $0.integer(0) } ?? 0
      }
    case .delete(let types):
      for condition in Self.conditions(of: types) {
        let swept = try connection.all(
          "UPDATE record NOT INDEXED SET deleted = 1 \(condition.sql) RETURNING type, id", stream,
          .integer(row.epoch), condition.type
        ) { RecordReference(type: $0.text(0), id: $0.text(1)) }
        counts.deleted += swept.count
        deleted += swept
      }
    }
  }

  /// The conditions, one for each type, for live records that are behind the epoch. Reading the whole table in its own
  /// order is faster than looking up its rows one by one through the index.
  private static func conditions(of types: [String]) -> [(sql: String, type: SQLValue)] {
    let behind = "WHERE stream = ?1 AND epoch < ?2 AND deleted = 0"
    guard !types.isEmpty else { return [("\(behind) AND ?3 IS NULL", .null)] }
    return Set(types.map(ExactText.init)).map { ("\(behind) AND type = ?3", .text($0.text)) }
  }
}

extension Connection {
  /// Refuses a record that does not fit into a row.
  func checkSize(_ reference: RecordReference, _ payload: RawJSON) throws(StoreError) {
    let bytes = payload.bytes.count + reference.type.utf8.count + reference.id.utf8.count
    // Room for the row's own bytes beside its texts.
    guard bytes <= lengthLimit - 1_024 else { throw .recordTooLarge(reference, bytes: payload.bytes.count) }
  }
}
