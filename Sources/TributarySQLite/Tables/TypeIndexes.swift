import Tributary

/// The indexes of one record type.
///
/// Each has a column of its own in the table of records, with a key of the field's value, and an index of SQLite's on
/// it. The column `indexed` says whether the keys are those of the payload; a trigger clears it where somebody edits a
/// row by hand, and reads look at such rows as well.
struct TypeIndexes {
  /// One index.
  struct Index {
    var slot: Int
    var field: IndexedField
    var reader: IndexKeyReader

    var column: String { "value_\(slot)" }
  }

  let type: String
  let indexes: [Index]

  /// The indexes of a type; `nil` if there are none.
  init?(of type: String, service: String, _ connection: Connection) throws(StoreError) {
    self.type = type
    indexes = try connection.all(
      "SELECT slot, path, kind FROM record_index WHERE service = ?1 AND type = ?2 ORDER BY slot", .text(service),
      .text(type), read: Self.index
    ).compactMap { $0 }
    if indexes.isEmpty { return nil }
  }

  /// The indexes of all types of a service.
  static func all(service: String, _ connection: Connection) throws(StoreError) -> [ExactText: TypeIndexes] {
    var all: [ExactText: TypeIndexes] = [:]
    let types = try connection.all("SELECT DISTINCT type FROM record_index WHERE service = ?1", .text(service)) {
      $0.text(0)
    }
    for type in types { all[ExactText(type)] = try TypeIndexes(of: type, service: service, connection) }
    return all
  }

  private static func index(_ row: SQLRow) -> Index? {
    guard let field = IndexedField(pathText: row.text(1), kindText: row.text(2)) else { return nil }
    return Index(slot: row.integer(0), field: field, reader: IndexKeyReader(field))
  }

  // MARK: Writing

  /// Creates an index of a field, and fills it.
  static func add(
    _ field: IndexedField, service: String, type: String, _ connection: Connection
  ) throws(StoreError) {
    let key: [SQLValue] = [.text(service), .text(type), .text(field.pathText), .text(field.kindText)]
    try connection.run(
      "INSERT OR IGNORE INTO record_index (service, type, path, kind) VALUES (?1, ?2, ?3, ?4)", key)
    guard connection.changes > 0 else { return }
    try addMark(connection)
    guard let indexes = try TypeIndexes(of: type, service: service, connection), let added = indexes.indexes.last else {
      return
    }
    try connection.execute("ALTER TABLE record ADD COLUMN \(added.column) ANY")
    for row in try StreamRow.all(connection, service: service, named: nil) {
      try connection.run(
        "UPDATE record SET \(indexes.assignments) WHERE stream = ?1 AND type = ?2",
        [.integer(row.number), .text(type)] + indexes.fields)
    }
    try connection.execute(
      """
      CREATE INDEX record_\(added.column) ON record (stream, type, \(added.column))
        WHERE \(added.column) IS NOT NULL;
      CREATE INDEX IF NOT EXISTS \(RecordView.quoted("record_unindexed_" + type)) ON record (stream)
        WHERE indexed = 0 AND type = \(RecordView.literal(type))
      """)
  }

  /// The column that says whether the keys of a row are up to date.
  private static func addMark(_ connection: Connection) throws(StoreError) {
    let isThere = try connection.first("SELECT 1 FROM pragma_table_info('record') WHERE name = 'indexed'") { _ in true }
    guard isThere == nil else { return }
    try connection.execute(
      """
      ALTER TABLE record ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
      CREATE TRIGGER record_edited AFTER UPDATE OF payload, stream, type, id ON record WHEN NEW.indexed <> 0 BEGIN
        UPDATE record SET indexed = 0 WHERE rowid = NEW.rowid;
      END
      """)
  }

  /// Writes the keys of a row whose payload has changed.
  func update(_ stream: SQLValue, _ id: String, _ connection: Connection) throws(StoreError) {
    try connection.run(
      "UPDATE record SET \(assignments) WHERE stream = ?1 AND type = ?2 AND id = ?\(indexes.count + 3)",
      [stream, .text(type)] + fields + [.text(id)])
  }

  private var assignments: String {
    let keys = indexes.enumerated().map { "\($1.column) = tributary_key(payload, ?\($0 + 3))" }
    return (keys + ["indexed = 1"]).joined(separator: ", ")
  }

  private var fields: [SQLValue] { indexes.map { .field($0.reader) } }

  // MARK: Reading

  /// A row that may match.
  struct Candidate {
    var id: ExactText
    var row: Int
  }

  /// The rows of a stream that a filter can match, in the order of their identifiers; `nil` where looking at all of
  /// them is the shorter way.
  func candidates(
    _ filter: FilterEvaluator, stream: Int, _ connection: Connection
  ) throws(StoreError) -> [Candidate]? {
    guard let (index, ranges) = choice(filter) else { return nil }
    let rows = try connection.first("SELECT max(rowid) FROM record") { $0.integer(0) } ?? 0
    let most = max(1_000, rows / 4)
    var found: [Candidate] = []
    func collect(_ sql: String, _ values: [SQLValue]) throws(StoreError) {
      try connection.walk(sql, values) { row in
        found.append(Candidate(id: ExactText(row.text(0)), row: row.integer(1)))
        return found.count <= most
      }
    }
    for range in ranges where found.count <= most {
      var sql = """
        SELECT id, rowid FROM record INDEXED BY record_\(index.column)
          WHERE stream = ?1 AND type = ?2 AND deleted = 0 AND \(index.column) IS NOT NULL
        """
      var values: [SQLValue] = [.integer(stream), .text(type)]
      for (bound, sign) in [(range.lower, ">="), (range.upper, "<=")] {
        guard let bound else { continue }
        values.append(SQLValue(bound))
        sql += " AND \(index.column) \(sign) ?\(values.count)"
      }
      try collect(sql, values)
    }
    // Rows that somebody has edited by hand, whose keys are not known.
    try collect(
      """
      SELECT id, rowid FROM record INDEXED BY \(RecordView.quoted("record_unindexed_" + type))
        WHERE stream = ?1 AND type = \(RecordView.literal(type)) AND indexed = 0 AND deleted = 0
      """, [.integer(stream)])
    guard found.count <= most else { return nil }
    found.sort { $0.id < $1.id }
    var previous = -1
    return found.filter { candidate in
      defer { previous = candidate.row }
      return candidate.row != previous
    }
  }

  /// The index that leaves the fewest ways to match, as far as that can be told without looking.
  private func choice(_ filter: FilterEvaluator) -> (Index, [IndexRange])? {
    let usable = indexes.compactMap { index in filter.ranges(in: index.field).map { (index, $0) } }
    return usable.first { $0.1.allSatisfy(\.isPoint) } ?? usable.first {
      $0.1.allSatisfy { $0.lower != nil && $0.upper != nil }
    }
      ?? usable.first
  }
}

extension SQLValue {
  fileprivate init(_ key: IndexKey) {
    switch key {
    case .integer(let number): self = .integer(number)
    case .real(let number): self = .real(number)
    case .bytes(let bytes): self = .blob(bytes)
    }
  }
}
