import Tributary

/// Connections that read what is committed, beside the one that writes.
///
/// A read takes a connection out of the pool, so that it waits neither for a commit nor for another read, and code that
/// reads rows may itself read again.
final class ReaderPool: Sendable {
  /// A connection that passes between the pool and the one read that uses it.
  ///
  /// `@unchecked Sendable` is correct because a connection is either idle in the pool, under its lock, or used by a
  /// single call of ``read(_:)``, which runs on one thread and returns it at the end.
  private struct Idle: @unchecked Sendable {
    let connection: Connection
  }

  /// How many connections are kept for later.
  private static let capacity = 4

  private let path: String
  private let busyTimeout: Int32
  private let idle = Locked<[Idle]>([])

  init(path: String, busyTimeout: Int32) {
    self.path = path
    self.busyTimeout = busyTimeout
  }

  /// Calls the body with a connection that sees one state of the database for as long as the body runs.
  func read<Output>(_ body: (Connection) throws(StoreError) -> Output) throws(StoreError) -> Output {
    let item = try take()
    defer {
      idle.withLock { if $0.count < Self.capacity { $0.append(item) } }
    }
    return try item.connection.snapshot { () throws(StoreError) in try body(item.connection) }
  }

  /// Closes the idle connections.
  func close() { idle.withLock { $0.removeAll() } }

  private func take() throws(StoreError) -> Idle {
    if let item = idle.withLock({ $0.popLast() }) { return item }
    let connection = try Connection(path: path, isReadOnly: true, busyTimeout: busyTimeout)
    try connection.execute("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON")
    try connection.addFilterFunction()
    return Idle(connection: connection)
  }
}
