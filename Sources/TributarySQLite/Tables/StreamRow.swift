import Tributary

/// A row of the table `stream`.
struct StreamRow {
  var number: Int
  var key: StreamKey
  var checkpoint: Checkpoint?
  var epoch: Int
  var incarnation: String
  var generation: Int
  var committedAt: Timestamp?

  /// Every stream, in the order of creation.
  static func all(_ connection: Connection) throws(StoreError) -> [StreamRow] {
    try connection.all("SELECT \(columns) FROM stream ORDER BY id", read: StreamRow.init)
  }

  /// The keys of every stream, also in a database of an earlier version that is not yet migrated.
  static func keys(_ connection: Connection) throws(StoreError) -> [StreamKey] {
    try connection.all("SELECT service, base_url, account, scope FROM stream ORDER BY id") {
      StreamKey(service: $0.text(0), baseURL: $0.text(1), account: $0.text(2), scope: $0.text(3))
    }
  }

  /// The streams of a service that a key names, or all for `nil`.
  static func all(
    _ connection: Connection, service: String? = nil, named key: StreamKey?
  ) throws(StoreError) -> [StreamRow] {
    try all(connection).filter { row in
      (service.map { ExactText($0) == ExactText(row.key.service) } ?? true) && (key?.names(row.key) ?? true)
    }
  }

  static func one(_ number: Int, _ connection: Connection) throws(StoreError) -> StreamRow {
    let row = try connection.first(
      "SELECT \(columns) FROM stream WHERE id = ?1", .integer(number), read: StreamRow.init)
    guard let row else { throw .failed(path: connection.path, "the stream \(number) was removed") }
    return row
  }

  /// Finds the stream of a key, or creates it.
  static func claim(_ key: StreamKey, _ connection: Connection) throws(StoreError) -> StreamRow {
    let rows = try all(connection)
    switch try StreamClaim(key, among: rows.map(\.key)) {
    case .existing(let place, let account):
      var row = rows[place]
      guard row.key.account.isEmpty, !account.isEmpty else { return row }
      try connection.run("UPDATE stream SET account = ?2 WHERE id = ?1", .integer(row.number), .text(account))
      row.key.account = account
      return row
    case .new(let key):
      try connection.run(
        "INSERT INTO stream (service, base_url, account, scope) VALUES (?1, ?2, ?3, ?4)", .text(key.service),
        .text(key.baseURL), .text(key.account), .text(key.scope))
      return try one(try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0, connection)
    }
  }

  /// Begins another incarnation, in which nothing has been acknowledged yet.
  mutating func renew(_ incarnation: String, generation: Int, _ connection: Connection) throws(StoreError) {
    try connection.run("DELETE FROM outbox WHERE stream = ?1", .integer(number))
    try connection.run(
      "UPDATE stream SET incarnation = ?2, generation = ?3 WHERE id = ?1", .integer(number), .text(incarnation),
      .integer(generation))
    self.incarnation = incarnation
    self.generation = generation
  }

  /// What the stream remembers, with its outbox and failures.
  func state(_ connection: Connection) throws(StoreError) -> StreamState {
    var state = StreamState()
    state.checkpoint = checkpoint
    state.outbox = try connection.all(
      "SELECT key FROM outbox WHERE stream = ?1 ORDER BY number", .integer(number)
    ) { $0.text(0) }
    state.unsettledObjects = try connection.all(
      "SELECT type, id FROM failure WHERE stream = ?1 ORDER BY number", .integer(number)
    ) { RecordReference(type: $0.text(0), id: $0.text(1)) }
    state.epoch = epoch
    state.incarnation = incarnation
    return state
  }

  private static let columns =
    "id, service, base_url, account, scope, checkpoint_version, checkpoint, epoch, incarnation, generation, "
    + "committed_at"

  private init(_ row: SQLRow) {
    number = row.integer(0)
    key = StreamKey(service: row.text(1), baseURL: row.text(2), account: row.text(3), scope: row.text(4))
    checkpoint = row.isNull(5) ? nil : Checkpoint(version: row.integer(5), text: row.text(6))
    epoch = row.integer(7)
    incarnation = row.text(8)
    generation = row.integer(9)
    committedAt = row.isNull(10) ? nil : Timestamp(secondsSince1970: row.integer(10))
  }
}
