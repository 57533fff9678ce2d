#if PostgreSQL
import Expect
import PostgreSQLServer
import Testing
import TributaryEmulator
import TributaryFleet
import TributaryPostgreSQL

@testable import Tributary

/// What simulated runs commit, with their crashes and power failures, committed to a PostgreSQL.
@Suite("Simulations on PostgreSQL", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(5)))
struct PostgreSQLSimulationTests {
  private static let database = Task {
    let server = try PrivatePostgreSQL.shared.get()
    try server.sql("CREATE DATABASE simulations")
    try await PostgreSQLDatabase(server.url("simulations")).migrate()
    return server.url("simulations")
  }

  /// Repeats what was committed to a store, in runs that begin and end, and expects the same of each commit.
  private func repeatCommits(of simulated: SimulatedStore, _ types: [String], name: String) async throws -> Int {
    let database = try PostgreSQLDatabase(await Self.database.value, connections: 1)
    let added = try await database.add([
      FleetAccount(service: "test", baseURL: "http://localhost", name: name, period: .seconds(60))
    ])
    let store = database.store(account: try #require(added.first).id)
    var stream = try await store.open(simulated.key, types: [])
    let commits = simulated.commits
    for (index, commit) in commits.enumerated() {
      try await expect(stream.commit(commit.transaction), equals: commit.counts, "\(name), commit \(index)")
      if index % 7 == 6 {
        stream.close()
        stream = try await store.open(simulated.key, types: [])
      }
    }
    var state = try await stream.state()
    let expected = simulated.state()
    state.incarnation = expected.incarnation
    expect(state, equals: expected, "\(name)")
    for type in types {
      var found: [String] = []
      for try await record in store.storedRecords(service: "test", type: type) {
        found.append("\(record.id)=\(record.payload.text)")
      }
      expect(Set(found), equals: Set(simulated.records(type).map { "\($0.id)=\($0.payload.text)" }), "\(name)")
    }
    try await expect(
      Set(store.quarantine(stream: nil, limit: .max).map(\.payload)), equals: Set(simulated.quarantined), "\(name)")
    return commits.count
  }

  @Test("The snapshot's runs")
  func snapshot() async throws {
    var commits = 0
    for seed in 0..<25 as Range<UInt64> {
      var simulation = try SnapshotSimulation(seed: seed)
      #expect(try await simulation.runScenario() == nil)
      commits += try await repeatCommits(of: simulation.store, SnapshotServer.types, name: "snapshot \(seed)")
    }
    #expect(commits > 100)
  }

  @Test("The token cursor's runs")
  func tokenCursor() async throws {
    var commits = 0
    for seed in 0..<25 as Range<UInt64> {
      var simulation = try TokenCursorSimulation(seed: seed)
      #expect(try await simulation.runScenario() == nil)
      commits += try await repeatCommits(of: simulation.store, TokenCursorServer.types, name: "token cursor \(seed)")
    }
    #expect(commits > 100)
  }
}
#endif
