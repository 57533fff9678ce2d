import Tributary
import TributaryFleet
import TributarySQLite

#if PostgreSQL
import TributaryPostgreSQL
#endif

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where the accounts of a fleet are.
enum FleetPlace: Sendable {
  /// Accounts that a worker can claim and people can change.
  typealias Accounts = any AccountSource & AccountDirectory

  /// A folder on this machine.
  case folder(String)
  /// A database, by its connection string, which may have a password in it and is never shown.
  case database(Secret)

  /// The variables of which one names a database.
  private static let variables = ["TRIBUTARY_DATABASE_URL", "PGHOST", "PGSERVICE", "PGDATABASE"]

  /// Reads `--folder`, or the variables, and notes what is wrong with them.
  init(_ reader: inout ArgumentReader, environment: [String: String]) {
    let folder = reader.value(of: "--folder")
    // A URL often has a password in it, and every process can see the arguments of the others.
    if reader.value(of: "--database") != nil || folder?.contains("://") ?? false {
      reader.complain("fleet takes no database as an argument; set TRIBUTARY_DATABASE_URL or PGHOST instead.")
    }
    if let folder {
      self = .folder(folder)
      return
    }
    self = .database(Secret(environment["TRIBUTARY_DATABASE_URL"] ?? ""))
    let isNamed = Self.variables.contains { environment[$0]?.isEmpty == false }
    if !isNamed {
      reader.require(
        "--folder", "fleet needs --folder DIR, or a PostgreSQL database that TRIBUTARY_DATABASE_URL or PGHOST names.")
    }
    #if !PostgreSQL
    if isNamed {
      reader.require(
        "--folder",
        "This build of tributary has no PostgreSQL; install libpq and build it with \"swift build --traits PostgreSQL\", "
          + "or give --folder DIR.")
    }
    #endif
  }

  /// What messages call it.
  var name: String {
    switch self {
    case .folder(let path): path
    case .database: "the database"
    }
  }

  /// The accounts.
  ///
  /// - Parameter failover: What workers do after a failover of a database.
  func open(afterFailover failover: FailoverChoice = .renew) throws -> Accounts {
    switch self {
    case .folder(let path): return try AccountFolder(path)
    case .database(let connection): return try Self.connect(connection, afterFailover: failover)
    }
  }

  /// What is assumed of accounts because it cannot be seen.
  static func assumptions(_ accounts: Accounts) async throws -> [String] {
    #if PostgreSQL
    if let database = accounts as? PostgreSQLDatabase { return try await database.assumptions() }
    #endif
    return []
  }

  /// What workers do after a failover, if there can be one and it is known.
  static func failover(_ accounts: Accounts) async throws -> String? {
    #if PostgreSQL
    if let database = accounts as? PostgreSQLDatabase { return try await database.failoverPolicy()?.rawValue }
    #endif
    return nil
  }

  /// Creates what there is to create, and brings it to the layout of this version.
  func prepare(isNew: Bool) async throws {
    switch self {
    case .folder(let path):
      let folder = try AccountFolder(path, creating: isNew)
      for try await status in folder.allAccounts {
        let path = folder.database(of: status.account)
        // Opening a database brings it to the current layout.
        if FileManager.default.fileExists(atPath: path) { _ = try SQLiteStore(path: path) }
      }
    case .database(let connection):
      #if PostgreSQL
      try await Self.connect(connection).migrate(showing: FleetService.all.flatMap(\.recordTypes))
      #else
      _ = try Self.connect(connection)
      #endif
    }
  }

  #if PostgreSQL
  private static func connect(
    _ connection: Secret, afterFailover failover: FailoverChoice = .renew
  ) throws -> PostgreSQLDatabase {
    try PostgreSQLDatabase(
      connection.exposed, connections: 12, afterFailover: failover == .trust ? .trust : .renew)
  }
  #else
  private static func connect(_ connection: Secret, afterFailover failover: FailoverChoice = .renew) throws -> Accounts
  {
    throw UsageError("This build of tributary has no PostgreSQL.")
  }
  #endif
}

/// What `--failover` says: whether a database that was moved may lack commits.
enum FailoverChoice: String, CaseIterable, Sendable {
  case renew
  case trust

  /// Reads the option, and notes what is wrong with it.
  init(_ reader: inout ArgumentReader, on place: FleetPlace) {
    let choice: FailoverChoice? = reader.choice("--failover")
    if choice != nil, case .folder = place {
      reader.complain("--failover is for a PostgreSQL database; a folder has no replica.")
    }
    self = choice ?? .renew
  }
}

/// `tributary fleet init` and `tributary fleet migrate`.
struct FleetPreparation: Sendable {
  private let place: FleetPlace
  private let console: Console
  private let isNew: Bool

  init(_ reader: inout ArgumentReader, environment: [String: String], isNew: Bool) throws(UsageError) {
    place = FleetPlace(&reader, environment: environment)
    console = Console(style: reader.flag("--json") ? .json : .plain)
    self.isNew = isNew
    try reader.finish()
  }

  func run() async throws -> ExitCode {
    try await place.prepare(isNew: isNew)
    console.emit(["event": isNew ? "initialized" : "migrated", "place": .string(place.name)])
    console.conclude(
      isNew ? "\(place.name) is ready; add accounts with \"tributary fleet add\"." : "\(place.name) is up to date.")
    return .success
  }
}
