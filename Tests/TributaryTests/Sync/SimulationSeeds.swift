import Foundation

/// The lives that a simulation runs by default, and more of them by the environment variable `TRIBUTARY_SEEDS`.
enum SimulationSeeds {
  private static let wanted = ProcessInfo.processInfo.environment["TRIBUTARY_SEEDS"].flatMap { UInt64($0) }

  static let all = 0..<(wanted ?? 2000)

  /// A handful, for a mirror on disk or on another machine, where a life takes a hundred times as long.
  static let few = 0..<(wanted ?? 20)

  /// A fifth of them, for a simulation that is run with each of the five protocols.
  static let fifth = 0..<max(1, all.upperBound / 5)

  /// The first seed whose life shows a mistake that was put back; printed, as a simulation that finds none is none.
  static func first(finding flaw: String, _ isFound: (_ seed: UInt64) async throws -> Bool) async rethrows -> UInt64? {
    var seed: UInt64?
    for candidate in all where try await isFound(candidate) {
      seed = candidate
      break
    }
    print("\(flaw) is found by seed \(seed.map { "\($0)" } ?? "none")")
    return seed
  }

  /// Lives out every seed, on as many processors as there are.
  ///
  /// - Parameters:
  ///   - sum: What the lives come to, before the first.
  ///   - add: Adds what some of the lives came to.
  ///   - scenario: Runs one and adds to what it came to.
  static func runScenarios<Sum: Sendable>(
    adding sum: Sum, _ add: (inout Sum, Sum) -> Void,
    _ scenario: @escaping @Sendable (_ seed: UInt64, _ sum: inout Sum) async throws -> Void
  ) async throws -> Sum {
    try await withThrowingTaskGroup(of: Sum.self) { group in
      let workers = UInt64(max(ProcessInfo.processInfo.activeProcessorCount, 1))
      for worker in 0..<workers {
        group.addTask {
          var part = sum
          for seed in all where seed % workers == worker {
            try await scenario(seed, &part)
            // The pool of threads is everybody's.
            await Task.yield()
          }
          return part
        }
      }
      var whole = sum
      for try await part in group { add(&whole, part) }
      return whole
    }
  }
}
