extension Snapshot {
  /// How the pages of a list lead to each other.
  public struct Pages<Response: Sendable>: Sendable {
    let next: @Sendable (Exchange<Response>) -> Place?
    let last: @Sendable (Exchange<Response>) -> Int?

    /// Pages from what a response says about the next and the last one.
    ///
    /// ```swift
    /// // Pages that are found by an offset, which is the token of a page.
    /// Snapshot.Pages(next: { exchange in
    ///   let next = exchange.value.offset + exchange.value.items.elementCount
    ///   return next < exchange.value.total ? .token("\(next)") : nil
    /// })
    /// ```
    public init(
      next: @escaping @Sendable (Exchange<Response>) -> Place?,
      last: @escaping @Sendable (Exchange<Response>) -> Int? = { _ in nil }
    ) {
      self.next = next
      self.last = last
    }

    /// One response has the whole list.
    public static var none: Pages { Pages(next: { _ in nil }) }

    /// Each response has the token of the next page; the last one has none.
    public static func token(_ token: @escaping @Sendable (Response) -> String?) -> Pages {
      Pages(next: { token($0.value).flatMap { $0.isEmpty ? nil : .token($0) } })
    }

    /// Pages are numbered from 1, and the `Link` header field says which comes next and which is the last.
    ///
    /// - Parameter parameter: The parameter of the links' query that has the number.
    public static func linked(by parameter: String) -> Pages {
      @Sendable func number(_ relation: String, _ exchange: Exchange<Response>) -> Int? {
        guard let link = LinkHeader.url(of: relation, in: exchange.response.headers) else { return nil }
        return RequestItem.query(of: link)?.first { $0.name == parameter }?.values.first.flatMap { Int($0) }
      }
      return Pages(next: { number("next", $0).map { .number($0) } }, last: { number("last", $0) })
    }

    /// Pages are numbered from 1, and responses say how many there are.
    ///
    /// - Parameters:
    ///   - page: The number of the page.
    ///   - count: The number of pages.
    public static func numbered(
      _ page: @escaping @Sendable (Response) -> Int?, of count: @escaping @Sendable (Response) -> Int?
    ) -> Pages {
      Pages(
        next: { exchange in
          guard let page = page(exchange.value), let count = count(exchange.value), page < count else { return nil }
          return .number(page + 1)
        },
        last: { count($0.value) })
    }
  }
}

extension Snapshot.Request {
  /// The number of the page; `nil` if it has a token.
  public var number: Int? {
    switch place {
    case .first: 1
    case .number(let number): number
    case .token: nil
    }
  }

  /// The token of the page, if it has one.
  public var token: String? { if case .token(let token) = place { token } else { nil } }
}

extension SyncStream {
  /// A stream by ``Snapshot``.
  ///
  /// ```swift
  /// let stream = SyncStream.snapshot(
  ///   SyncSource(client.service, of: Issue.recordType, scope: "o/r"), rows: [.records(\.self)],
  ///   pages: .linked(by: "page")
  /// ) { request in
  ///   Client.Issues.list(owner: "o", repo: "r", perPage: 100, page: request.number)
  /// }
  /// ```
  ///
  /// The validator is the `ETag` header field, and is sent as `If-None-Match`. A response that lacks a list is an
  /// error, because everything would seem to be gone.
  ///
  /// - Parameters:
  ///   - source: The service, and the stream's name in the store.
  ///   - rows: Where the rows of each record type are. Records of these types that do not come are deleted.
  ///   - pages: How pages lead to each other.
  ///   - order: What the service promises about the places of rows. It does not matter where one response has the list.
  ///   - validator: What an `ETag` covers.
  ///   - isGone: Whether a failure says that a page after the first does not exist; by default, none does.
  ///   - isFull: Whether to read the list even if its validator still holds.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - tuning: Bounds.
  ///   - endpoint: The call for a request.
  public static func snapshot<Response>(
    _ source: SyncSource, rows: [RecordRows<Response>], pages: Snapshot.Pages<Response> = .none,
    order: Snapshot.Order = .any, validator: Snapshot.Validator = .none,
    isGone: @escaping @Sendable (APIError) -> Bool = { _ in false }, isFull: Bool = false, forgetFailures: Bool = false,
    tuning: Snapshot.Tuning = Snapshot.Tuning(),
    endpoint: @escaping @Sendable (Snapshot.Request) -> Endpoint<Response>
  ) -> SyncStream {
    let types = [RecordType](of: rows)
    let decisions = SnapshotProtocol(
      types: types.map(\.name), order: order, validator: validator, isFull: isFull, tuning: tuning)
    return .protocol(decisions, key: source.key, types: types, forgetFailures: forgetFailures) {
      request async throws(APIError) in
      var endpoint = endpoint(request)
      // Without content, a list that has not changed would look like an empty one.
      endpoint.responses.removeAll { $0.statuses == 304..<305 }
      if let validator = request.validator { endpoint.request.headers.append(.item("If-None-Match", validator)) }
      let exchange: Exchange<Response>
      do throws(APIError) { exchange = try await source.exchange(endpoint) } catch {
        if error.refusal == 304, request.validator != nil { return .unchanged }
        guard request.place != .first, isGone(error) else { throw error }
        return .gone
      }
      return .page(
        Snapshot.Page(
          lists: try [SyncList](rows, in: exchange.value, of: endpoint.request.operation, isComplete: true),
          next: pages.next(exchange), last: pages.last(exchange), validator: exchange.response.headers["ETag"]))
    }
  }
}
