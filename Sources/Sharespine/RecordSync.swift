@_spi(Generated) public import Tributary

extension Client {
  /// Options of a sync.
  public struct SyncOptions: Sendable {
    /// The requested number of rows in a page of a query. The platform's limit is not documented; a cap does no harm.
    public var pageSize = 100
    /// The time from which the first run and a full pass ask; `nil` for everything.
    public var start: Timestamp?
    /// Whether to request only changes, or everything.
    public var pass = SyncPass.changes
    /// Whether to forget, at the end of this run, rows without an identifier, which keep the result incomplete.
    public var forgetFailures = false
    /// Whether the platform applies the filters. By default everything is fetched and filtered locally, so that a
    /// record that no longer matches is deleted from the store. A filter that only the platform understands is always
    /// applied there.
    public var filtersOnServer = false
    /// How to recognize a deleted record, if you know; the public documentation does not say.
    public var deletionMarker: DeletionMarker?
    /// The tenant, if the caller names it. A database that holds another one is refused.
    public var account = ""
    /// The times and bounds of the protocol.
    public var tuning = ModificationPolling.Tuning()

    /// The defaults.
    public init() {}
  }

  /// Syncs records into a store; later runs fetch only the changes.
  ///
  /// Each record type, or part of one, is a separate stream. The result holds under
  /// ``/Tributary/ModificationPolling/assumptions``.
  ///
  /// ```swift
  /// let report = try await client.sync([.products(), .orders()], into: store).run()
  /// ```
  public func sync(
    _ records: [SyncedRecords], into store: any SyncStore, options: SyncOptions = SyncOptions()
  ) -> SyncSequence {
    SyncSequence(records.map { stream($0, options) }, into: store, time: service.policy.time)
  }

  private func stream(_ records: SyncedRecords, _ options: SyncOptions) -> SyncStream {
    let evaluator = options.filtersOnServer ? nil : records.evaluator
    let marker = options.deletionMarker ?? records.marker
    let source = SyncSource(service, of: records.type, account: options.account, scope: records.scope)
    return .modificationPolling(
      source, of: records.type, from: records.isQueried ? .query(limit: options.pageSize) : .list,
      start: options.start, pass: options.pass,
      scope: !records.isNarrowed ? .everything : evaluator == nil ? .filteredByService : .filteredLocally,
      tracksDeletions: marker != nil, forgetFailures: options.forgetFailures, tuning: options.tuning,
      interpret: { payload in
        var row = ModificationPolling.Row(
          payload, id: "localId", lastModified: "lastModified", model: records.model)
        row.isDeleted = marker?.isDeleted(payload) ?? false
        row.isInScope = evaluator?.matches(payload) ?? true
        return row
      }
    ) { request in records.endpoint(request, evaluator == nil) }
  }
}
