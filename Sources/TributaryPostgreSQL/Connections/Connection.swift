#if PostgreSQL
import CPostgreSQL
import Foundation
import Tributary

/// A connection to a server. Only one thread uses it.
final class Connection {
  private let handle: OpaquePointer
  private let warnings: Warnings
  /// Whether a statement left the connection in a state in which nothing more can be done on it.
  private(set) var isBroken = false

  /// The warnings of the server since they were last cleared, for libpq to report to.
  private final class Warnings {
    var states: [SQLState] = []
  }

  /// Connects, and waits no longer than the options allow.
  init(_ options: ConnectionOptions) throws(DatabaseFailure) {
    let values = options.values.sorted { $0.key < $1.key }
    var keywords: [UnsafeMutablePointer<CChar>?] = values.map { strdup($0.key) } + [nil]
    var texts: [UnsafeMutablePointer<CChar>?] = values.map { strdup($0.value) } + [nil]
    defer {
      for pointer in keywords + texts { free(pointer) }
      keywords = []
      texts = []
    }
    let opened = keywords.map { UnsafePointer($0) }.withUnsafeBufferPointer { keywords in
      texts.map { UnsafePointer($0) }.withUnsafeBufferPointer { texts in
        PQconnectdbParams(keywords.baseAddress, texts.baseAddress, 0)
      }
    }
    guard let opened else { throw .lost(reason: "no memory is left for a connection", mayBeCommitted: false) }
    guard PQstatus(opened) == CONNECTION_OK else {
      let message = PQerrorMessage(opened).map { String(cString: $0) } ?? ""
      PQfinish(opened)
      throw ConnectionProblem.failure(message)
    }
    handle = opened
    warnings = Warnings()
    // Without a receiver libpq prints to standard error.
    PQsetNoticeReceiver(
      opened,
      { context, result in
        guard let context, let result, let state = tributary_pq_state(result) else { return }
        Unmanaged<Warnings>.fromOpaque(context).takeUnretainedValue().states.append(SQLState(String(cString: state)))
      }, Unmanaged.passUnretained(warnings).toOpaque())
  }

  deinit { PQfinish(handle) }

  /// Whether the server ended the connection while nothing was asked of it, as a restart does.
  var isStale: Bool {
    // The first look reads what the server said, the second one meets the end.
    PQconsumeInput(handle) == 0 || PQconsumeInput(handle) == 0 || PQstatus(handle) != CONNECTION_OK
  }

  /// Runs statements in one trip to the server.
  ///
  /// A statement that fails keeps those after it from running. The responses are read to the end in any case.
  ///
  /// - Parameter commits: Whether COMMIT is among the statements.
  /// - Returns: The rows of each.
  func run(_ statements: [Statement], commits: Bool = false) throws(DatabaseFailure) -> [ResultRows] {
    guard PQenterPipelineMode(handle) == 1 else { throw broken(false) }
    warnings.states = []
    for statement in statements where !send(statement) { throw broken(commits) }
    guard PQpipelineSync(handle) == 1 else { throw broken(commits) }
    var rows: [ResultRows] = []
    var refusal: DatabaseFailure?
    for index in statements.indices {
      // Each statement has one result, behind which libpq puts a null.
      while let result = PQgetResult(handle) {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: rows.append(ResultRows(result))
        case PGRES_FATAL_ERROR:
          let state = tributary_pq_state(result).map { SQLState(String(cString: $0)) }
          let message = tributary_pq_message(result).map { String(cString: $0) } ?? ""
          PQclear(result)
          // An error without a state is libpq's own: the connection broke.
          guard let state, PQstatus(handle) == CONNECTION_OK else {
            isBroken = true
            throw .lost(reason: ConnectionProblem.meaning(ofBroken: message), mayBeCommitted: commits)
          }
          if state.endsConnection {
            // The server or a pooler ends the connection; what it had done by then is looked up, never guessed.
            isBroken = true
            throw .lost(reason: ConnectionProblem.meaning(ofBroken: message), mayBeCommitted: commits)
          }
          if refusal == nil { refusal = .refused(state, message: message, statement: index) }
        default: PQclear(result)
        }
      }
    }
    guard let end = PQgetResult(handle), PQresultStatus(end) == PGRES_PIPELINE_SYNC else { throw broken(commits) }
    PQclear(end)
    guard PQexitPipelineMode(handle) == 1, PQstatus(handle) == CONNECTION_OK else { throw broken(commits) }
    if let refusal { throw refusal }
    guard rows.count == statements.count else { throw broken(commits) }
    return rows
  }

  /// Runs fixed SQL that may be several statements, outside of a pipeline.
  func script(_ sql: String) throws(DatabaseFailure) {
    guard let result = PQexec(handle, sql) else { throw broken(false) }
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_FATAL_ERROR else { return }
    guard let state = tributary_pq_state(result).map({ SQLState(String(cString: $0)) }),
      PQstatus(handle) == CONNECTION_OK
    else { throw broken(false) }
    let message = tributary_pq_message(result).map { String(cString: $0) } ?? ""
    throw .refused(state, message: message, statement: 0)
  }

  private func broken(_ mayBeCommitted: Bool) -> DatabaseFailure {
    isBroken = true
    let message = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
    return .lost(reason: ConnectionProblem.meaning(ofBroken: message), mayBeCommitted: mayBeCommitted)
  }

  private func send(_ statement: Statement) -> Bool {
    var buffer: [UInt8] = []
    var starts: [Int] = []
    var lengths: [Int32] = []
    for value in statement.values {
      starts.append(buffer.count)
      value.append(to: &buffer)
      lengths.append(Int32(clamping: buffer.count - starts[starts.count - 1]))
    }
    // An empty buffer has no address, which libpq would take for null.
    buffer.append(0)
    let types = statement.values.map(\.type)
    let formats = statement.values.map { _ in Int32(1) }
    return buffer.withUnsafeBytes { bytes in
      let pointers = zip(statement.values, starts).map { value, start in
        value.isNull ? nil : bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
      }
      return PQsendQueryParams(
        handle, statement.sql, Int32(clamping: types.count), types, pointers, lengths, formats, 1) == 1
    }
  }

  // MARK: Transactions

  /// Runs statements as one transaction, in one trip.
  func transact(
    _ access: Statement.Access = .writing(isDurable: true), _ statements: [Statement]
  ) throws(DatabaseFailure) -> [ResultRows] {
    let begin = Statement.begin(access)
    do throws(DatabaseFailure) {
      let rows = try run(begin + statements + [Statement("COMMIT")], commits: true)
      try check(rows)
      return Array(rows[begin.count..<begin.count + statements.count])
    } catch {
      rollBack(after: error)
      throw error.counted(from: begin.count)
    }
  }

  /// Runs the body in a transaction, which it can shape by what it reads.
  func transaction<Output>(
    _ access: Statement.Access = .writing(isDurable: true), _ body: (Connection) throws(DatabaseFailure) -> Output
  ) throws(DatabaseFailure) -> Output {
    do throws(DatabaseFailure) {
      _ = try run(Statement.begin(access))
      let output = try body(self)
      try check(try run([Statement("COMMIT")], commits: true))
      return output
    } catch {
      rollBack(after: error)
      throw error
    }
  }

  /// COMMIT of a transaction that failed succeeds as a ROLLBACK, and a commit whose wait for a replica was cancelled
  /// succeeds with a warning.
  private func check(_ rows: [ResultRows]) throws(DatabaseFailure) {
    guard rows.last?.tag == "COMMIT" else {
      throw .refused("40000", message: "the transaction was rolled back", statement: 0)
    }
    guard !warnings.states.contains("01000") else { throw .notReplicated }
  }

  private func rollBack(after failure: DatabaseFailure) {
    guard !isBroken, PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
    if (try? run([Statement("ROLLBACK")])) == nil { isBroken = true }
  }
}

extension DatabaseFailure {
  /// The failure with its statement counted among the caller's.
  fileprivate func counted(from first: Int) -> DatabaseFailure {
    guard case .refused(let state, let message, let statement) = self else { return self }
    return .refused(state, message: message, statement: statement - first)
  }
}
#endif
