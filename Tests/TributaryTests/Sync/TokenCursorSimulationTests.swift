import Testing
import TributaryEmulator

/// Whatever happens, *up to date* is never false, and once the server rests the mirror equals it.
@Suite("Simulation of the token cursor")
struct TokenCursorSimulationTests {
  typealias Simulation = TokenCursorSimulation

  @Test("Random services and changes, tokens that expire, requests that fail, and processes that die")
  func scenarios() async throws {
    try await SimulatedScenarios<TokenCursorFault, Simulation.Failure>.check("token cursor") { seed, sum in
      var simulation = try Simulation(seed: seed)
      sum.failures[seed] = try await simulation.runScenario()
      sum.faults += simulation.server.faults
      sum.crashes += simulation.crashes
      sum.networkFaults += simulation.networkFaults
      sum.lostCommits += simulation.lostCommits
    }
  }

  @Test("Known mistakes are found", arguments: TokenCursorFlaw.allCases)
  func flaws(flaw: TokenCursorFlaw) async throws {
    let foundBy = try await SimulationSeeds.first(finding: "token cursor: \(flaw)") { seed in
      var simulation = try Simulation(seed: seed)
      simulation.flaw = flaw
      let failure = try await simulation.runScenario()
      return flaw == .repeatedPage ? failure == .unbounded : failure != nil
    }
    #expect(foundBy != nil)
  }

  @Test("The process dies at every moment and is started again", arguments: 0..<12 as Range<UInt64>)
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
