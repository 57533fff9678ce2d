import Tributary

/// A database file that is open: the connection that writes and those that read.
///
/// Requests after another file took its place are refused, because a commit would go into an unlinked file.
final class OpenDatabase: Sendable {
  let file: DatabaseFile
  private let identity: FileIdentity?
  /// The log beside the file, as it was when the database was opened.
  let log: FileIdentity?
  private let writer: Locked<Connection?>
  private let readers: ReaderPool

  init(_ path: String, busyTimeout: Int32, schema: Schema, limits: SQLiteStore.Limits) throws(StoreError) {
    file = try DatabaseFile(at: path)
    let connection = try Connection(path: file.path, isReadOnly: false, busyTimeout: busyTimeout)
    try schema.prepare(connection, busyTimeout: .milliseconds(Int(busyTimeout)))
    if let pages = limits.pages { try connection.execute("PRAGMA max_page_count = \(pages)") }
    if let length = limits.length { connection.limitLength(length) }
    // Checked in this order, so that a file that is being replaced is not taken for the open one.
    let found = FileIdentity(at: file.given)
    identity = connection.isInPlace ? found : nil
    log = FileIdentity(at: file.path + "-wal")
    writer = Locked(connection)
    readers = ReaderPool(path: file.path, busyTimeout: busyTimeout)
  }

  deinit {
    // The writer goes last: SQLite moves the log into the database when the last connection can write.
    readers.close()
  }

  /// Whether the path still leads to the file that is open.
  var isInPlace: Bool { identity != nil && FileIdentity(at: file.given) == identity }

  /// Refuses when the path leads elsewhere by now.
  func checkPlace() throws(StoreError) {
    guard isInPlace else {
      throw .replaced(path: file.given, "the latest data was not stored; run the sync again")
    }
  }

  /// Calls the body with the connection that writes.
  func write<Output>(
    _ body: (Connection) throws(StoreError) -> sending Output
  ) throws(StoreError) -> sending Output {
    try writer.withLock { (connection) throws(StoreError) in
      try checkPlace()
      guard let connection else { throw .closed }
      do throws(StoreError) { return try body(connection) } catch {
        // A failure in a file that was replaced meanwhile comes from that.
        try checkPlace()
        throw error
      }
    }
  }

  /// Reads what is committed.
  func read<Output>(_ body: (Connection) throws(StoreError) -> Output) throws(StoreError) -> Output {
    try readers.read(body)
  }

  /// Releases a file that is no longer at its path. Its log is moved into it first, because SQLite would take a log
  /// left beside the path for that of the new file.
  ///
  /// - Returns: Whether nothing of the log is left.
  func retire() -> Bool {
    readers.close()
    return writer.withLock { connection in
      guard let open = connection else { return true }
      guard open.emptyLog() else { return false }
      connection = nil
      return true
    }
  }
}
