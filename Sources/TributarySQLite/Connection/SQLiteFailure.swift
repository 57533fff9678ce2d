import CSQLite
import Tributary

extension StoreError {
  /// The error of a call to SQLite, with a reason that a user can act on.
  init(sqlite code: Int32, on connection: OpaquePointer, path: String) {
    let message = String(cString: sqlite3_errmsg(connection))
    let noted = SystemFailure(number: sqlite3_system_errno(connection))
    let system = noted.number == 0 && code == failedWrite ? SystemFailure(writing: connection) : noted
    switch code & 0xff {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .databaseIsBusy(path: path)
    case SQLITE_NOTADB: self = .notADatabase(path: path, "it is not a SQLite database")
    case SQLITE_CORRUPT: self = .notADatabase(path: path, "it is damaged (\(message))")
    case SQLITE_FULL: self = .diskFull(path: path)
    case SQLITE_READONLY where code == readOnlyBecauseMoved:
      self = .notWritable(path: path, "the file was moved or removed while it was open")
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: self = .notWritable(path: path, message)
    case SQLITE_CANTOPEN:
      self = system.isFull ? .diskFull(path: path) : .notWritable(path: path, Self.reason(message, system))
    case SQLITE_IOERR:
      self = system.isFull ? .diskFull(path: path) : .failed(path: path, Self.reason(message, system))
    default: self = .failed(path: path, message)
    }
  }

  private static func reason(_ message: String, _ system: SystemFailure) -> String {
    system.number == 0 ? message : "\(message), \(system.text)"
  }
}

extension SystemFailure {
  /// Why the last write to a database or to its log failed. SQLite reports this for most calls, but not for a commit.
  fileprivate init(writing connection: OpaquePointer) {
    number = 0
    for place in [SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER] where number == 0 {
      var file: UnsafeMutablePointer<sqlite3_file>?
      guard sqlite3_file_control(connection, "main", place, &file) == SQLITE_OK, let file,
        let methods = file.pointee.pMethods
      else { continue }
      _ = methods.pointee.xFileControl?(file, SQLITE_FCNTL_LAST_ERRNO, &number)
    }
  }
}

// Codes that are defined by expressions, which Swift does not import: `SQLITE_READONLY_DBMOVED` and
// `SQLITE_IOERR_WRITE`.
private let readOnlyBecauseMoved = SQLITE_READONLY | (4 << 8)
private let failedWrite = SQLITE_IOERR | (3 << 8)
