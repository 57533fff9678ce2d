#if PostgreSQL
import Expect
import Foundation
import PostgreSQLServer
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributaryPostgreSQL
import ZendeskSell
import ZendeskSellEmulator

@Suite("A witness", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(2)))
struct WitnessTests {
  private let path = NSTemporaryDirectory() + "witness-\(UUID().uuidString)"

  @Test("notices a backup that is started plainly, which nothing else does", arguments: [true, false])
  func backup(isWitnessed: Bool) async throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let witness = isWitnessed ? try WitnessFolder(path) : nil
    let service = ZendeskSellEmulator(.init(records: 150, seed: 5))
    let client = ZendeskSell.Client(
      token: "x", transport: InProcessTransport(service), policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
    let server = try PrivatePostgreSQL()
    defer { server.remove() }
    let database = try await TestDatabase(on: server)
    let account = try #require(try await database.addAccounts(1).first)
    func sync(_ url: String) async throws -> (report: SyncReport, store: PostgreSQLStore) {
      let store = try PostgreSQLDatabase(url, witness: witness).store(account: account.id)
      return (try await client.sync(into: store).run(), store)
    }
    try await expect(sync(database.url()).report.result, equals: .upToDate)
    server.crash()
    let copy = try PrivatePostgreSQL(copying: server.data)
    defer { copy.remove() }
    try server.start()
    service.change(40)
    try database.sql("UPDATE tributary.lease SET owner = NULL, until = NULL")
    let original = try await sync(database.url())
    expect(original.report.notes.map(\.code), equals: [])
    try await expect(service.mirror(in: original.store), equals: service.snapshot())
    server.crash()

    try copy.sql("UPDATE tributary.lease SET owner = NULL, until = NULL", in: database.name)
    let restored = try await sync(copy.url(database.name))
    expect(restored.report.result, equals: .upToDate)
    let isEqual = try await service.mirror(in: restored.store) == service.snapshot()
    expect(isEqual, equals: isWitnessed)
    expect(
      restored.report.notes.map(\.code), equals: isWitnessed ? ["databaseReplaced", "databaseWasCopied"] : [])
    expect(service.devices.count, equals: isWitnessed ? 2 : 1)
    let assumptions = try await PostgreSQLDatabase(copy.url(database.name), witness: witness).assumptions()
    expect(assumptions.contains { $0.contains("snapshot of the disk") }, equals: !isWitnessed)
  }

  @Test("that cannot note stops the acknowledgement, and a stream ahead of its note goes on as it is")
  func failure() async throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let witness = try WitnessFolder(path)
    func open() async throws -> any StreamStore {
      let base = try PostgreSQLDatabase(database.url(), witness: witness)
      return try await base.store(account: account.id).open(.test(), types: [])
    }
    func letGo() throws { try database.sql("UPDATE tributary.lease SET owner = NULL, until = NULL") }
    let first = try await open()
    _ = try await first.commit(StreamTransaction(["1": "[1]"], acknowledging: ["a"]))
    let before = try await first.state().incarnation
    try expect(witness.state(ofStream: 1, account: account.id), equals: .init(incarnation: before, generation: 1))
    // A folder in the place of the next note.
    let next = "\(path)/account-\(account.id)-stream-1.new"
    try FileManager.default.createDirectory(atPath: next, withIntermediateDirectories: false)
    await #expect(throws: StoreError.self) {
      _ = try await first.commit(StreamTransaction(["2": "[2]"], acknowledging: ["b"]))
    }
    _ = try await first.commit(StreamTransaction(["3": "[3]"]))
    try FileManager.default.removeItem(atPath: next)
    try letGo()
    let second = try await open()
    expect(second.notice, equals: nil)
    try await expect(second.state().incarnation, equals: before)
    try await expect(second.state().outbox, equals: ["a", "b"])
    // What is renewed on request is known to the witness.
    try await second.renewIncarnation()
    let renewed = try await second.state().incarnation
    try letGo()
    let third = try await open()
    try await expect(third.state().incarnation, equals: renewed)
    try letGo()
    try Data("nonsense".utf8).write(to: URL(filePath: String(next.dropLast(4))))
    await #expect(throws: StoreError.self) { _ = try await open() }
  }
}
#endif
