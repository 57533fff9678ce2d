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
  public static func += (left: inout Self, right: Self) {
    left.inserted += right.inserted
    left.updated += right.updated
    left.unchanged += right.unchanged
    left.deleted += right.deleted
    left.quarantined += right.quarantined
    left.missing += right.missing
  }
}
