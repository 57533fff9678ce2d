import Expect
import Testing
import TributaryEmulator

/// Whatever happens, a reader sees what a call of our own has returned, or something later; and once the service rests,
/// what a reader sees equals it, and so does the mirror, with nothing left over it.
@Suite("Simulation of the overlay")
struct OverlaySimulationTests {
  @Test("Under the timestamp cursor") func timestampCursor() async throws {
    try await hold(OverlaidTimestampCursor.self)
  }

  @Test("Under modification polling") func polling() async throws { try await hold(OverlaidPolling.self) }

  @Test("Under the session queue") func queue() async throws { try await hold(OverlaidQueue.self) }

  @Test("Under the token cursor") func tokenCursor() async throws { try await hold(OverlaidTokenCursor.self) }

  @Test("Under snapshots") func snapshot() async throws { try await hold(OverlaidSnapshot.self) }

  private func hold<Service: OverlayService>(_ service: Service.Type) async throws {
    var failures: [UInt64: OverlaySimulation<Service>.Failure] = [:]
    var writes = 0
    for seed in SimulationSeeds.fifth {
      var simulation = try OverlaySimulation<Service>(seed: seed)
      failures[seed] = try await simulation.runScenario()
      writes += simulation.writes
      await Task.yield()
    }
    expect(failures, equals: [:], "replay with OverlaySimulation<\(service)>(seed:).runScenario()")
    #expect(writes > SimulationSeeds.fifth.count)
  }

  @Test("Known mistakes are found", arguments: OverlaySimulation<OverlaidQueue>.Flaw.allCases)
  func flaws(flaw: OverlaySimulation<OverlaidQueue>.Flaw) async throws {
    let foundBy = try await SimulationSeeds.first(finding: "overlay: \(flaw)") { seed in
      var simulation = try OverlaySimulation<OverlaidQueue>(seed: seed, flaw: flaw)
      return try await simulation.runScenario() != nil
    }
    #expect(foundBy != nil)
  }
}
