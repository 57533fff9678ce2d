import Expect
import Foundation
import Testing
import TributaryEmulator

/// Whatever happens, *up to date* is never false, requests have a bound, and once the service rests the mirror equals
/// it.
///
/// With the environment variable `TRIBUTARY_SEED=7` the life of that seed is printed step by step.
@Suite("Simulation of the session queue")
struct SessionQueueSimulationTests {
  typealias Simulation = SessionQueueSimulation

  /// What many lives come to.
  private struct Sum: Sendable {
    var failures: [UInt64: Simulation.Failure] = [:]
    var faults = Tally<SessionQueueSimulationFault>()
    var deaths = Tally<SessionQueueSimulationDeath>()

    static func += (left: inout Self, right: Self) {
      left.failures.merge(right.failures) { first, _ in first }
      left.faults += right.faults
      left.deaths += right.deaths
    }
  }

  @Test("Random services, changes before every request, processes that die and disks that forget")
  func scenarios() async throws {
    let sum = try await SimulationSeeds.runScenarios(adding: Sum(), +=) { seed, sum in
      var simulation = Simulation(seed: seed)
      do throws(Simulation.Failure) { try simulation.runScenario() } catch { sum.failures[seed] = error }
      sum.faults += simulation.server.faults
      sum.deaths += simulation.deaths
    }
    let scenarios = SimulationSeeds.all.count
    print("session queue, \(scenarios) seeds: \(sum.faults)")
    print("session queue, died: \(sum.deaths)")
    expect(sum.failures, equals: [:], "replay with TRIBUTARY_SEED")
    expect(sum.faults.rarer(than: scenarios / 20), equals: [])
    expect(sum.deaths.rarer(than: scenarios / 100), equals: [])
  }

  @Test("Lives of long runs that went wrong once", arguments: [67093] as [UInt64])
  func once(seed: UInt64) throws {
    var simulation = Simulation(seed: seed)
    try simulation.runScenario()
  }

  @Test("Known mistakes are found", arguments: SessionQueueSimulationFlaw.allCases)
  func flaws(flaw: SessionQueueSimulationFlaw) async {
    let foundBy = await SimulationSeeds.first(finding: "session queue: \(flaw)") { seed in
      var simulation = Simulation(seed: seed)
      simulation.flaw = flaw
      do throws(Simulation.Failure) {
        try simulation.runScenario()
        return false
      } catch {
        return [.falseClaim, .mirrorDiffers].contains(error)
      }
    }
    #expect(foundBy != nil)
  }

  @Test("The process dies at every moment and is started again", arguments: 0..<4 as Range<UInt64>)
  func deaths(seed: UInt64) throws {
    for moment in 1..<1000 {
      var simulation = Simulation(seed: seed)
      simulation.server.change(20)
      if try simulation.run(lifespan: moment) != .died { return }
      simulation.server.change(4)
      try simulation.rest()
    }
    Issue.record("the run never came to its end")
  }

  @Test("A life can be replayed")
  func replay() throws {
    let wanted = ProcessInfo.processInfo.environment["TRIBUTARY_SEED"].flatMap { UInt64($0) }
    let traces = try (0..<2).map { _ in
      var simulation = Simulation(seed: wanted ?? 7)
      simulation.trace = []
      defer { if wanted != nil { print(simulation.trace?.joined(separator: "\n") ?? "") } }
      try simulation.runScenario()
      return simulation.trace
    }
    expect(traces[0], equals: traces[1])
  }
}
