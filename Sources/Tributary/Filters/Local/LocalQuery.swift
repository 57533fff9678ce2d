/// Asks for local records of one type: which ones, in what order, and how many.
///
/// ```swift
/// let newest = LocalQuery<Lead> { $0.city.equals("Kraków") }
///   .order { $0.updatedAt.descending }
///   .limit(10)
/// ```
public struct LocalQuery<Record: LocalModel>: Sendable {
  /// The filter that records must match.
  public var filter: LocalFilter<Record>
  /// The order, the deciding step first; empty for that of the store.
  public var order: [LocalOrder<Record>] = []
  /// The maximum number of records; `nil` for all.
  public var limit: Int? {
    didSet { limit = limit.map { max($0, 0) } }
  }
  /// The number of records to skip.
  public var offset = 0 {
    didSet { offset = max(offset, 0) }
  }

  /// A query for the records of a filter; by default for all.
  public init(_ filter: LocalFilter<Record> = .everything) { self.filter = filter }

  /// A query for the records that match every clause.
  public init(
    @FilterBuilder<LocalFilter<Record>> _ clauses: (LocalField<Record, Record>) -> [LocalFilter<Record>]
  ) {
    filter = LocalFilter(clauses)
  }

  /// The query narrowed by further clauses.
  public func `where`(
    @FilterBuilder<LocalFilter<Record>> _ clauses: (LocalField<Record, Record>) -> [LocalFilter<Record>]
  ) -> Self {
    with { $0.filter = LocalFilter(allOf: [$0.filter, LocalFilter(clauses)]) }
  }

  /// The query with an order; one step per line, the deciding one first.
  public func order(
    @OrderBuilder<LocalOrder<Record>> _ steps: (LocalField<Record, Record>) -> [LocalOrder<Record>]
  ) -> Self {
    with { $0.order = steps(.whole) }
  }

  /// The query limited to a number of records; a negative number counts as zero.
  public func limit(_ count: Int) -> Self { with { $0.limit = count } }

  /// The query that skips a number of records; a negative number counts as zero.
  public func offset(_ count: Int) -> Self { with { $0.offset = count } }

  private func with(_ change: (inout Self) -> Void) -> Self {
    var query = self
    change(&query)
    return query
  }
}

/// One step of the order of a local query.
public struct LocalOrder<Record>: Sendable {
  let step: OrderStep
}

extension LocalQuery {
  /// The results of the query among values: those that match, in its order, from its offset to its limit.
  ///
  /// In ascending order records without a value come first, in descending order last; equal ones stay as received.
  ///
  /// - Throws: ``FilterError`` when a part of the filter is a server's, and only the server understands it.
  public func results(in records: some Sequence<Record>) throws(FilterError) -> [Record] {
    try QueryWindow<Record>(self).results(in: records)
  }
}
