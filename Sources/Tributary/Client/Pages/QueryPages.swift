/// What the service answers a query with: a list of records.
public protocol RecordList: Equatable {
  /// How many records the service gave, those included that did not decode.
  var elementCount: Int { get }
}

extension Array: RecordList where Element: Equatable {
  /// How many records the service gave.
  public var elementCount: Int { count }
}

extension Records: RecordList {}

extension PageSequence where Page: RecordList {
  /// The pages of what a query asks for, from its offset to its limit.
  ///
  /// Every page begins where the records received so far end, so that a service may give fewer than it is asked for.
  /// The sequence ends at an empty page, or with the query's limit. A query that matches nothing sends no request.
  ///
  /// A service counts an offset anew for every page: what is added, changed or removed meanwhile moves the records
  /// behind it, and one that moves over a page's edge is left out or comes twice. Where that matters, synchronise.
  ///
  /// - Parameters:
  ///   - query: What to ask for; its limit is that of the whole sequence. Without an order the service may give every
  ///     page in another one.
  ///   - pageSize: How many records to ask for at once, at least one.
  ///   - service: Whom to ask.
  ///   - options: What each call may have different.
  ///   - endpoint: The call for one page.
  @_spi(Generated) public init<Entity: Queryable>(
    _ query: Query<Entity>, pageSize: Int, of service: ServiceClient, options: CallOptions,
    endpoint: @escaping @Sendable (Query<Entity>) -> Endpoint<Page>
  ) {
    let page = { @Sendable (received: Int) -> Endpoint<Page>? in
      let rest = query.limit.map { $0 - received } ?? .max
      let (offset, overflow) = (query.offset ?? 0).addingReportingOverflow(received)
      guard rest > 0, !overflow, !query.matchesNothing else { return nil }
      let page = received == 0 ? query : query.offset(offset)
      return endpoint(page.limit(Swift.min(Swift.max(pageSize, 1), rest)))
    }
    self.init(
      optional: page(0), of: service,
      paging: Paging(count: \.elementCount) { _, _, received throws(APIError) in
        page(received)
      } repeats: {
        $0 == $1
      }, options: options)
  }
}
