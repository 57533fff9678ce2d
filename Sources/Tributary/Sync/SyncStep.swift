import TributaryJSON

/// What happens next in a sync, as a protocol decides it.
public struct SyncStep<Protocol: SyncProtocol>: Sendable {
  /// What follows a step.
  public enum Next: Sendable {
    /// Ask the server. The request may overtake the commit of the step's last rows, so its content must not rely on
    /// them.
    case ask(Protocol.Request)
    /// Wait once the step is stored, then ask.
    case wait(Duration, because: String, then: Protocol.Request)
    /// Call ``SyncProtocol/proceed(_:)`` as soon as every row is read. The step that it returns goes into the commit of
    /// the last rows.
    case whenRead
    /// Call ``SyncProtocol/proceed(_:)`` once every row is stored.
    case whenStored
    /// The run is over once the step is stored: up to date, or incomplete for these reasons.
    case end([SyncNote])
  }

  /// What the caller should know at once.
  public var notes: [SyncNote]
  /// Rows to read and store.
  public var rows: SyncRows?
  /// What else becomes durable together with the last rows. Checkpoint, epoch and sweep are managed by the engine.
  public var transaction: StreamTransaction
  /// What to remember from the commit of the last rows on, or `nil` to leave it unchanged.
  public var memory: Protocol.Memory?
  /// Whether a pass over every record begins, so that a later sweep finds those that are gone.
  public var beginsPass: Bool
  /// Whether rows without an identifier no longer matter, because they are forgotten or come again.
  public var forgetsUnidentified: Bool
  /// What happens to records that did not come since the pass began. Nothing happens while a row without an identifier
  /// may be one of them.
  public var sweep: Sweep?
  /// The part of the run that is done once the step is stored, from 0 to 1, or `nil` if unknown.
  public var progress: Double?
  /// What follows.
  public var next: Next

  /// A step from its parts.
  public init(
    notes: [SyncNote] = [], rows: SyncRows? = nil, transaction: StreamTransaction = StreamTransaction(),
    memory: Protocol.Memory? = nil, beginsPass: Bool = false, forgetsUnidentified: Bool = false, sweep: Sweep? = nil,
    progress: Double? = nil, next: Next
  ) {
    self.notes = notes
    self.rows = rows
    self.transaction = transaction
    self.memory = memory
    self.beginsPass = beginsPass
    self.forgetsUnidentified = forgetsUnidentified
    self.sweep = sweep
    self.progress = progress
    self.next = next
  }
}

/// Rows from the server, not decoded.
public struct SyncRows: Sendable {
  /// The rows.
  public var list: RawList
  /// The type passed to ``SyncProtocol/read(_:of:)``; empty if the rows themselves indicate it.
  public var type: String
  /// The most rows in one commit.
  public var batch: Int

  /// Rows of a type.
  public init(_ list: RawList, type: String, batch: Int = 500) {
    self.list = list
    self.type = type
    self.batch = batch
  }
}

/// The interpretation of a row.
public struct SyncRow: Sendable, Equatable {
  /// The record type's name; empty where it could not be read.
  public var type: String
  /// The identifier as text, or `nil` if none could be read.
  public var id: String?
  /// What happens to the record, or `nil` if that is unknown.
  public var kind: RecordChange.Kind?
  /// Why the record does not decode, or `nil` when it does. It is stored as received, and the reason in quarantine.
  public var problem: String?
  /// Whether a spec knows the type.
  public var isKnown: Bool

  /// A row from its parts. Without type, identifier or kind it goes to quarantine only, and the result is incomplete.
  public init(type: String, id: String?, kind: RecordChange.Kind?, problem: String? = nil, isKnown: Bool = true) {
    self.type = type
    self.id = id
    self.kind = kind
    self.problem = problem
    self.isKnown = isKnown
  }
}

/// What was wrong with rows.
public struct RowDefects: Sendable, Equatable {
  /// Rows of this run without an identifier.
  public var unidentified = 0
  /// Rows of this run that do not decode.
  public var undecodable = 0
  /// Rows of this run by types that are unknown to the spec.
  public var unknownTypes: [String: Int] = [:]
  /// Whether a record that seems to be gone may be a row without an identifier, so that no sweep is made.
  public var forbidSweep = false

  /// No defects.
  public init() {}
}
