public import TributaryJSON

/// Changes that come together, to be stored together and then acknowledged.
public struct SessionQueuePage<Record: Sendable>: Sendable {
  /// A change to one record.
  public struct Change: Sendable {
    /// What happens to the record.
    public enum Kind: Sendable {
      /// The record now is this; `nil` where its type is unknown or its JSON does not decode. The JSON is as it came.
      case upsert(Record?, RawJSON)
      /// The record is gone. It may never have come.
      case delete
    }

    /// The record's type and identifier.
    public var record: RecordReference
    /// What happens.
    public var kind: Kind
  }

  /// The changes, at most one to a record.
  public let changes: [Change]
  /// Items that do not decode, and items without type, identifier or content, as they came.
  public let undecodable: [QuarantinedItem]
  /// Objects that the service could not hand out, or of whose deletion it may not tell. They are asked for at the end,
  /// and by later sequences that are told of them.
  public let unsettledObjects: [RecordReference]
  /// Objects that need no longer be remembered.
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

  /// Says that everything on this page is stored, and tells the service. Saying it again does nothing.
  ///
  /// - Throws: ``SyncError``; the sequence is over then, and the next one delivers the page again.
  public func acknowledge() async throws(SyncError) { try await run.acknowledge(number) }
}
