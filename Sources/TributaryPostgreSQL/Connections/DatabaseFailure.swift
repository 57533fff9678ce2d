#if PostgreSQL
import CPostgreSQL
import Tributary

/// Why a connection could not do what it was asked.
enum DatabaseFailure: Error {
  /// The server refused a statement, and with it the transaction.
  case refused(SQLState, message: String, statement: Int)
  /// No connection can be made, and trying again changes nothing.
  case rejected(reason: String)
  /// The connection is gone. `mayBeCommitted` is true if COMMIT was already on its way.
  case lost(reason: String, mayBeCommitted: Bool)
  /// The commit was made here, but the wait for a replica that should have it was given up.
  case notReplicated
  /// What the store found out by itself.
  case store(StoreError)
}

/// The five characters by which PostgreSQL classifies what went wrong.
struct SQLState: Sendable, Hashable, ExpressibleByStringLiteral {
  let code: String

  init(_ code: String) { self.code = code }
  init(stringLiteral code: String) { self.code = code }

  static let divisionByZero: SQLState = "22012"
  static let negativeRoot: SQLState = "2201F"
  static let lockNotAvailable: SQLState = "55P03"

  /// Whether the connection ends with it, or never began.
  var endsConnection: Bool { code.hasPrefix("08") || code.hasPrefix("57P") || code == "25P03" || code == "53300" }

  /// Whether the same transaction may succeed a moment later.
  var isTransient: Bool { endsConnection || code.hasPrefix("40") }
}

extension DatabaseFailure {
  /// Whether trying again, on a new connection if need be, may succeed and can do no harm.
  var isTransient: Bool {
    switch self {
    case .refused(let state, _, _): state.isTransient
    case .lost(_, let mayBeCommitted): !mayBeCommitted
    case .rejected, .notReplicated, .store: false
    }
  }

  /// The error as a store reports it.
  ///
  /// - Parameters:
  ///   - label: What the database is called in messages.
  ///   - key: The stream that was being committed.
  func storeError(_ label: String, key: StreamKey? = nil) -> StoreError {
    switch self {
    case .store(let error): error
    case .notReplicated:
      key.map { .outcomeUnknown($0) }
        ?? .failed(path: label, "the wait for the replica was given up, so the commit may not be safe")
    case .rejected(let reason): .connectionLost("\(label): \(reason)")
    case .lost(let reason, let mayBeCommitted):
      if mayBeCommitted, let key { .outcomeUnknown(key) } else { .connectionLost("\(label): \(reason)") }
    case .refused(let state, let message, _): Self.error(state, message, label)
    }
  }

  private static func error(_ state: SQLState, _ message: String, _ label: String) -> StoreError {
    switch state.code {
    case "53100": .diskFull(path: label)
    case "55P03", "57014", "40P01", "40001": .databaseIsBusy(path: label)
    case "3F000", "42P01", "42883", "42703":
      .failed(path: label, "it lacks the tables of this version; run `tributary fleet migrate`")
    // 0A000 is what BEGIN meets on a replica, since it asks to write.
    case "25006", "0A000": .notWritable(path: label, "the server is a replica or read-only")
    case "42501": .notWritable(path: label, "the role lacks a privilege (\(message))")
    default:
      state.endsConnection
        ? .connectionLost("\(label): \(message)") : .failed(path: label, "\(message) (SQLSTATE \(state.code))")
    }
  }
}

/// What a failure to connect means, in words of our own.
///
/// libpq's messages contain passwords, for example when a URL is not escaped, so none of them is ever shown.
enum ConnectionProblem {
  private struct Known {
    var part: String
    var meaning: String
    /// Whether it passes by itself.
    var passes: Bool

    init(_ part: String, _ meaning: String, passes: Bool = false) {
      self.part = part
      self.meaning = meaning
      self.passes = passes
    }
  }

  private static let known = [
    Known("password authentication failed", "the server refused user or password"),
    Known("no password supplied", "the server asks for a password, and none is set"),
    Known("no pg_hba.conf entry", "the server does not let this user in from this host (pg_hba.conf)"),
    Known("does not support SSL", "the server does not offer TLS, which is required"),
    Known("root certificate file", "the file of root certificates is missing; set sslrootcert"),
    Known("certificate verify failed", "the server's certificate is not signed by a known authority"),
    Known("does not match host name", "the server's certificate is for another host"),
    Known("invalid sslmode value", "sslmode has an unknown value"),
    Known("unsupported startup parameter", "a pooler refuses a startup parameter; remove `options` and PGOPTIONS"),
    Known("session is read-only", "the server is a replica or read-only", passes: true),
    Known("session is not read-write", "the server is a replica or read-only", passes: true),
    Known("server login has been failing", "the pooler cannot reach the server at the moment", passes: true),
    Known("Connection refused", "nothing listens there", passes: true),
    Known("No such file or directory", "nothing listens there", passes: true),
    Known("timeout expired", "no answer in time", passes: true),
    Known("timed out", "no answer in time", passes: true),
    Known("could not translate host name", "the host name cannot be resolved", passes: true),
    Known("starting up", "the server is starting", passes: true),
    Known("shutting down", "the server is shutting down", passes: true),
    Known("recovery mode", "the server is recovering", passes: true),
    Known("too many", "the server has no connection left", passes: true),
    Known("remaining connection slots", "the server has no connection left", passes: true),
    Known("does not exist", "the role or the database does not exist"),
  ]

  /// The failure of a connection that could not be made.
  static func failure(_ message: String) -> DatabaseFailure {
    guard let known = known.first(where: { message.contains($0.part) }) else {
      return .lost(reason: "the connection could not be made", mayBeCommitted: false)
    }
    return known.passes ? .lost(reason: known.meaning, mayBeCommitted: false) : .rejected(reason: known.meaning)
  }

  /// What a message about a connection that was open means.
  static func meaning(ofBroken message: String) -> String {
    known.first { message.contains($0.part) }?.meaning ?? "the connection broke"
  }
}
#endif
