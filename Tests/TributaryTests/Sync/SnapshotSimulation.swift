import TributaryEmulator
import TributaryJSON

@testable import Tributary

/// A scenario of one server and its mirror, decided by a seed.
struct SnapshotSimulation {
  /// What must never happen.
  enum Failure: Equatable, Sendable {
    /// *Up to date*, and something is missing or left over.
    case falseClaim
    /// *Up to date*, though a row without an identifier is in quarantine that nobody has settled.
    case forgotUnidentified
    /// A record is gone though it still exists.
    case forgot
    case unbounded
    /// Pages that are all the same went unnoticed.
    case ignoredPages
    /// The server rests, and the mirror differs, is never up to date, or is read more often than needed.
    case mirrorDiffers, neverUpToDate, unquiet
  }

  /// What the service promises of its list.
  enum Climate: CaseIterable {
    case oneResponse, oneResponseValidated, behindRow, appended, numbered, listValidated, responseValidated
  }

  struct Outcome: Equatable {
    var reasons: [String]
    var requests: Int
  }

  let climate: Climate
  var server: SnapshotServer
  let store: any SimulationStore
  var process = SimulatedProcess()
  var flaw: SnapshotFlaw?
  private(set) var crashes = Tally<CrashPoint>()
  private(set) var networkFaults = Tally<NetworkFault>()
  private(set) var lostCommits = 0
  private var forgetFailures = false
  private var isFull = false
  private let batch: Int
  private let order: Snapshot.Order
  /// Versions without an identifier that no longer make a result incomplete.
  private var settled: Set<Int> = []
  private var random: SeededRandom

  /// A scenario.
  ///
  /// - Parameter store: Where the mirror is; by default in memory.
  init(seed: UInt64, in store: (any SimulationStore)? = nil) throws {
    self.store = try store ?? SimulatedStore()
    random = SeededRandom(seed: seed &+ 5_000_000)
    func oneIn(_ count: Int, _ random: inout SeededRandom) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    server = SnapshotServer(seed: seed)
    climate = Climate.allCases[Int(seed % UInt64(Climate.allCases.count))]
    server.vices.arrangement = SnapshotServer.Arrangement.allCases.randomElement(using: &random) ?? .anywhere
    server.vices.pageSize = Int.random(in: 1...6, using: &random)
    server.vices.refusesPages = !oneIn(4, &random)
    server.vices.hasOddRows = oneIn(4, &random)
    var order = Snapshot.Order.any
    switch climate {
    case .oneResponse, .oneResponseValidated:
      server.vices.pages = .none
      if climate == .oneResponseValidated { server.vices.validator = .response(limit: .max) }
    case .behindRow: (server.vices.pages, order) = (.behindRow, .stable)
    case .appended: (server.vices.arrangement, order) = (.newestLast, .appended)
    case .numbered: break
    case .listValidated: server.vices.validator = .list
    case .responseValidated:
      server.vices.pageSize = Int.random(in: 2...12, using: &random)
      server.vices.validator = .response(limit: server.vices.pageSize)
    }
    self.order = order
    batch = Int.random(in: 1...6, using: &random)
    server.change(Int.random(in: 0...(oneIn(2, &random) ? 8 : 40), using: &random))
  }

  private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  /// Runs while the server changes, dies now and then, and at last lets it rest; `nil` when all went well.
  mutating func runScenario() async throws -> Failure? {
    for _ in 0..<6 {
      server.vices.ignoresPages = flaw == .repeatedPage || climate == .numbered && oneIn(8)
      server.vices.chaos = server.vices.ignoresPages ? 0 : Int.random(in: 0...8, using: &random)
      process = SimulatedProcess()
      if oneIn(2) { process.momentsLeft = Int.random(in: 0..<(oneIn(2) ? 6 : 40), using: &random) }
      if oneIn(4) {
        process.requestsLeft = Int.random(in: 0..<6, using: &random)
        process.fault = NetworkFault.allCases.randomElement(using: &random) ?? .unavailable
      }
      isFull = oneIn(8)
      forgetFailures = oneIn(8)
      if let failure = try await run() { return failure }
      if oneIn(5) {
        lostCommits += 1
        try await store.losePower(commits: Int.random(in: 1...4, using: &random))
      }
      (server.vices.chaos, server.vices.ignoresPages) = (0, false)
      if oneIn(2) { server.undo() } else if !oneIn(4) { server.change(Int.random(in: 0...6, using: &random)) }
    }
    return try await rest()
  }

  // MARK: - One run

  /// Runs until the machine is done; `nil` when the process died or a request failed.
  mutating func perform() async throws -> Outcome? {
    var tuning = Snapshot.Tuning()
    tuning.batch = batch
    let decisions = SnapshotProtocol(
      types: SnapshotServer.types, order: flaw == .onePassWhereRowsMove ? .stable : order,
      validator: server.vices.validator, isFull: isFull, tuning: tuning)
    var run = SimulatedRun(decisions, forgetFailures: forgetFailures, in: process)
    let held = try await store.state()
    var mistake = flaw.map { SnapshotMistake($0, held) }
    server.beginRun()
    defer { server.endRun() }
    let ending = try await run.perform(on: store.open()) { transaction in
      mistake?.apply(to: transaction, server) ?? transaction
    } _: { request in
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
    let outcome: Outcome?
    do { outcome = try await perform() } catch SimulationFailure.unbounded { return .unbounded }
    if forgetFailures { settled.formUnion(try await store.quarantined.compactMap(SnapshotServer.unidentifiedVersion)) }
    let after = try await mirror
    for id in before.keys where after[id] == nil && server.seen.contains(where: { $0.id == id }) {
      if !server.vanished.contains(id), !(forgetFailures && server.odd.contains(id)) { return .forgot }
    }
    guard let outcome else { return nil }
    if server.vices.ignoresPages, outcome.reasons != ["pageRepeats"], !server.rows.isEmpty {
      return outcome.reasons.contains("pageRepeats") ? nil : .ignoredPages
    }
    return outcome.reasons.isEmpty ? judge(after) : nil
  }

  private var mirror: [Int: Int] {
    get async throws {
      var mirror: [Int: Int] = [:]
      for type in SnapshotServer.types {
        for (id, payload) in try await store.records(type) { mirror[Int(id) ?? -1] = SnapshotServer.version(payload) }
      }
      return mirror
    }
  }

  /// Everything that existed throughout the run is there, and nothing that did not exist during it; each record in a
  /// state that it had during the run.
  private func judge(_ mirror: [Int: Int]) -> Failure? {
    for row in server.seen where !server.vanished.contains(row.id) {
      if server.odd.contains(row.id) {
        let isSame = server.rows.contains(row) && row.form == .withoutIdentifier
        if isSame, !settled.contains(row.version) { return .forgotUnidentified }
      } else if mirror[row.id] == nil {
        return .falseClaim
      }
    }
    let isTrue = mirror.allSatisfy { id, version in
      server.odd.contains(id) || server.versions[id]?.contains(version) == true
    }
    return isTrue ? nil : .falseClaim
  }

  // MARK: - Rest

  /// The server rests: one run makes the mirror equal to it, and the next one asks no more than needed.
  mutating func rest() async throws -> Failure? {
    process = SimulatedProcess()
    isFull = false
    server.vices.ignoresPages = flaw == .repeatedPage
    // Somebody has looked into the quarantine.
    forgetFailures = true
    server.heal()
    if let failure = try await run() { return failure }
    forgetFailures = false
    let outcome: Outcome?
    do { outcome = try await perform() } catch SimulationFailure.unbounded { return .unbounded }
    guard let outcome, outcome.reasons.isEmpty else { return .neverUpToDate }
    if try await mirror != server.mirror { return .mirrorDiffers }
    return outcome.requests > allowedRequests ? .unquiet : nil
  }

  private var allowedRequests: Int {
    let pages = server.pageCount
    switch climate {
    case .oneResponse, .oneResponseValidated, .listValidated: return 1
    case .behindRow: return pages
    case .appended: return pages == 1 ? 1 : pages + 1
    case .numbered: return pages == 1 ? 1 : pages * 2
    case .responseValidated: return pages == 1 ? 1 : pages * 2
    }
  }
}
