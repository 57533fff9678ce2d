import Testing
import Tributary
import TributaryJSON

/// How a run by hand ended.
struct SessionQueueOutcome: Equatable {
  var reasons: [String]
  var notes: [String] = []
  var requests = 0
  var waits: [Duration] = []
  var fractions: [Double] = []
}

/// Drives the machine by hand against a server and a store.
struct SessionQueueRig {
  static let key = StreamKey(service: "test", baseURL: "http://localhost")

  var tuning = SessionQueue.Tuning()
  var newDevice = false
  var forgetFailures = false
  /// The process dies after this many steps: a request, a commit.
  var stopAfter = Int.max
  /// Draws the names of devices.
  var device = "device-0"

  init() {
    tuning.chunk = 4
    tuning.initialBackoff = .seconds(1)
  }

  /// Runs until the machine is done; `nil` when the process died.
  func run(_ server: inout SessionQueueServer, _ store: MemoryStore) async throws -> SessionQueueOutcome? {
    var machine = SessionQueueMachine(
      newDevice: newDevice, forgetFailures: forgetFailures, tuning: tuning, drawDevice: { [device] in device },
      interpret: SessionQueueServer.interpret)
    let stream = try store.open(Self.key, types: [])
    defer { stream.close() }
    var effects = machine.step(.opened(try await stream.state()))
    var outcome = SessionQueueOutcome(reasons: [])
    var durable = Set(try await stream.state().outbox)
    var sessions: Set<String> = []
    var steps = 0
    func dies() -> Bool {
      steps += 1
      return steps > stopAfter
    }
    func respond(to request: SessionQueue.Request) throws -> SessionQueue.Response {
      outcome.requests += 1
      switch request {
      case .acknowledge(_, let keys): #expect(keys.allSatisfy(durable.contains), "acknowledged before it was durable")
      case .page(_, let session): #expect(sessions.contains(session), "continued a session of an earlier run")
      default: break
      }
      let response = try server.respond(to: request)
      if case .session(let session) = response { sessions.insert(session.id) }
      return response
    }
    while !effects.isEmpty {
      switch effects.removeFirst() {
      case .ask(let request):
        if dies() { return nil }
        effects += machine.step(.received(try respond(to: request)))
      case .commit(let transaction, let progress):
        // The request that follows is under way: at worst it reaches the server before the commit is durable.
        var early: SessionQueue.Response?
        if case .ask(let request)? = effects.first {
          effects.removeFirst()
          if dies() { return nil }
          early = try respond(to: request)
        }
        if dies() { return nil }
        let counts = try await stream.commit(transaction)
        durable.formUnion(transaction.acknowledgements)
        if let progress { outcome.fractions.append(progress) }
        effects += machine.step(.committed(counts))
        if let early { effects += machine.step(.received(early)) }
      case .note(let note): outcome.notes.append(note.code)
      case .wait(let duration, _):
        outcome.waits.append(duration)
        effects += machine.step(.waited)
      case .refuse: Issue.record("the checkpoint was refused")
      case .finish(let reasons):
        outcome.reasons = reasons.map(\.code)
        return outcome
      }
    }
    Issue.record("the machine stopped without a result")
    return nil
  }
}

extension MemoryStore {
  /// The live records by type and identifier.
  func mirror() throws -> [String: String] {
    var records: [String: String] = [:]
    for type in SessionQueueServer.types + [""] {
      try forEachRecord(service: "test", type: type, stream: nil) { record in
        records["\(record.type) \(record.id)"] = record.payload.text
        return true
      }
    }
    return records
  }

  /// The state of the stream; nothing may have it open.
  func state() throws -> StreamState { try #require(try streams().first).state }

  /// A store that was made from a copy of this one's database: all the same but for the incarnation.
  func copied(incarnation: UInt64) async throws -> MemoryStore {
    let copy = MemoryStore(randomness: { incarnation })
    let stream = try copy.open(SessionQueueRig.key, types: [])
    defer { stream.close() }
    let state = try state()
    var transaction = StreamTransaction()
    transaction.epoch = state.epoch
    transaction.checkpoint = state.checkpoint
    transaction.acknowledgements = state.outbox
    transaction.unsettledObjects = state.unsettledObjects
    for type in SessionQueueServer.types {
      try forEachRecord(service: "test", type: type, stream: nil) { record in
        transaction.changes.append(RecordChange(type: record.type, id: record.id, kind: .upsert(record.payload)))
        return true
      }
    }
    _ = try await stream.commit(transaction)
    return copy
  }
}
