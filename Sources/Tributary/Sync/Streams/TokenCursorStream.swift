extension SyncStream {
  /// A stream by ``TokenCursor``.
  ///
  /// ```swift
  /// let stream = SyncStream.tokenCursor(
  ///   SyncSource(client.service, of: TodoItem.recordType),
  ///   rows: [.records(\.items, deleted: \.isDeleted), .records(\.projects, deleted: \.isDeleted)],
  ///   token: \.syncToken, isEverything: \.fullSync
  /// ) { request in
  ///   Client.Sync.read(syncToken: request.token ?? "*", resourceTypes: ["items", "projects"])
  /// }
  /// ```
  ///
  /// The lists of a response are empty for these closures, because they are read later, row by row.
  ///
  /// - Parameters:
  ///   - source: The service, and the stream's name in the store.
  ///   - rows: Where the rows of each record type are. A full pass deletes what does not come of these types.
  ///   - page: The token of the next page; by default there is none.
  ///   - token: The token of the next pass, which counts if there is no next page.
  ///   - isEverything: Whether the service says that the response belongs to a pass that returns everything.
  ///   - isExpired: Whether a failure says that the token or the page token is no longer valid; by default, status 410.
  ///   - isFull: Whether to request everything instead of what changed.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - tuning: Bounds.
  ///   - endpoint: The call for a request.
  public static func tokenCursor<Response>(
    _ source: SyncSource, rows: [RecordRows<Response>], page: @escaping @Sendable (Response) -> String? = { _ in nil },
    token: @escaping @Sendable (Response) -> String?,
    isEverything: @escaping @Sendable (Response) -> Bool? = { _ in nil },
    isExpired: @escaping @Sendable (APIError) -> Bool = { $0.status == 410 }, isFull: Bool = false,
    forgetFailures: Bool = false, tuning: TokenCursor.Tuning = TokenCursor.Tuning(),
    endpoint: @escaping @Sendable (TokenCursor.Request) -> Endpoint<Response>
  ) -> SyncStream {
    let types = [RecordType](of: rows)
    let decisions = TokenCursorProtocol(
      types: types.map(\.name), isFull: isFull, forgetsFailures: forgetFailures, tuning: tuning)
    return .protocol(decisions, key: source.key, types: types, forgetFailures: forgetFailures) {
      request async throws(APIError) in
      let endpoint = endpoint(request)
      let response: Response
      do throws(APIError) { response = try await source.exchange(endpoint).value } catch {
        guard isExpired(error) else { throw error }
        return .expired
      }
      let next =
        if let page = page(response), !page.isEmpty { TokenCursor.Next.page(page) } else {
          token(response).flatMap { $0.isEmpty ? nil : TokenCursor.Next.token($0) }
        }
      guard let next else { throw .lacks("next page and no token", in: endpoint.request.operation) }
      return .page(
        TokenCursor.Page(
          lists: try [SyncList](rows, in: response, of: endpoint.request.operation),
          isEverything: isEverything(response) ?? false, next: next))
    }
  }
}
