#if PostgreSQL
import Expect
import Foundation
import PostgreSQLServer
import Testing
import Tributary
import TributaryFleet
import TributaryJSON

@testable import TributaryPostgreSQL

@Suite("Tables and views", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(2)))
struct SchemaTests {
  private static let type = RecordType(
    service: "a-b'c", name: "it\\em",
    fields: ["id", "name", "scope", "na\"me", "é'\\x", String(repeating: "l", count: 80)])

  @Test("many migrations at a time make the tables once, and change nothing the next time")
  func concurrent() async throws {
    let server = try PrivatePostgreSQL.shared.get()
    let name = "test_\(UInt32.random(in: .min ... .max))"
    try server.sql("CREATE DATABASE \(name)")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { try await PostgreSQLDatabase(server.url(name)).migrate(showing: [Self.type]) }
      }
      try await group.waitForAll()
    }
    let tables =
      "SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_class WHERE relnamespace = 'tributary'::regnamespace"
    let before = try server.sql(tables, in: name)
    try await PostgreSQLDatabase(server.url(name)).migrate(showing: [Self.type])
    try expect(server.sql(tables, in: name), equals: before)
  }

  @Test("a migration waits for a reader without others queueing behind it")
  func behindReader() async throws {
    let database = try await TestDatabase(showing: [Self.type])
    let account = try #require(try await database.addAccounts(1).first)
    let stream = try await database.connect().store(account: account.id).open(.test(), types: [])
    let reader = try Connection(ConnectionOptions(database.url()))
    _ = try reader.run([Statement("BEGIN"), Statement("SELECT * FROM tributary.\"a_b'c_it\\em\"")])
    var changed = Self.type
    changed.fields.append("more")
    let wider = changed
    async let migration: Void = database.connect().migrate(showing: [wider])
    for number in 0..<10 { _ = try await stream.commit(StreamTransaction(["\(number)": "[]"])) }
    _ = try reader.run([Statement("COMMIT")])
    try await migration
    try expect(
      database.sql(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'tributary.\"a_b''c_it\\em\"'::regclass AND attname = 'more'"
      ), equals: "1")
  }

  @Test("a database without tables, or of another version, says what to do")
  func versions() async throws {
    let server = try PrivatePostgreSQL.shared.get()
    let name = "test_\(UInt32.random(in: .min ... .max))"
    try server.sql("CREATE DATABASE \(name)")
    let base = try PostgreSQLDatabase(server.url(name))
    func expectHint() async throws {
      let error = await #expect(throws: StoreError.self) {
        _ = try await base.store(account: 1).open(.test(), types: [])
      }
      expect("\(try #require(error))".contains("run `tributary fleet migrate`"), equals: true)
    }
    try await expectHint()
    try await base.migrate()
    // As if the migration to this version were still to come.
    try server.sql("UPDATE tributary.layout SET version = version - 1", in: name)
    try await expectHint()
    try server.sql("UPDATE tributary.layout SET version = 9, oldest = 1", in: name)
    let account = try #require(
      try await base.add([.init(service: "a", baseURL: "b", name: "c", period: .seconds(1))]).first)
    // Workers of this version go on while the next one's are started.
    _ = try await base.store(account: account.id).open(.test(), types: [])
    try server.sql("UPDATE tributary.layout SET oldest = \(Layout.version + 1)", in: name)
    await #expect(throws: StoreError.newerSchema(path: base.label, version: 9)) {
      _ = try await base.store(account: account.id).open(.test(), types: [])
    }
  }

  @Test("tables of the first version are brought up to date while its workers go on")
  func versionBefore() async throws {
    let server = try PrivatePostgreSQL.shared.get()
    let name = "test_\(UInt32.random(in: .min ... .max))"
    try server.sql("CREATE DATABASE \(name)")
    let before = Layout.steps[0]
    try server.sql("CREATE SCHEMA tributary; SET search_path = tributary; \(before)", in: name)
    try server.sql("UPDATE tributary.layout SET version = 1, oldest = 1", in: name)
    // What a worker of that version writes.
    let account = try #require(
      try await PostgreSQLDatabase(server.url(name)).add([
        FleetAccount(service: "test", baseURL: "https://api.test", name: "a", period: .seconds(60))
      ]).first)
    func commitAsBefore(_ number: Int) throws {
      try server.sql(
        """
        INSERT INTO tributary.stream (account, number, service, base_url, account_name, scope, incarnation, place)
          VALUES (\(account.id), 1, 'test', 'https://api.test', '', '', 'old', 1) ON CONFLICT DO NOTHING;
        UPDATE tributary.stream SET change = change + 1, epoch = greatest(epoch, 0), generation = generation + 1;
        INSERT INTO tributary.record (account, stream, type, id, deleted, epoch, change, payload)
          VALUES (\(account.id), 1, 'item', '\(number)', false, 0, \(number), '[\(number)]');
        INSERT INTO tributary.outbox (account, stream, key) VALUES (\(account.id), 1, '\(number)');
        """, in: name)
    }
    try commitAsBefore(1)
    let moment = Timestamp(secondsSince1970: 1_700_000_000)
    let base = try PostgreSQLDatabase(server.url(name), now: { moment ?? .epoch })
    try await base.migrate()
    let store = base.store(account: account.id)
    try await expect(store.items(), equals: ["1=[1]"])
    try await expect(store.streams().map(\.committedAt), equals: [nil])
    try commitAsBefore(2)
    let stream = try await store.open(.test(), types: [])
    let state = try await stream.state()
    expect(state.incarnation, equals: "old")
    expect(state.outbox, equals: ["1", "2"])
    _ = try await stream.commit(StreamTransaction(["3": "[3]"]))
    try await expect(store.items(), equals: ["1=[1]", "2=[2]", "3=[3]"])
    try await expect(store.streams().map(\.committedAt), equals: [moment])
    try await expect(base.accounts(after: nil, limit: 9).map(\.committedAt), equals: [moment])
    stream.close()
    try commitAsBefore(4)
    try await expect(store.items().count, equals: 4)
  }

  @Test("a view shows what the model reads, whatever the record is")
  func view() async throws {
    let database = try await TestDatabase(showing: [Self.type])
    let account = try #require(try await database.addAccounts(1).first)
    let store = try database.connect().store(account: account.id)
    let stream = try await store.open(StreamKey(service: "a-b'c", baseURL: "https://api.test", scope: "all"), types: [])
    let rows: [(json: [UInt8], name: String)] = [
      (Array(#"{"id":1,"name":"plain","na\"me":"quoted","é'\\x":1e400}"#.utf8), "plain|quoted|1e400"),
      (Array(#"{"name":"first","name":"last"}"#.utf8), "last||"),
      (Array(#"{"name":"cut\u0000off"}"#.utf8), "cut\u{FFFD}off||"),
      (Array(#"{"name":"Malm\ud83d"}"#.utf8), "Malm\u{FFFD}||"),
      (Array(#"{"name":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), "\u{FFFD}(||"),
      (Array("{\"name\":\"back\\\\u0000slash\"}".utf8), "back\\u0000slash||"),
      (Array((String(repeating: "[", count: 400) + String(repeating: "]", count: 400)).utf8), "||"),
      (Array("[1]".utf8), "||"),
    ]
    var transaction = StreamTransaction()
    for (index, row) in rows.enumerated() {
      let payload = try RawJSON(validating: SharedBytes(row.json))
      transaction.changes.append(RecordChange(type: "it\\em", id: "\(index)", kind: .upsert(payload)))
    }
    transaction.changes.append(RecordChange(type: "it\\em", id: "gone", kind: .delete))
    _ = try await stream.commit(transaction)
    let columns = "name, \"na\"\"me\", \"é'\\x\""
    try expect(
      database.sql("SELECT \(columns) FROM tributary.\"a_b'c_it\\em\" ORDER BY record_id"),
      equals: rows.map(\.name).joined(separator: "\n"))
    try expect(
      database.sql("SELECT DISTINCT account, scope_2 FROM tributary.\"a_b'c_it\\em\""), equals: "account 0|all")
    // What lies over the mirror is shown in its place.
    try await store.apply(
      [
        RecordChange(type: "it\\em", id: "0", kind: .upsert(try RawJSON(#"{"name":"over"}"#))),
        RecordChange(type: "it\\em", id: "1", kind: .delete),
      ], service: "a-b'c", stream: nil, at: .epoch)
    try expect(
      database.sql("SELECT name FROM tributary.\"a_b'c_it\\em\" WHERE record_id < '3' ORDER BY record_id"),
      equals: "over\ncut\u{FFFD}off")
  }

  @Test("a worker's role needs no right to create, to change accounts, or to delete records")
  func roles() async throws {
    let database = try await TestDatabase()
    try await database.addAccounts(1)
    let role = "worker_\(database.name)"
    try database.sql(
      """
      CREATE ROLE \(role) LOGIN;
      GRANT USAGE ON SCHEMA tributary TO \(role);
      GRANT SELECT ON ALL TABLES IN SCHEMA tributary TO \(role);
      GRANT INSERT, UPDATE ON tributary.stream, tributary.record, tributary.credential TO \(role);
      GRANT UPDATE ON tributary.lease, tributary.place TO \(role);
      GRANT INSERT, UPDATE, DELETE ON tributary.outbox, tributary.failure, tributary.quarantine, tributary.overlay
        TO \(role);
      """)
    let base = try PostgreSQLDatabase(database.url().replacing("tributary@", with: "\(role)@"))
    let lease = try #require(try await base.claim(.test("a")).leases.first)
    let stream = try await base.store(for: lease).open(.test(), types: [])
    var page = try StreamTransaction(["1": "[1]", "2": "[2]"], acknowledging: ["a"])
    page.unsettledObjects = [RecordReference(type: "a", id: "b")]
    page.recovered = page.unsettledObjects
    page.acknowledged = ["a"]
    page.quarantine = [QuarantinedItem(type: "a", id: "1", payload: try RawJSON("1"), problem: "p")]
    page.epoch = 1
    page.sweep = .delete([])
    _ = try await stream.commit(page)
    try await stream.renewIncarnation()
    #expect(try await base.release(lease, outcome: .finished(incomplete: nil), after: .seconds(1)))
    await #expect(throws: AccountSourceError.self) { _ = try await base.add([lease.account]) }
    await #expect(throws: StoreError.self) { try await base.migrate(showing: [Self.type]) }
  }
}
#endif
