import Tributary
import TributaryEmulator

/// The life of one server and its mirror, decided by a seed.
struct ModificationPollingSimulation {
  /// What must never happen.
  enum Failure: Equatable, Sendable { case falseClaim, mirrorDiffers, neverUpToDate, unquiet, unbounded, fellBack }

  let seed: UInt64
  var server: ModificationPollingServer
  var rig = ModificationPollingRig()
  let store: SimulatedStore
  private(set) var lostCommits = 0

  init(seed: UInt64) throws {
    self.seed = seed
    store = try SimulatedStore()
    var random = SeededRandom(seed: seed)
    func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    server = ModificationPollingServer(seed: seed)
    server.vices.honoursOrder = !oneIn(4)
    server.vices.knowsDescending = !oneIn(3)
    server.vices.naturalOrder = [.id, .newestFirst, .arrival].randomElement(using: &random) ?? .id
    server.vices.cap = oneIn(2) ? Int.random(in: 3...15, using: &random) : nil
    server.vices.lag = [0, 5, 60, 290].randomElement(using: &random) ?? 0
    server.vices.seconds = 0...([0, 1, 3].randomElement(using: &random) ?? 0)
    server.vices.sendsDate = !oneIn(12)
    rig.source = oneIn(6) ? .list : .query(limit: Int.random(in: 3...20, using: &random))
    // The probe of a list of a round length is no proof, so a list that is capped has no place here.
    if rig.source == .list { server.vices.cap = nil }
    rig.tuning.batch = Int.random(in: 2...20, using: &random)
    rig.tuning.largestLimit = Int.random(in: 10...100, using: &random)
    if case .query(let limit) = rig.source, oneIn(3) { server.vices.refusesLimitsAbove = limit }
    server.change(Int.random(in: 0...40, using: &random), future: oneIn(3))
    server.now += Int.random(in: 0...1000, using: &random)
  }

  /// Runs while the server changes, dies now and then, and at last lets it rest; `nil` when all went well.
  mutating func runScenario() async throws -> Failure? {
    var random = SeededRandom(seed: seed &+ 99)
    func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    for _ in 0..<4 {
      server.vices.chaos = Int.random(in: 0...12, using: &random)
      rig.process = SimulatedProcess()
      if oneIn(4) { rig.process.momentsLeft = Int.random(in: 0..<24, using: &random) }
      if oneIn(6) {
        rig.process.requestsLeft = Int.random(in: 0..<6, using: &random)
        rig.process.fault = NetworkFault.allCases.randomElement(using: &random) ?? .unavailable
      }
      let before = ModificationPollingRig.mirror(store)
      let outcome = try await rig.run(&server, on: store)
      let after = ModificationPollingRig.mirror(store)
      if before.contains(where: { id, number in after[id].map { $0 < number } ?? false }) { return .fellBack }
      if let outcome {
        if outcome.reasons.isEmpty, !ModificationPollingRig.isTrue(after, of: server) { return .falseClaim }
        if outcome.requests > 120 { return .unbounded }
      }
      if oneIn(6) {
        lostCommits += 1
        store.losePower(commits: Int.random(in: 1...4, using: &random))
      }
      server.vices.chaos = 0
      server.change(Int.random(in: 0...6, using: &random), future: oneIn(9))
      server.now += Int.random(in: 0...400, using: &random)
    }
    return try await rest()
  }

  /// The server rests: what was still to become visible does, and the mirror equals it.
  mutating func rest() async throws -> Failure? {
    rig.process = SimulatedProcess()
    server.now += 1000
    // Trust that was given wrongly and lost costs a run; so does what the first run reads past.
    for _ in 0..<3 {
      let outcome = try await rig.finish(&server, on: store)
      server.now += 1000
      guard outcome.reasons.isEmpty else { continue }
      if ModificationPollingRig.mirror(store) != server.mirror { return .mirrorDiffers }
      let quiet = try await rig.finish(&server, on: store)
      return quiet.reasons.isEmpty && (quiet.requests <= 12 || !server.vices.sendsDate) ? nil : .unquiet
    }
    return .neverUpToDate
  }
}
