#if PostgreSQL
import Tributary
import TributaryJSON

/// One transaction of a stream as statements, which all go to the server in one trip.
struct Page: Sendable {
  /// What the rows of a statement mean.
  enum Meaning: Sendable {
    case stream
    case nothing
    /// Overlay entries that were dropped.
    case dropped
    /// How each record stood before.
    case upserted([RecordReference])
    /// Which records were live before.
    case deleted([RecordReference])
    case counted
    case swept
    /// Overlay entries that are left.
    case covered
  }

  /// The longest type and identifier together. An index refuses keys that are a little longer.
  static let longestKey = 2_000
  /// The longest record. Less than a quarter of what a message to the server may have.
  static let longestRecord = 200 << 20
  /// How many bytes of records one statement has at most, unless one record has more.
  private static let block = 16 << 20

  private(set) var statements: [Statement] = []
  private(set) var meanings: [Meaning] = []
  let transaction: StreamTransaction
  let changes: [RecordChange]
  let key: [Parameter]

  /// A page.
  ///
  /// - Parameters:
  ///   - lastEntry: The number of the last overlay entry that the commits of this run may drop.
  ///   - moment: When it is committed.
  init(
    _ transaction: StreamTransaction, account: Int, stream: Int, lastEntry: Int, at moment: Timestamp
  ) throws(StoreError) {
    self.transaction = transaction
    changes = transaction.lastChanges
    key = [.integer(account), .integer(stream)]
    for change in changes {
      let payload: RawJSON? = if case .upsert(let payload) = change.kind { payload } else { nil }
      try Self.checkSize(change.reference, payload)
    }
    updateStream(at: moment)
    if !changes.isEmpty {
      let references = changes.map(\.reference)
      add(.nothing, Self.leaveQuarantine, Self.lists(references))
      add(.dropped, Self.dropEntries, Self.lists(references) + [.integer(lastEntry)])
    }
    addUpserts()
    let gone = changes.filter { $0.kind == .delete }.map(\.reference)
    if !gone.isEmpty { add(.deleted(gone), Self.delete, Self.lists(gone)) }
    try addQuarantine()
    addMemory()
    addSweep()
    add(.covered, "SELECT type, id FROM overlay WHERE account = $1 AND stream = $2", [])
  }

  /// Refuses a record that does not fit into a row or an index.
  static func checkSize(_ record: RecordReference, _ payload: RawJSON?) throws(StoreError) {
    let key = record.type.utf8.count + record.id.utf8.count
    let bytes = payload?.bytes.count ?? 0
    guard key <= longestKey, bytes <= longestRecord else { throw .recordTooLarge(record, bytes: bytes + key) }
  }

  private mutating func add(_ meaning: Meaning, _ sql: String, _ values: [Parameter]) {
    statements.append(Statement(sql, key + values))
    meanings.append(meaning)
  }

  private static func lists(_ records: [RecordReference]) -> [Parameter] {
    [.utf8List(records.map(\.type)), .utf8List(records.map(\.id))]
  }

  /// Raises the change number, with which the rows of this commit are marked. It is counted in the stream's row, which
  /// is locked anyhow: numbers of a sequence become visible out of order.
  private mutating func updateStream(at moment: Timestamp) {
    let checkpoint = transaction.checkpoint
    add(
      .stream,
      """
      UPDATE stream SET change = change + 1, epoch = greatest(epoch, $3), generation = generation + $4,
        checkpoint_version = coalesce($5, checkpoint_version), checkpoint = coalesce($6, checkpoint), committed_at = $7
      WHERE account = $1 AND number = $2 RETURNING change, generation, incarnation
      """,
      [
        .integer(transaction.epoch ?? 0), .integer(transaction.raisesGeneration ? 1 : 0),
        checkpoint.map { .integer($0.version) } ?? .noInteger, checkpoint.map { .utf8($0.text) } ?? .noBytes,
        .integer(moment.secondsSince1970),
      ])
  }

  private mutating func addUpserts() {
    var records: [RecordReference] = []
    var payloads: [SharedBytes?] = []
    var normalized: [SharedBytes?] = []
    var bytes = 0
    for change in changes {
      guard case .upsert(let payload) = change.kind else { continue }
      records.append(change.reference)
      payloads.append(payload.bytes)
      normalized.append(payload.normalized?.bytes)
      bytes += payload.bytes.count
      guard bytes >= Self.block else { continue }
      add(.upserted(records), Self.upsert, Self.lists(records) + [.byteList(payloads), .byteList(normalized)])
      (records, payloads, normalized, bytes) = ([], [], [], 0)
    }
    guard !records.isEmpty else { return }
    add(.upserted(records), Self.upsert, Self.lists(records) + [.byteList(payloads), .byteList(normalized)])
  }

  /// An item that comes twice keeps the place of the first and the content of the last.
  private mutating func addQuarantine() throws(StoreError) {
    var places: [[UInt8]: Int] = [:]
    var items: [QuarantinedItem] = []
    for item in transaction.quarantine {
      guard item.payload.bytes.count <= Self.longestRecord else {
        throw .recordTooLarge(RecordReference(type: item.type, id: item.id ?? ""), bytes: item.payload.bytes.count)
      }
      let rest = item.id.map { Array($0.utf8) } ?? item.payload.bytes.array
      let key = [item.id == nil ? 0 : 1] + Array(item.type.utf8) + [0xFF] + rest
      if let place = places[key] {
        items[place] = item
      } else {
        places[key] = items.count
        items.append(item)
      }
    }
    guard !items.isEmpty else { return }
    add(
      .nothing, Self.quarantine,
      [
        .utf8List(items.map(\.type)), .byteList(items.map { $0.id.map { SharedBytes($0) } }),
        .byteList(items.map(\.payload.bytes)), .utf8List(items.map(\.problem)),
      ])
  }

  /// Outbox and unsettled objects.
  private mutating func addMemory() {
    if !transaction.acknowledgements.isEmpty {
      add(.nothing, Self.fillOutbox, [.utf8List(transaction.acknowledgements)])
    }
    if !transaction.acknowledged.isEmpty {
      add(
        .nothing,
        """
        DELETE FROM outbox WHERE account = $1 AND stream = $2 AND sha256(key) IN (SELECT sha256(k) FROM unnest($3) k)
        """, [.utf8List(transaction.acknowledged)])
    }
    if !transaction.unsettledObjects.isEmpty {
      add(.nothing, Self.remember, Self.lists(transaction.unsettledObjects))
    }
    if !transaction.recovered.isEmpty {
      add(
        .nothing,
        """
        DELETE FROM failure USING unnest($3, $4) u(type, id) WHERE account = $1 AND stream = $2
          AND sha256(failure.type) = sha256(u.type) AND sha256(failure.id) = sha256(u.id)
        """, Self.lists(transaction.recovered))
    }
  }

  private mutating func addSweep() {
    let behind = """
      record.account = $1 AND record.stream = $2 AND NOT record.deleted
        AND record.epoch < (SELECT epoch FROM stream WHERE account = $1 AND number = $2)
      """
    switch transaction.sweep {
    case .count(let types):
      let (condition, values) = Self.condition(types)
      add(.counted, "SELECT count(*) FROM record WHERE \(behind) \(condition)", values)
    case .delete(let types):
      let (condition, values) = Self.condition(types)
      add(
        .swept,
        """
        UPDATE record SET deleted = true, change = (SELECT change FROM stream WHERE account = $1 AND number = $2)
          WHERE \(behind) \(condition) RETURNING type, id
        """, values)
    case nil: break
    }
  }

  private static func condition(_ types: [String]) -> (sql: String, values: [Parameter]) {
    types.isEmpty ? ("", []) : ("AND record.type = ANY ($3)", [.utf8List(types)])
  }

  private static let leaveQuarantine = """
    DELETE FROM quarantine USING unnest($3, $4) u(type, id) WHERE account = $1 AND stream = $2
      AND sha256(quarantine.type) = sha256(u.type) AND (quarantine.id IS NULL) = false
      AND sha256(coalesce(quarantine.id, quarantine.payload)) = sha256(u.id)
    """

  private static let dropEntries = """
    DELETE FROM overlay USING unnest($3, $4) u(type, id) WHERE account = $1 AND stream = $2
      AND overlay.type = u.type AND overlay.id = u.id AND number <= $5 RETURNING overlay.type, overlay.id
    """

  /// The server compares, so that what is stored need not travel. A row that came unchanged is written only to raise
  /// its epoch.
  private static let upsert = """
    WITH incoming AS MATERIALIZED (
      SELECT u.*, s.epoch, s.change FROM unnest($3, $4, $5, $6) WITH ORDINALITY u(type, id, payload, normalized, place),
        stream s WHERE s.account = $1 AND s.number = $2
    ), known AS MATERIALIZED (
      SELECT i.*, r.deleted, r.payload = i.payload AS is_same, r.epoch AS seen
      FROM incoming i LEFT JOIN record r
        ON r.account = $1 AND r.stream = $2 AND r.type = i.type AND r.id = i.id
    ), written AS (
      INSERT INTO record (account, stream, type, id, deleted, epoch, change, payload, normalized)
      SELECT $1, $2, type, id, false, epoch, change, payload, normalized FROM known
      WHERE is_same IS NOT TRUE OR deleted
      ON CONFLICT (account, stream, type, id) DO UPDATE SET deleted = false, epoch = excluded.epoch,
        change = excluded.change, payload = excluded.payload, normalized = excluded.normalized
    ), seen AS (
      UPDATE record SET epoch = known.epoch FROM known
      WHERE record.account = $1 AND record.stream = $2 AND record.type = known.type AND record.id = known.id
        AND known.is_same AND NOT known.deleted AND known.seen <> known.epoch
    )
    SELECT CASE WHEN deleted IS NOT FALSE THEN 2 WHEN is_same THEN 0 ELSE 1 END FROM known ORDER BY place
    """

  private static let delete = """
    WITH gone AS (
      UPDATE record SET deleted = true, change = s.change
      FROM unnest($3, $4) WITH ORDINALITY u(type, id, place), stream s
      WHERE s.account = $1 AND s.number = $2 AND record.account = $1 AND record.stream = $2
        AND record.type = u.type AND record.id = u.id AND NOT record.deleted
      RETURNING u.place
    ) SELECT place - 1 FROM gone ORDER BY place
    """

  /// Items keep their place in the order.
  private static let quarantine = """
    INSERT INTO quarantine (account, stream, type, id, payload, problem)
    SELECT $1, $2, type, id, payload, problem
    FROM unnest($3, $4, $5, $6) WITH ORDINALITY u(type, id, payload, problem, place) ORDER BY place
    ON CONFLICT (account, stream, sha256(type), (id IS NULL), sha256(coalesce(id, payload)))
      DO UPDATE SET payload = excluded.payload, problem = excluded.problem
    """

  private static let fillOutbox = """
    INSERT INTO outbox (account, stream, key)
    SELECT $1, $2, key FROM unnest($3) WITH ORDINALITY u(key, place) ORDER BY place
    ON CONFLICT (account, stream, sha256(key)) DO NOTHING
    """

  private static let remember = """
    INSERT INTO failure (account, stream, type, id)
    SELECT $1, $2, type, id FROM unnest($3, $4) WITH ORDINALITY u(type, id, place) ORDER BY place
    ON CONFLICT (account, stream, sha256(type), sha256(id)) DO NOTHING
    """
}
#endif
