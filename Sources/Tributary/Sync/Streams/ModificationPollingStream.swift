public import TributaryJSON

extension SyncStream {
  /// A stream by ``ModificationPolling``, from an endpoint that returns a list of records.
  ///
  /// ```swift
  /// let stream = SyncStream.modificationPolling(
  ///   SyncSource(client.service, of: Issue.recordType, scope: "o/r"), from: .list, rows: \.self,
  ///   lastModified: \.updatedAt
  /// ) { request in
  ///   Client.Issues.list(owner: "o", repo: "r", since: request.atOrAfter, state: "all")
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - source: The service, and the stream's name in the store.
  ///   - reading: How the stream is read.
  ///   - rows: The list. A response without it is an error.
  ///   - lastModified: When a record was last modified.
  ///   - deleted: Whether a row says that its record is deleted; `nil` if rows never do.
  ///   - identifier: The wire name of the identifier, for rows that do not decode.
  ///   - start: The time from which the first run and a full pass ask; `nil` for everything.
  ///   - pass: How much to ask for.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - tuning: Times and bounds.
  ///   - endpoint: The call for a request; `nil` for one that the service has no call for, as where
  ///     ``ModificationPolling/PageQuery/numbered(limit:)`` finds no page.
  public static func modificationPolling<Response, Model: SyncRecord>(
    _ source: SyncSource, from reading: ModificationPolling.Source,
    rows: @escaping @Sendable (Response) -> Records<Model>?, lastModified: @escaping @Sendable (Model) -> Timestamp?,
    deleted: (@Sendable (Model) -> Bool?)? = nil, identifier: String = "id", start: Timestamp? = nil,
    pass: SyncPass = .changes, forgetFailures: Bool = false,
    tuning: ModificationPolling.Tuning = ModificationPolling.Tuning(),
    endpoint: @escaping @Sendable (ModificationPolling.Request) -> Endpoint<Response>?
  ) -> SyncStream {
    .modificationPolling(
      source, of: Model.recordType, from: reading, start: start, pass: pass, tracksDeletions: deleted != nil,
      forgetFailures: forgetFailures, tuning: tuning,
      interpret: { row in
        do throws(JSONError) {
          let model = try row.decode(as: Model.self)
          return ModificationPolling.Row(
            id: model.id.description, lastModified: lastModified(model), isDeleted: deleted?(model) ?? false)
        } catch {
          return ModificationPolling.Row(id: row.identifier(identifier), lastModified: nil, problem: "\(error)")
        }
      },
      list: { response, operation throws(APIError) in try RawList(rows(response), of: operation) }, endpoint: endpoint)
  }

  /// A stream by ``ModificationPolling``, from an endpoint whose rows are interpreted by hand.
  ///
  /// - Parameters:
  ///   - source: The service, and the stream's name in the store.
  ///   - type: The type of its records.
  ///   - reading: How the stream is read.
  ///   - start: The time from which the first run and a full pass ask; `nil` for everything.
  ///   - pass: How much to ask for.
  ///   - scope: What the stream covers.
  ///   - tracksDeletions: Whether `interpret` can distinguish deleted rows from others.
  ///   - forgetFailures: Whether rows without an identifier are forgotten at the end of the run.
  ///   - tuning: Times and bounds.
  ///   - interpret: Reads what the protocol needs to know about a row; a pure function.
  ///   - endpoint: The call for a request. A status of 400, 413 or 422 refuses a request that may be refused.
  public static func modificationPolling(
    _ source: SyncSource, of type: RecordType, from reading: ModificationPolling.Source, start: Timestamp? = nil,
    pass: SyncPass = .changes, scope: ModificationPolling.Scope = .everything, tracksDeletions: Bool,
    forgetFailures: Bool = false, tuning: ModificationPolling.Tuning = ModificationPolling.Tuning(),
    interpret: @escaping @Sendable (RawJSON) -> ModificationPolling.Row,
    endpoint: @escaping @Sendable (ModificationPolling.Request) -> Endpoint<RawList>
  ) -> SyncStream {
    .modificationPolling(
      source, of: type, from: reading, start: start, pass: pass, scope: scope, tracksDeletions: tracksDeletions,
      forgetFailures: forgetFailures, tuning: tuning, interpret: interpret,
      list: { list, _ throws(APIError) in list }, endpoint: endpoint)
  }

  private static func modificationPolling<Response>(
    _ source: SyncSource, of type: RecordType, from reading: ModificationPolling.Source, start: Timestamp?,
    pass: SyncPass, scope: ModificationPolling.Scope = .everything, tracksDeletions: Bool, forgetFailures: Bool,
    tuning: ModificationPolling.Tuning, interpret: @escaping @Sendable (RawJSON) -> ModificationPolling.Row,
    list: @escaping @Sendable (_ response: Response, _ operation: String) throws(APIError) -> RawList,
    endpoint: @escaping @Sendable (ModificationPolling.Request) -> Endpoint<Response>?
  ) -> SyncStream {
    .modificationPolling(
      key: source.key, type: type, source: reading, start: start, pass: pass, scope: scope,
      tracksDeletions: tracksDeletions, forgetFailures: forgetFailures, tuning: tuning, interpret: interpret
    ) { request async throws(APIError) in
      guard let endpoint = endpoint(request) else { return .refused }
      do throws(APIError) {
        let exchange = try await source.exchange(endpoint)
        return .rows(
          ModificationPolling.Rows(
            list: try list(exchange.value, endpoint.request.operation), serverDate: exchange.serverDate,
            duration: exchange.duration))
      } catch {
        // Which status refuses a page is rarely documented.
        guard request.mayBeRefused, let status = error.refusal, [400, 413, 422].contains(status) else { throw error }
        return .refused
      }
    }
  }
}

extension ModificationPolling.PageQuery {
  /// The time for a service that compares inclusively: the second after ``after``.
  public var atOrAfter: Timestamp { after.adding(seconds: 1) }

  /// The page for a service that counts pages: its number from 1, and the size of the pages, so that it begins at the
  /// ``offset``. `nil` if no size does that.
  ///
  /// - Parameter limit: The most rows in a page of the service. It must not return fewer than it is asked for.
  public func numbered(limit: Int) -> (size: Int, number: Int)? {
    let largest = min(self.limit, limit)
    guard offset > 0 else { return (largest, 1) }
    // A page of one row could not show whether another one follows.
    for size in stride(from: min(largest, offset), to: 1, by: -1) where offset.isMultiple(of: size) {
      return (size, offset / size + 1)
    }
    return nil
  }
}

extension ModificationPolling.Request {
  /// The time of a request for a list; `nil` for everything.
  public var atOrAfter: Timestamp? { if case .list(let atOrAfter) = self { atOrAfter } else { nil } }

  fileprivate var mayBeRefused: Bool { if case .page(let page) = self { page.mayBeRefused } else { false } }
}
