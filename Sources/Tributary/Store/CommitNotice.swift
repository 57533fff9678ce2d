/// Tells what one commit changed.
public struct CommitNotice: Sendable, Equatable {
  /// Counts the commits made since the listener began, from 1. A number left out says that the listener fell behind
  /// and missed that commit.
  public var number: Int
  /// The stream.
  public var stream: StreamKey
  /// Records inserted or updated, as type and identifier, without those that came unchanged.
  public var changed: [RecordReference]
  /// Records that became tombstones.
  public var deleted: [RecordReference]

  /// A notice from its parts.
  public init(number: Int, stream: StreamKey, changed: [RecordReference], deleted: [RecordReference]) {
    self.number = number
    self.stream = stream
    self.changed = changed
    self.deleted = deleted
  }
}
