import TributaryJSON

extension AsyncRecordReader {
  /// Every live record of a model, in the order of stream and id.
  ///
  /// ```swift
  /// for document in try await store.all(Document.self) { print(document.id) }
  /// ```
  ///
  /// - Parameters:
  ///   - model: The model to read.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  /// - Returns: The records. A record that the model cannot read is in ``Records/undecodable`` and does not affect the
  ///   others.
  public func all<Model: SyncRecord>(
    _ model: Model.Type, stream: StreamKey? = nil
  ) async throws(StoreError) -> Records<Model> {
    let type = Model.recordType
    var records = Records<Model>()
    var walk = storedRecords(service: type.service, type: type.name, stream: stream).makeAsyncIterator()
    while let stored = try await walk.next() { records.append(stored.decoding()) }
    return records
  }

  /// The live record with an identifier, or `nil`.
  ///
  /// - Parameters:
  ///   - model: The model to read.
  ///   - id: The record's identifier.
  ///   - stream: The stream to look in, or `nil` for every stream of the service; the stream created first wins.
  /// - Throws: ``StoreError/undecodable(_:_:)`` when the model cannot read what is stored.
  public func record<Model: SyncRecord>(
    _ model: Model.Type, id: Model.ID, stream: StreamKey? = nil
  ) async throws(StoreError) -> Model? {
    let type = Model.recordType
    return try await record(service: type.service, type: type.name, id: id.description, stream: stream)?.decoded()
  }

  /// How many live records of a model there are, including those that the model cannot read.
  ///
  /// - Parameters:
  ///   - model: The model to count.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  public func count<Model: SyncRecord>(
    of model: Model.Type, stream: StreamKey? = nil
  ) async throws(StoreError) -> Int {
    try await count(service: Model.recordType.service, type: Model.recordType.name, stream: stream)
  }

  /// The live records that a query selects, in its order, from its offset to its limit.
  public func records<Entity: Queryable & SyncRecord>(
    matching query: Query<Entity>, stream: StreamKey? = nil
  ) async throws(StoreError) -> Records<Entity> {
    let window: QueryWindow<StoredRecord>
    do { window = try QueryWindow(query) } catch { throw .unanswerable(error) }
    return try await records(of: Entity.recordType, in: window, stream: stream)
  }

  /// The live records that a filter matches, in the order of stream and id.
  public func records<Entity: Queryable & SyncRecord>(
    matching filter: Filter<Entity>, stream: StreamKey? = nil
  ) async throws(StoreError) -> Records<Entity> {
    try await records(matching: Query(filter), stream: stream)
  }

  /// The live records of a model that match every clause.
  ///
  /// ```swift
  /// let vips = try await store.records(Lead.self) { $0.tags.contains("vip") }.all
  /// ```
  ///
  /// - Parameters:
  ///   - model: The model to read.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  ///   - clauses: What has to hold.
  public func records<Record: SyncRecord & LocalModel>(
    _ model: Record.Type, stream: StreamKey? = nil,
    @FilterBuilder<LocalFilter<Record>> _ clauses: (LocalField<Record, Record>) -> [LocalFilter<Record>]
  ) -> MatchingRecords<Record, any AsyncRecordReader> {
    records(matching: LocalQuery(clauses), stream: stream)
  }

  /// The records that a local query asks for.
  public func records<Record: SyncRecord & LocalModel>(
    matching query: LocalQuery<Record>, stream: StreamKey? = nil
  ) -> MatchingRecords<Record, any AsyncRecordReader> {
    MatchingRecords(query: query, stream: stream, store: self)
  }

  /// The live records inside a window. All are read, and those that match are looked at here.
  func records<Model: SyncRecord>(
    of type: RecordType, in window: consuming QueryWindow<StoredRecord>, stream: StreamKey?
  ) async throws(StoreError) -> Records<Model> {
    var records = Records<Model>()
    guard !window.matchesNothing else { return records }
    var window = window
    let evaluator = window.evaluator
    var walk = storedRecords(service: type.service, type: type.name, stream: stream).makeAsyncIterator()
    while let stored = try await walk.next() {
      guard evaluator.matches(stored.payload) else { continue }
      guard window.add(stored, stored.payload.bytes) else { break }
    }
    for stored in window.elements() { records.append(stored.decoding()) }
    return records
  }
}

/// Each answer reads all records of the type.
extension MatchingRecords where Reader == any AsyncRecordReader {
  /// The records. One that the model cannot read is in ``Records/undecodable`` and costs only itself.
  ///
  /// - Throws: ``StoreError/unanswerable(_:)`` when a part of the query is a server's, and only the server understands
  ///   it.
  public var all: Records<Record> {
    get async throws(StoreError) {
      try await store.records(of: Record.recordType, in: try window(), stream: stream)
    }
  }

  /// The first record, or `nil` if there is none.
  ///
  /// - Throws: ``StoreError/undecodable(_:_:)`` when the model cannot read it.
  public var first: Record? {
    get async throws(StoreError) {
      let found = try await limit(min(query.limit ?? 1, 1)).all
      if let problem = found.undecodable.first { throw .undecodable(problem, of: Record.recordType) }
      return found.first
    }
  }

  /// How many records there are, including those that the model cannot read.
  public var count: Int {
    get async throws(StoreError) {
      let found = try await all
      return found.count + found.undecodable.count
    }
  }
}
