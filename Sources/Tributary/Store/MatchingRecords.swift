import TributaryJSON

/// The records of a store that a local query asks for, read each time that they are asked for.
///
/// ```swift
/// let leads = store.records(Lead.self) { $0.city.equals("Kraków") }.order { $0.updatedAt.descending }
/// for lead in try leads.limit(10).all { print(lead.id) }
/// print(try leads.count)
/// ```
///
/// Every field of a record can be compared, whether its server understands queries or not. The answer is the same as
/// that of ``LocalQuery/results(in:)`` among values.
///
/// `Reader` is `any RecordReader`; or, for a store on another machine, `any AsyncRecordReader`, with which reading is
/// asynchronous.
public struct MatchingRecords<Record: SyncRecord & LocalModel, Reader: Sendable>: Sendable {
  /// The query.
  public var query: LocalQuery<Record>
  /// The stream to read, or `nil` for every stream of the service.
  public let stream: StreamKey?
  let store: Reader

  /// Narrows by further clauses.
  public func `where`(
    @FilterBuilder<LocalFilter<Record>> _ clauses: (LocalField<Record, Record>) -> [LocalFilter<Record>]
  ) -> Self {
    with(query.where(clauses))
  }

  /// Orders; one step per line, the deciding one first. Without an order records come in that of stream and id.
  ///
  /// In ascending order records without a value come first, in descending order last.
  public func order(
    @OrderBuilder<LocalOrder<Record>> _ steps: (LocalField<Record, Record>) -> [LocalOrder<Record>]
  ) -> Self {
    with(query.order(steps))
  }

  /// Limits to a number of records; a negative number counts as zero.
  public func limit(_ count: Int) -> Self { with(query.limit(count)) }

  /// Skips a number of records; a negative number counts as zero.
  public func offset(_ count: Int) -> Self { with(query.offset(count)) }

  func window<Element>() throws(StoreError) -> QueryWindow<Element> {
    do { return try QueryWindow(query) } catch { throw .unanswerable(error) }
  }

  private func with(_ query: LocalQuery<Record>) -> Self {
    var records = self
    records.query = query
    return records
  }
}

extension MatchingRecords where Reader == any RecordReader {
  /// The records. One that the model cannot read is in ``Records/undecodable`` and costs only itself.
  ///
  /// - Throws: ``StoreError/unanswerable(_:)`` when a part of the query is a server's, and only the server understands
  ///   it.
  public var all: Records<Record> {
    get throws(StoreError) { try store.records(in: try window(), stream: stream) }
  }

  /// The first record, or `nil` if there is none.
  ///
  /// - Throws: ``StoreError/undecodable(_:_:)`` when the model cannot read it.
  public var first: Record? {
    get throws(StoreError) {
      let found = try limit(min(query.limit ?? 1, 1)).all
      if let problem = found.undecodable.first { throw .undecodable(problem, of: Record.recordType) }
      return found.first
    }
  }

  /// How many records there are, including those that the model cannot read.
  public var count: Int {
    get throws(StoreError) {
      let window: QueryWindow<StoredRecord> = try window()
      guard !window.matchesNothing else { return 0 }
      let type = Record.recordType
      let most = query.limit.map { query.offset.addingReportingOverflow($0) }
      var count = 0
      try store.forEachRecord(service: type.service, type: type.name, stream: stream, matching: window.evaluator) { _ in
        count += 1
        return most.map { $0.overflow || count < $0.partialValue } ?? true
      }
      return max(count - query.offset, 0)
    }
  }
}

extension StoreError {
  /// The error of a record in a result that the model cannot read.
  static func undecodable<Model>(_ problem: Records<Model>.Undecodable, of type: RecordType) -> StoreError {
    let id = (try? problem.payload.member("id")?.value()).map { $0.string ?? JSONWriter.text(of: $0) }
    return .undecodable(RecordReference(type: type.name, id: id ?? ""), problem.error)
  }
}

extension RecordReader {
  /// The records of a model that match every clause; see ``MatchingRecords``.
  ///
  /// ```swift
  /// let vips = try store.records(Lead.self) { $0.tags.contains("vip") }.all
  /// ```
  ///
  /// - Parameters:
  ///   - model: The model to read.
  ///   - stream: Only records of this stream, or `nil` for every stream of the service.
  ///   - clauses: One clause a line. `if`, `if let`, `switch` and `for` are plain Swift; no clause at all means every
  ///     record.
  public func records<Record: SyncRecord & LocalModel>(
    _ model: Record.Type, stream: StreamKey? = nil,
    @FilterBuilder<LocalFilter<Record>> _ clauses: (LocalField<Record, Record>) -> [LocalFilter<Record>]
  ) -> MatchingRecords<Record, any RecordReader> {
    records(matching: LocalQuery(clauses), stream: stream)
  }

  /// The records that a local query asks for.
  public func records<Record: SyncRecord & LocalModel>(
    matching query: LocalQuery<Record>, stream: StreamKey? = nil
  ) -> MatchingRecords<Record, any RecordReader> {
    MatchingRecords(query: query, stream: stream, store: self)
  }
}
