/// What a stream remembers between runs.
public struct StreamState: Sendable, Equatable {
  /// Where the protocol stands, or `nil` before the first commit.
  public var checkpoint: Checkpoint?
  /// Keys that are stored but not yet acknowledged to the server, oldest first.
  public var outbox: [String] = []
  /// Objects that the server could not hand out, or of whose deletion it may not tell, oldest first.
  public var failures: [RecordReference] = []
  /// The epoch that upserts are stamped with.
  public var epoch = 0
  /// Names this life of the stream: 32 hexadecimal digits, drawn at random when the stream is created.
  ///
  /// Another one is drawn, and the outbox emptied, when opening the stream shows that the database was copied or
  /// restored from a backup, and on ``StreamStore/renewIncarnation()``. A protocol whose server remembers what it has
  /// delivered uses it as the name of the device, and asks for everything again when it changes.
  public var incarnation = ""

  /// The state of a new stream.
  public init() {}
}
