public import TributaryJSON

/// One change to one record.
public struct RecordChange: Sendable, Equatable {
  /// What happens to the record.
  public enum Kind: Sendable, Equatable {
    /// The record now has this JSON, kept byte for byte.
    case upsert(RawJSON)
    /// The record is gone from the server. What was stored stays readable as a tombstone.
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
}

/// An item that could not be understood, kept so that nothing is lost.
public struct QuarantinedItem: Sendable, Equatable {
  /// The record type's name, or an empty string.
  public var type: String
  /// The identifier as text, or `nil` where none could be read.
  public var id: String?
  /// The item as it came.
  public var payload: RawJSON
  /// What was wrong, in a sentence.
  public var problem: String

  /// An item from its parts.
  public init(type: String, id: String?, payload: RawJSON, problem: String) {
    self.type = type
    self.id = id
    self.payload = payload
    self.problem = problem
  }
}

/// Points at one record of a stream.
public struct RecordReference: Sendable, Hashable {
  /// The record type's name.
  public var type: String
  /// The identifier as text.
  public var id: String

  /// A reference from its parts.
  public init(type: String, id: String) {
    self.type = type
    self.id = id
  }
}

/// Everything that one commit changes in one stream: all of it becomes durable together, or none.
///
/// Applied in the order of the properties. Applying the same transaction twice gives the same store.
public struct StreamTransaction: Sendable {
  /// Upserts and deletes, in the order received. The last one about a record wins.
  public var changes: [RecordChange] = []
  /// Items to keep in quarantine. An identified item replaces what the quarantine holds under its type and id; an
  /// upsert or delete of a record first removes its entry, for it has been understood since.
  public var quarantine: [QuarantinedItem] = []
  /// The checkpoint to keep, or `nil` to keep the one there is.
  public var checkpoint: Checkpoint?
  /// Acknowledgement keys to add to the outbox.
  public var acknowledgements: [String] = []
  /// Acknowledgement keys to remove from the outbox.
  public var acknowledged: [String] = []
  /// Objects that the server said it could not hand out, to be remembered.
  public var failures: [RecordReference] = []
  /// Failed objects that need no longer be remembered.
  public var recovered: [RecordReference] = []
  /// The epoch that later upserts are stamped with, when it rises with this commit.
  public var epoch: Int?
  /// When set, records of these types whose epoch is below the stream's become tombstones ("sweep"); `[]` means all
  /// types.
  public var sweep: [String]?
  /// Whether the commit must survive a power cut before it returns. Off, it survives a crash of the process.
  public var durable = true

  /// An empty transaction.
  public init() {}
}

/// What a commit did, by comparing with what was stored.
public struct CommitCounts: Sendable, Equatable {
  /// Records that were not there before, or were tombstones.
  public var inserted = 0
  /// Records whose JSON changed by at least one byte.
  public var updated = 0
  /// Records that came with the very bytes that were stored.
  public var unchanged = 0
  /// Records that became tombstones.
  public var deleted = 0
  /// Items put into quarantine.
  public var quarantined = 0

  /// Counts of nothing.
  public init() {}

  /// Adds the counts of another commit.
  public static func += (left: inout Self, right: Self) {
    left.inserted += right.inserted
    left.updated += right.updated
    left.unchanged += right.unchanged
    left.deleted += right.deleted
    left.quarantined += right.quarantined
  }
}
