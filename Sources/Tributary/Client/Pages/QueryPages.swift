/// The response to a query: a list of records.
public protocol RecordList: Equatable {
  /// The number of records that the service returned, including those that did not decode.
  var elementCount: Int { get }
}

extension Array: RecordList where Element: Equatable {
  /// The number of records that the service returned.
  public var elementCount: Int { count }
}

extension Records: RecordList {}

extension PageSequence where Page: RecordList {
  /// The pages of what a query asks for, from its offset to its limit.
  ///
  /// Every page begins where the records received so far end, so a service may return fewer records than requested.
  /// The sequence ends at an empty page, or with the query's limit. A query that matches nothing sends no request.
  ///
  /// A service applies an offset anew for every page. Records that are added, changed or removed meanwhile shift those
  /// after them, and a record that crosses a page boundary is omitted or comes twice. If that matters, use a sync.
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
    var paging = Paging<Page>(count: \.elementCount) { context throws(PageProblem) in
      page(context.received) == nil ? nil : .records(context.received)
    }
    paging.isCounting = true
    paging.endsAtEmptyPage = true
    self.init(optional: page(0)?.optional, of: service, paging: paging, options: options)
    self.query = { step in if case .records(let count) = step { page(count) } else { nil } }
  }
}

extension ItemSequence {
  /// The items of the pages of a query, from its start to its limit.
  ///
  /// A query that matches nothing sends no request.
  ///
  /// - Parameters:
  ///   - query: What to ask for; its limit is that of the whole sequence.
  ///   - pageSize: How many records to ask for at once, at least one; `nil` to leave it to the service.
  ///   - service: Whom to ask.
  ///   - options: What each call may have different.
  ///   - paging: How a page leads on.
  ///   - items: The items of a page.
  ///   - endpoint: The call for one page.
  @_spi(Generated) public init<Entity: Queryable>(
    _ query: Query<Entity>, pageSize: Int?, of service: ServiceClient, options: CallOptions, paging: Paging<Page>,
    items: @escaping @Sendable (Page) -> [Item], endpoint: @escaping @Sendable (Query<Entity>) -> Endpoint<Page>
  ) {
    // The size stays the same for all pages, since a cursor may depend on it.
    var first = query
    first.limit = pageSize.map { Swift.min(Swift.max($0, 1), query.limit ?? .max) }
    var limited = paging
    if let limit = query.limit {
      limited.following = { context throws(PageProblem) in
        guard context.received < limit else { return nil }
        return try paging.following(context)
      }
    }
    let list = query.matchesNothing ? nil : endpoint(first).optional
    var pages = PageSequence<Page>(optional: list, of: service, paging: limited, options: options)
    pages.query = { [first] step in
      guard case .parameter(let parameter, let value) = step else { return nil }
      var next = first
      if parameter.path.suffix(Query<Entity>.path(to: .cursor).count) == Query<Entity>.path(to: .cursor)[...] {
        next.cursor = value.value
      } else if let offset = value.number {
        next.offset = offset
      }
      return endpoint(next)
    }
    self.init(pages, items: items)
    limit = query.limit
  }
}

extension PageParameter {
  /// The cursor in the content that a query becomes.
  ///
  /// - Parameters:
  ///   - type: What is asked for.
  ///   - key: What the service expects the query in.
  @_spi(Generated) public static func cursor<Entity: Queryable>(of type: Entity.Type, in key: String? = nil) -> Self {
    Self(path: [key].compactMap { $0 } + Query<Entity>.path(to: .cursor), isInBody: true)
  }

  /// The number of records to skip in the content that a query becomes.
  ///
  /// - Parameters:
  ///   - type: What is asked for.
  ///   - key: What the service expects the query in.
  @_spi(Generated) public static func offset<Entity: Queryable>(of type: Entity.Type, in key: String? = nil) -> Self {
    Self(path: [key].compactMap { $0 } + Query<Entity>.path(to: .offset), isInBody: true)
  }
}
