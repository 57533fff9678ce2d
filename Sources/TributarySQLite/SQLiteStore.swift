public import Tributary
import TributaryJSON

/// A store in a SQLite database: one file that any tool can open.
///
/// ```swift
/// let store = try SQLiteStore(path: "documents.sqlite")
/// let documents = try store.all(Document.self)
/// ```
///
/// A person reads it with `sqlite3`: the table `record` has every record with its JSON as received, and each record
/// type has a view with its fields as columns, such as `my_azur_document`.
///
/// ## Durability
/// The database keeps a write-ahead log (`-wal` and `-shm` beside the file). A commit is synchronized to the disk before
/// it returns, on Apple's systems through the disk's own memory as well, unless ``StreamTransaction/durable`` says that
/// surviving a crash of the process is enough. All files are readable by their owner only.
///
/// ## Locks
/// One run at a time may hold a stream, in this process or another: see ``open(_:types:)``. Runs on different streams of
/// one file work side by side; their commits wait for each other, up to the busy timeout. A file must not be reached
/// through two hard links, nor lie on a network file system: SQLite's own locks hold for neither.
///
/// ## Copies
/// Where a server remembers what it delivered, a copy of the database that continues as if it were the original loses
/// what the original was given. Each stream therefore has an *incarnation*, a random name, and a *generation*, which
/// every commit with acknowledgements or an epoch raises. After such a commit, and before it returns, incarnation,
/// generation and the number that the file system gave the database's file are noted beside the database, in the file
/// that is also the stream's lock (`documents.sqlite-stream-1`). Opening a stream compares:
///
/// - All equal: this is the file that was noted.
/// - The generation is one above the noted one: the process ended between commit and note. No acknowledgement can have
///   been sent for that commit, since it had not returned; the note is made good. The generation cannot be further
///   ahead, because a commit first makes good a note that failed.
/// - The generation is below the noted one: an older state was put back. The server may have been told of commits that
///   are no longer there.
/// - The note is missing or unreadable, or names another incarnation or another file: this is a copy, or was moved to
///   another disk, or the note was removed.
///
/// In the last two cases a new incarnation begins and the outbox is emptied; records stay. A wrong alarm costs a full
/// delivery, a missed copy would cost records, so every doubt counts as a copy.
///
/// Seen: a copy of the database alone or together with its notes, a restore of the database alone, a log (`-wal`) that
/// was removed. Seen unless the file system gives the file the very number that it had: a restore of the database
/// together with its notes. On Apple's systems the notes stay out of backups, so that such a restore lacks them. Not
/// seen: a restore of the whole disk or virtual machine. Whoever does that calls ``StreamStore/renewIncarnation()``.
///
/// ## Replaced files
/// The file at the path may be replaced while it is open: by a backup, an empty file, another database. That is noticed
/// before each commit, which is refused with ``StoreError/replaced(path:_:)``; before each stream that is opened; and
/// before each read. The last two go on with the file that is there now, if that is empty, or a database with the
/// streams that this store opened. ``StreamStore/notice`` then says so, and ``commits()`` omits a number. Anything
/// else is never written to and is the same error, as is a file or a folder that is gone.
public final class SQLiteStore: SyncStore, RecordReader, RecordOverlay, RecordIndexes {
  /// The file that is open, and what was done in it.
  private struct Current {
    var database: OpenDatabase
    /// The streams that were opened through this store, whatever the file.
    var streams: [StreamKey] = []
    /// What the next opened stream reports about a replaced file.
    var notice: String?
  }

  private let current: Locked<Current>
  private let open: @Sendable () throws(StoreError) -> OpenDatabase
  private let broadcaster = CommitBroadcaster()
  private let randomness: @Sendable () -> UInt64

  /// Opens a database, or creates it.
  ///
  /// - Parameters:
  ///   - path: Where the file is or shall be. Its folder must exist.
  ///   - busyTimeout: How long to wait for another process that holds a lock on the database; 5 seconds by default.
  ///   - randomness: Where the names of incarnations are drawn from; the system's generator by default.
  /// - Throws: ``StoreError/notADatabase(path:_:)``, ``StoreError/newerSchema(path:version:)``,
  ///   ``StoreError/notWritable(path:_:)``, ``StoreError/databaseIsBusy(path:)``, ``StoreError/diskFull(path:)``.
  public convenience init(
    path: String, busyTimeout: Duration = .seconds(5),
    randomness: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
  ) throws(StoreError) {
    try self.init(path: path, busyTimeout: busyTimeout, randomness: randomness, schema: .current, limits: Limits())
  }

  /// Bounds on the database that tests reach more easily than a disk's.
  struct Limits: Sendable {
    /// The most pages of the file.
    var pages: Int?
    /// The longest text or row, in bytes.
    var length: Int?
  }

  init(
    path: String, busyTimeout: Duration = .seconds(5), randomness: @escaping @Sendable () -> UInt64,
    schema: Schema, limits: Limits
  ) throws(StoreError) {
    self.randomness = randomness
    let (seconds, attoseconds) = busyTimeout.components
    let milliseconds = Int32(clamping: max(0, min(seconds, 1_000_000) * 1_000 + attoseconds / 1_000_000_000_000_000))
    let database = try OpenDatabase(path, busyTimeout: milliseconds, schema: schema, limits: limits)
    let given = database.file.given
    open = { () throws(StoreError) in
      try OpenDatabase(given, busyTimeout: milliseconds, schema: schema, limits: limits)
    }
    current = Locked(Current(database: database))
  }

  /// The database at the path. Where another file is there by now, this continues with it or throws.
  func database() throws(StoreError) -> OpenDatabase {
    try current.withLock { (current) throws(StoreError) in
      if current.database.isInPlace { return current.database }
      // Whatever comes of it, nothing that a listener knows need be true any more.
      broadcaster.tellMissed()
      let old = current.database
      let replacement = Replacement(path: old.file.given, old: old, streams: current.streams)
      let notice = try replacement.accept()
      current.database = try open()
      current.notice = notice
      return current.database
    }
  }

  /// Takes what a stream of a key is to tell when it has been opened.
  private func takeNotice(for key: StreamKey) -> String? {
    current.withLock { current in
      if !current.streams.contains(key) { current.streams.append(key) }
      defer { current.notice = nil }
      return current.notice
    }
  }

  /// Opens a stream for one run and locks it; see ``SyncStore/open(_:types:)``.
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
    // The lock is held now, so what the row says stays true. Account and views may have changed until here.
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

  /// Tells of every commit made through this object from now on, in their order.
  public func commits() -> AsyncStream<CommitNotice> { broadcaster.listen() }

  /// Reads what is committed.
  func read<Output>(_ body: (Connection) throws(StoreError) -> Output) throws(StoreError) -> Output {
    try database().read(body)
  }

  /// Commits a transaction to the stream of a number.
  ///
  /// - Returns: What it did, and the stream's generation.
  func commit(
    _ transaction: StreamTransaction, to number: Int, opened: Int, in database: OpenDatabase
  ) throws(StoreError) -> (counts: CommitCounts, generation: Int) {
    let isDurable = transaction.durable || transaction.raisesGeneration
    do throws(StoreError) {
      return try database.write { (connection) throws(StoreError) in
        let applied = try connection.transaction(isDurable: isDurable) { () throws(StoreError) in
          var writer = try StreamWriter(number, opened: opened, connection)
          try writer.apply(transaction)
          try database.checkPlace()
          return writer
        }
        notify(applied.key, applied.changed, applied.deleted)
        return (applied.counts, applied.generation)
      }
    } catch {
      // Who waits for the next commit would not learn of it otherwise.
      if case .replaced = error { broadcaster.tellMissed() }
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

  /// The generation rises above all that was noted, so that the note to come is the latest.
  private func renew(_ row: inout StreamRow, above noted: Int, _ connection: Connection) throws(StoreError) {
    let latest = max(row.generation, noted)
    try row.renew(
      IncarnationName.draw(randomness), generation: latest < Int.max ? latest + 1 : latest, connection)
  }
}
