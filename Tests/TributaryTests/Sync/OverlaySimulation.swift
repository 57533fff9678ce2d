import Tributary
import TributaryEmulator
import TributaryJSON

/// A service with a protocol, as the simulation of the overlay needs it: it can be written to as by a call of our own,
/// and answers such a call with the record's new state.
protocol OverlayService {
  associatedtype Decisions: SyncProtocol

  init(seed: UInt64)

  /// Changes a record as a call of our own does.
  mutating func write(_ id: Int) throws -> RecordChange?
  /// Lets others change something.
  mutating func change()
  /// Lets time pass, after which everything that happened can be seen.
  mutating func pass()
  mutating func beginRun()
  /// Makes well whatever fails.
  mutating func heal()
  /// The protocol, before a run.
  func decisions(batch: Int) -> Decisions
  mutating func respond(to request: Decisions.Request) throws -> Decisions.Response
  /// The records by type and identifier, each with the number of its state. Those that a sync may keep for ever,
  /// because the service never says that they are gone, are not told.
  var records: [RecordReference: Int] { get }
  var types: [String] { get }
  func number(_ payload: RawJSON) -> Int
  /// Whether a record that is gone stays in the mirror.
  var forgetsDeletions: Bool { get }
}

extension OverlayService {
  mutating func heal() {}
}

/// The life of one service, its mirror and what our own calls write over it, decided by a seed.
struct OverlaySimulation<Service: OverlayService> {
  /// What must never happen.
  enum Failure: Equatable {
    /// A reader sees an older state than a call of ours has returned.
    case fellBack
    /// *Up to date*, and an entry that the run could have settled is still there.
    case kept
    /// The service rests, and what a reader sees, or the mirror itself, differs.
    case shownDiffers, mirrorDiffers
    case neverUpToDate
  }

  /// Mistakes that are put in on purpose.
  enum Flaw: CaseIterable {
    /// A run drops also what was written after it began.
    case dropsYounger
    /// What a call wrote goes into the mirror.
    case writesIntoMirror
    /// The end of a run drops nothing.
    case dropsNothingAtTheEnd
    /// The end of a run that is not up to date drops everything.
    case dropsAtAnyEnd
  }

  var service: Service
  let store: SimulatedStore
  var flaw: Flaw?
  private var random: SeededRandom
  /// The number of the state that our own last call for a record returned; 0 for a deletion.
  private var written: [RecordReference: Int] = [:]
  private(set) var writes = 0

  init(seed: UInt64, flaw: Flaw? = nil) throws {
    service = Service(seed: seed)
    store = try SimulatedStore()
    random = SeededRandom(seed: seed &+ 77)
    self.flaw = flaw
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  mutating func runScenario() async throws -> Failure? {
    for _ in 0..<6 {
      for _ in 0..<below(4) { service.change() }
      service.pass()
      for _ in 0..<below(3) { try write() }
      // What is written just before a run can be seen by it.
      if below(2) == 0 { service.pass() }
      var process = SimulatedProcess()
      if below(3) == 0 { process.momentsLeft = below(16) }
      if below(6) == 0 { process.requestsLeft = below(4) }
      if let failure = try await run(process) { return failure }
    }
    service.heal()
    service.pass()
    for _ in 0..<4 {
      let ending = try await perform(SimulatedProcess(), isBusy: false)
      service.pass()
      guard ending == .finished([]) else { continue }
      return restFailure
    }
    return .neverUpToDate
  }

  private mutating func run(_ process: SimulatedProcess) async throws -> Failure? {
    let last = store.overlay.last?.number ?? 0
    let ending = try await perform(process, isBusy: true)
    if ending != .finished([]), flaw == .dropsAtAnyEnd { dropEverything() }
    if ending == .finished([]), store.overlay.contains(where: { $0.number <= last }) { return .kept }
    return seenFailure
  }

  private mutating func perform(
    _ process: SimulatedProcess, isBusy: Bool
  ) async throws -> SimulatedRun<Service.Decisions>.Ending {
    var run = SimulatedRun(service.decisions(batch: 1 + below(6)), in: process)
    service.beginRun()
    var simulation = self
    let stream: any StreamStore = flaw == .dropsNothingAtTheEnd ? KeepingStore(store: store) : store
    defer { self = simulation }
    return try await run.perform(on: stream) { transaction in
      if simulation.flaw == .dropsYounger { simulation.store.beginRun() }
      return transaction
    } _: { request in
      let response = try simulation.service.respond(to: request)
      // The response is on its way when the call is made: what it says of the record is older.
      if isBusy, simulation.below(4) == 0 { try simulation.write() }
      return response
    }
  }

  private func dropEverything() { store.dropApplied() }

  private mutating func write() throws {
    guard let change = try next() else { return }
    guard flaw == .writesIntoMirror else { return store.apply(change) }
    var transaction = StreamTransaction()
    transaction.changes = [change]
    _ = store.commit(transaction)
  }

  private mutating func next() throws -> RecordChange? {
    guard let change = try service.write(below(8)) else { return nil }
    writes += 1
    if case .upsert(let payload) = change.kind {
      written[change.reference] = service.number(payload)
    } else {
      written[change.reference] = 0
    }
    return change
  }

  private var shown: [RecordReference: Int] {
    service.types.reduce(into: [:]) { shown, type in
      for (id, payload) in store.shown(type) { shown[RecordReference(type: type, id: id)] = service.number(payload) }
    }
  }

  private var mirror: [RecordReference: Int] {
    service.types.reduce(into: [:]) { mirror, type in
      for (id, payload) in store.records(type) { mirror[RecordReference(type: type, id: id)] = service.number(payload) }
    }
  }

  /// What a call of ours wrote is seen, or something later.
  private var seenFailure: Failure? {
    let shown = shown
    for (record, number) in written {
      if let seen = shown[record] {
        if seen < number { return .fellBack }
      } else if number > 0, service.records[record] == number {
        return .fellBack
      }
    }
    return nil
  }

  private var restFailure: Failure? {
    func isRight(_ held: [RecordReference: Int]) -> Bool {
      guard service.forgetsDeletions else { return held == service.records }
      return held.filter { service.records[$0.key] != nil } == service.records
    }
    if !isRight(mirror) { return .mirrorDiffers }
    return isRight(shown) ? store.overlay.isEmpty ? nil : .kept : .shownDiffers
  }
}

/// A store whose runs drop nothing at their end.
private struct KeepingStore: StreamStore {
  let store: SimulatedStore
  var key: StreamKey { store.key }
  func state() -> StreamState {
    store.beginRun()
    return store.state()
  }
  func commit(_ transaction: StreamTransaction) -> CommitCounts { store.commit(transaction) }
  func renewIncarnation() {}
  func close() {}
}
