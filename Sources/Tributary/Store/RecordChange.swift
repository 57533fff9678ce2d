public import TributaryJSON

/// One change to one record.
public struct RecordChange: Sendable, Equatable {
  /// What happens to the record.
  public enum Kind: Sendable, Equatable {
    /// The record now has this JSON, kept byte for byte.
    case upsert(RawJSON)
    /// The record is gone from the server. What was stored stays in the store as a tombstone; a record that was never
    /// stored leaves nothing.
    case delete
  }

  /// The record type's name: `document`. A type that no spec knows is as good as any.
  public var type: String
  /// The record's identifier as text: `6`.
  public var id: String
  /// What happens.
  public var kind: Kind

  /// A change from its parts.
  public init(type: String, id: String, kind: Kind) {
    self.type = type
    self.id = id
    self.kind = kind
  }

  /// The record that changes.
  public var reference: RecordReference { RecordReference(type: type, id: id) }
}
