public import TributaryJSON

/// Changes that arrive together, to be stored together and then acknowledged.
public struct SessionQueuePage<Record: Sendable>: Sendable {
  /// A change to one record.
  public struct Change: Sendable {
    /// What happens to the record.
    public enum Kind: Sendable {
      /// The record in its current state; `nil` if its type is unknown or its JSON does not decode. The JSON is as
      /// received.
      case upsert(Record?, RawJSON)
      /// The record is gone. It may never have been delivered.
      case delete
    }

    /// The record's type and identifier.
    public var record: RecordReference
    /// What happens.
    public var kind: Kind
  }

  /// The changes, at most one to a record.
  public let changes: [Change]
  /// Items that do not decode, and items without type, identifier or content, as received.
  public let undecodable: [QuarantinedItem]
  /// Unsettled objects: those that the service could not deliver, or whose deletion it may not report. They are
  /// requested at the end, and by later sequences that are given them.
  public let unsettledObjects: [RecordReference]
  /// Objects that are no longer unsettled.
  public let recovered: [RecordReference]
  /// The keys that ``acknowledge()`` sends.
  public let keys: [String]
  private let number: Int
  private let run: SessionQueueRun<Record>

  init(
    _ transaction: StreamTransaction, number: Int, of run: SessionQueueRun<Record>,
    decode: (String, RawJSON) -> Record?
  ) {
    changes = transaction.lastChanges.map { change in
      switch change.kind {
      case .upsert(let payload):
        Change(record: change.reference, kind: .upsert(decode(change.type, payload), payload))
      case .delete: Change(record: change.reference, kind: .delete)
      }
    }
    undecodable = transaction.quarantine
    unsettledObjects = transaction.unsettledObjects
    recovered = transaction.recovered
    keys = transaction.acknowledgements
    self.number = number
    self.run = run
  }

  /// Acknowledges to the service that everything on this page is stored. Calling it again does nothing.
  ///
  /// - Throws: ``SyncError``; the sequence is over then, and the next one delivers the page again.
  public func acknowledge() async throws(SyncError) { try await run.acknowledge(number) }
}
