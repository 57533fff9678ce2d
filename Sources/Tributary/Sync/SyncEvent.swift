/// An event of a running sync. The last event is ``finished(_:)``.
public enum SyncEvent: Sendable, Equatable {
  /// A stream begins.
  case started(StreamKey)
  /// A commit is durable.
  case committed(SyncProgress)
  /// The sync pauses, for a reason in a few words.
  case waiting(Duration, because: String)
  /// Something that the caller should know and that does not make the result incomplete.
  case noticed(SyncNote)
  /// The sync ended without an error.
  case finished(SyncReport)
}

/// How far a sync is.
public struct SyncProgress: Sendable, Equatable {
  /// The part that is done, from 0 to 1, which never decreases within a sync; `nil` if unknown.
  public var fraction: Double?
  /// What the commits of this sync have done so far.
  public var counts: CommitCounts
  /// How many requests were sent so far, repeated ones not counted.
  public var requests: Int
}

/// How a sync ended.
public struct SyncReport: Sendable, Equatable {
  /// Whether the store now equals the server, provided that the protocol's assumptions hold.
  public var result: SyncResult
  /// What else the caller should know; never a reason for an incomplete result.
  public var notes: [SyncNote]
  /// What was stored and deleted.
  public var counts: CommitCounts
  /// How many requests were sent, repeated ones not counted.
  public var requests: Int

  /// How many records were inserted or changed.
  public var stored: Int { counts.inserted + counts.updated }
}

/// The claim of a sync that ended without an error.
public enum SyncResult: Sendable, Equatable {
  /// The store equals the server as it was during this sync, under the assumptions of the protocol.
  case upToDate
  /// Something is or may be missing. Every reason is named.
  case incomplete([SyncNote])

  /// The reasons; empty when up to date.
  public var reasons: [SyncNote] {
    switch self {
    case .upToDate: []
    case .incomplete(let reasons): reasons
    }
  }
}

/// A named remark, for programs by its code and for people by its text.
public struct SyncNote: Sendable, Hashable {
  /// The name, which later versions keep: `listIsCapped`.
  public var code: String
  /// One or two sentences: what it is, and what to do.
  public var text: String

  /// A note from its parts.
  public init(code: String, text: String) {
    self.code = code
    self.text = text
  }
}

/// Why a sync ended early. What was committed before stays; the next run continues.
public enum SyncError: Error, Sendable {
  /// A request failed.
  case service(APIError)
  /// The store could not read or write.
  case store(StoreError)
  /// The checkpoint was written by a newer version, or is not a checkpoint.
  case unreadableCheckpoint(StreamKey, Checkpoint)
  /// The task was cancelled.
  case cancelled
}

extension SyncError: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .service(let error): "\(error)"
    case .store(let error): "\(error)"
    case .unreadableCheckpoint(let key, let checkpoint):
      "The checkpoint of \(key) has version \(checkpoint.version), which this version of Tributary cannot read; "
        + "update Tributary, or sync into a new database."
    case .cancelled: "The sync was cancelled; committed data is kept, and the next run continues."
    }
  }
}
