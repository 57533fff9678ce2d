#if PostgreSQL
import Foundation
import PostgreSQLServer
import Tributary
import TributaryFleet
import TributaryHTTP
import TributaryPostgreSQL
import TributarySQLite
import ZendeskSell

/// Many accounts on one durable PostgreSQL, and the same on a folder of SQLite files.
enum FleetFigures {
  static func all() async throws -> [Figure] {
    let server = try PrivatePostgreSQL()
    defer { server.remove() }
    // Tests go without; what is measured here must survive a crash.
    try server.sql("ALTER SYSTEM SET fsync = on")
    server.crash()
    try server.start()
    return try await claims(on: server) + firstSyncs(on: server)
  }

  private static func database(_ name: String, on server: PrivatePostgreSQL) async throws -> PostgreSQLDatabase {
    try server.sql("CREATE DATABASE \(name)")
    let database = try PostgreSQLDatabase(server.url(name), connections: 16)
    try await database.migrate(showing: [])
    return database
  }

  // MARK: - Claims

  /// Sixteen claimers take every account there is.
  private static func claims(on server: PrivatePostgreSQL) async throws -> [Figure] {
    let database = try await database("claims", on: server)
    try server.sql(
      """
      INSERT INTO tributary.account (service, base_url, name, credential, period)
        SELECT 'test', 'https://api.test', 'account ' || n, 'credential ' || n, 60 FROM generate_series(1, 100000) n;
      INSERT INTO tributary.lease (account, due, scheduled)
        SELECT id, now() - id * interval '1 ms', now() FROM tributary.account;
      """, in: "claims")
    try server.sql("VACUUM ANALYZE", in: "claims")
    var figures: [Figure] = []
    for (limit, accounts) in [(1, 20_000), (8, 60_000)] {
      let taken = Locked(0)
      let seconds = try await seconds {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for claimer in 0..<16 {
            group.addTask {
              let request = ClaimRequest(
                owner: "claimer \(claimer)", limit: limit, longLimit: limit, lifetime: .seconds(600),
                backoff: AttemptBackoff(initial: .seconds(3_600), maximum: .seconds(7_200)))
              while taken.withLock({ $0 }) < accounts {
                let leases = try await database.claim(request).leases
                taken.withLock { $0 += leases.count }
              }
            }
          }
          try await group.waitForAll()
        }
      }
      let count = Double(taken.withLock { $0 })
      figures.append(
        Figure(
          key: "fleet/claims/\(limit)", title: "Claims by 16 claimers among 100000 accounts, \(limit) at a time",
          value: count / Double(limit) / seconds, unit: "claims/s",
          detail: String(format: "%.0f accounts/s, each claim a transaction", count / seconds)))
    }
    return figures
  }

  // MARK: - First syncs

  private static let accounts = 100
  private static let records = 1_000

  /// A hundred accounts that are synced for the first time, all at once.
  private static func firstSyncs(on server: PrivatePostgreSQL) async throws -> [Figure] {
    let service = try ServerProcess(
      "tributary",
      [
        "serve", "zendesk-sell", "--accounts", "\(accounts)", "--records", "\(records)", "--change-every", "0",
      ])
    defer { service.stop() }
    let database = try await database("syncs", on: server)
    let path = FileManager.default.temporaryDirectory.appending(path: "tributary-benchmark-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let names = (1...accounts).map { "account-\($0)" }
    let list = names.map {
      FleetAccount(
        service: "zendesk-sell", baseURL: service.url, name: $0, credential: $0, period: .seconds(3_600))
    }
    // The first run lets the service make its records, and is not counted.
    var folders: [Run] = []
    for number in 0..<3 {
      let folder = try AccountFolder(path + "/\(number)", creating: true)
      try folder.add(list)
      folders.append(try await run(folder))
    }
    _ = try await database.add(list)
    let shared = try await run(database)
    // As many at a time as a worker has slots by default: more of them delay each other by their own work.
    let paced = try await Self.database("paced", on: server)
    _ = try await paced.add(list)
    let calm = try await run(paced, slots: FleetPolicy().slots)
    let local = folders[1].seconds < folders[2].seconds ? folders[1] : folders[2]
    let total = Double(accounts * records)
    return [
      Figure(
        key: "fleet/first-syncs", title: "First syncs of \(accounts) accounts into PostgreSQL",
        value: total / shared.seconds, unit: "records/s",
        detail: String(format: "SQLite files %.0f records/s", total / local.seconds)),
      Figure(
        key: "fleet/against-sqlite", title: "That, against SQLite files", value: local.seconds / shared.seconds,
        unit: "times"),
      Figure(
        key: "fleet/delay", title: "The longest delay of another task, 16 at a time", value: calm.delay * 1_000,
        unit: "ms",
        detail: String(
          format: "%.0f ms all at once, with SQLite files %.0f ms", shared.delay * 1_000, local.delay * 1_000)),
    ]
  }

  private struct Run {
    var seconds: Double
    var delay: Double
  }

  private static func run(_ source: any AccountSource, slots: Int = accounts) async throws -> Run {
    let ended = Locked(0)
    let (finished, finish) = AsyncStream<String>.makeStream()
    let report: @Sendable (FleetEvent) -> Void = { event in
      guard case .ended(let lease, let outcome, _) = event else { return }
      guard case .finished(incomplete: nil) = outcome else {
        finish.yield("\(lease.account.label) ended with \(outcome.map { "\($0)" } ?? "its lease")")
        return
      }
      if ended.withLock({ count in
        count += 1
        return count == accounts
      }) {
        finish.finish()
      }
    }
    let policy = FleetPolicy(slots: slots, reservedSlots: 0, slice: .seconds(3_600))
    let worker = FleetWorker(source, policy: policy, report: report) { run in
      ZendeskSell.Client(
        token: Secret(run.account.credential), environment: .init(run.account.baseURL), transport: run.transport
      ).sync(into: run.store)
    }
    let longest = Locked(Duration.zero)
    let probe = Task {
      let clock = ContinuousClock()
      while !Task.isCancelled {
        let due = clock.now + .milliseconds(2)
        try await Task.sleep(until: due, clock: clock)
        let late = due.duration(to: clock.now)
        longest.withLock { $0 = max($0, late) }
      }
    }
    let seconds = try await seconds {
      let work = Task { try await worker.run() }
      for await problem in finished {
        work.cancel()
        throw MeasuredProcess.Failed(description: problem)
      }
      worker.stop()
      try await work.value
    }
    probe.cancel()
    let (whole, rest) = longest.withLock { $0 }.components
    return Run(seconds: seconds, delay: Double(whole) + Double(rest) / 1e18)
  }

  private static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let (seconds, attoseconds) = try await ContinuousClock().measure(body).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
#endif
