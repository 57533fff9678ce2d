/// Everything that one commit changes in one stream. It becomes durable as a whole or not at all.
///
/// It is applied in the order of the properties. Applying it twice has the same effect as applying it once.
public struct StreamTransaction: Sendable {
  /// The epoch of the upserts in this transaction and in later ones, if it rises with this commit. A lower epoch is
  /// ignored.
  public var epoch: Int?
  /// Upserts and deletes, in the order received. The last change to a record wins; earlier ones leave no trace.
  public var changes: [RecordChange] = []
  /// Items to keep in quarantine. An item with an identifier replaces the item in quarantine that has the same type and
  /// identifier; an item without one replaces the item that has the same type and bytes. An upsert or delete of a
  /// record first removes the record's item, because the record could be read since.
  public var quarantine: [QuarantinedItem] = []
  /// The new checkpoint, or `nil` to keep the current one.
  public var checkpoint: Checkpoint?
  /// Acknowledgement keys to add to the outbox; a key that is already there keeps its place.
  ///
  /// What a transaction with acknowledgements stores will be acknowledged to the server, which will then not deliver it
  /// again. Such a commit, and one with an ``epoch``, survives a power failure regardless of ``durable``, and is noted
  /// beside the database, so that an older copy of the file is not mistaken for this one; see
  /// ``StreamState/incarnation``.
  public var acknowledgements: [String] = []
  /// Acknowledgement keys to remove from the outbox.
  public var acknowledged: [String] = []
  /// Objects that become unsettled, because the server could not deliver them or may not report their deletion.
  public var unsettledObjects: [RecordReference] = []
  /// Objects that are no longer unsettled.
  public var recovered: [RecordReference] = []
  /// What to do with live records whose epoch is below the stream's.
  public var sweep: Sweep?
  /// Whether the commit must survive a power failure before it returns. Otherwise it survives only a crash of the
  /// process.
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

  /// The effective changes: the last one for each record, in the order received.
  package var lastChanges: [RecordChange] {
    var seen: Set<RecordReference> = []
    seen.reserveCapacity(changes.count)
    let last = changes.reversed().filter { seen.insert($0.reference).inserted }
    return last.count == changes.count ? changes : last.reversed()
  }
}

/// What happens to live records that were not delivered since the stream's epoch rose ("mark and sweep").
///
/// Each case has the names of the record types to sweep; an empty list means every type.
public enum Sweep: Sendable, Hashable {
  /// They stay unchanged and are counted in ``CommitCounts/missing``.
  case count([String])
  /// They become tombstones.
  case delete([String])
}

/// What a commit changed in the store.
public struct CommitCounts: Sendable, Equatable {
  /// Records that were new or had been tombstones.
  public var inserted = 0
  /// Records whose JSON changed by at least one byte.
  public var updated = 0
  /// Records that came with exactly the stored bytes.
  public var unchanged = 0
  /// Records that became tombstones.
  public var deleted = 0
  /// Live records that a ``Sweep/count(_:)`` found below the stream's epoch.
  public var missing = 0
  /// Items put into quarantine, including those that were already there.
  public var quarantined = 0

  /// All counts zero.
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
