import Testing
import Tributary
import TributaryJSON

/// Drives the machine by hand against a server and a store.
struct ModificationPollingRig {
  static let key = StreamKey(service: "test", baseURL: "http://localhost")

  /// How a run ended.
  struct Outcome: Equatable {
    var reasons: [String] = []
    var notes: [String] = []
    var requests = 0
  }

  var source = ModificationPolling.Source.query(limit: 10)
  var start: Timestamp?
  var pass = SyncPass.changes
  var scope = ModificationPolling.Scope.everything
  var tracksDeletions = true
  var tuning = ModificationPolling.Tuning()
  var interpret = ModificationPollingServer.interpret
  /// The process dies after this many steps: a request, a commit.
  var stopAfter = Int.max
  /// A mistake in the protocol, put in on purpose.
  var flaw: ModificationPollingFlaw?
  /// What happens between two requests.
  var meanwhile: (inout ModificationPollingServer) -> Void = { _ in }

  /// Runs until the machine is done; `nil` when the process died.
  func run(_ server: inout ModificationPollingServer, _ store: MemoryStore) throws -> Outcome? {
    var machine = ModificationPollingMachine(
      type: "row", source: source, start: start, pass: pass, scope: scope, tracksDeletions: tracksDeletions,
      tuning: tuning, interpret: interpret)
    let stream = try store.open(Self.key, types: [])
    defer { stream.close() }
    server.beginRun()
    var outcome = Outcome()
    var mistake = flaw.map { ModificationPollingMistake($0) }
    var steps = 0
    func dies() -> Bool {
      steps += 1
      server.faults.count(.died, if: steps > stopAfter)
      return steps > stopAfter
    }
    func answer(_ request: ModificationPolling.Request) throws -> ModificationPolling.Answer {
      outcome.requests += 1
      if outcome.requests > 1 { meanwhile(&server) }
      let asked = mistake?.altered(request) ?? request
      let answer = try server.answer(asked)
      mistake?.see(answer, to: asked)
      return answer
    }
    var effects = machine.step(.opened(try stream.state()))
    while !effects.isEmpty {
      switch effects.removeFirst() {
      case .ask where mistake?.isAtEnd == true: return outcome
      case .ask(let request):
        if dies() { return nil }
        effects += machine.step(.answered(try answer(request)))
      case .commit(var transaction, _):
        transaction.checkpoint = transaction.checkpoint.map { mistake?.altered($0) ?? $0 }
        // The request that follows is under way: at worst it reaches the server before the commit is durable.
        var early: ModificationPolling.Answer?
        if case .ask(let request)? = effects.first, mistake?.isAtEnd != true {
          effects.removeFirst()
          if dies() { return nil }
          early = try answer(request)
        }
        if dies() {
          server.faults.count(.diedBeforeCommit, if: early != nil)
          return nil
        }
        effects += machine.step(.committed(try stream.commit(transaction)))
        if let early { effects += machine.step(.answered(early)) }
      case .note(let note): outcome.notes.append(note.code)
      case .finish(let reasons):
        outcome.reasons = reasons.map(\.code)
        return outcome
      case .wait, .refuse: Issue.record("neither wait nor refusal is expected")
      }
      try #require(outcome.requests < 2_000, "requests without bound")
    }
    Issue.record("the machine stopped without a result")
    return nil
  }

  /// Runs to the end.
  func finish(_ server: inout ModificationPollingServer, _ store: MemoryStore) throws -> Outcome {
    try #require(try run(&server, store))
  }

  /// The version of each live record.
  static func mirror(_ store: MemoryStore) throws -> [Int: Int] {
    var records: [Int: Int] = [:]
    try store.forEachRecord(service: "test", type: "row", stream: nil) { record in
      records[Int(record.id) ?? -1] = (try? record.payload.value())?["version"]?.int ?? -1
      return true
    }
    return records
  }

  /// Everything that could be seen when the run began is there, in that state or a later one.
  static func isTrue(_ store: MemoryStore, of server: ModificationPollingServer) throws -> Bool {
    let mirror = try mirror(store)
    return server.seen.allSatisfy { id, version in
      guard let current = server.rows[id] else { return true }
      if let held = mirror[id] { return held >= version.number }
      // Not held: it was deleted then, or has been since.
      return version.isDeleted || current.isDeleted || current.number > version.number
    } && mirror.allSatisfy { id, number in server.rows[id].map { number <= $0.number } ?? true }
  }
}
