import Foundation
import Testing
import Tributary

/// Whatever happens, *up to date* is never false, requests have a bound, and once the server rests the mirror equals
/// it.
@Suite("Modification polling in a simulation")
struct ModificationPollingSimulationTests {
  typealias Simulation = ModificationPollingSimulation

  /// How many lives are simulated; more of them by the environment variable `TRIBUTARY_SEEDS`.
  static let seeds = ProcessInfo.processInfo.environment["TRIBUTARY_SEEDS"].flatMap { UInt64($0) } ?? 40

  @Test("Random servers, random changes before and between the pages, and processes that die")
  func storm() throws {
    var faults = ModificationPollingFaults()
    var failures: [UInt64: Simulation.Failure] = [:]
    for seed in 0..<Self.seeds {
      var simulation = Simulation(seed: seed)
      failures[seed] = try simulation.storm()
      faults += simulation.server.faults
    }
    print("modification polling, \(Self.seeds) seeds: \(faults)")
    expect(failures, equals: [:])
    expect(faults.rarer(than: Int(Self.seeds) / 4), equals: [])
  }

  @Test("Known mistakes are found", arguments: ModificationPollingFlaw.allCases)
  func flaws(flaw: ModificationPollingFlaw) throws {
    var foundBy: UInt64?
    for seed in 0..<40 as Range<UInt64> where foundBy == nil {
      var simulation = Simulation(seed: seed)
      simulation.rig.flaw = flaw
      let failure = try simulation.storm()
      if failure == .falseClaim || failure == .mirrorDiffers { foundBy = seed }
    }
    print("modification polling: \(flaw) is found by seed \(foundBy.map { "\($0)" } ?? "none")")
    #expect(foundBy != nil)
  }

  @Test("The process dies at every step and is started again", arguments: 0..<4 as Range<UInt64>)
  func crash(seed: UInt64) throws {
    for stop in 0..<1000 {
      var simulation = Simulation(seed: seed)
      simulation.rig.stopAfter = stop
      let outcome = try simulation.rig.run(&simulation.server, simulation.store)
      simulation.server.change(4)
      if let failure = try simulation.rest() {
        Issue.record("\(failure) after step \(stop)")
        return
      }
      if outcome != nil { return }
    }
    Issue.record("the run never came to its end")
  }

  @Test("A server whose rows come in another order each time is never believed", arguments: 0..<10 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var server = ModificationPollingServer(seed: seed)
    server.change(60)
    server.vices.heedsOrder = false
    server.vices.naturalOrder = .random
    server.vices.cap = 8
    let store = MemoryStore()
    let outcome = try ModificationPollingRig().finish(&server, store)
    expect(outcome.reasons, equals: ["orderIgnored"])
  }
}
