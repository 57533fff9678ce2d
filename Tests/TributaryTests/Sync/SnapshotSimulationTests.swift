import Testing
import TributaryEmulator

/// Whatever happens, *up to date* is never false, and once the server rests the mirror equals it.
@Suite("Simulation of the snapshot")
struct SnapshotSimulationTests {
  typealias Simulation = SnapshotSimulation

  @Test("Lists of every kind, rows that move while they are read, requests that fail, and processes that die")
  func scenarios() async throws {
    try await SimulatedScenarios<SnapshotFault, Simulation.Failure>.check("snapshot") { seed, sum in
      var simulation = try Simulation(seed: seed)
      sum.failures[seed] = try await simulation.runScenario()
      sum.faults += simulation.server.faults
      sum.crashes += simulation.crashes
      sum.networkFaults += simulation.networkFaults
      sum.lostCommits += simulation.lostCommits
    }
  }

  @Test("Known mistakes are found", arguments: SnapshotFlaw.allCases)
  func flaws(flaw: SnapshotFlaw) async throws {
    let foundBy = try await SimulationSeeds.first(finding: "snapshot: \(flaw)") { seed in
      var simulation = try Simulation(seed: seed)
      simulation.flaw = flaw
      return try await simulation.runScenario() != nil
    }
    #expect(foundBy != nil)
  }

  @Test("The process dies at every moment and is started again", arguments: 0..<14 as Range<UInt64>)
  func crash(seed: UInt64) async throws {
    for moment in 0..<400 {
      await Task.yield()
      var simulation = try Simulation(seed: seed)
      simulation.process.momentsLeft = moment
      let outcome = try await simulation.perform()
      simulation.server.change(4)
      if let failure = try await simulation.rest() {
        Issue.record("\(failure) after moment \(moment)")
        return
      }
      if outcome != nil { return }
    }
    Issue.record("the run never came to its end")
  }
}
