import TributaryEmulator

@testable import Tributary

/// The life of one service and its mirror, decided by a seed.
struct SessionQueueSimulation {
  /// What must never happen.
  enum Failure: String, Error {
    /// *Up to date* was said while something is missing or in doubt.
    case falseClaim
    /// The service rests, *up to date* was said, and the mirror differs.
    case mirrorDiffers
    /// The service rests, and run after run does not say *up to date*.
    case neverUpToDate
    /// A run asked more than the bounds allow, or a quiet one more than once.
    case unbounded
    /// The part that is done fell, or left 0...1.
    case wrongProgress
    /// The machine had nothing to do and did not say how it ended.
    case stopped
  }

  typealias Death = SessionQueueSimulationDeath

  let seed: UInt64
  var server: SessionQueueSimulationServer
  var disk = SessionQueueSimulationDisk()
  var tuning = SessionQueue.Tuning()
  private(set) var deaths = Tally<Death>()
  var newDevice = false
  var forgetFailures = false
  var flaw: SessionQueueSimulationFlaw? {
    didSet {
      disk.comparesNote = flaw != .keepsDevice
      disk.synchronizes = flaw != .normalDurability
    }
  }
  /// What happened, for a replay that a person reads; `nil` costs nothing.
  var trace: [String]?
  private var random: SeededRandom
  private var devices = 0

  init(seed: UInt64) {
    self.seed = seed
    random = SeededRandom(seed: seed)
    server = SessionQueueSimulationServer(objects: 3 + random.below(6), seed: seed &+ 1_000_000_007)
    server.pageSize = 1 + random.below(4)
    server.reportsLeft = random.happens(2)
    server.vices.lag = random.happens(2) ? 0 : 1 + random.below(12)
    server.vices.losesFailed = random.happens(3)
    server.vices.refusesKeysOfGone = random.happens(4)
    server.vices.largestChunk = random.happens(3) ? 1 + random.below(2) : .max
    server.vices.nameless = random.happens(8) ? 1 : 0
    server.vices.undecodable = [random.below(20)]
    tuning.chunk = 1 + random.below(4)
    tuning.refusals = random.below(4)
    tuning.sessions = 2 + random.below(4)
    tuning.barrenSessions = 2 + random.below(3)
    tuning.vanishedSessions = 2 + random.below(3)
    tuning.idlePages = 2 + random.below(3)
    tuning.pages = random.happens(10) ? 2 + random.below(8) : 100
    tuning.objectRequests = 1 + random.below(10)
    tuning.overlaps = !random.happens(4)
    tuning.gathersKeys = !random.happens(4)
    server.change(random.below(10))
  }

  /// Runs while the service changes and errs, dies and loses its memory now and then; at last all rests.
  mutating func runScenario() throws(Failure) {
    var backup: SessionQueueSimulationDisk.Contents?
    for _ in 0..<(2 + random.below(4)) {
      brew()
      // Half of the runs die: at any moment, or at the first of its kind.
      let kind = random.happens(4) ? Death.allCases[random.below(Death.allCases.count)] : nil
      try run(lifespan: kind == nil && random.happens(3) ? 1 + random.below(30) : .max, diesAt: kind)
      server.change(random.below(3))
      switch random.below(10) {
      case 0...2: backup = disk.contents
      case 3, 4:
        guard let copy = backup else { break }
        server.faults.count(.backupRestored)
        disk.restore(copy, withNote: false)
      case 5:
        server.faults.count(.noteLost)
        disk.loseNote()
      case 6:
        // Nobody can see this, so somebody has to say it.
        guard let copy = backup else { break }
        server.faults.count(.diskRestored)
        disk.restore(copy, withNote: true)
        newDevice = true
      default: break
      }
    }
    try rest()
  }

  /// Draws what the service does badly in the next run.
  mutating func brew() {
    server.vices.changes = random.happens(3) ? 0 : 3 + random.below(10)
    server.vices.errors = random.happens(3) ? 20 : 0
    server.vices.repeats = random.happens(3) ? 8 : 0
    server.vices.emptyPages = random.happens(2) ? 4 : 0
    server.vices.repeatedPages = random.happens(3) ? 5 : 0
    server.vices.lostSessions = random.happens(3) ? 4 : 0
    server.vices.doubles = random.happens(2) ? 3 : 0
    server.vices.keyless = random.happens(8) ? [random.below(9)] : []
    server.vices.refused = random.happens(6) ? [random.below(9)] : []
    if random.happens(2) {
      let id = random.below(server.objects.count)
      server.vices.failing[id] = random.happens(2) ? 1000 : 1 + random.below(3)
      if random.happens(3) { server.vices.forbidden[id] = random.happens(3) ? 1000 : 1 }
    }
  }

  /// Everything that was failing recovers and nothing changes any more: the mirror comes to equal the service.
  mutating func rest() throws(Failure) {
    var vices = SessionQueueSimulationServer.Vices()
    (vices.lag, vices.nameless) = (server.vices.lag, server.vices.nameless)
    server.vices = vices
    tuning = SessionQueue.Tuning()
    for _ in 0..<6 {
      switch try run() {
      case .finished([]):
        guard mirror == server.mirror else { throw .mirrorDiffers }
        let failures = disk.contents.stream?.unsettledObjects.keys.count ?? 0
        guard case .finished([]) = try run(), requests == 1 + failures else { throw .unbounded }
        return
      // Somebody saw that a key of an earlier run was refused, or looked into the quarantine.
      case .finished(let reasons) where reasons.contains("refusedKeys"): newDevice = true
      case .finished(let reasons) where reasons.contains("unidentifiedRecords"): forgetFailures = true
      default: break
      }
    }
    throw .neverUpToDate
  }

  // MARK: - One run

  /// How a run ended.
  enum Ending: Equatable {
    case died
    case error
    case finished([String])
  }

  private enum Stop: Error {
    case ended(Ending)
    case failed(Failure)
  }

  private var lifespan = Int.max
  private var kindOfDeath: Death?
  private(set) var requests = 0
  private var device = ""
  private var startsWithoutNews = 0
  private var progress = StreamOutcome()
  /// Remembered failures that this run was shown past the queue.
  private var seen: Set<RecordReference> = []
  private var believesToBeAtEnd = false

  /// Runs until the machine is done, an error ends it, or the process dies: at the moment of a number or of a kind.
  @discardableResult
  mutating func run(lifespan: Int = .max, diesAt kind: Death? = nil) throws(Failure) -> Ending {
    self.lifespan = lifespan
    kindOfDeath = kind
    (requests, startsWithoutNews, progress, seen, believesToBeAtEnd) = (0, 0, StreamOutcome(), [], false)
    server.beginRun()
    return try judge(runToEnding())
  }

  private mutating func runToEnding() throws(Failure) -> Ending {
    do { return .finished(try finish()) } catch Stop.ended(let ending) { return ending } catch Stop.failed(let failure)
    {
      throw failure
    } catch { throw .stopped }
  }

  private mutating func judge(_ ending: Ending) throws(Failure) -> Ending {
    trace?.append("\(ending)")
    switch ending {
    case .died:
      guard random.happens(3) else { break }
      server.faults.count(.powerCut)
      disk.cutPower(keeping: random.below(100))
    case .error: server.faults.count(.endedByError)
    case .finished(let reasons):
      newDevice = false
      server.faults.count(reasons.isEmpty ? .upToDate : .incomplete)
      if reasons.isEmpty, !claimIsTrue { throw .falseClaim }
    }
    return ending
  }

  private mutating func finish() throws -> [String] {
    devices += 1
    let name = "device \(devices)"
    var machine = SessionQueueMachine(
      newDevice: newDevice, forgetFailures: forgetFailures, tuning: tuning, drawDevice: { name },
      interpret: SessionQueueSimulationItem.interpret)
    var effects = machine.step(.opened(try disk.open()))
    while !effects.isEmpty {
      if believesToBeAtEnd { return [] }
      switch effects.removeFirst() {
      case .ask(let request): effects += machine.step(.received(try ask(request)))
      case .commit(let transaction, let fraction):
        try advance(to: fraction)
        guard case .ask(let request)? = effects.first else {
          effects += machine.step(.committed(try store(transaction)))
          continue
        }
        effects.removeFirst()
        // The request is under way while the commit is made, and reaches the service before it or after.
        if random.happens(2) {
          server.faults.count(.aheadOfCommit)
          let response = Result { try ask(request) }
          if case .failure(Stop.ended(.died)) = response { _ = try response.get() }
          effects += machine.step(.committed(try store(transaction)))
          effects += machine.step(.received(try response.get()))
        } else {
          effects += machine.step(.committed(try store(transaction)))
          effects += machine.step(.received(try ask(request)))
        }
      case .wait:
        try dieIfDue(.beforeWait)
        server.wait()
        try dieIfDue(.afterWait)
        effects += machine.step(.waited)
      case .note: break
      case .finish(let reasons): return reasons.map(\.code)
      case .refuse: throw Stop.failed(.stopped)
      }
    }
    throw Stop.failed(.stopped)
  }

  private mutating func dieIfDue(_ moment: Death) throws {
    lifespan -= 1
    guard lifespan == 0 || kindOfDeath == moment else { return }
    deaths.count(moment)
    trace?.append("\(moment)")
    throw Stop.ended(.died)
  }

  // MARK: - Effects

  private mutating func ask(_ request: SessionQueue.Request) throws -> SessionQueue.Response {
    let before: Death
    let after: Death
    switch request {
    case .start(let name):
      (before, after) = (.beforeStart, .afterStart)
      device = name
      startsWithoutNews += 1
    case .page: (before, after) = (.beforePage, .afterPage)
    case .acknowledge: (before, after) = (.beforeAcknowledgement, .afterAcknowledgement)
    case .object: (before, after) = (.beforeObject, .afterObject)
    }
    requests += 1
    guard requests <= 400, startsWithoutNews <= tuning.barrenSessions * tuning.vanishedSessions + 1 else {
      throw Stop.failed(.unbounded)
    }
    try dieIfDue(before)
    guard var response = try server.exchange(request) else { throw Stop.ended(.error) }
    trace?.append("\(request) -> \(response)")
    try dieIfDue(after)
    if case .object(let reference) = request, case .object = response { seen.insert(reference) }
    guard let flaw else { return response }
    believesToBeAtEnd = flaw.ends(at: response, to: request)
    response = flaw.apply(to: response)
    return response
  }

  private mutating func store(_ transaction: StreamTransaction) throws -> CommitCounts {
    let brings = !transaction.acknowledgements.isEmpty
    if flaw == .acknowledgesBeforeCommit, brings {
      _ = try ask(.acknowledge(device: device, keys: transaction.acknowledgements))
    }
    let isFirst = requests == 0
    try dieIfDue(isFirst ? .beforeDeviceCommit : brings ? .beforePageCommit : .beforeLastCommit)
    let counts = disk.commit(transaction)
    trace?.append("commit \(transaction)")
    if transaction.raisesGeneration {
      try dieIfDue(.betweenCommitAndNote)
      disk.noteGeneration()
    }
    try dieIfDue(isFirst ? .afterDeviceCommit : brings ? .afterPageCommit : .afterLastCommit)
    if counts.inserted + counts.updated + counts.deleted > 0 { startsWithoutNews = 0 }
    return counts
  }

  private mutating func advance(to fraction: Double?) throws {
    let before = progress.fraction ?? 0
    progress.advance(to: fraction)
    let after = progress.fraction ?? before
    guard before...1 ~= after else { throw Stop.failed(.wrongProgress) }
  }

  // MARK: - What must hold

  /// The live records, by identifier, with their revisions.
  var mirror: [Int: Int] {
    var mirror: [Int: Int] = [:]
    for records in disk.contents.stream?.records.values.map(\.values) ?? [] {
      for record in records where !record.isDeleted {
        let item = SessionQueueSimulationItem(record.payload)
        mirror[item?.id ?? -1] = item?.revision
      }
    }
    return mirror
  }

  /// Whether nothing is missing and nothing is in doubt.
  private var claimIsTrue: Bool {
    guard let stream = disk.contents.stream, server.isEqualled(by: mirror) else { return false }
    let isUnidentified = stream.quarantine.values.contains { $0.item.id == nil } && !forgetFailures
    return stream.outbox.keys.isEmpty && !isUnidentified
      && stream.unsettledObjects.keys.allSatisfy { seen.contains($0) }
  }
}

extension SeededRandom {
  mutating func below(_ count: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % max(count, 1) }
  /// One time in so many; never for `0`.
  mutating func happens(_ oneIn: Int) -> Bool { oneIn > 0 && below(oneIn) == 0 }
}
