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
    try database.copy(as: copy, by: kind)
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

  @Test("a replica can be read and not written, and is another place at once when it is promoted")
  func promotion() async throws {
    let server = try PrivatePostgreSQL()
    defer { server.remove() }
    let database = try await TestDatabase(on: server)
    let (account, before) = try await fill(database)
    try database.sql("UPDATE tributary.lease SET until = NULL")
    let replica = try server.replica()
    defer { replica.remove() }
    let base = try PostgreSQLDatabase(replica.url(database.name, parameters: "?target_session_attrs=any"))
    try await expect(base.store(account: account).items(), equals: ["1=[1]"])
    let refusal = await #expect(throws: StoreError.self) { _ = try await state(of: base.store(account: account)) }
    guard case .notWritable = refusal else {
      Issue.record("not the error that was expected: \(String(describing: refusal))")
      return
    }
    server.crash()
    try replica.sql("SELECT pg_promote(true, 60)")
    let after = try await state(of: base.store(account: account))
    #expect(after.state.incarnation != before.incarnation && after.notice != nil)
    expect(after.state.outbox, equals: [])
  }

  @Test("a holder whose term a replica gave out again writes nothing once the other holder has begun")
  func sameTerm() async throws {
    let database = try await TestDatabase()
    let (account, _) = try await fill(database)
    try database.sql("UPDATE tributary.lease SET until = NULL")
    let old = try await database.connect().store(account: account).open(.test(), types: [])
    _ = try await old.commit(StreamTransaction(["2": "[2]"]))
    // The replica lacks both the claim and the commit, and whoever comes next gets the same numbers.
    try database.sql(
      """
      UPDATE tributary.lease SET term = term - 1, owner = NULL, until = NULL;
      UPDATE tributary.stream SET change = change - 1;
      DELETE FROM tributary.record WHERE id = '2';
      UPDATE tributary.place SET known = 'elsewhere';
      """)
    let store = try database.connect().store(account: account)
    let new = try await store.open(.test(), types: [])
    await #expect(throws: StoreError.self) { _ = try await old.commit(StreamTransaction(["3": "[3]"])) }
    await #expect(throws: StoreError.self) { try await old.dropApplied() }
    await #expect(throws: StoreError.self) { try await old.renewIncarnation() }
    try await expect(store.items(), equals: ["1=[1]"])
    try await expect(new.commit(StreamTransaction(["4": "[4]"], acknowledging: ["d"])).inserted, equals: 1)
  }

  @Test("workers note their policy, and it is said what trust assumes")
  func policy() async throws {
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let base = try database.connect()
    try await expect(base.failoverPolicy(), equals: nil)
    for policy in [PostgreSQLDatabase.FailoverPolicy.renew, .trust, .renew] {
      let store = try database.connect(afterFailover: policy).store(account: account.id)
      let before = try database.sql("SELECT known, number FROM tributary.place")
      let opened = try await state(of: store)
      expect(opened.notice, equals: nil)
      try expect(database.sql("SELECT known, number FROM tributary.place"), equals: before)
      try await expect(base.failoverPolicy(), equals: policy)
      let assumptions = try await base.assumptions()
      expect(assumptions.contains { $0.contains("--failover trust") }, equals: policy == .trust)
      expect(assumptions.contains { $0.contains("snapshot of the disk") }, equals: true)
      try database.sql("UPDATE tributary.lease SET owner = NULL, until = NULL")
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
    // The server takes the setting over when it likes to. Commits are safe until then.
    async let failure: StoreError? = {
      for number in 0..<100_000 {
        do { _ = try await stream.commit(StreamTransaction(["1": "[\(number)]"], acknowledging: ["a"])) } catch {
          return error as? StoreError
        }
      }
      return nil
    }()
    // What this test asks itself waits for no replica.
    let waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    while try server.sql("SET synchronous_commit = local; SELECT count(*) \(waiting)") == "0" { usleep(5_000) }
    try server.sql("SET synchronous_commit = local; SELECT pg_cancel_backend(pid) \(waiting)")
    await expect(failure, equals: .outcomeUnknown(.test()))
  }
}
#endif
