import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("States of a session queue")
struct SessionQueueStateTests {
  private typealias Event = SyncMachineEvent<SessionQueue.Response>

  private static let failure = RecordReference(type: "lead", id: "4")

  private static func events() throws -> [(name: String, event: Event)] {
    var state = StreamState()
    state.unsettledObjects = [failure]
    return [
      ("opened", .opened(state)), ("committed", .committed(CommitCounts())), ("waited", .waited),
      ("session", .received(.session(.init(id: "s")))), ("nothing", .received(.nothing)),
      ("page", .received(.page(.init(items: try RawList(json: "[16]"))))),
      ("empty page", .received(.page(.init(items: try RawList(json: "[]"))))), ("gone", .received(.gone)),
      ("accepted", .received(.accepted)), ("refused", .received(.refused)),
      ("object", .received(.object(try RawJSON("262160"), problem: nil))), ("missing", .received(.missing)),
      ("unavailable", .received(.unavailable)),
    ]
  }

  /// A machine that was told this.
  private static func machine(after names: String) throws -> SessionQueueMachine {
    var tuning = SessionQueue.Tuning()
    tuning.overlaps = false
    tuning.gathersKeys = false
    var machine = SessionQueueMachine(
      tuning: tuning, drawDevice: { "device" }, interpret: SessionQueueSimulationItem.interpret)
    let events = try events()
    for name in names.split(separator: ", ") {
      let event = try #require(events.first { $0.name == name })
      _ = machine.step(event.event)
    }
    return machine
  }

  @Test(
    "Each state takes the events that it waits for, and no others",
    arguments: [
      "": "opened",
      "opened": "committed",
      "opened, committed": "session nothing",
      "opened, committed, session": "nothing page empty page gone",
      "opened, committed, session, page": "committed",
      "opened, committed, session, page, committed": "accepted refused",
      "opened, committed, session, empty page": "waited",
      "opened, committed, nothing": "object missing unavailable",
      "opened, committed, nothing, object": "committed",
      "opened, committed, nothing, object, committed": "",
    ])
  func table(history: String, expected: String) throws {
    let machine = try Self.machine(after: history)
    let taken = try Self.events().filter { event in
      var machine = machine
      return !machine.step(event.event).isEmpty
    }
    expect(taken.map(\.name).joined(separator: " "), equals: expected)
  }

  @Test("A run whose service responds with something else than was requested ends and says so")
  func wrongResponse() async throws {
    let stream = SyncStream.sessionQueue(
      key: SessionQueueRig.key, types: [], drawDevice: { "device" }, interpret: SessionQueueSimulationItem.interpret,
      send: { _ in .accepted })
    let report = try await SyncSequence([stream], into: MemoryStore(), time: HeldTime()).run()
    expect(report.result.reasons.map(\.code), equals: ["stopped"])
  }
}
