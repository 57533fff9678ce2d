/// Everything that one commit changes in one stream: all of it becomes durable together, or none.
///
/// Applied in the order of the properties. Applying the same transaction twice gives the same store.
public struct StreamTransaction: Sendable {
  /// The epoch that the upserts of this and of later transactions are stamped with, when it rises with this commit. A
  /// lower one is ignored.
  public var epoch: Int?
  /// Upserts and deletes, in the order received. The last one about a record wins; the others leave no trace.
  public var changes: [RecordChange] = []
  /// Items to keep in quarantine. An identified item replaces what the quarantine holds under its type and id, one
  /// without an identifier what it holds under its type and bytes. An upsert or delete of a record first removes the
  /// record's entry, for it has been understood since.
  public var quarantine: [QuarantinedItem] = []
  /// The checkpoint to keep, or `nil` to keep the one there is.
  public var checkpoint: Checkpoint?
  /// Acknowledgement keys to add to the outbox; a key that is there keeps its place.
  ///
  /// A transaction with acknowledgements says that the server will be told of it and will then not deliver it again.
  /// Such a commit, and one with an ``epoch``, survives a power cut whatever ``durable`` says, and is noted beside the
  /// database, so that an older copy of the file is not mistaken for this one: see ``StreamState/incarnation``.
  public var acknowledgements: [String] = []
  /// Acknowledgement keys to remove from the outbox.
  public var acknowledged: [String] = []
  /// Objects that become unsettled, because the server could not deliver them or may not report their deletion.
  public var unsettledObjects: [RecordReference] = []
  /// Objects that are no longer unsettled.
  public var recovered: [RecordReference] = []
  /// What to do with live records whose epoch is below the stream's.
  public var sweep: Sweep?
  /// Whether the commit must survive a power cut before it returns. Off, it survives a crash of the process.
  public var durable = true

  /// An empty transaction.
  public init() {}
}

extension StreamTransaction {
  /// Whether committing it would change nothing.
  var isEmpty: Bool {
    changes.isEmpty && quarantine.isEmpty && checkpoint == nil && acknowledgements.isEmpty && acknowledged.isEmpty
      && unsettledObjects.isEmpty && recovered.isEmpty && sweep == nil
  }

  /// Whether the stream's generation rises with it, so that an earlier copy of the database cannot continue as this one.
  package var raisesGeneration: Bool { !acknowledgements.isEmpty || epoch != nil }

  /// The changes that count: for each record the last one, in the order received.
  package var lastChanges: [RecordChange] {
    var seen: Set<RecordReference> = []
    seen.reserveCapacity(changes.count)
    let last = changes.reversed().filter { seen.insert($0.reference).inserted }
    return last.count == changes.count ? changes : last.reversed()
  }
}

/// What happens to live records that were not delivered since the stream's epoch rose ("mark and sweep").
///
/// Each case holds the names of the record types that are meant; none at all means every type.
public enum Sweep: Sendable, Hashable {
  /// They stay as they are and are counted in ``CommitCounts/missing``.
  case count([String])
  /// They become tombstones.
  case delete([String])
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
  /// Live records that a ``Sweep/count(_:)`` found below the stream's epoch.
  public var missing = 0
  /// Items put into quarantine, those included that were there before.
  public var quarantined = 0

  /// Counts of nothing.
  public init() {}

  /// Adds the counts of another commit.
  package static func += (left: inout Self, right: Self) {
    left.inserted += right.inserted
    left.updated += right.updated
    left.unchanged += right.unchanged
    left.deleted += right.deleted
    left.quarantined += right.quarantined
    left.missing += right.missing
  }
}
