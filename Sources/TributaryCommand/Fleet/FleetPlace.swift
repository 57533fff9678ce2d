import Tributary
import TributaryFleet
import TributarySQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where the accounts of a fleet are.
struct FleetPlace: Sendable {
  /// Accounts that a worker can claim and people can change.
  typealias Accounts = any AccountSource & AccountDirectory

  let folder: String

  /// Reads `--folder`, and notes what is wrong with it.
  init(_ reader: inout ArgumentReader, environment: [String: String]) {
    let folder = reader.value(of: "--folder")
    // A URL often has a password in it, and every process can see the arguments of the others.
    if reader.value(of: "--database") != nil || folder?.contains("://") ?? false {
      reader.complain("fleet takes no database as an argument; set TRIBUTARY_DATABASE_URL or PGHOST instead.")
    }
    self.folder = folder ?? ""
    guard folder == nil else { return }
    let isDatabaseNamed = ["TRIBUTARY_DATABASE_URL", "PGHOST", "PGSERVICE", "PGDATABASE"].contains {
      environment[$0]?.isEmpty == false
    }
    reader.require(
      "--folder",
      isDatabaseNamed
        ? "This build of tributary has no PostgreSQL; build it with \"swift build --traits PostgreSQL\" and libpq, or "
          + "give --folder DIR."
        : "fleet needs --folder DIR.")
  }

  func open(creating: Bool = false) throws(AccountSourceError) -> Accounts {
    try AccountFolder(folder, creating: creating)
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
    if !isNew, let folder = accounts as? AccountFolder { try migrate(folder) }
    let event = isNew ? "initialized" : "migrated"
    console.emit(["event": .string(event), "folder": .string(place.folder)])
    console.conclude(
      isNew ? "\(place.folder) is ready; add accounts with \"tributary fleet add\"." : "\(place.folder) is up to date.")
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
