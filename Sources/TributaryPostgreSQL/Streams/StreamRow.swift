#if PostgreSQL
import Tributary

/// The row of a stream.
struct StreamRow {
  var number: Int
  var key: StreamKey
  var checkpoint: Checkpoint?
  var epoch: Int
  var incarnation: String
  var place: Int
  var change: Int
  /// How many commits it had whose records may be acknowledged.
  var generation: Int
  /// When it was last committed to.
  var committedAt: Timestamp?

  /// Every stream of an account, in the order of creation.
  static func all(_ account: Int, locked: Bool = false) -> Statement {
    Statement(
      """
      SELECT number, service, base_url, account_name, scope, checkpoint_version, checkpoint, epoch, incarnation, place,
        change, generation, committed_at
      FROM stream WHERE account = $1 ORDER BY number \(locked ? "FOR NO KEY UPDATE" : "")
      """, .integer(account))
  }

  static func all(_ rows: ResultRows) -> [StreamRow] { (0..<rows.count).map { StreamRow(rows, $0) } }

  private init(_ rows: ResultRows, _ row: Int) {
    number = rows.integer(row, 0)
    key = StreamKey(
      service: rows.text(row, 1), baseURL: rows.text(row, 2), account: rows.text(row, 3), scope: rows.text(row, 4))
    checkpoint =
      rows.isNull(row, 5) ? nil : Checkpoint(version: rows.integer(row, 5), text: rows.text(row, 6))
    epoch = rows.integer(row, 7)
    incarnation = rows.text(row, 8)
    place = rows.integer(row, 9)
    change = rows.integer(row, 10)
    generation = rows.integer(row, 11)
    committedAt = rows.isNull(row, 12) ? nil : Timestamp(secondsSince1970: rows.integer(row, 12))
  }

  init(number: Int, key: StreamKey, incarnation: String, place: Int) {
    self.number = number
    self.key = key
    epoch = 0
    self.incarnation = incarnation
    self.place = place
    change = 0
    generation = 0
  }

  var witnessed: WitnessedState { WitnessedState(incarnation: incarnation, generation: generation) }
}

/// The rows of an account that streams and reads name by their keys.
extension [StreamRow] {
  /// The streams of a service that a key names, or all for `nil`.
  func named(_ key: StreamKey?, service: String? = nil) -> [StreamRow] {
    filter { row in
      (service.map { ExactText($0) == ExactText(row.key.service) } ?? true) && (key?.names(row.key) ?? true)
    }
  }
}
#endif
