import CSQLite
import Tributary

extension StoreError {
  /// The error of a call to SQLite, with a reason that a person can act on.
  init(sqlite code: Int32, on connection: OpaquePointer, path: String) {
    let message = String(cString: sqlite3_errmsg(connection))
    let system = SystemFailure(number: sqlite3_system_errno(connection))
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

/// `SQLITE_READONLY_DBMOVED`, whose expression Swift does not import.
private let readOnlyBecauseMoved = SQLITE_READONLY | (4 << 8)
