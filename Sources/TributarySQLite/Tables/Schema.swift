import CSQLite
import Tributary

/// The layout of the database, as a series of migrations.
///
/// Step n takes a database from version n to n + 1, and step 0 takes an empty file. A released step is never changed; a
/// new layout is a new step at the end.
struct Schema: Sendable {
  /// Marks a file with records as ours: `Trib` in ASCII.
  static let applicationID = 0x5472_6962

  /// The layout that this version writes.
  static let current = Schema(steps: [tables, normalized, overlay, commitTimes])

  /// The mark of the files.
  var applicationID = Schema.applicationID
  let steps: [String]

  var version: Int { steps.count }

  /// Prepares a connection for writing: checks that the file is ours, sets its mode, and migrates it.
  ///
  /// - Parameter patience: For how long to try again while another process does the same to a new file, 10 ms apart.
  func prepare(_ connection: Connection, busyTimeout: Duration) throws(StoreError) {
    let end = ContinuousClock.now.advanced(by: busyTimeout)
    while true {
      do throws(StoreError) { return try prepare(connection) } catch {
        // SQLite does not wait if two processes that switch one file to WAL would wait for each other. Otherwise it has
        // already waited, so time is what limits this loop, and not the number of attempts.
        guard case .databaseIsBusy = error, ContinuousClock.now < end else { throw error }
        sqlite3_sleep(10)
      }
    }
  }

  private func prepare(_ connection: Connection) throws(StoreError) {
    let found = try checkedVersion(connection)
    let mode = try connection.first("PRAGMA journal_mode = WAL") { $0.text(0) } ?? ""
    guard mode == "wal" else {
      throw .failed(path: connection.path, "its file system does not support a write-ahead log (it gave \(mode))")
    }
    try connection.execute(Self.pragmas)
    try connection.addNormalizingFunction()
    try connection.addKeyFunction()
    // A database that needs no migration can be read even while another program writes.
    guard found < steps.count else { return }
    try connection.transaction { () throws(StoreError) in
      let version = try checkedVersion(connection)
      guard version < steps.count else { return }
      for step in steps[version...] { try connection.execute(step) }
      try connection.execute(
        "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(steps.count)")
    }
  }

  /// Whether a file has the tables of a version that this one can read.
  func isOurs(_ connection: Connection) throws(StoreError) -> Bool { try checkedVersion(connection) > 0 }

  /// The version of a file that is ours or empty.
  private func checkedVersion(_ connection: Connection) throws(StoreError) -> Int {
    let application = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
    let version = try connection.first("PRAGMA user_version") { $0.integer(0) } ?? 0
    let objects = try connection.first("SELECT count(*) FROM sqlite_master") { $0.integer(0) } ?? 0
    if objects == 0, application == 0, version == 0 { return 0 }
    guard application == applicationID else {
      throw .notADatabase(path: connection.path, "it is the SQLite database of another program")
    }
    guard version <= steps.count else { throw .newerSchema(path: connection.path, version: version) }
    guard version > 0 else { throw .notADatabase(path: connection.path, "its version number \(version) is unknown") }
    return version
  }

  /// For the few records whose JSON SQLite and other readers would misread, a copy in a form that they read as we do.
  /// The views show it.
  private static let normalized = """
    ALTER TABLE record ADD COLUMN normalized TEXT;
    UPDATE record SET normalized = tributary_normalized(payload) WHERE tributary_normalized(payload) IS NOT NULL;
    """

  /// What calls have written and no sync has brought, and which fields are indexed. The numbers of entries that are
  /// gone are not given out again: a run drops those up to the number that it noted.
  private static let overlay = """
    CREATE TABLE overlay (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      stream INTEGER NOT NULL REFERENCES stream (id),
      type TEXT NOT NULL,
      id TEXT NOT NULL,
      deleted INTEGER NOT NULL,
      applied_at INTEGER NOT NULL,
      payload TEXT NOT NULL,
      normalized TEXT,
      UNIQUE (stream, type, id)
    ) STRICT;
    CREATE TABLE record_index (
      slot INTEGER PRIMARY KEY,
      service TEXT NOT NULL,
      type TEXT NOT NULL,
      path TEXT NOT NULL,
      kind TEXT NOT NULL,
      UNIQUE (service, type, path, kind)
    ) STRICT;
    """

  /// When each stream was last committed to, for those who ask how old a mirror is.
  private static let commitTimes = "ALTER TABLE stream ADD COLUMN committed_at INTEGER"

  /// `fullfsync` is for Apple's systems, where a disk may otherwise keep a commit only in its own cache. The log is
  /// moved into the database every 16 MB instead of every 4, because a first sync writes the pages of the indexes again
  /// and again, and so they are moved less often.
  private static let pragmas = """
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA cache_size = -8000
    """

  /// `record` is an ordinary table with a unique index. With rows of a hundred bytes or more, a table without rowid is
  /// twice as large and, if identifiers come unordered, three times as slow to fill. Tombstones have an index of their
  /// own, so that counting live records reads only indexes.
  private static let tables = """
    CREATE TABLE stream (
      id INTEGER PRIMARY KEY,
      service TEXT NOT NULL,
      base_url TEXT NOT NULL,
      account TEXT NOT NULL,
      scope TEXT NOT NULL,
      checkpoint_version INTEGER,
      checkpoint TEXT,
      epoch INTEGER NOT NULL DEFAULT 0,
      incarnation TEXT NOT NULL DEFAULT '',
      generation INTEGER NOT NULL DEFAULT 0,
      UNIQUE (service, scope)
    ) STRICT;
    CREATE TABLE record (
      stream INTEGER NOT NULL REFERENCES stream (id),
      type TEXT NOT NULL,
      id TEXT NOT NULL,
      deleted INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      payload TEXT NOT NULL,
      PRIMARY KEY (stream, type, id)
    ) STRICT;
    CREATE INDEX record_deleted ON record (stream, type, deleted) WHERE deleted = 1;
    CREATE TABLE outbox (
      number INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL REFERENCES stream (id),
      key TEXT NOT NULL,
      UNIQUE (stream, key)
    ) STRICT;
    CREATE TABLE failure (
      number INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL REFERENCES stream (id),
      type TEXT NOT NULL,
      id TEXT NOT NULL,
      UNIQUE (stream, type, id)
    ) STRICT;
    CREATE TABLE quarantine (
      number INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL REFERENCES stream (id),
      type TEXT NOT NULL,
      id TEXT,
      payload TEXT NOT NULL,
      problem TEXT NOT NULL,
      UNIQUE (stream, type, id)
    ) STRICT;
    CREATE UNIQUE INDEX quarantine_unidentified ON quarantine (stream, type, payload) WHERE id IS NULL;
    CREATE TABLE record_view (
      service TEXT NOT NULL,
      type TEXT NOT NULL,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      PRIMARY KEY (service, type)
    ) STRICT;
    """
}
