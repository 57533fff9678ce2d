/// A stream as `status` shows it.
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

  /// Which stream.
  public var key: StreamKey
  /// What it remembers.
  public var state: StreamState
  /// Live records by type, in the order of the type's name. Types without a live record are left out.
  public var records: [RecordCount]
  /// Tombstones.
  public var deleted: Int
  /// Items in quarantine.
  public var quarantined: Int

  /// A summary from its parts.
  public init(key: StreamKey, state: StreamState, records: [RecordCount], deleted: Int, quarantined: Int) {
    self.key = key
    self.state = state
    self.records = records
    self.deleted = deleted
    self.quarantined = quarantined
  }
}
