import Foundation
import MyAzur
import Tributary
import TributaryEmulator
import TributarySQLite

/// `tributary demo`: the whole way from an emulated service over real HTTP into a database, without an account.
struct DemoCommand: Sendable {
  private let database: String?
  private let records: Int
  private let seed: UInt64

  init(_ reader: inout ArgumentReader) throws(UsageError) {
    database = try reader.value(of: "--database")
    records = try reader.number("--records", in: 1...1_000_000) ?? 2000
    seed = UInt64(try reader.number("--seed", in: 0...Int.max) ?? 1)
    try reader.finish()
  }

  func run() async throws -> ExitCode {
    let path = try database ?? Self.temporaryDatabase()
    let service = MyAzurEmulator(.init(records: records, seed: seed))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let console = Console()
    let demo = MyAzurDemo(
      console: console, service: service, store: try SQLiteStore(path: path),
      client: MyAzur.Client(token: "any-token", environment: .init(server.baseURL)))
    console.say("An emulated My Azur with \(records) documents listens on \(server.baseURL).")
    let isEqual = try await demo.run(changes: max(10, records / 2))
    console.say(
      isEqual
        ? "\nEvery comparison held: the mirror equals the server."
        : "\nA comparison failed: the mirror differs from the server. Please report this.")
    console.say("Look for yourself:")
    console.say("  sqlite3 \(path) 'SELECT id, status_id, status_changed_at FROM my_azur_document LIMIT 5'")
    return isEqual ? .success : .failure
  }

  private static func temporaryDatabase() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: "demo.sqlite").path
  }
}
