#if PostgreSQL
import Expect
import PostgreSQLServer
import Testing
import TributaryEmulator
import TributaryFleet
import TributaryPostgreSQL

@testable import Tributary

/// The scenarios of two protocols with their mirror in a PostgreSQL: each run opens the stream there, reads what it
/// remembers, and commits, and the oracle reads the records there.
@Suite("Simulations on PostgreSQL", .enabled(if: PrivatePostgreSQL.isExpected), .timeLimit(.minutes(10)))
struct PostgreSQLSimulationTests {
  private static let database = Task {
    let server = try PrivatePostgreSQL.shared.get()
    try server.sql("CREATE DATABASE simulations")
    try await PostgreSQLDatabase(server.url("simulations")).migrate()
    return server.url("simulations")
  }

  /// A mirror in an account of its own.
  private func store(_ name: String) async throws -> LiveStore {
    let database = try PostgreSQLDatabase(await Self.database.value, connections: 1)
    let added = try await database.add([
      FleetAccount(service: "test", baseURL: "http://localhost", name: name, period: .seconds(60))
    ])
    return LiveStore(database.store(account: try #require(added.first).id))
  }

  @Test("The snapshot")
  func snapshot() async throws {
    var sum = SimulatedScenarios<SnapshotFault, SnapshotSimulation.Failure>()
    for seed in SimulationSeeds.few {
      var simulation = try SnapshotSimulation(seed: seed, in: try await store("snapshot \(seed)"))
      sum.failures[seed] = try await simulation.runScenario()
      sum.crashes += simulation.crashes
    }
    print("snapshot on PostgreSQL, \(SimulationSeeds.few.count) seeds, died at: \(sum.crashes)")
    expect(sum.failures, equals: [:])
    expect(sum.crashes.rarer(than: 1), equals: [])
  }

  @Test("The token cursor")
  func tokenCursor() async throws {
    var sum = SimulatedScenarios<TokenCursorFault, TokenCursorSimulation.Failure>()
    for seed in SimulationSeeds.few {
      var simulation = try TokenCursorSimulation(seed: seed, in: try await store("token cursor \(seed)"))
      sum.failures[seed] = try await simulation.runScenario()
      sum.crashes += simulation.crashes
    }
    print("token cursor on PostgreSQL, \(SimulationSeeds.few.count) seeds, died at: \(sum.crashes)")
    expect(sum.failures, equals: [:])
    expect(sum.crashes.rarer(than: 1), equals: [])
  }

  @Test("A mistake that is put in is found", arguments: [TokenCursorFlaw.tokenBeforeLastPage, .epochOfBrokenPass])
  func flaws(flaw: TokenCursorFlaw) async throws {
    for seed in SimulationSeeds.few {
      var simulation = try TokenCursorSimulation(seed: seed, in: try await store("\(flaw) \(seed)"))
      simulation.flaw = flaw
      if try await simulation.runScenario() != nil { return }
    }
    Issue.record("no seed finds it")
  }
}
#endif
