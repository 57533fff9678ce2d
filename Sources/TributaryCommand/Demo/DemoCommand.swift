import Tributary
import TributaryEmulator
import TributarySQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `tributary demo`: syncs emulated services over real HTTP into a database, without an account.
struct DemoCommand: Sendable {
  private let database: String?
  private let records: Int
  private let seed: UInt64

  init(_ reader: inout ArgumentReader) throws(UsageError) {
    database = reader.value(of: "--database")
    records = reader.number("--records", in: 1...1_000_000) ?? 2000
    seed = UInt64(reader.number("--seed", in: 0...Int.max) ?? 1)
    try reader.finish()
  }

  func run() async throws -> ExitCode {
    let path = try database ?? Self.temporaryDatabase()
    let store = try SQLiteStore(path: path)
    let console = Console()
    let services: [any DemonstratedService] = [
      MyAzurDemo(records: records, seed: seed), ZendeskSellDemo(records: records, seed: seed),
      SharespineDemo(records: records, seed: seed),
    ]
    var isEqual = true
    for service in services {
      let server = try LoopbackServer(service: service.emulator)
      defer { server.stop() }
      console.say("\(service.title), emulated with \(records.grouped) records, listens on \(server.baseURL).")
      let play = DemoPlay(service: service, baseURL: server.baseURL, store: store, console: console)
      isEqual = try await play.run(changes: max(10, records / 2)) && isEqual
      console.say("")
    }
    console.say(
      isEqual
        ? "Every comparison held: the mirror equals the servers."
        : "A comparison failed: the mirror differs from a server. Please report this.")
    console.say("Look for yourself:")
    for service in services { console.say("  sqlite3 \(path) '\(service.query)'") }
    return isEqual ? .success : .failure
  }

  private static func temporaryDatabase() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: "demo.sqlite").path
  }
}
