import Expect
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// What the engine does for every protocol.
@Suite("Sync engine")
struct SyncEngineTests {
  private typealias Step = ScriptedProtocol.Step
  private typealias Machine = ProtocolMachine<ScriptedProtocol>

  private func run(_ steps: [Step], on store: SimulatedStore, forgetFailures: Bool = false) async throws -> [String] {
    var run = SimulatedRun(ScriptedProtocol(steps), forgetFailures: forgetFailures)
    guard case .finished(let reasons) = try await run.perform(on: store, { $0 }) else { return ["?"] }
    return reasons
  }

  @Test("What a step remembers, and what else it wants durable, goes with its last rows and never earlier")
  func lastRows() throws {
    var transaction = StreamTransaction()
    transaction.acknowledgements = ["key"]
    var machine = Machine(
      ScriptedProtocol([
        Step(
          rows: try ScriptedProtocol.rows("[[1],[2],[3],[4],[5]]", batch: 2), transaction: transaction,
          memory: .init(7),
          progress: 1, next: .ask(1))
      ]))
    var effects = machine.step(.opened(StreamState()))
    for rows in [2, 2, 1] {
      guard case .commit(let transaction, let progress)? = effects.first else {
        Issue.record("\(effects) instead of a commit")
        return
      }
      expect(transaction.changes.count, equals: rows)
      expect(transaction.checkpoint?.text, equals: rows == 1 ? #"{"place":7}"# : nil)
      expect(transaction.acknowledgements, equals: rows == 1 ? ["key"] : [])
      #expect(progress.map { 0...1 ~= $0 } == true)
      // The request goes out with the last rows.
      expect(effects.count, equals: rows == 1 ? 2 : 1)
      effects = machine.step(.committed(CommitCounts()))
    }
    #expect(effects.isEmpty)
  }

  @Test("What is said once the rows are read goes into the commit of the last ones; nothing to commit is no commit")
  func whenRead() throws {
    var machine = Machine(
      ScriptedProtocol([
        Step(rows: try ScriptedProtocol.rows("[[1]]"), next: .whenRead), Step(memory: .init(1), next: .ask(1)),
        Step(memory: .init(1), next: .whenStored), Step(next: .ask(2)),
      ]))
    let first = machine.step(.opened(StreamState()))
    guard case .commit(let transaction, _)? = first.first, case .ask(1)? = first.last else {
      Issue.record("\(first) instead of one commit with a request")
      return
    }
    expect(transaction.changes.count, equals: 1)
    #expect(transaction.checkpoint != nil)
    _ = machine.step(.committed(CommitCounts()))
    let second = machine.step(.received(1))
    guard second.count == 1, case .ask(2)? = second.first else {
      Issue.record("\(second) instead of a request alone")
      return
    }
  }

  @Test("A row that does not decode, and then does in the same batch, is not in quarantine; the other way round it is")
  func understoodSince() async throws {
    for (rows, batch, problems) in [
      ("[[1,0],[1]]", 9, 0), ("[[1],[1,0]]", 9, 1), ("[[1,0],[1],[1,0],[2,0]]", 9, 2), ("[[1,0],[1]]", 1, 0),
    ] {
      let store = try SimulatedStore()
      _ = try await run([Step(rows: ScriptedProtocol.rows(rows, batch: batch), next: .end([]))], on: store)
      expect(store.quarantined.count, equals: problems, "\(rows)")
    }
  }

  @Test("A row without an identifier keeps results incomplete until a clean full pass, or until it is given up")
  func unidentified() async throws {
    let odd = [Step(rows: try ScriptedProtocol.rows("[[1],[]]"), memory: .init(1), next: .end([]))]
    let quiet = [Step(next: .end([]))]
    for (end, forgets) in [
      ([Step(rows: try ScriptedProtocol.rows("[[1]]"), beginsPass: true, sweep: .count([]), next: .end([]))], false),
      (quiet, true),
    ] {
      let store = try SimulatedStore()
      try await expect(run(odd, on: store), equals: ["unidentifiedRecords"])
      try await expect(run(quiet, on: store), equals: ["unidentifiedRecords"])
      try await expect(run(end, on: store, forgetFailures: forgets), equals: [])
      try await expect(run(quiet, on: store), equals: [])
    }
  }

  @Test("It is remembered in the commit that puts the row into quarantine, though the run dies behind it")
  func unidentifiedInterrupted() async throws {
    let store = try SimulatedStore()
    _ = try await run([Step(memory: .init(1), next: .end([]))], on: store)
    var dying = SimulatedRun(
      ScriptedProtocol([
        Step(rows: try ScriptedProtocol.rows("[[],[1],[2]]", batch: 1), memory: .init(2), next: .end([]))
      ]))
    dying.process.momentsLeft = 2
    try await expect(dying.perform(on: store) { $0 }, equals: .died)
    expect(store.state().checkpoint?.text, equals: #"{"place":1,"hasUnidentified":true}"#)
    try await expect(run([Step(next: .end([]))], on: store), equals: ["unidentifiedRecords"])
  }

  @Test("Nothing is swept while a row without an identifier may be one of those that seem to be gone")
  func heldSweep() async throws {
    func pass(_ rows: String) throws -> [Step] {
      [
        Step(
          rows: try ScriptedProtocol.rows(rows, batch: 2), beginsPass: true, sweep: .delete(["row"]), next: .end([]))
      ]
    }
    let store = try SimulatedStore()
    try await expect(run(pass("[[1],[2],[3]]"), on: store), equals: [])
    try await expect(run(pass("[[1],[],[2]]"), on: store), equals: ["unidentifiedRecords"])
    expect(store.records("row").count, equals: 3)
    try await expect(run(pass("[[1],[2]]"), on: store), equals: [])
    expect(store.records("row").count, equals: 2)
    // Given up on purpose.
    try await expect(run(pass("[[1],[]]"), on: store, forgetFailures: true), equals: [])
    expect(store.records("row").count, equals: 1)
  }

  @Test("A checkpoint of another version is refused, however readable it is")
  func otherVersion() async throws {
    for (version, isRefused) in [(1, false), (2, true), (0, true)] {
      var state = StreamState()
      state.checkpoint = Checkpoint(version: version, text: #"{"place":1}"#)
      var machine = Machine(ScriptedProtocol([Step(next: .ask(1))]))
      let effects = machine.step(.opened(state))
      expect(effects.count, equals: 1)
      if case .refuse? = effects.first { #expect(isRefused) } else { #expect(!isRefused) }
    }
  }

  @Test("A protocol that neither asks nor ends is ended", arguments: [true, false])
  func idling(whenRead: Bool) async throws {
    let store = try SimulatedStore()
    var run = SimulatedRun(ScriptedProtocol([Step(next: whenRead ? .whenRead : .whenStored)], repeats: true))
    try await expect(run.perform(on: store) { $0 }, equals: .finished(["stopped"]))
  }

  @Test("Cancelled between two batches of a long list, a sync ends there, and the next one goes on")
  func cancelled() async throws {
    let store = MemoryStore()
    let rows = "[" + (0..<1000).map { "[\($0)]" }.joined(separator: ",") + "]"
    func sync() throws -> SyncSequence {
      let steps = [Step(rows: try ScriptedProtocol.rows(rows, batch: 10), memory: .init(1), next: .end([]))]
      return SyncSequence(
        [.protocol(ScriptedProtocol(steps), key: SessionQueueRig.key, types: [], send: { $0 })], into: store,
        time: HeldTime())
    }
    let interrupted = try sync()
    let task = Task {
      var commits = 0
      for try await event in interrupted {
        guard case .committed = event else { continue }
        commits += 1
        if commits == 3 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    let error = await #expect(throws: SyncError.self) { try await task.value }
    guard case .cancelled? = error else {
      Issue.record("it ended with \(String(describing: error))")
      return
    }
    try expect(store.count(service: "test", type: "row", stream: nil), equals: 30)
    #expect(try store.streams().first?.state.checkpoint == nil)
    try await expect(sync().run().result, equals: .upToDate)
    try expect(store.count(service: "test", type: "row", stream: nil), equals: 1000)
  }
}
