import Tributary

/// An open database file, with the connection that writes and those that read.
///
/// It refuses calls after another file has taken its place, because a commit would go into an unlinked file.
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
    try file.tighten()
    if let pages = limits.pages { try connection.execute("PRAGMA max_page_count = \(pages)") }
    if let length = limits.length { connection.limitLength(length) }
    // This order ensures that a file that is being replaced is not taken for the open one.
    let found = FileIdentity(at: file.given)
    identity = connection.isInPlace ? found : nil
    log = FileIdentity(at: file.path + "-wal")
    writer = Locked(connection)
    readers = ReaderPool(path: file.path, busyTimeout: busyTimeout)
  }

  deinit {
    // The writer closes last: SQLite moves the log into the database if the last connection can write.
    readers.close()
  }

  /// Whether the path still leads to the open file.
  var isInPlace: Bool { identity != nil && FileIdentity(at: file.given) == identity }

  /// Throws if the path no longer leads to the open file.
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
        // If the file was replaced meanwhile, that is the cause of the failure.
        try checkPlace()
        throw error
      }
    }
  }

  /// Reads what is committed.
  func read<Output>(_ body: (Connection) throws(StoreError) -> Output) throws(StoreError) -> Output {
    try readers.read(body)
  }

  /// Closes the old file after another one has taken its path. First it moves the log into the old file, because SQLite
  /// would take a log that stays at the path for the new file's.
  ///
  /// - Returns: Whether the log was moved completely.
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
