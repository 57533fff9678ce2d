#if PostgreSQL
import Expect
import Foundation
import PostgreSQLServer
import Testing
import Tributary
import TributaryFleet
import TributaryJSON

@testable import TributaryPostgreSQL

@Suite("Copies of a database, and replicas", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(3)))
struct PlaceTests {
  private func fill(_ database: TestDatabase) async throws -> (account: Int, state: StreamState) {
    let account = try #require(try await database.addAccounts(1).first)
    let stream = try await database.connect().store(account: account.id).open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"], acknowledging: ["a"]))
    return (account.id, try await stream.state())
  }

  private func state(of store: PostgreSQLStore) async throws -> (state: StreamState, notice: String?) {
    let stream = try await store.open(.test(), types: [])
    defer { stream.close() }
    return (try await stream.state(), stream.notice)
  }

  @Test("opening again changes nothing")
  func same() async throws {
    let database = try await TestDatabase()
    let (account, before) = try await fill(database)
    try database.sql("UPDATE tributary.lease SET until = NULL")
    let after = try await state(of: database.connect().store(account: account))
    expect(after.state, equals: before)
    expect(after.notice, equals: nil)
  }

  @Test("a clone in the same server, and a dump, begin another incarnation", arguments: ["template", "dump"])
  func clone(_ kind: String) async throws {
    let database = try await TestDatabase()
    let (account, before) = try await fill(database)
    let copy = database.name + "_copy"
    if kind == "template" {
      for _ in 0..<100 {
        // A template must have no other connection, and ours end when their objects do.
        if (try? database.server.sql("CREATE DATABASE \(copy) TEMPLATE \(database.name)")) != nil { break }
        usleep(20_000)
      }
    } else {
      let file = database.server.folder + "/\(copy).dump"
      try database.server.run("pg_dump", ["-Fc", "-f", file, database.url()])
      try database.server.sql("CREATE DATABASE \(copy)")
      try database.server.run("pg_restore", ["-d", database.server.url(copy), file])
    }
    try database.server.sql("UPDATE tributary.lease SET until = NULL", in: copy)
    let base = try PostgreSQLDatabase(database.server.url(copy))
    let store = base.store(account: account)
    let after = try await state(of: store)
    #expect(after.state.incarnation != before.incarnation)
    expect(after.state.outbox, equals: [])
    expect(after.state.epoch, equals: before.epoch)
    #expect(after.notice != nil)
    let again = try await state(of: store)
    expect(again.state, equals: after.state)
    expect(again.notice, equals: nil)
    try await expect(base.store(account: account).items(), equals: ["1=[1]"])
    // The original goes on as it was.
    try database.sql("UPDATE tributary.lease SET until = NULL")
    try await expect(state(of: database.connect().store(account: account)).state, equals: before)
  }

  @Test(
    "a replica that was promoted is noticed at once, and the commit of a run that went over to it is refused",
    arguments: [PostgreSQLDatabase.FailoverPolicy.renew, .trust])
  func promotion(_ policy: PostgreSQLDatabase.FailoverPolicy) async throws {
    let server = try PrivatePostgreSQL()
    defer { server.remove() }
    let database = try await TestDatabase(on: server)
    let (account, before) = try await fill(database)
    try database.sql("UPDATE tributary.lease SET until = NULL")
    let folder = server.folder + "/replica"
    try server.run(
      "pg_basebackup",
      ["-D", folder, "-h", "127.0.0.1", "-p", "\(server.port)", "-U", "tributary", "-R", "-X", "stream", "-c", "fast"])
    let replica = try PrivatePostgreSQL(copying: folder)
    defer { replica.remove() }
    let base = try PostgreSQLDatabase(
      replica.url(database.name, parameters: "?target_session_attrs=any"), afterFailover: policy)
    // Until then it can be read and not written.
    try await expect(base.store(account: account).items(), equals: ["1=[1]"])
    let refusal = await #expect(throws: StoreError.self) { _ = try await state(of: base.store(account: account)) }
    guard case .notWritable = refusal else {
      Issue.record("not the error that was expected: \(String(describing: refusal))")
      return
    }
    // The run that is open notices it in its next commit, before anything is acknowledged.
    let running = try await database.connect().store(account: account).open(.test(), types: [])
    try server.sql("CHECKPOINT")
    for _ in 0..<500 {
      if try replica.sql("SELECT owner IS NOT NULL FROM tributary.lease", in: database.name) == "t" { break }
      usleep(10_000)
    }
    // This commit is acknowledged and never arrives.
    server.crash()
    try replica.sql("SELECT pg_promote(true, 60)")
    _ = running
    try replica.sql("UPDATE tributary.lease SET until = NULL", in: database.name)
    let after = try await state(of: base.store(account: account))
    switch policy {
    case .renew:
      #expect(after.state.incarnation != before.incarnation && after.notice != nil)
      expect(after.state.outbox, equals: [])
    case .trust:
      expect(after.state, equals: before)
      expect(after.notice, equals: nil)
    }
  }

  @Test("a database that is elsewhere since the stream was opened refuses what would be acknowledged")
  func guarded() async throws {
    let database = try await TestDatabase()
    let (account, _) = try await fill(database)
    try database.sql("UPDATE tributary.lease SET until = NULL")
    let base = try database.connect()
    let stream = try await base.store(account: account).open(.test(), types: [])
    // As after a promotion between two commits.
    try database.sql("UPDATE tributary.place SET known = 'elsewhere'")
    let error = await #expect(throws: StoreError.self) {
      _ = try await stream.commit(StreamTransaction(["2": "[2]"], acknowledging: ["b"]))
    }
    guard case .replaced = error else {
      Issue.record("not the error that was expected: \(String(describing: error))")
      return
    }
    try await expect(base.store(account: account).items(), equals: ["1=[1]"])
    // What no service will forget may be stored.
    try await expect(stream.commit(StreamTransaction(["3": "[3]"])).inserted, equals: 1)
  }

  @Test("a commit whose wait for a replica was given up is not reported as safe")
  func notReplicated() async throws {
    let server = try PrivatePostgreSQL()
    defer { server.remove() }
    let database = try await TestDatabase(on: server)
    let account = try #require(try await database.addAccounts(1).first)
    let stream = try await database.connect().store(account: account.id).open(.test(), types: [])
    try server.sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    try server.sql("SELECT pg_reload_conf()")
    async let commit = stream.commit(StreamTransaction(["1": "[1]"], acknowledging: ["a"]))
    while try server.sql(
      "SET synchronous_commit = local; SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") == "0"
    { usleep(5_000) }
    try server.sql(
      "SET synchronous_commit = local; SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    )
    do {
      _ = try await commit
      Issue.record("a commit that no replica has was reported as safe")
    } catch { expect(error as? StoreError, equals: .outcomeUnknown(.test())) }
  }
}
#endif
