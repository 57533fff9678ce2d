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
struct FleetPlace: Sendable {
  /// Accounts that a worker can claim and people can change.
  typealias Accounts = any AccountSource & AccountDirectory

  /// The kinds of places.
  private enum Kind: Sendable {
    case folder(String)
    /// The connection string; empty where libpq's own variables say all.
    case database(String)
  }

  private let kind: Kind

  /// Reads `--folder`, and notes what is wrong with it. Without it, the environment names a database.
  init(_ reader: inout ArgumentReader, environment: [String: String]) {
    let folder = reader.value(of: "--folder")
    // A URL often has a password in it, and every process can see the arguments of the others.
    if reader.value(of: "--database") != nil || folder?.contains("://") ?? false {
      reader.complain("fleet takes no database as an argument; set TRIBUTARY_DATABASE_URL or PGHOST instead.")
    }
    kind = folder.map { .folder($0) } ?? .database(environment["TRIBUTARY_DATABASE_URL"] ?? "")
    guard folder == nil else { return }
    let isDatabaseNamed = ["TRIBUTARY_DATABASE_URL", "PGHOST", "PGSERVICE", "PGDATABASE"].contains {
      environment[$0]?.isEmpty == false
    }
    #if PostgreSQL
    let isUsable = isDatabaseNamed
    let hint = "fleet needs --folder DIR, or a database that TRIBUTARY_DATABASE_URL or PGHOST names."
    #else
    let isUsable = false
    let hint =
      isDatabaseNamed
      ? "This build of tributary has no PostgreSQL; build it with \"swift build --traits PostgreSQL\" and libpq, or "
        + "give --folder DIR."
      : "fleet needs --folder DIR."
    #endif
    if !isUsable { reader.require("--folder", hint) }
  }

  /// What the place is called in messages.
  var name: String {
    switch kind {
    case .folder(let path): path
    case .database: "the database"
    }
  }

  /// The folder, or `nil` for a database.
  var folder: String? { if case .folder(let path) = kind { path } else { nil } }

  /// What is assumed about a place because it cannot be seen.
  static func assumptions(_ accounts: Accounts) async throws -> [String] {
    #if PostgreSQL
    if let database = accounts as? PostgreSQLDatabase { return try await database.assumptions() }
    #endif
    return []
  }

  func open(creating: Bool = false) throws -> Accounts {
    switch kind {
    case .folder(let path): return try AccountFolder(path, creating: creating)
    case .database(let connection):
      #if PostgreSQL
      return try PostgreSQLDatabase(connection, connections: 12)
      #else
      _ = connection
      throw UsageError("This build of tributary has no PostgreSQL; give --folder DIR.")
      #endif
    }
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
    let accounts = try place.open(creating: isNew)
    #if PostgreSQL
    if let database = accounts as? PostgreSQLDatabase {
      try await database.migrate(showing: FleetService.all.flatMap(\.recordTypes))
    }
    #endif
    if !isNew, let folder = accounts as? AccountFolder { try migrate(folder) }
    console.emit([
      "event": .string(isNew ? "initialized" : "migrated"), "folder": place.folder.map { .string($0) } ?? .null,
    ])
    console.conclude(
      isNew ? "\(place.name) is ready; add accounts with \"tributary fleet add\"." : "\(place.name) is up to date.")
    return .success
  }

  /// Opening a database brings it to the current layout.
  private func migrate(_ folder: AccountFolder) throws {
    var last: Int?
    while true {
      let page = try folder.accounts(after: last, limit: 1_000)
      for status in page {
        let path = folder.database(of: status.account)
        if FileManager.default.fileExists(atPath: path) { _ = try SQLiteStore(path: path) }
      }
      guard let end = page.last else { return }
      last = end.account.id
    }
  }
}
