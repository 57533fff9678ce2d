#if PostgreSQL
import Expect
import PostgreSQLServer
import Testing
import Tributary
import TributaryEmulator
import TributaryFleet
import TributaryPostgreSQL
import ZendeskSell
import ZendeskSellEmulator

/// The code of this file and of the worker is shown in the article about fleets.
@Suite("A worker on a database", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(2)))
struct DatabaseWorkerTests {
  @Test("keeps accounts beside another worker, and gives back what it holds")
  func work() async throws {
    let service = ZendeskSellEmulator(.init(records: 120))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let url = try await TestDatabase().url()

    let database = try PostgreSQLDatabase(url)
    try await database.migrate(showing: ZendeskSell.Client.syncedTypes)
    let accounts = try await database.add(
      ["acme", "globex", "initech"].map {
        FleetAccount(service: "zendesk-sell", baseURL: server.baseURL, name: $0, period: .seconds(3_600))
      })

    let stranger = FleetAccount(
      service: "zendesk-sell", baseURL: "https://elsewhere.example", name: "acme", period: .seconds(3_600))
    _ = try await database.add([stranger])
    let tokens: [String: Secret] = ["acme": "t1", "globex": "t2", "initech": "t3"]
    let baseURL = server.baseURL
    let workers = (0..<2).map { _ in
      Task { try await PostgreSQLTests.work(on: url, tokens: tokens, allowing: [baseURL]) }
    }
    var statuses: [AccountStatus] = []
    repeat {
      statuses = try await database.accounts(after: nil, limit: 10)
      await Task.yield()
    } while statuses.contains { !$0.hasSynced && $0.problem == nil }
    for worker in workers { worker.cancel() }
    for worker in workers { try await worker.value }
    statuses = try await database.accounts(after: nil, limit: 10)
    expect(statuses.map(\.hasSynced), equals: [true, true, true, false])
    expect(statuses.map(\.owner), equals: [nil, nil, nil, nil])
    expect(statuses.last?.problem, equals: "UnknownAccount()")
    expect(statuses.map { $0.committedAt != nil }, equals: [true, true, true, false])
    for account in accounts {
      let contacts = try await database.store(account: account.id).all(Contact.self)
      expect(contacts.count, equals: service.snapshot()["contact"]?.count)
    }
    // The migration shows each type to people.
    try await expect(database.assumptions().isEmpty, equals: false)
  }
}
#endif
