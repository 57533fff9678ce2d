import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A change that a call made on the server, shown over the mirror until a sync brings it.
public struct OverlayEntry: Sendable, Equatable {
  /// The stream that will bring the record.
  public var stream: StreamKey
  /// What the call did.
  public var change: RecordChange
  /// Counts the entries of a store. A later one has a greater number.
  public var number: Int
  /// When the entry was made, in whole seconds.
  public var appliedAt: Timestamp

  /// An entry from its parts.
  public init(stream: StreamKey, change: RecordChange, number: Int, appliedAt: Timestamp) {
    self.stream = stream
    self.change = change
    self.number = number
    self.appliedAt = appliedAt
  }
}

/// A store that can show what calls have written before a sync brings it.
///
/// ```swift
/// let lead = try await client.leads.update(5, LeadPatch(city: .set("Kraków")))
/// try store.apply(lead)
/// ```
///
/// An entry lies over the mirror and never in it: reads, queries, views and streams of changes show it, while cursor,
/// epoch and everything that a sync proves stay as they are. A run drops the entry of each record that it commits, and
/// at its end all others if it is up to date; but never one that was made after the run had opened the stream, for what
/// the run reads may be older. An entry that no sync brings stays, is counted in ``StreamSummary/applied``, and can be
/// discarded.
public protocol RecordOverlay: RecordReader {
  /// Shows changes over the mirror, in place of earlier entries of the same records. It is durable when it returns.
  ///
  /// - Parameters:
  ///   - changes: What calls did.
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - stream: The stream that will bring the records; `nil` for those that show the record, or else the only one.
  ///   - moment: When it happened.
  /// - Throws: ``StoreError/noStream(service:_:)`` when it is not clear which stream will bring a record.
  func apply(
    _ changes: [RecordChange], service: String, stream: StreamKey?, at moment: Timestamp
  ) throws(StoreError)

  /// Drops the entries of records, so that the mirror shows again.
  ///
  /// - Parameters:
  ///   - records: Which records, or `nil` for all.
  ///   - service: The service, as in ``StreamKey/service``.
  ///   - stream: Only entries of this stream, or `nil` for those of every stream of the service.
  /// - Returns: How many entries there were.
  @discardableResult
  func discard(_ records: [RecordReference]?, service: String, stream: StreamKey?) throws(StoreError) -> Int

  /// The entries that no sync has brought, oldest first.
  ///
  /// - Parameter stream: Only entries of this stream, or `nil` for those of every stream.
  func overlay(stream: StreamKey?) throws(StoreError) -> [OverlayEntry]
}

extension RecordOverlay {
  /// Shows a record that a call has created or changed, until a sync brings it.
  ///
  /// The record is kept as the model writes it. Fields that the spec lacks are only there if the model is open.
  public func apply<Record: SyncRecord>(
    _ record: Record, stream: StreamKey? = nil, at moment: Timestamp = .thisSecond
  ) throws(StoreError) {
    let change = try RecordChange(showing: record)
    try apply([change], service: Record.recordType.service, stream: stream, at: moment)
  }

  /// Shows a record that a call has deleted as gone, until a sync brings its deletion.
  public func applyDeletion<Record: SyncRecord>(
    of model: Record.Type, id: Record.ID, stream: StreamKey? = nil, at moment: Timestamp = .thisSecond
  ) throws(StoreError) {
    let type = Record.recordType
    let change = RecordChange(type: type.name, id: id.description, kind: .delete)
    try apply([change], service: type.service, stream: stream, at: moment)
  }

  /// Drops what was applied to a record, so that the mirror shows again.
  ///
  /// - Returns: Whether there was something.
  @discardableResult
  public func discard<Record: SyncRecord>(
    _ model: Record.Type, id: Record.ID, stream: StreamKey? = nil
  ) throws(StoreError) -> Bool {
    let type = Record.recordType
    let record = RecordReference(type: type.name, id: id.description)
    return try discard([record], service: type.service, stream: stream) > 0
  }
}

extension RecordChange {
  /// The change that shows a record as its model writes it.
  init<Record: SyncRecord>(showing record: Record) throws(StoreError) {
    let type = Record.recordType
    let payload: RawJSON
    do { payload = try RawJSON(validating: JSONWriter.bytes(of: record)) } catch {
      throw .undecodable(RecordReference(type: type.name, id: record.id.description), error)
    }
    self.init(type: type.name, id: record.id.description, kind: .upsert(payload))
  }
}

extension Timestamp {
  /// The present, in whole seconds.
  public static var thisSecond: Timestamp { Timestamp(Date()) ?? .epoch }
}

extension StoreError {
  /// The error of a change that no stream, or more than one, may bring.
  package static func unplaced(_ service: String, among streams: Int) -> StoreError {
    .noStream(
      service: service,
      streams == 0 ? "the store has no such stream yet; sync first" : "\(streams) streams may bring it; name one")
  }
}
