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
}
