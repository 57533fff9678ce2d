import Tributary
import TributaryEmulator

/// The life of one server and its mirror, decided by a seed.
struct TimestampCursorSimulation {
  /// What must never happen.
  enum Failure: Equatable, Sendable {
    /// *Up to date*, and something is missing that could be seen when the run began.
    case falseClaim
    /// *Up to date*, though a row without an identifier is in quarantine that nobody has settled.
    case forgotUnidentified
    /// A record is older than it was, or gone though it still exists.
    case fellBack, forgot
    /// The cursor is no text that a list was stamped with.
    case inventedCursor
    case progressFell, unbounded
    /// The server rests, and the mirror differs, is never up to date, or a poll takes more than one request.
    case mirrorDiffers, neverUpToDate, unquiet
    /// A full pass counts or deletes other records than those that are gone.
    case miscounted, misdeleted
  }

  let climate: TimestampCursorClimate
  var server: TimestampCursorServer
  var rig = TimestampCursorRig()
  let store: SimulatedStore
  private(set) var lostCommits = 0
  private var random: SeededRandom

  init(seed: UInt64, kind: TimestampCursorClimate.Kind? = nil) throws {
    var random = SeededRandom(seed: seed &+ 7_000_000)
    func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    let kinds = TimestampCursorClimate.Kind.allCases
    let climate = TimestampCursorClimate(kind ?? kinds[Int(seed % UInt64(kinds.count))], random: &random)
    var server = TimestampCursorServer(seed: seed)
    var budget = climate.budget
    func spend(_ most: Int, leaving rest: Int = 0) -> Int {
      let amount = min(Int.random(in: 0...most, using: &random), max(budget - rest, 0))
      budget -= amount
      return amount
    }
    // Twice the skew: a list may be early, and the one before it late. An hour's change that the overlap does not cover
    // must not fall between a list and its stamp.
    server.vices.skew = climate.kind == .azores ? 0 : spend(20) / 2
    server.vices.lag = oneIn(3) ? spend(5, leaving: 20) : spend(climate.budget, leaving: 20)
    server.vices.includesBoundary = climate.kind == .exact || oneIn(2)
    server.vices.order =
      climate.kind == .capped ? .stamp : [.id, .stamp, .shuffled].randomElement(using: &random) ?? .id
    server.vices.duplicates = climate.kind != .capped && oneIn(4)
    server.vices.digits = climate.kind == .exact ? 9 : oneIn(4) ? nil : [0, 3, 6, 9].randomElement(using: &random) ?? 6
    server.vices.hasOddRows = oneIn(6)
    server.vices.dateHeader =
      climate.kind == .universalUnstated
      ? .never : [.always, .always, .sometimes].randomElement(using: &random) ?? .always
    server.clock.dateError = [-90, 0, 0, 1, 90].randomElement(using: &random) ?? 0
    server.clock.zone = climate.zone
    if climate.kind == .capped {
      server.vices.cap = 10 * Int.random(in: 1...2, using: &random)
      server.vices.pause = 1...Int.random(in: 1...60, using: &random)
      server.vices.hasOddRows = false
    } else {
      server.vices.pause = 0...([0, 2, 600].randomElement(using: &random) ?? 0)
    }
    rig.tuning.roundLength = 5
    rig.tuning.batch = Int.random(in: 2...20, using: &random)
    server.change(Int.random(in: 0...30, using: &random))
    self.climate = climate
    self.server = server
    self.random = random
    smallJump = budget
    store = try SimulatedStore()
  }

  /// What is left of the budget for a jump of the clock.
  private let smallJump: Int
  private var hasJumped = false
  /// Rows without an identifier that no longer make a result incomplete.
  private var settled: Set<String> = []

  private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  /// Runs while the server changes, dies now and then, and at last lets it rest; `nil` when all went well.
  mutating func runScenario() async throws -> Failure? {
    for round in 0..<5 {
      server.vices.chaos = Int.random(in: 0...4, using: &random)
      let isCalm = jump(round)
      rig.process = isCalm ? SimulatedProcess() : process()
      rig.pass = oneIn(8) ? .full(deleteMissing: oneIn(2)) : .changes
      rig.forgetFailures = rig.pass == .changes && oneIn(8)
      if let failure = try await run() { return failure }
      if oneIn(5), !(hasJumped && climate.kind == .setBack) {
        lostCommits += 1
        store.losePower(commits: Int.random(in: 1...4, using: &random))
      }
      server.vices.chaos = 0
      server.change(Int.random(in: 0...6, using: &random))
      server.pass(0...([0, 5, 200, 2000, 20_000, 90_000].randomElement(using: &random) ?? 0))
    }
    return try await rest()
  }

  private mutating func process() -> SimulatedProcess {
    var process = SimulatedProcess()
    if oneIn(3) { process.momentsLeft = Int.random(in: 0..<12, using: &random) }
    if oneIn(5) {
      process.requestsLeft = Int.random(in: 0..<2, using: &random)
      process.fault = NetworkFault.allCases.randomElement(using: &random) ?? .unavailable
    }
    return process
  }

  /// Makes the clock jump now and then; true where the next run must come to its end for the protocol to see it.
  private mutating func jump(_ round: Int) -> Bool {
    guard !hasJumped, oneIn(3) else { return false }
    hasJumped = true
    switch climate.kind {
    case .universal, .universalUnstated, .ahead:
      let seconds = Int.random(in: 0...max(smallJump, 0), using: &random)
      server.jump(by: oneIn(2) ? seconds : -seconds, isInDate: oneIn(2), in: Int.random(in: 0...10, using: &random))
    case .central, .london, .azores, .lateCentral:
      server.jump(by: climate.change, isInDate: false, in: Int.random(in: 0...10, using: &random))
    case .setForward:
      // What is on its way has come by then.
      server.pass(server.vices.lag + 20...server.vices.lag + 30)
      server.jump(by: Int.random(in: 1...3_000_000, using: &random), isInDate: oneIn(2))
    case .setBack:
      guard let cursor = store.cursor else { return false }
      let behind = server.clock.reading(at: server.clock.now, digits: 0).seconds - cursor.seconds
      server.jump(by: -max(behind, 0) - Int.random(in: 600...70_000, using: &random), isInDate: oneIn(2))
      server.pass(11...11)
      server.change(Int.random(in: 0...6, using: &random), pausing: 0...30)
      return true
    case .capped, .late, .exact: break
    }
    return false
  }

  // MARK: - One run

  private mutating func run() async throws -> Failure? {
    let before = TimestampCursorRig.mirror(store)
    // So does a run that begins from the start.
    if store.cursor == nil { settled = unidentified }
    let outcome = try await rig.run(&server, on: store)
    let after = TimestampCursorRig.mirror(store)
    for (id, number) in before {
      if let held = after[id] {
        if held < number { return .fellBack }
      } else if !server.left.contains(id) {
        return .forgot
      }
    }
    let failure = outcome.flatMap { judge($0, after) }
    // A full pass and a person who forgets them settle rows without an identifier, also in a run that died.
    if rig.pass != .changes || rig.forgetFailures { settled = unidentified }
    return failure
  }

  private mutating func judge(_ outcome: TimestampCursorRig.Outcome, _ mirror: [Int: Int]) -> Failure? {
    for list in server.lists where list.count > 0 && list.count.isMultiple(of: rig.tuning.roundLength) {
      server.faults.count(.roundList)
    }
    if outcome.requests > 3 { return .unbounded }
    if outcome.fractions != outcome.fractions.sorted() || outcome.fractions.contains(where: { $0 < 0 || $0 > 1 }) {
      return .progressFell
    }
    if !outcome.reasons.contains("listIsCapped"), rig.flaw == nil {
      guard let cursor = store.cursor?.description,
        server.lists.contains(where: { $0.createdAt.description == cursor })
      else { return .inventedCursor }
    }
    guard outcome.reasons.isEmpty else { return nil }
    if rig.pass == .changes, !rig.forgetFailures, !unidentified.isSubset(of: settled) { return .forgotUnidentified }
    return climate.isWithinOverlap && !isTrue(mirror) ? .falseClaim : nil
  }

  /// The rows in quarantine that have no identifier.
  private var unidentified: Set<String> {
    Set(store.quarantined.filter { TimestampCursorServer.interpret($0).id == nil }.map(\.text))
  }

  /// Everything that could be seen when the run began is there, in that state or a later one; a state without a
  /// readable identifier is in quarantine.
  private func isTrue(_ mirror: [Int: Int]) -> Bool {
    var quarantined: Set<String>?
    for (id, version) in server.seen {
      guard let now = server.rows[id] else { continue }
      // It lost its identifier while the run read, and the run was told to give such rows up.
      if rig.forgetFailures, now.form == .withoutIdentifier { continue }
      if version.form == .withoutIdentifier {
        let known = quarantined ?? Set(store.quarantined.map(\.text))
        quarantined = known
        if !known.contains(version.text), mirror[id] ?? -1 < version.number { return false }
      } else if mirror[id] ?? -1 < version.number {
        return false
      }
    }
    return mirror.allSatisfy { id, number in server.rows[id].map { number <= $0.number } ?? server.left.contains(id) }
  }

  // MARK: - Rest

  /// The server rests: what was still to become visible does, the mirror equals it, and polls are quiet.
  mutating func rest() async throws -> Failure? {
    rig.process = SimulatedProcess()
    rig.pass = .changes
    // Somebody has looked into the quarantine.
    rig.forgetFailures = true
    server.heal()
    let polls = climate.isWithinOverlap ? 1 : 3
    for poll in 0..<polls {
      // A sweep comes once a day.
      let pause = poll == 0 ? server.vices.lag + 20 : 25 * 3600
      server.pass(pause...pause)
      if let failure = try await run() { return failure }
    }
    rig.forgetFailures = false
    server.pass(30...30)
    let outcome = try await rig.run(&server, on: store)
    if outcome?.reasons == ["listIsCapped"] { return server.isCut ? nil : .neverUpToDate }
    guard let outcome, outcome.reasons.isEmpty else { return .neverUpToDate }
    let mirror = TimestampCursorRig.mirror(store)
    if mirror.filter({ server.rows[$0.key] != nil }) != server.mirror { return .mirrorDiffers }
    // One request, but for the probe of a round length, and a doubt about the zone.
    let isRound = server.lists.contains { $0.count > 0 && $0.count.isMultiple(of: rig.tuning.roundLength) }
    let isDoubtful = server.vices.dateHeader == .sometimes || hasJumped && climate.kind == .universal
    let allowed = 1 + (isRound ? 1 : 0) + (isDoubtful ? 1 : 0)
    if outcome.requests > allowed { return .unquiet }
    return try await sweepUp(missing: mirror.keys.count { server.rows[$0] == nil })
  }

  /// A full pass counts what is gone, and deletes it on request.
  private mutating func sweepUp(missing: Int) async throws -> Failure? {
    rig.pass = .full(deleteMissing: false)
    let counted = try await rig.run(&server, on: store)
    if counted?.reasons == ["listIsCapped"] { return server.isCut ? nil : .neverUpToDate }
    if counted?.notes.contains("missingRecords") != (missing > 0) { return .miscounted }
    rig.pass = .full(deleteMissing: true)
    let deleted = try await rig.run(&server, on: store)
    if deleted?.reasons == ["listIsCapped"] { return server.isCut ? nil : .neverUpToDate }
    guard let deleted, deleted.reasons.isEmpty, TimestampCursorRig.mirror(store) == server.mirror else {
      return .misdeleted
    }
    return nil
  }
}
