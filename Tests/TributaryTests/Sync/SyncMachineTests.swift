import Testing
import Tributary

@Suite("Events out of turn")
struct SyncMachineTests {
  @Test("A machine ignores an event that does not belong to its state")
  func outOfTurn() throws {
    var cursorServer = TimestampCursorServer(seed: 1)
    cursorServer.change(20)
    var tuning = TimestampCursor.Tuning()
    (tuning.roundLength, tuning.batch) = (1, 4)
    try walk(
      TimestampCursorMachine(
        type: "row", start: .epoch, tuning: tuning, interpret: TimestampCursorServer.interpret)
    ) { request in try cursorServer.respond(to: request) }

    for source in [ModificationPolling.Source.query(limit: 5), .list] {
      var server = ModificationPollingServer(seed: 1)
      server.change(20)
      var tuning = ModificationPolling.Tuning()
      (tuning.roundLength, tuning.batch) = (1, 4)
      try walk(
        ModificationPollingMachine(
          type: "row", source: source, tracksDeletions: true, tuning: tuning,
          interpret: ModificationPollingServer.interpret)
      ) { request in try server.respond(to: request) }
    }
  }

  /// Runs a machine to its end, and offers it in each state every kind of event that is not the one it waits for.
  private func walk<Protocol: SyncProtocol>(
    _ machine: ProtocolMachine<Protocol>, _ respond: (Protocol.Request) throws -> Protocol.Response
  ) throws {
    var machine = machine
    var spare: Protocol.Response?
    func offer(_ events: [SyncMachineEvent<Protocol.Response>?]) {
      for case let event? in events {
        var copy = machine
        #expect(copy.step(event).isEmpty)
      }
    }
    func received() -> SyncMachineEvent<Protocol.Response>? { spare.map { .received($0) } }
    offer([.committed(CommitCounts()), .waited])
    var effects = machine.step(.opened(StreamState()))
    for _ in 0..<200 where !effects.isEmpty {
      switch effects.removeFirst() {
      case .ask(let request):
        offer([.opened(StreamState()), .committed(CommitCounts()), .waited])
        let response = try respond(request)
        spare = response
        effects += machine.step(.received(response))
      case .commit:
        offer([.opened(StreamState()), .waited])
        // A request that goes out with the commit may be answered first, but the driver tells of it second.
        if case .ask? = effects.first {} else { offer([received()]) }
        effects += machine.step(.committed(CommitCounts()))
      case .wait, .note, .refuse: continue
      case .finish:
        offer([.opened(StreamState()), received(), .committed(CommitCounts()), .waited])
        return
      }
    }
    Issue.record("the machine did not finish")
  }
}
