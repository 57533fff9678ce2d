#if PostgreSQL
import Expect
import Foundation
import PostgreSQLServer
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributaryPostgreSQL
import ZendeskSell
import ZendeskSellEmulator

/// A service that forgets what was acknowledged, and a database that goes back behind that.
@Suite("A database that goes back", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(3)))
struct FailoverTests {
  private static let pageSize = 100
  private let service = ZendeskSellEmulator(.init(records: 1_500, seed: 11))
  private let client: ZendeskSell.Client

  init() {
    service.adjust { $0.pageSize = Self.pageSize }
    client = ZendeskSell.Client(
      token: "x", transport: InProcessTransport(service), policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
  }

  /// How many changes the service has been told are stored.
  private var acknowledged: Int { service.counts.acknowledgedKeys }

  @Test(
    "a replica that is promoted without what was acknowledged stops the run, and what is lost depends on the policy",
    arguments: PostgreSQLDatabase.FailoverPolicy.allCases)
  func promotion(_ policy: PostgreSQLDatabase.FailoverPolicy) async throws {
    let primary = try PrivatePostgreSQL()
    defer { primary.remove() }
    let database = try await TestDatabase(on: primary)
    let account = try #require(try await database.addAccounts(1).first)
    let replica = try primary.replica()
    defer { replica.remove() }
    // A connection goes to whichever of the two can be written to.
    let hosts = "127.0.0.1:\(primary.port),127.0.0.1:\(replica.port)"
    let base = try PostgreSQLDatabase(
      "postgresql://tributary@\(hosts)/\(database.name)", connections: 2, afterFailover: policy)
    let store = base.store(account: account.id)

    var commits = 0
    do {
      for try await event in client.sync(into: store) {
        guard case .committed = event else { continue }
        commits += 1
        switch commits {
        case 3:
          try disconnect(replica, from: primary)
          expect(acknowledged, equals: 0)
        case 9:
          #expect(acknowledged > 3 * Self.pageSize, "the replica lacks something that was acknowledged")
          primary.crash()
          try replica.sql("SELECT pg_promote(true, 60)")
        default: break
        }
      }
      Issue.record("the run went on in another place")
    } catch SyncError.store(.replaced) {}
    expect(commits, equals: 9)
    #expect(acknowledged <= 9 * Self.pageSize, "a page was acknowledged that the replica refused")

    // The lease went over with the replica, and this store still holds it.
    let report = try await client.sync(into: store).run()
    expect(report.result, equals: .upToDate)
    let mirror = try await service.mirror(in: store)
    switch policy {
    case .renew:
      expect(report.notes.map(\.code), equals: ["databaseReplaced", "databaseWasCopied"])
      expect(service.devices.count, equals: 2)
      expect(mirror, equals: service.snapshot())
    case .trust:
      // Nothing says so, and what was acknowledged after the replica's last commit does not come again.
      expect(report.notes.map(\.code), equals: [])
      expect(service.devices.count, equals: 1)
      let missing = service.snapshot().values.reduce(0) { $0 + $1.count } - mirror.values.reduce(0) { $0 + $1.count }
      #expect((1...9 * Self.pageSize).contains(missing), "\(missing) records are missing")
      // The way back that the documentation names.
      let stream = try await store.open(try #require(try await store.streams().first).key, types: [])
      try await stream.renewIncarnation()
      stream.close()
      try await expect(client.sync(into: store).run().result, equals: .upToDate)
      try await expect(service.mirror(in: store), equals: service.snapshot())
    }
    try await expect(client.sync(into: store).run().requests, equals: 1)
  }

  @Test(
    "a copy of the database that lacks what was acknowledged gets everything again, and the original nothing",
    arguments: ["template", "dump"])
  func copies(_ kind: String) async throws {
    let database = try await TestDatabase()
    let account = try #require(try await database.addAccounts(1).first)
    let copy = database.name + "_copy"
    try await expect(client.sync(into: database.connect().store(account: account.id)).run().result, equals: .upToDate)
    try database.copy(as: copy, by: kind)
    // The original goes on, and the service forgets what the copy lacks.
    service.change(60)
    try await expect(client.sync(into: database.connect().store(account: account.id)).run().result, equals: .upToDate)
    service.change(20)
    try database.server.sql("UPDATE tributary.lease SET owner = NULL, until = NULL", in: copy)
    let store = try PostgreSQLDatabase(database.server.url(copy)).store(account: account.id)
    try await #expect(service.mirror(in: store) != service.snapshot())
    let report = try await client.sync(into: store).run()
    expect(report.result, equals: .upToDate)
    expect(report.notes.map(\.code), equals: ["databaseReplaced", "databaseWasCopied"])
    try await expect(service.mirror(in: store), equals: service.snapshot())
    expect(service.devices.count, equals: 2)
    // Both of them are complete, each as a device of its own.
    try database.sql("UPDATE tributary.lease SET owner = NULL, until = NULL")
    let original = try database.connect().store(account: account.id)
    let last = try await client.sync(into: original).run()
    expect(last.result, equals: .upToDate)
    expect(last.notes.map(\.code), equals: [])
    try await expect(service.mirror(in: original), equals: service.snapshot())
    expect(service.devices.count, equals: 2)
  }

  /// Lets a replica catch up, and then no further.
  private func disconnect(_ replica: PrivatePostgreSQL, from primary: PrivatePostgreSQL) throws {
    let position = try primary.sql("SELECT pg_current_wal_insert_lsn()")
    try primary.sql("CHECKPOINT")
    try wait("the replica catches up") {
      try replica.sql("SELECT pg_last_wal_replay_lsn() >= '\(position)'") == "t"
    }
    try replica.sql("ALTER SYSTEM SET primary_conninfo = ''")
    try replica.sql("SELECT pg_reload_conf()")
    try wait("the replica lets go") { try replica.sql("SELECT count(*) FROM pg_stat_wal_receiver") == "0" }
  }

  private func wait(_ what: String, _ isDone: () throws -> Bool) throws {
    for _ in 0..<1_000 {
      if try isDone() { return }
      usleep(10_000)
    }
    throw PrivatePostgreSQL.Failure("never: \(what)")
  }
}
#endif
