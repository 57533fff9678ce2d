import Expect
import Testing
import TributaryEmulator

/// Whatever happens, *up to date* is never false, requests have a bound, and once the server rests the mirror equals
/// it.
@Suite("Simulation of the timestamp cursor")
struct TimestampCursorSimulationTests {
  typealias Simulation = TimestampCursorSimulation

  @Test("Random servers and clocks, random changes, requests that fail, and processes that die")
  func scenarios() async throws {
    try await SimulatedScenarios<TimestampCursorFault, Simulation.Failure>.check("timestamp cursor") { seed, sum in
      var simulation = try Simulation(seed: seed)
      sum.failures[seed] = try await simulation.runScenario()
      sum.faults += simulation.server.faults
      sum.crashes += simulation.server.crashes
      sum.networkFaults += simulation.server.networkFaults
      sum.lostCommits += simulation.lostCommits
    }
  }

  @Test("Lives of long runs that went wrong once", arguments: [2440, 22536, 36912] as [UInt64])
  func once(seed: UInt64) async throws {
    var simulation = try Simulation(seed: seed)
    try await expect(simulation.runScenario(), equals: nil)
  }

  @Test("Known mistakes are found", arguments: TimestampCursorFlaw.allCases)
  func flaws(flaw: TimestampCursorFlaw) async throws {
    let foundBy = try await SimulationSeeds.first(finding: "timestamp cursor: \(flaw)") { seed in
      var simulation = try Simulation(seed: seed, kind: flaw == .cursorThroughDate ? .exact : nil)
      simulation.rig.flaw = flaw
      return try await [.falseClaim, .mirrorDiffers, .fellBack].contains(simulation.runScenario())
    }
    #expect(foundBy != nil)
  }

  @Test("A server without lag, skew and jumps forgives a missing overlap, so what is found there is the Date alone")
  func exact() async throws {
    for seed in SimulationSeeds.all.prefix(200) {
      var simulation = try Simulation(seed: seed, kind: .exact)
      simulation.rig.flaw = .noOverlap
      // A probe would ask for more than the list did, and find strangers.
      simulation.rig.tuning.roundLength = 0
      try await expect(simulation.runScenario(), equals: nil, "seed \(seed)")
    }
  }

  @Test("The process dies at every moment and is started again", arguments: 0..<12 as Range<UInt64>)
  func crash(seed: UInt64) async throws {
    for moment in 0..<200 {
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
}
