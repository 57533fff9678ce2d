/// A sync protocol as a pure state machine: events in, effects out; no clock, no network, no store.
///
/// The driver performs effects in their order and feeds back one event for each ``SyncEffect/ask(_:)``,
/// ``SyncEffect/commit(_:progress:)`` and ``SyncEffect/wait(_:because:)``, in the same order. Everything that decides
/// whether a record can be lost is in a machine, where a simulation reaches it.
public protocol SyncMachine: Sendable {
  /// A question to the server.
  associatedtype Request: Sendable
  /// What the server said to one.
  associatedtype Answer: Sendable

  /// Takes an event and says what happens next.
  mutating func step(_ event: SyncMachineEvent<Answer>) -> [SyncEffect<Request>]

  /// The request that will follow an answer whatever is in it, or `nil` where that has to be read first.
  ///
  /// The driver sends it before the machine takes the answer, so that it is under way while the answer is read. What
  /// ``step(_:)`` then says has to be this request, behind at most one commit. By default `nil`.
  func request(following answer: Answer) -> Request?
}

extension SyncMachine {
  /// None: every answer has to be read first.
  public func request(following answer: Answer) -> Request? { nil }
}

/// What a machine is told.
public enum SyncMachineEvent<Answer: Sendable>: Sendable {
  /// The stream is open and locked; this is what it remembers.
  case opened(StreamState)
  /// A request was answered.
  case answered(Answer)
  /// A commit is durable.
  case committed(CommitCounts)
  /// A wait is over.
  case waited
}

/// What a machine wants done.
public enum SyncEffect<Request: Sendable>: Sendable {
  /// Ask the server.
  case ask(Request)
  /// Make changes durable. When an ``ask(_:)`` follows in the same list, it may be under way at the same time.
  ///
  /// `progress` is the part of the stream that is done with this commit, from 0 to 1, or `nil` if unknown.
  case commit(StreamTransaction, progress: Double?)
  /// Let time pass.
  case wait(Duration, because: String)
  /// Tell the caller.
  case note(SyncNote)
  /// The checkpoint cannot be read: end with an error, change nothing.
  case refuse(Checkpoint)
  /// The stream is done. The list is empty when it is up to date.
  case finish([SyncNote])
}
