public import Tributary
import TributaryJSON

/// A store in a SQLite database: one file that any tool can open.
///
/// ```swift
/// let store = try SQLiteStore(path: "documents.sqlite")
/// let documents = try store.all(Document.self)
/// ```
///
/// To read it, use `sqlite3`: the table `record` has every record with its JSON as received, and each record type has a
/// view with its fields as columns, such as `my_azur_document`.
///
/// ## Durability
/// The database keeps a write-ahead log (`-wal` and `-shm` beside the file). A commit is synchronized to the disk
/// before it returns, on Apple's systems past the disk's own cache, unless `StreamTransaction.durable` says that
/// surviving a crash of the process is enough. All files are readable by their owner only.
///
/// ## Locks
/// One run at a time may hold a stream, in this process or another: see ``open(_:types:)``. Runs on different streams
/// of one file work side by side; their commits wait for each other, up to the busy timeout. A file must not have two
/// hard links or be on a network file system: SQLite's own locks work for neither.
///
/// ## Copies
/// If a server remembers what it delivered, a copy of the database that continues as the original misses what the
/// original received. Each stream therefore has an *incarnation*, a random name, and a *generation*, which every commit
/// with acknowledgements or an epoch raises. Before such a commit returns, incarnation, generation and the file
/// system's number of the database's file are noted beside the database, in the file that is also the stream's lock
/// (`documents.sqlite-stream-1`). Opening a stream compares them:
///
/// - All are equal: this is the noted file.
/// - The generation is one above the noted one: the process ended between commit and note. No acknowledgement can have
///   been sent for that commit, because it had not returned, so the note is updated. The generation cannot be further
///   ahead, because a commit first repeats a note that failed.
/// - The generation is below the noted one: an older state was restored. The server may have received acknowledgements
///   for commits that are gone.
/// - The note is missing or unreadable, or names another incarnation or another file: the database was copied or moved
///   to another disk, or the note was removed.
///
/// In the last two cases a new incarnation begins and the outbox is emptied; records stay. A false alarm costs a full
/// delivery, and a missed copy would cost records, so every doubt counts as a copy.
///
/// This detects a copy of the database with or without its notes, a restore of the database alone, and the removal of
/// its log (`-wal`). It also detects a restore of the database together with its notes, unless the file system gives
/// the file the same number again; on Apple's systems backups do not contain the notes. It does not detect a restore of
/// the whole disk or virtual machine. After one, call ``/Tributary/StreamStore/renewIncarnation()``.
///
/// ## Replaced files
/// The file at the path may be replaced while it is open: by a backup, an empty file or another database. The store
/// detects this before each commit, before it opens a stream and before each read. A commit is refused with
/// `StoreError.replaced`. Opening and reading continue with the new file if it is empty or a database with
/// the streams that this store opened. `StreamStore.notice` then says so, and ``commits()`` skips a number. Any other
/// file is never written to and causes the same error, as does a file or a folder that is gone.
public final class SQLiteStore: SyncStore, RecordReader, RecordOverlay, RecordIndexes {
  /// The open file and its use.
  private struct Current {
    var database: OpenDatabase
    /// The streams that were opened through this store, in any file.
    var streams: [StreamKey] = []
    /// What the stream that is opened next reports about a replaced file.
    var notice: String?
  }

  private let current: Locked<Current>
  private let open: @Sendable () throws(StoreError) -> OpenDatabase
  private let broadcaster = CommitBroadcaster()
  private let randomness: @Sendable () -> UInt64
  private let now: @Sendable () -> Timestamp

  /// Opens a database or creates it.
  ///
  /// - Parameters:
  ///   - path: The path of the file, which is created if it does not exist. Its folder must exist.
  ///   - busyTimeout: How long to wait for another process that holds a lock on the database; 5 seconds by default.
  ///   - randomness: The source of the random names of incarnations; the system's generator by default.
  ///   - now: The clock that says when a commit was made; the system's by default.
  /// - Throws: A ``/Tributary/StoreError`` if the file is not a database, has a newer schema, cannot be written or is
  ///   busy, or if the disk is full.
  public convenience init(
    path: String, busyTimeout: Duration = .seconds(5),
    randomness: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
    now: @escaping @Sendable () -> Timestamp = { .thisSecond }
  ) throws(StoreError) {
    try self.init(
      path: path, busyTimeout: busyTimeout, randomness: randomness, now: now, schema: .current, limits: Limits())
  }

  /// Limits on the database that tests reach more easily than those of a disk.
  struct Limits: Sendable {
    /// The most pages of the file.
    var pages: Int?
    /// The longest text or row, in bytes.
    var length: Int?
  }

  init(
    path: String, busyTimeout: Duration = .seconds(5), randomness: @escaping @Sendable () -> UInt64,
    now: @escaping @Sendable () -> Timestamp = { .thisSecond }, schema: Schema, limits: Limits
  ) throws(StoreError) {
    self.randomness = randomness
    self.now = now
    let (seconds, attoseconds) = busyTimeout.components
    let milliseconds = Int32(clamping: max(0, min(seconds, 1_000_000) * 1_000 + attoseconds / 1_000_000_000_000_000))
    let database = try OpenDatabase(path, busyTimeout: milliseconds, schema: schema, limits: limits)
    let given = database.file.given
    open = { () throws(StoreError) in
      try OpenDatabase(given, busyTimeout: milliseconds, schema: schema, limits: limits)
    }
    current = Locked(Current(database: database))
  }

  /// The database at the path. If another file is there by now, this continues with that file or throws.
  func database() throws(StoreError) -> OpenDatabase {
    try current.withLock { (current) throws(StoreError) in
      if current.database.isInPlace { return current.database }
      // In any case, what a listener knows may no longer be true.
      broadcaster.notifyMissed()
      let old = current.database
      let replacement = Replacement(path: old.file.given, old: old, streams: current.streams)
      let notice = try replacement.accept()
      current.database = try open()
      current.notice = notice
      return current.database
    }
  }

  /// Takes the notice for the stream that is being opened.
  private func takeNotice(for key: StreamKey) -> String? {
    current.withLock { current in
      if !current.streams.contains(key) { current.streams.append(key) }
      defer { current.notice = nil }
      return current.notice
    }
  }

  /// Opens a stream for one run and locks it; see ``/Tributary/SyncStore/open(_:types:)``.
  ///
  /// The lock is on a file beside the database, `documents.sqlite-stream-1` for the stream whose `id` is 1.
  public func open(_ key: StreamKey, types: [RecordType]) throws(StoreError) -> any StreamStore {
    let database = try database()
    let found = try database.write { (connection) throws(StoreError) in
      try connection.transaction { () throws(StoreError) in try StreamRow.claim(key, connection) }
    }
    guard let lock = try StreamFile.lock(found.number, of: database.file) else { throw .streamIsBusy(found.key) }
    let fileNumber = try database.file.number()
    let noted = lock.marker
    // The row cannot change any more, because the lock is held now. Account and views may have changed before.
    let (row, opened) = try database.write { (connection) throws(StoreError) in
      try connection.transaction { () throws(StoreError) in
        try RecordViews(connection: connection).update(types)
        var row = try StreamRow.claim(key, connection)
        let verdict = IncarnationMarker.verdict(
          incarnation: row.incarnation, generation: row.generation, fileNumber: fileNumber, noted: noted)
        if verdict == .another { try renew(&row, above: noted?.generation ?? 0, connection) }
        return (row, try Overlay.lastNumber(connection))
      }
    }
    return try SQLiteStream(
      store: self, database: database, row: row, opened: opened, fileNumber: fileNumber, file: lock,
      notice: takeNotice(for: row.key))
  }

  /// Reports every commit made through this object from now on, in order.
  public func commits() -> AsyncStream<CommitNotice> { broadcaster.listen() }

  /// Reads what is committed.
  func read<Output>(_ body: (Connection) throws(StoreError) -> Output) throws(StoreError) -> Output {
    try database().read(body)
  }

  /// Commits a transaction to the stream of a number.
  ///
  /// - Returns: What the commit did, and the stream's generation.
  func commit(
    _ transaction: StreamTransaction, to number: Int, opened: Int, in database: OpenDatabase
  ) throws(StoreError) -> (counts: CommitCounts, generation: Int) {
    let isDurable = transaction.durable || transaction.raisesGeneration
    do throws(StoreError) {
      return try database.write { (connection) throws(StoreError) in
        let applied = try connection.transaction(isDurable: isDurable) { () throws(StoreError) in
          var writer = try StreamWriter(number, opened: opened, connection)
          try writer.apply(transaction, at: now())
          try database.checkPlace()
          return writer
        }
        notify(applied.key, applied.changed, applied.deleted)
        return (applied.counts, applied.generation)
      }
    } catch {
      // Listeners that wait for the next commit would otherwise not learn of this.
      if case .replaced = error { broadcaster.notifyMissed() }
      throw error
    }
  }

  /// Tells listeners what readers see differently now; to be called inside of ``OpenDatabase/write(_:)``.
  func notify(_ stream: StreamKey, _ changed: [RecordReference], _ deleted: [RecordReference]) {
    broadcaster.notify(stream: stream, changed: changed, deleted: deleted)
  }

  /// Begins another incarnation of the stream of a number.
  func renew(_ number: Int, in database: OpenDatabase) throws(StoreError) -> StreamRow {
    try database.write { (connection) throws(StoreError) in
      try connection.transaction { () throws(StoreError) in
        var row = try StreamRow.one(number, connection)
        try renew(&row, above: 0, connection)
        return row
      }
    }
  }

  /// The generation rises above every noted one, so that the next note is the latest.
  private func renew(_ row: inout StreamRow, above noted: Int, _ connection: Connection) throws(StoreError) {
    let latest = max(row.generation, noted)
    try row.renew(
      IncarnationName.draw(randomness), generation: latest < Int.max ? latest + 1 : latest, connection)
  }
}
