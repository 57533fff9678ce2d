#if PostgreSQL
public import Tributary

extension PostgreSQLStore: AsyncRecordOverlay {
  /// Shows changes over the mirror until a sync brings them, in place of earlier entries of the same records.
  ///
  /// The rules are those of ``RecordOverlay``. It is durable when it returns, and needs no lease: an entry never changes
  /// what a sync has stored.
  ///
  /// - Parameters:
  ///   - changes: What calls did.
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - stream: The stream that will bring the records; `nil` for those that show the record, or else the only one.
  ///   - moment: When it happened.
  /// - Throws: ``StoreError/noStream(service:_:)`` when it is not clear which stream will bring a record.
  public func apply(
    _ changes: [RecordChange], service: String, stream: StreamKey?, at moment: Timestamp
  ) async throws(StoreError) {
    for change in changes {
      if case .upsert(let payload) = change.kind { try Page.checkSize(change.reference, payload) }
      try Page.checkSize(change.reference, nil)
    }
    let account = account
    let shown = try await write { (connection) throws(DatabaseFailure) in
      // Under the rows' locks, so that an entry which comes after a stream was opened has a greater number.
      let rows = StreamRow.all(try connection.run([StreamRow.all(account, locked: true)])[0])
        .named(stream, service: service)
      let visible = try connection.run(
        rows.map { Overlay(account: account, stream: $0.number).shown(changes.map(\.reference)) })
      var shown: [(row: StreamRow, change: RecordChange)] = []
      for (index, change) in changes.enumerated() {
        let holding = rows.indices.filter { visible[$0].flag(index, 0) }
        let places = holding.isEmpty ? Array(rows.indices) : holding
        guard !places.isEmpty, !holding.isEmpty || places.count == 1 else {
          throw .store(.unplaced(service, among: places.count))
        }
        shown += places.map { (rows[$0], change) }
      }
      _ = try connection.run(shown.map { Overlay(account: account, stream: $0.row.number).show($0.change, at: moment) })
      return shown
    }
    for (_, entries) in Dictionary(grouping: shown, by: \.row.number).sorted(by: { $0.key < $1.key }) {
      guard let key = entries.first?.row.key else { continue }
      let gone = entries.map(\.change).filter { $0.kind == .delete }.map(\.reference)
      let changed = entries.map(\.change).filter { $0.kind != .delete }.map(\.reference)
      broadcaster.notify(stream: key, changed: changed, deleted: gone)
    }
  }

  /// Drops entries of the overlay, so that the mirror shows again.
  ///
  /// - Parameters:
  ///   - records: Which records, or `nil` for all.
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - stream: Only entries of this stream, or `nil` for those of every stream of the service.
  /// - Returns: How many entries there were.
  @discardableResult
  public func discard(
    _ records: [RecordReference]?, service: String, stream: StreamKey?
  ) async throws(StoreError) -> Int {
    let account = account
    let dropped = try await write { (connection) throws(DatabaseFailure) in
      var dropped: [(StreamKey, Overlay.Revealed)] = []
      let rows = StreamRow.all(try connection.run([StreamRow.all(account)])[0]).named(stream, service: service)
      for row in rows {
        let revealed = try Overlay(account: account, stream: row.number).drop(records, upTo: .max, connection)
        if !revealed.isEmpty { dropped.append((row.key, revealed)) }
      }
      return dropped
    }
    for (key, revealed) in dropped {
      broadcaster.notify(stream: key, changed: revealed.changed, deleted: revealed.deleted)
    }
    return dropped.reduce(0) { $0 + $1.1.count }
  }

  /// The entries that no sync has brought, oldest first.
  public func overlay(stream: StreamKey?) async throws(StoreError) -> [OverlayEntry] {
    let (account, label) = (account, database.label)
    return try await read { (connection) throws(DatabaseFailure) in
      let keys = Dictionary(
        StreamRow.all(try connection.run([StreamRow.all(account)])[0]).named(stream).map { ($0.number, $0.key) },
        uniquingKeysWith: { first, _ in first })
      let rows = try connection.run([
        Statement(
          """
          SELECT stream, type, id, deleted, applied_at, payload, number FROM overlay WHERE account = $1 ORDER BY number
          """, .integer(account))
      ])[0]
      var entries: [OverlayEntry] = []
      for row in 0..<rows.count {
        guard let key = keys[rows.integer(row, 0)] else { continue }
        let record = RecordReference(type: rows.text(row, 1), id: rows.text(row, 2))
        let kind: RecordChange.Kind =
          rows.flag(row, 3) ? .delete : .upsert(try Self.json(rows.bytes(row, 5), of: record, label))
        entries.append(
          OverlayEntry(
            stream: key, change: RecordChange(type: record.type, id: record.id, kind: kind),
            number: rows.integer(row, 6), appliedAt: Timestamp(secondsSince1970: rows.integer(row, 4)) ?? .epoch))
      }
      return entries
    }
  }

  /// Writes in a transaction that may be made twice.
  private func write<Output>(
    _ body: @escaping @Sendable (Connection) throws(DatabaseFailure) -> Output
  ) async throws(StoreError) -> Output where Output: Sendable {
    try await database.pool.run { (slot) throws(StoreError) in
      try slot.use { (connection) throws(DatabaseFailure) in
        do throws(DatabaseFailure) {
          return try connection.transaction(.writing(isDurable: true), body)
        } catch {
          if case .lost(let reason, true) = error { throw .lost(reason: reason, mayBeCommitted: false) }
          throw error
        }
      }
    }
  }
}
#endif
