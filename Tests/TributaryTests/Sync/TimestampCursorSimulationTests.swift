import Testing

/// Whatever happens, *up to date* is never false, requests have a bound, and once the server rests the mirror equals
/// it.
@Suite("Simulation of the timestamp cursor")
struct TimestampCursorSimulationTests {
  typealias Simulation = TimestampCursorSimulation

  /// What many lives come to.
  private struct Sum: Sendable {
    var failures: [UInt64: Simulation.Failure] = [:]
    var faults = Tally<TimestampCursorFault>()
    var crashes = Tally<CrashPoint>()
    var networkFaults = Tally<NetworkFault>()
    var lostCommits = 0

    mutating func add(_ simulation: Simulation) {
      faults += simulation.server.faults
      crashes += simulation.server.crashes
      networkFaults += simulation.server.networkFaults
      lostCommits += simulation.lostCommits
    }

    static func += (left: inout Self, right: Self) {
      left.failures.merge(right.failures) { first, _ in first }
      left.faults += right.faults
      left.crashes += right.crashes
      left.networkFaults += right.networkFaults
      left.lostCommits += right.lostCommits
    }
  }

  @Test("Random servers and clocks, random changes, requests that fail, and processes that die")
  func storm() async throws {
    let sum = try await SimulationSeeds.live(adding: Sum(), +=) { seed, sum in
      var simulation = try Simulation(seed: seed)
      sum.failures[seed] = try simulation.storm()
      sum.add(simulation)
    }
    let lives = SimulationSeeds.all.count
    print("timestamp cursor, \(lives) seeds: \(sum.faults)")
    print("timestamp cursor, died at: \(sum.crashes); failed by: \(sum.networkFaults); lost power \(sum.lostCommits)")
    expect(sum.failures, equals: [:], "replay with TimestampCursorSimulation(seed:).storm()")
    expect(sum.faults.rarer(than: lives / 20), equals: [])
    expect(sum.crashes.rarer(than: lives / 100), equals: [])
    expect(sum.networkFaults.rarer(than: lives / 50), equals: [])
    #expect(sum.lostCommits >= lives / 4)
  }

  @Test("Known mistakes are found", arguments: TimestampCursorFlaw.allCases)
  func flaws(flaw: TimestampCursorFlaw) throws {
    var foundBy: UInt64?
    for seed in SimulationSeeds.all where foundBy == nil {
      var simulation = try Simulation(seed: seed, kind: flaw == .cursorThroughDate ? .exact : nil)
      simulation.rig.flaw = flaw
      let failure = try simulation.storm()
      if failure == .falseClaim || failure == .mirrorDiffers || failure == .fellBack { foundBy = seed }
    }
    print("timestamp cursor: \(flaw) is found by seed \(foundBy.map { "\($0)" } ?? "none")")
    #expect(foundBy != nil)
  }

  @Test("A server without lag, skew and jumps forgives a missing overlap, so what is found there is the Date alone")
  func exact() throws {
    for seed in SimulationSeeds.all.prefix(200) {
      var simulation = try Simulation(seed: seed, kind: .exact)
      simulation.rig.flaw = .noOverlap
      try expect(simulation.storm(), equals: nil, "seed \(seed)")
    }
  }

  @Test("The process dies at every moment and is started again", arguments: 0..<12 as Range<UInt64>)
  func crash(seed: UInt64) throws {
    for moment in 0..<200 {
      var simulation = try Simulation(seed: seed)
      simulation.rig.process.momentsLeft = moment
      let outcome = try simulation.rig.run(&simulation.server, on: simulation.store)
      simulation.server.change(4)
      if let failure = try simulation.rest() {
        Issue.record("\(failure) after moment \(moment)")
        return
      }
      if outcome != nil { return }
    }
    Issue.record("the run never came to its end")
  }
}
