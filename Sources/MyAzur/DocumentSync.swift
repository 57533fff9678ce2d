public import Tributary

/// Which documents of a folder a sync fetches.
public enum Direction: String, Sendable, CaseIterable {
  /// Received documents.
  case incoming
  /// Sent documents.
  case outgoing
  /// Both, one after the other.
  case both

  fileprivate var flags: [Bool] {
    switch self {
    case .incoming: [true]
    case .outgoing: [false]
    case .both: [true, false]
    }
  }
}

extension Client {
  /// Options of a sync of documents.
  public struct SyncOptions: Sendable {
    /// Which documents.
    public var direction = Direction.both
    /// The time from which the first run and a full pass ask. Documents whose status last changed earlier do not come.
    /// The default is 1970-01-01.
    public var start = LocalTimestamp.epoch
    /// Whether to request only changes, or everything.
    public var pass = SyncPass.changes
    /// Whether to forget, at the end of this run, rows without an identifier, which keep the result incomplete.
    public var forgetFailures = false
    /// The account that the credentials belong to, if the caller knows it. A database that holds another account is
    /// refused.
    public var account = ""
    /// The times and sizes of the protocol.
    public var tuning = TimestampCursor.Tuning()

    /// The defaults.
    public init() {}
  }

  /// Syncs the documents of a folder into a store; later runs fetch only the changes.
  ///
  /// Each direction is a separate stream with its own cursor. The result holds under
  /// ``/Tributary/TimestampCursor/assumptions``.
  ///
  /// ```swift
  /// let report = try await client.sync(folder: 5, into: store).run()
  /// ```
  public func sync(
    folder: Int, into store: any SyncStore, options: SyncOptions = SyncOptions()
  ) -> SyncSequence {
    let streams = options.direction.flags.map { stream(folder: folder, incoming: $0, options: options) }
    return SyncSequence(streams, into: store, time: service.policy.time)
  }

  private func stream(folder: Int, incoming: Bool, options: SyncOptions) -> SyncStream {
    let scope = "folder \(folder), \(incoming ? "incoming" : "outgoing")"
    return .timestampCursor(
      SyncSource(service, of: Document.recordType, account: options.account, scope: scope), rows: \.objects,
      createdAt: \.createdAt,
      // If the list does not say when the status changed, the newest of its stamps is used.
      changed: { $0.statusChangedAt ?? $0.updatedAt ?? $0.createdAt }, start: options.start, pass: options.pass,
      forgetFailures: options.forgetFailures, tuning: options.tuning
    ) { request in
      Documents.list(folderID: folder, incoming: incoming, statusChangedAfter: request.after)
    }
  }
}
