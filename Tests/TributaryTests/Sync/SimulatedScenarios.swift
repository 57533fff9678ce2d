import Expect
import Testing
import TributaryEmulator

/// What many lives of a server and its mirror come to.
struct SimulatedScenarios<Fault: CaseIterable & Hashable & Sendable, Failure: Equatable & Sendable>: Sendable {
  var failures: [UInt64: Failure] = [:]
  var faults = Tally<Fault>()
  var crashes = Tally<CrashPoint>()
  var networkFaults = Tally<NetworkFault>()
  var lostCommits = 0

  static func += (left: inout Self, right: Self) {
    left.failures.merge(right.failures) { first, _ in first }
    left.faults += right.faults
    left.crashes += right.crashes
    left.networkFaults += right.networkFaults
    left.lostCommits += right.lostCommits
  }

  /// Lives out every seed: nothing goes wrong, and everything that can happen happens often enough.
  ///
  /// - Parameters:
  ///   - name: What is simulated.
  ///   - faults: One in how many lives has each kind of fault.
  ///   - crashes: One in how many lives dies at each point.
  ///   - scenario: Runs one and adds to what it came to.
  static func check(
    _ name: String, faults: Int = 20, crashes: Int = 100, sourceLocation: SourceLocation = #_sourceLocation,
    _ scenario: @escaping @Sendable (_ seed: UInt64, _ sum: inout Self) async throws -> Void
  ) async throws {
    let sum = try await SimulationSeeds.runScenarios(adding: Self(), +=, scenario)
    let count = SimulationSeeds.all.count
    print("\(name), \(count) seeds: \(sum.faults)")
    print("\(name), died at: \(sum.crashes); failed by: \(sum.networkFaults); lost power \(sum.lostCommits)")
    expect(sum.failures, equals: [:], "replay with Simulation(seed:).runScenario()", sourceLocation: sourceLocation)
    expect(sum.faults.rarer(than: count / faults), equals: [], sourceLocation: sourceLocation)
    expect(sum.crashes.rarer(than: count / crashes), equals: [], sourceLocation: sourceLocation)
    expect(sum.networkFaults.rarer(than: count / 50), equals: [], sourceLocation: sourceLocation)
    #expect(sum.lostCommits >= count / 4, sourceLocation: sourceLocation)
  }
}
