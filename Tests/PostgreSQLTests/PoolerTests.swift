#if PostgreSQL
import Expect
import Foundation
import PostgreSQLServer
import Testing
import Tributary
import TributaryFleet
import TributaryJSON

@testable import TributaryPostgreSQL

@Suite("Behind PgBouncer in transaction mode", .enabled(if: Tool.isPoolerExpected), .timeLimit(.minutes(2)))
struct PoolerTests {
  /// A pooler in front of a database, with as many of the server's processes as given.
  private func withPooler(
    to database: TestDatabase, size: Int, _ body: (Int) async throws -> Void
  ) async throws {
    let program = try #require(Tool.pgbouncer, "PgBouncer is not installed: apt-get install pgbouncer")
    let port = try Tool.freePort()
    let users = try database.server.write("\"tributary\" \"\"\n", to: "users-\(port)")
    let settings = try database.server.write(
      """
      [databases]
      * = host=127.0.0.1 port=\(database.server.port)
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = \(port)
      unix_socket_dir =
      auth_type = any
      auth_file = \(users)
      pool_mode = transaction
      default_pool_size = \(size)
      max_client_conn = 100
      server_login_retry = 1
      logfile = \(database.server.folder)/pooler-\(port).log
      """.replacing("* = host", with: "\(database.name) = user=tributary host"), to: "pooler-\(port).ini")
    let pooler = try database.server.launch(program, [settings])
    defer { PrivatePostgreSQL.end(pooler) }
    // Where its port is taken it goes on without one, so that an answer is waited for.
    for _ in 0..<200 {
      if (try? database.server.run("pg_isready", ["-q", "-h", "127.0.0.1", "-p", "\(port)"])) != nil { break }
      usleep(20_000)
    }
    try await body(port)
  }

  @Test("what another client left in a session changes nothing")
  func leakedSettings() async throws {
    let database = try await TestDatabase()
    let accounts = try await database.addAccounts(2)
    try database.sql(
      "CREATE SCHEMA other; CREATE TABLE other.lease AS SELECT * FROM tributary.lease; CREATE ROLE guest_\(database.name)"
    )
    try await withPooler(to: database, size: 1) { port in
      let leaking = try Connection(ConnectionOptions(database.url(port: port)))
      for setting in [
        "search_path = other", "default_transaction_read_only = on", "default_transaction_isolation = 'serializable'",
        "synchronous_commit = off", "standard_conforming_strings = off", "bytea_output = 'escape'",
        "DateStyle = 'German'", "TimeZone = 'Asia/Tokyo'", "role = guest_\(database.name)",
        "client_encoding = 'LATIN1'",
        "lock_timeout = '1ms'", "IntervalStyle = 'iso_8601'", "row_security = off",
      ] {
        _ = try leaking.run([Statement("SET \(setting)")])
      }
      let base = try database.connect(port: port)
      let lease = try #require(try await base.claim(.test("a", limit: 1)).leases.first)
      expect(lease.account.id, equals: accounts[0].id)
      let stream = try await base.store(for: lease).open(.test("é\0"), types: [])
      var page = try StreamTransaction(["1": #"{"é":"\\ü"}"#, "é": "[]"], acknowledging: ["a"])
      page.quarantine = [QuarantinedItem(type: "item", id: nil, payload: try RawJSON("1"), problem: "é")]
      try await expect(stream.commit(page).inserted, equals: 2)
      try await expect(stream.commit(page).unchanged, equals: 2)
      let store = base.store(account: lease.account.id)
      try await expect(store.items(), equals: [#"1={"é":"\\ü"}"#, "é=[]"])
      try await expect(store.streams().map(\.key.scope), equals: ["é\0"])
      try await base.migrate(showing: [RecordType(service: "test", name: "item", fields: ["é"])])
      // The leak was there all the time, in the server's only process for all of us.
      try expect(leaking.run([Statement("SHOW search_path")])[0].text(0, 0), equals: "other")
    }
  }

  @Test("many tasks over few of the server's processes")
  func many() async throws {
    let database = try await TestDatabase()
    let accounts = try await database.addAccounts(12)
    try await withPooler(to: database, size: 2) { port in
      let base = try database.connect(port: port, connections: 8)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for account in accounts {
          group.addTask {
            let store = base.store(account: account.id)
            let stream = try await store.open(.test(), types: [])
            for number in 0..<15 {
              _ = try await stream.commit(
                StreamTransaction(["\(number)": "[\(account.id)]"], acknowledging: ["\(number)"]))
            }
            try await expect(store.count(service: "test", type: "item", stream: nil), equals: 15)
          }
        }
        try await group.waitForAll()
      }
      try expect(database.sql("SELECT count(*), min(change), max(change) FROM tributary.stream"), equals: "12|15|15")
    }
  }
}
#endif
