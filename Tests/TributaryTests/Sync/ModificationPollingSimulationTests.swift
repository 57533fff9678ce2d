import Expect
import Testing
import Tributary
import TributaryEmulator

/// Whatever happens, *up to date* is never false, requests have a bound, and once the server rests the mirror equals
/// it.
@Suite("Simulation of modification polling")
struct ModificationPollingSimulationTests {
  typealias Simulation = ModificationPollingSimulation

  @Test("Random servers, random changes before and between the pages, and processes that die")
  func scenarios() async throws {
    try await SimulatedScenarios<ModificationPollingFault, Simulation.Failure>.check(
      "modification polling", faults: 4, crashes: 50
    ) { seed, sum in
      var simulation = try Simulation(seed: seed)
      sum.failures[seed] = try await simulation.runScenario()
      sum.faults += simulation.server.faults
      sum.crashes += simulation.server.crashes
      sum.networkFaults += simulation.server.networkFaults
      sum.lostCommits += simulation.lostCommits
    }
  }

  @Test("Lives of long runs that went wrong once", arguments: [10613] as [UInt64])
  func once(seed: UInt64) async throws {
    var simulation = try Simulation(seed: seed)
    try await expect(simulation.runScenario(), equals: nil)
  }

  @Test("Known mistakes are found", arguments: ModificationPollingFlaw.allCases)
  func flaws(flaw: ModificationPollingFlaw) async throws {
    let foundBy = try await SimulationSeeds.first(finding: "modification polling: \(flaw)") { seed in
      var simulation = try Simulation(seed: seed)
      simulation.rig.flaw = flaw
      return try await [.falseClaim, .mirrorDiffers].contains(simulation.runScenario())
    }
    #expect(foundBy != nil)
  }

  @Test("The process dies at every moment and is started again", arguments: 0..<4 as Range<UInt64>)
  func crash(seed: UInt64) async throws {
    for moment in 0..<1000 {
      await Task.yield()
      var simulation = try Simulation(seed: seed)
      simulation.rig.process.momentsLeft = moment
      let outcome = try await simulation.rig.run(&simulation.server, on: simulation.store)
      simulation.server.change(4)
      if let failure = try await simulation.rest() {
        Issue.record("\(failure) after moment \(moment)")
        return
      }
      if outcome != nil { return }
    }
    Issue.record("the run never came to its end")
  }

  @Test("A server whose rows come in another order each time is never believed", arguments: 0..<10 as Range<UInt64>)
  func random(seed: UInt64) async throws {
    var server = ModificationPollingServer(seed: seed)
    server.change(60)
    server.vices.honoursOrder = false
    server.vices.naturalOrder = .random
    server.vices.cap = 8
    let store = MemoryStore()
    let outcome = try await ModificationPollingRig().finish(&server, store)
    expect(outcome.reasons, equals: ["orderIgnored"])
  }
}
