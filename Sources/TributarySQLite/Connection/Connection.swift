import CSQLite
import Tributary

/// A connection to a database, with its prepared statements. Only one thread uses it at a time.
final class Connection {
  let path: String
  private let handle: OpaquePointer
  /// Statements by their SQL. A statement in use is not reused, so that code that reads its rows may run the same SQL
  /// again.
  private var statements: [String: PreparedStatement] = [:]
  private var isFullySynchronous = true

  /// Opens an existing file.
  ///
  /// - Parameters:
  ///   - path: The absolute path.
  ///   - isReadOnly: Whether the connection can only read.
  ///   - busyTimeout: How many milliseconds to wait for the locks of other processes.
  convenience init(path: String, isReadOnly: Bool, busyTimeout: Int32) throws(StoreError) {
    try self.init(path, path: path, isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, busyTimeout)
  }

  /// Opens a file to read it unchanged, without locks and without files beside it.
  convenience init(unchanging path: String) throws(StoreError) {
    let name = "file:\(Self.encoded(path))?immutable=1"
    try self.init(name, path: path, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, 0)
  }

  /// A path in the form that a URI needs.
  private static func encoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return path.utf8.reduce(into: "") { text, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }

  private init(_ name: String, path: String, _ access: Int32, _ busyTimeout: Int32) throws(StoreError) {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(name, &opened, access | SQLITE_OPEN_NOMUTEX, nil)
    guard let opened else { throw .failed(path: path, "no memory is left for a connection") }
    guard code == SQLITE_OK else {
      let failure = StoreError(sqlite: sqlite3_extended_errcode(opened), on: opened, path: path)
      sqlite3_close_v2(opened)
      throw failure
    }
    self.path = path
    handle = opened
    sqlite3_extended_result_codes(opened, 1)
    sqlite3_busy_timeout(opened, busyTimeout)
    if access & SQLITE_OPEN_READWRITE != 0, sqlite3_db_readonly(opened, "main") == 1 {
      throw .notWritable(path: path, "it is read-only")
    }
  }

  deinit {
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  /// The longest text, and the longest row, that the database can hold.
  var lengthLimit: Int { Int(sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, -1)) }

  /// Lowers ``lengthLimit``.
  func limitLength(_ bytes: Int) { sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32(clamping: bytes)) }

  /// Whether the file that is open is still the one at its path.
  var isInPlace: Bool {
    var hasMoved: Int32 = 0
    let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
    return code == SQLITE_OK && hasMoved == 0
  }

  /// Moves the log into the database and leaves an empty log.
  ///
  /// - Returns: Whether it succeeded; another connection can prevent it.
  func emptyLog() -> Bool {
    rollBack()
    return (try? first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.integer(0) == 0 }) ?? false
  }

  /// Rows changed by the last statement.
  var changes: Int { Int(sqlite3_changes64(handle)) }

  /// Makes `tributary_matches` known.
  func addFilterFunction() throws(StoreError) {
    let code = FilterFunction.register(with: handle)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// Makes `tributary_key` known.
  func addKeyFunction() throws(StoreError) {
    let code = KeyFunction.register(with: handle)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// Makes `tributary_normalized` known.
  func addNormalizingFunction() throws(StoreError) {
    let code = NormalizingFunction.register(with: handle)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// Runs fixed SQL without parameters, which may be several statements.
  func execute(_ script: String) throws(StoreError) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// Runs a statement to its end.
  func run(_ sql: String, _ values: SQLValue...) throws(StoreError) { try run(sql, values) }

  /// Runs a statement to its end.
  func run(_ sql: String, _ values: [SQLValue]) throws(StoreError) {
    try walk(sql, values) { _ in true }
  }

  /// Reads the first row.
  func first<Output>(
    _ sql: String, _ values: SQLValue..., read: (SQLRow) throws(StoreError) -> Output
  ) throws(StoreError) -> Output? {
    var output: Output?
    try walk(sql, values) { (row) throws(StoreError) in
      output = try read(row)
      return false
    }
    return output
  }

  /// Reads every row.
  func all<Output>(
    _ sql: String, _ values: SQLValue..., read: (SQLRow) throws(StoreError) -> Output
  ) throws(StoreError) -> [Output] {
    var outputs: [Output] = []
    try walk(sql, values) { (row) throws(StoreError) in
      outputs.append(try read(row))
      return true
    }
    return outputs
  }

  /// Calls the body with every row until it returns false.
  func walk(
    _ sql: String, _ values: [SQLValue], _ body: (SQLRow) throws(StoreError) -> Bool
  ) throws(StoreError) {
    let statement = try idleStatement(sql)
    statement.isInUse = true
    defer {
      statement.reset()
      statement.isInUse = false
    }
    try statement.withBound(values[...], onFailure: failure) { () throws(StoreError) in
      while true {
        let code = statement.step()
        switch code {
        case SQLITE_ROW: guard try body(statement.row) else { return }
        case SQLITE_DONE: return
        default: throw failure(code)
        }
      }
    }
  }

  /// Runs the body in a transaction that holds the database's write lock. It is committed as a whole or not at all.
  ///
  /// - Parameter isDurable: Whether the commit survives a power cut. Only the log is written otherwise, which the next
  ///   durable commit, or the moving of the log into the database, makes durable too.
  func transaction<Output>(
    isDurable: Bool = true, _ body: () throws(StoreError) -> Output
  ) throws(StoreError) -> Output {
    rollBack()
    if isDurable != isFullySynchronous {
      try execute(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
      isFullySynchronous = isDurable
    }
    return try enclosed(in: "BEGIN IMMEDIATE", body)
  }

  /// Runs the body on a snapshot of the committed database, whatever others commit meanwhile.
  func snapshot<Output>(_ body: () throws(StoreError) -> Output) throws(StoreError) -> Output {
    rollBack()
    return try enclosed(in: "BEGIN", body)
  }

  private func enclosed<Output>(
    in begin: String, _ body: () throws(StoreError) -> Output
  ) throws(StoreError) -> Output {
    try run(begin)
    do throws(StoreError) {
      let output = try body()
      try run("COMMIT")
      return output
    } catch {
      rollBack()
      throw error
    }
  }

  /// Ends a transaction that is still open. SQLite rolls some back on its own, for example on a full disk.
  private func rollBack() {
    if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
  }

  private func idleStatement(_ sql: String) throws(StoreError) -> PreparedStatement {
    if let statement = statements[sql], !statement.isInUse { return statement }
    let statement = try prepare(sql)
    if statements[sql] == nil { statements[sql] = statement }
    return statement
  }

  private func prepare(_ sql: String) throws(StoreError) -> PreparedStatement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(code) }
    return PreparedStatement(statement)
  }

  private func failure(_ code: Int32) -> StoreError { StoreError(sqlite: code, on: handle, path: path) }
}
