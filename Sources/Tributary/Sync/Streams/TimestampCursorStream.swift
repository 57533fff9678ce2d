extension SyncStream {
  /// A stream by ``TimestampCursor``, from an endpoint.
  ///
  /// ```swift
  /// let stream = SyncStream.timestampCursor(
  ///   SyncSource(client.service, of: Document.recordType, scope: "folder 5"), rows: \.objects,
  ///   createdAt: \.createdAt, changed: \.statusChangedAt
  /// ) { request in
  ///   Client.Documents.list(folderID: 5, incoming: true, statusChangedAfter: request.after)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - source: The service, and the stream's name in the store.
  ///   - rows: The list. A response without it is an error.
  ///   - createdAt: When the server made the list.
  ///   - changed: When a record changed, as far as it says.
  ///   - start: The time from which the first run and a full pass ask.
  ///   - pass: How much to ask for.
  ///   - identifier: The wire name of the identifier, for rows that do not decode.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - tuning: Times and sizes.
  ///   - endpoint: The call for a request.
  public static func timestampCursor<Response, Model: SyncRecord>(
    _ source: SyncSource, rows: @escaping @Sendable (Response) -> Records<Model>?,
    createdAt: @escaping @Sendable (Response) -> LocalTimestamp,
    changed: @escaping @Sendable (Model) -> LocalTimestamp?, start: LocalTimestamp = .epoch,
    pass: SyncPass = .changes, identifier: String = "id", forgetFailures: Bool = false,
    tuning: TimestampCursor.Tuning = TimestampCursor.Tuning(),
    endpoint: @escaping @Sendable (TimestampCursor.Request) -> Endpoint<Response>
  ) -> SyncStream {
    .timestampCursor(
      key: source.key, type: Model.recordType, start: start, pass: pass, forgetFailures: forgetFailures,
      tuning: tuning,
      interpret: { row in
        do throws(JSONError) {
          let model = try row.decode(as: Model.self)
          return TimestampCursor.Row(id: model.id.description, stamp: changed(model))
        } catch {
          return TimestampCursor.Row(id: row.identifier(identifier), stamp: nil, problem: "\(error)")
        }
      }
    ) { request async throws(APIError) in
      let endpoint = endpoint(request)
      let exchange = try await source.exchange(endpoint)
      return TimestampCursor.Response(
        createdAt: createdAt(exchange.value), rows: try RawList(rows(exchange.value), of: endpoint.request.operation),
        serverDate: exchange.serverDate)
    }
  }
}

extension RawList {
  /// A list of a response, left unread. If it is absent, nobody knows what changed.
  init<Model>(_ records: Records<Model>?, of operation: String) throws(APIError) {
    guard let records else { throw .lacks("list", in: operation) }
    do throws(JSONError) { self = try records.rawList } catch { throw .unreadable(error, in: operation) }
  }
}
