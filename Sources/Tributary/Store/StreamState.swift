/// What a stream remembers between runs.
public struct StreamState: Sendable, Equatable {
  /// The position of the protocol, or `nil` before the first commit.
  public var checkpoint: Checkpoint?
  /// Keys of stored changes that are not yet acknowledged to the server, oldest first.
  public var outbox: [String] = []
  /// Unsettled objects: those that the server could not deliver, or whose deletion it may not report, oldest first.
  public var unsettledObjects: [RecordReference] = []
  /// The epoch of upserts.
  public var epoch = 0
  /// Names this incarnation of the stream: 32 hexadecimal digits, generated at random when the stream is created.
  ///
  /// It changes, and the outbox is emptied, when opening the stream shows that the database was copied or restored from
  /// a backup, and on ``StreamStore/renewIncarnation()``. A protocol whose server remembers what it has delivered uses
  /// it as the name of the device, and requests everything again after a change.
  public var incarnation = ""

  /// The state of a new stream.
  public init() {}
}

/// A summary of a stream, as `status` shows it.
public struct StreamSummary: Sendable, Equatable {
  /// How many live records of a type a stream holds.
  public struct RecordCount: Sendable, Equatable {
    /// The record type's name.
    public var type: String
    /// The number of live records, at least 1.
    public var count: Int

    /// A count from its parts.
    public init(type: String, count: Int) {
      self.type = type
      self.count = count
    }
  }

  /// The stream.
  public var key: StreamKey
  /// What the stream remembers.
  public var state: StreamState
  /// Live records by type, sorted by name. Types without live records are omitted.
  public var records: [RecordCount]
  /// The number of tombstones.
  public var deleted: Int
  /// The number of items in quarantine.
  public var quarantined: Int
  /// Changes shown over the mirror that no sync has brought; see ``RecordOverlay``. They are in none of the other
  /// counts.
  public var applied: Int
  /// When the oldest of them was made.
  public var oldestApplied: Timestamp?
  /// When the stream was last committed to; `nil` if it never was, or only by an earlier version, which did not note it.
  public var committedAt: Timestamp?

  /// A summary from its parts.
  public init(
    key: StreamKey, state: StreamState, records: [RecordCount], deleted: Int, quarantined: Int, applied: Int = 0,
    oldestApplied: Timestamp? = nil, committedAt: Timestamp? = nil
  ) {
    self.key = key
    self.state = state
    self.records = records
    self.deleted = deleted
    self.quarantined = quarantined
    self.applied = applied
    self.oldestApplied = oldestApplied
    self.committedAt = committedAt
  }
}

/// Draws random names of incarnations.
package enum IncarnationName {
  /// 128 random bits as 32 lower-case hexadecimal digits.
  package static func draw(_ randomness: () -> UInt64) -> String { digits(randomness()) + digits(randomness()) }

  private static func digits(_ bits: UInt64) -> String {
    let text = String(bits, radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }
}
