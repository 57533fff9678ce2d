import TributaryEmulator
import TributaryJSON

@testable import Tributary

/// A scenario of one server and its mirror, decided by a seed.
struct TokenCursorSimulation {
  /// What must never happen.
  enum Failure: Equatable, Sendable {
    /// *Up to date*, and something is missing or left over that could be seen when the run began.
    case falseClaim
    /// *Up to date*, though a row without an identifier is in quarantine that nobody has settled.
    case forgotUnidentified
    /// A record is older than it was, or gone though it still exists.
    case fellBack, forgot
    case unbounded
    /// A circle of pages was not noticed, or was seen where there is none.
    case circle
    /// The server rests, and the mirror differs, is never up to date, or a poll takes more than one request.
    case mirrorDiffers, neverUpToDate, unquiet
  }

  struct Outcome: Equatable {
    var reasons: [String]
    var requests: Int
  }

  var server: TokenCursorServer
  let store: any SimulationStore
  var process = SimulatedProcess()
  var flaw: TokenCursorFlaw?
  private(set) var crashes = Tally<CrashPoint>()
  private(set) var networkFaults = Tally<NetworkFault>()
  private(set) var lostCommits = 0
  private var isFull = false
  private var forgetFailures = false
  private let batch: Int
  /// Versions without an identifier that no longer make a result incomplete.
  private var settled: Set<Int> = []
  /// Records that had no identifier when failures were forgotten: a full pass that is in progress may lose them.
  private var givenUp: Set<Int> = []
  private var random: SeededRandom

  /// A scenario.
  ///
  /// - Parameter store: Where the mirror is; by default in memory.
  init(seed: UInt64, in store: (any SimulationStore)? = nil) throws {
    self.store = try store ?? SimulatedStore()
    random = SeededRandom(seed: seed &+ 3_000_000)
    func oneIn(_ count: Int, _ random: inout SeededRandom) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    server = TokenCursorServer(seed: seed)
    server.vices.pageSize = Int.random(in: 1...6, using: &random)
    server.vices.isFrozen = oneIn(2, &random)
    server.vices.listsDeletions = oneIn(2, &random)
    server.vices.saysEverything = oneIn(2, &random)
    server.vices.expiry = oneIn(2, &random) ? 12 : 0
    server.vices.hasOddRows = oneIn(3, &random)
    batch = Int.random(in: 1...6, using: &random)
    server.change(Int.random(in: 0...20, using: &random))
  }

  private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  /// Runs while the server changes, dies now and then, and at last lets it rest; `nil` when all went well.
  mutating func runScenario() async throws -> Failure? {
    for _ in 0..<6 {
      server.vices.chaos = Int.random(in: 0...6, using: &random)
      server.vices.repeats = flaw == .repeatedPage ? .max : oneIn(12) ? 1 : 0
      process = SimulatedProcess()
      if oneIn(2) { process.momentsLeft = Int.random(in: 0..<(oneIn(2) ? 6 : 24), using: &random) }
      if oneIn(4) {
        process.requestsLeft = Int.random(in: 0..<6, using: &random)
        process.fault = NetworkFault.allCases.randomElement(using: &random) ?? .unavailable
      }
      isFull = oneIn(5)
      // A full pass that dies while another one is in progress.
      if try await store.state().tokenMemory?.page != nil, oneIn(3) {
        (isFull, process.momentsLeft) = (true, oneIn(2) ? 5 : 3)
      }
      forgetFailures = oneIn(8)
      if let failure = try await run() { return failure }
      if oneIn(5) {
        lostCommits += 1
        try await store.losePower(commits: Int.random(in: 1...4, using: &random))
      }
      (server.vices.chaos, server.vices.repeats) = (0, 0)
      server.change(Int.random(in: 0...10, using: &random))
      if oneIn(5) { server.forget() }
    }
    return try await rest()
  }

  // MARK: - One run

  /// Runs until the machine is done; `nil` when the process died or a request failed.
  mutating func perform() async throws -> Outcome? {
    var tuning = TokenCursor.Tuning()
    tuning.batch = batch
    let decisions = TokenCursorProtocol(
      types: TokenCursorServer.types, isFull: isFull, forgetsFailures: forgetFailures, tuning: tuning)
    let held = try await store.state()
    if let memory = held.tokenMemory, memory.page != nil, !isFull {
      server.faults.count(memory.epoch == held.epoch ? .continued : .continuedInNewEpoch)
    }
    var run = SimulatedRun(decisions, forgetFailures: forgetFailures, in: process)
    var mistake = flaw.map { TokenCursorMistake($0, held) }
    server.beginRun()
    let ending = try await run.perform(on: store.open()) { transaction in
      mistake?.apply(to: transaction, server) ?? transaction
    } _: { request in
      try mistake?.check(request)
      let response = server.respond(to: request)
      return mistake?.apply(to: response) ?? response
    }
    crashes += run.process.crashes
    networkFaults += run.process.faults
    guard case .finished(let reasons) = ending else { return nil }
    return Outcome(reasons: reasons, requests: run.requests)
  }

  private mutating func run() async throws -> Failure? {
    let before = try await mirror
    let repeats = server.vices.repeats
    let outcome: Outcome?
    do { outcome = try await perform() } catch SimulationFailure.unbounded { return .unbounded }
    if forgetFailures {
      settled.formUnion(try await store.quarantined.compactMap(TokenCursorServer.unidentifiedVersion))
      givenUp.formUnion(server.everOdd)
    }
    let after = try await mirror
    for (id, version) in before {
      if let held = after[id] {
        if held < version { return .fellBack }
      } else if !server.lastDeletion.keys.contains(id), !givenUp.contains(id) {
        return .forgot
      }
    }
    guard let outcome else { return nil }
    if outcome.reasons.contains("pageRepeats"), repeats == 0 || server.vices.repeats == repeats { return .circle }
    return outcome.reasons.isEmpty ? judge(after) : nil
  }

  private var mirror: [Int: Int] {
    get async throws {
      var mirror: [Int: Int] = [:]
      for type in TokenCursorServer.types {
        for (id, payload) in try await store.records(type) {
          mirror[Int(id) ?? -1] = TokenCursorServer.version(payload)
        }
      }
      return mirror
    }
  }

  /// Everything that could be seen when the run began is there, in that state or a later one, and nothing else.
  private func judge(_ mirror: [Int: Int]) -> Failure? {
    for (id, entry) in server.seen where !entry.isDeleted {
      // It was gone when its page was read.
      if server.lastDeletion[id] ?? -1 > server.seenVersion { continue }
      guard let now = server.entries[id] else { continue }
      if entry.form == .withoutIdentifier {
        if now.version == entry.version, !settled.contains(entry.version) { return .forgotUnidentified }
      } else if !givenUp.contains(id), mirror[id] ?? -1 < entry.version {
        return .falseClaim
      }
    }
    let isTrue = mirror.allSatisfy { id, version in
      if let then = server.seen[id], !then.isDeleted { return true }
      // It was deleted and came back without an identifier, in a row that was forgotten.
      if givenUp.contains(id) { return true }
      return version > server.seenVersion
    }
    return isTrue ? nil : .falseClaim
  }

  // MARK: - Rest

  /// The server rests: one run makes the mirror equal to it, and the next one is a single request.
  mutating func rest() async throws -> Failure? {
    process = SimulatedProcess()
    server.vices.expiry = 0
    server.vices.repeats = flaw == .repeatedPage ? .max : 0
    isFull = false
    // Somebody has looked into the quarantine.
    forgetFailures = true
    server.heal()
    if let failure = try await run() { return failure }
    forgetFailures = false
    let outcome: Outcome?
    do { outcome = try await perform() } catch SimulationFailure.unbounded { return .unbounded }
    guard let outcome, outcome.reasons.isEmpty else { return .neverUpToDate }
    if try await mirror != server.mirror { return .mirrorDiffers }
    return outcome.requests == 1 ? nil : .unquiet
  }
}
