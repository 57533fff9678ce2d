/// An event for a machine.
package enum SyncMachineEvent<Response: Sendable>: Sendable {
  /// The stream is open and locked; this is what it remembers.
  case opened(StreamState)
  /// A response arrived.
  case received(Response)
  /// A commit is durable.
  case committed(CommitCounts)
  /// A wait is over.
  case waited
}

/// An effect that a machine requests.
package enum SyncEffect<Request: Sendable>: Sendable {
  /// Ask the server.
  case ask(Request)
  /// Make changes durable. When an ``ask(_:)`` follows in the same list, it may be under way at the same time.
  ///
  /// `progress` is the part of the stream that is done with this commit, from 0 to 1, or `nil` if unknown.
  case commit(StreamTransaction, progress: Double?)
  /// Let time pass.
  case wait(Duration, because: String)
  /// Report to the caller.
  case note(SyncNote)
  /// The checkpoint cannot be read: end with an error and change nothing.
  case refuse(Checkpoint)
  /// The stream is done. The list is empty when it is up to date.
  case finish([SyncNote])
}
