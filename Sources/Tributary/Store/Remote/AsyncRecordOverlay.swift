import TributaryJSON

/// A store on another machine that can show what calls have written before a sync brings it.
///
/// It is the counterpart of ``RecordOverlay``, whose rules hold here as well.
public protocol AsyncRecordOverlay: AsyncRecordReader {
  /// Shows changes over the mirror, in place of earlier entries of the same records; see
  /// ``RecordOverlay/apply(_:service:stream:at:)``.
  func apply(
    _ changes: [RecordChange], service: String, stream: StreamKey?, at moment: Timestamp
  ) async throws(StoreError)

  /// Drops the entries of records, so that the mirror shows again; `nil` for all.
  ///
  /// - Returns: How many entries there were.
  @discardableResult
  func discard(_ records: [RecordReference]?, service: String, stream: StreamKey?) async throws(StoreError) -> Int

  /// The entries that no sync has brought, oldest first.
  func overlay(stream: StreamKey?) async throws(StoreError) -> [OverlayEntry]
}

extension AsyncRecordOverlay {
  /// Shows a record that a call has created or changed, until a sync brings it.
  public func apply<Record: SyncRecord>(
    _ record: Record, stream: StreamKey? = nil, at moment: Timestamp = .thisSecond
  ) async throws(StoreError) {
    let change = try RecordChange(showing: record)
    try await apply([change], service: Record.recordType.service, stream: stream, at: moment)
  }

  /// Shows a record that a call has deleted as gone, until a sync brings its deletion.
  public func applyDeletion<Record: SyncRecord>(
    of model: Record.Type, id: Record.ID, stream: StreamKey? = nil, at moment: Timestamp = .thisSecond
  ) async throws(StoreError) {
    let type = Record.recordType
    let change = RecordChange(type: type.name, id: id.description, kind: .delete)
    try await apply([change], service: type.service, stream: stream, at: moment)
  }

  /// Drops what was applied to a record, so that the mirror shows again.
  ///
  /// - Returns: Whether there was something.
  @discardableResult
  public func discard<Record: SyncRecord>(
    _ model: Record.Type, id: Record.ID, stream: StreamKey? = nil
  ) async throws(StoreError) -> Bool {
    let type = Record.recordType
    let record = RecordReference(type: type.name, id: id.description)
    return try await discard([record], service: type.service, stream: stream) > 0
  }
}
