import TributaryJSON

extension RecordReader {
  /// Calls the body with each live record of a type that a filter matches, in the order of stream and id, until it
  /// returns false.
  ///
  /// A store that can evaluate the filter in place uses the same evaluator.
  public func forEachRecord(
    service: String, type: String, stream: StreamKey?, matching filter: FilterEvaluator, _ body: (StoredRecord) -> Bool
  ) throws(StoreError) {
    try forEachRecord(service: service, type: type, stream: stream) { !filter.matches($0.payload) || body($0) }
  }

  /// The live records that a query selects, in its order, from its offset to its limit.
  ///
  /// ```swift
  /// let touched = try store.records(matching: Product.where { $0.lastModified.isAfter(since) })
  /// ```
  ///
  /// Without an order they are sorted by stream and id. In ascending order, records without a value come first; in
  /// descending order, last. The query's setting for deleted records applies to the server only.
  ///
  /// - Parameters:
  ///   - query: Which records.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  /// - Returns: The records. A record that the model cannot read is in ``Records/undecodable`` and does not affect the
  ///   others.
  /// - Throws: ``StoreError/unanswerable(_:)`` when the query has a part that only the server understands.
  public func records<Entity: Queryable & SyncRecord>(
    matching query: Query<Entity>, stream: StreamKey? = nil
  ) throws(StoreError) -> Records<Entity> {
    let window: QueryWindow<DecodedRecord<Entity>>
    do { window = try QueryWindow(query) } catch { throw .unanswerable(error) }
    return try records(in: window, stream: stream)
  }

  /// The live records inside a window.
  func records<Model: SyncRecord>(
    in window: consuming QueryWindow<DecodedRecord<Model>>, stream: StreamKey?
  ) throws(StoreError) -> Records<Model> {
    var records = Records<Model>()
    guard !window.matchesNothing else { return records }
    if window.isOrdered {
      // Only records within the limit are decoded. All have to be checked first, because the order looks into each.
      var window = window.collecting(StoredRecord.self)
      let type = Model.recordType
      try forEachRecord(service: type.service, type: type.name, stream: stream, matching: window.evaluator) { stored in
        window.add(stored, stored.payload.bytes)
      }
      for stored in window.elements() { records.append(stored.decoding()) }
    } else {
      var window = window
      try forEachDecoded(stream: stream, matching: window.evaluator) { window.add($0) }
      for record in window.elements() { records.append(record) }
    }
    return records
  }

  /// The live records that a filter matches, in the order of stream and id; see ``records(matching:stream:)``.
  public func records<Entity: Queryable & SyncRecord>(
    matching filter: Filter<Entity>, stream: StreamKey? = nil
  ) throws(StoreError) -> Records<Entity> {
    try records(matching: Query(filter), stream: stream)
  }

  /// How many live records a filter matches, including those that the model cannot read.
  public func count<Entity: Queryable & SyncRecord>(
    matching filter: Filter<Entity>, stream: StreamKey? = nil
  ) throws(StoreError) -> Int {
    let evaluator: FilterEvaluator
    do { evaluator = try FilterEvaluator(filter) } catch { throw .unanswerable(error) }
    let type = Entity.recordType
    var count = 0
    try forEachRecord(service: type.service, type: type.name, stream: stream, matching: evaluator) { _ in
      count += 1
      return true
    }
    return count
  }
}
