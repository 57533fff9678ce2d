import Expect
import Testing
import TributaryJSON

@testable import Tributary

@Suite("Session queue")
struct SessionQueueTests {
  private let rig = SessionQueueRig()

  @Test("A first run brings everything, a quiet one is one request, a later one brings changes and deletions")
  func incremental() async throws {
    var server = SessionQueueServer(objects: 23)
    let store = MemoryStore()
    let first = try #require(try await rig.run(&server, store))
    #expect(first.reasons.isEmpty)
    expect(first.notes, equals: ["unknownTypes"])
    try expect(store.mirror(), equals: server.mirror)
    #expect(try store.state().outbox.isEmpty)
    // Start and start; five pages and the end; the keys of all of them in chunks of four.
    expect(first.requests, equals: 2 + 6 + 6)

    try await expect(rig.run(&server, store), equals: SessionQueueOutcome(reasons: [], requests: 1))

    server.touch(3)
    server.touch(99)
    server.delete(5)
    server.objects[200] = .init(revision: 2, isDeleted: true)
    let third = try #require(try await rig.run(&server, store))
    #expect(third.reasons.isEmpty)
    try expect(store.mirror(), equals: server.mirror)
  }

  @Test("Pages are durable before they are acknowledged, and their keys gather to full acknowledgements")
  func order() async throws {
    var server = SessionQueueServer(objects: 10)
    _ = try await rig.run(&server, MemoryStore())
    let kinds = server.requests.map { request in
      switch request {
      case .start: "start"
      case .page: "page"
      case .acknowledge(_, let keys): "\(keys.count)"
      case .object: "object"
      }
    }
    expect(kinds, equals: ["start", "page", "page", "4", "page", "4", "2", "start"])
  }

  @Test("A total that is no number of items gives no progress, and no harm", arguments: [.min, -1, 0, .max] as [Int])
  func total(_ total: Int) throws {
    var machine = SessionQueueMachine(drawDevice: { "device" }, interpret: SessionQueueServer.interpret)
    _ = machine.step(.opened(StreamState()))
    _ = machine.step(.committed(CommitCounts()))
    _ = machine.step(.received(.session(SessionQueue.Session(id: "s", total: total))))
    let items = try RawList(json: #"[{"meta":{"type":"lead"}}]"#)
    guard case .commit(_, let progress)? = machine.step(.received(.page(SessionQueue.Page(items: items)))).first else {
      Issue.record("the page was not stored")
      return
    }
    if let progress { #expect(total == .max && 0...1 ~= progress) }
  }

  @Test("A service that silently skips some of many keys gets fewer at once", arguments: [[], [22]])
  func silentlyDropped(refused: Set<Int>) async throws {
    var server = SessionQueueServer(objects: 23)
    server.vices.keysTakenIn = 1
    server.vices.refused = refused
    let outcome = try #require(try await rig.run(&server, MemoryStore()))
    expect(outcome.reasons, equals: refused.isEmpty ? [] : ["stillRedelivering"])
    let counts = server.requests.compactMap { if case .acknowledge(_, let keys) = $0 { keys.count } else { nil } }
    #expect(counts.first == 4 && counts.last == 1)
    // A key that is refused alone meanwhile does not make the chunk grow again.
    #expect(refused.isEmpty || counts.suffix(14).allSatisfy { $0 <= 2 })
  }

  @Test("A key that comes on two pages is sent once, and remembered when it is refused")
  func doubledKey() throws {
    var tuning = SessionQueue.Tuning()
    tuning.overlaps = false
    tuning.refusals = 0
    var machine = SessionQueueMachine(
      tuning: tuning, drawDevice: { "device" }, interpret: SessionQueueServer.interpret)
    func page(_ ids: Int...) throws -> SyncMachineEvent<SessionQueue.Response> {
      let items = ids.map { #"{"type":"lead","data":{"id":\#($0)},"event":"created","key":"key \#($0)"}"# }
      let list = try RawList(json: "[\(items.joined(separator: ","))]")
      return .received(.page(SessionQueue.Page(items: list)))
    }
    _ = machine.step(.opened(StreamState()))
    _ = machine.step(.committed(CommitCounts()))
    _ = machine.step(.received(.session(SessionQueue.Session(id: "s"))))
    for page in try [page(1, 2), page(1)] {
      _ = machine.step(page)
      var counts = CommitCounts()
      counts.inserted = 1
      _ = machine.step(.committed(counts))
    }
    let asked = machine.step(.received(.nothing))
    let ended = machine.step(.received(.refused)) + machine.step(.received(.refused))
    guard case .ask(.acknowledge(_, let keys))? = asked.last, case .commit(let transaction, _)? = ended.last
    else {
      Issue.record("it went on in another way: \(asked), \(ended)")
      return
    }
    expect(keys, equals: ["key 1", "key 2"])
    expect(transaction.acknowledged, equals: ["key 1"])
    expect(transaction.unsettledObjects, equals: [RecordReference(type: "lead", id: "1")])
  }

  @Test("An acknowledgement that did not arrive is sent first by the next run")
  func outbox() async throws {
    var server = SessionQueueServer(objects: 5)
    let store = MemoryStore()
    var dying = rig
    // The device, start, page, next page, commit; the acknowledgement is never sent.
    dying.stopAfter = 5
    #expect(try await dying.run(&server, store) == nil)
    try expect(store.state().outbox.count, equals: 5)
    server.delete(2)
    let asked = server.requests.count
    let outcome = try #require(try await rig.run(&server, store))
    #expect(outcome.reasons.isEmpty)
    guard case .acknowledge(_, let keys) = server.requests[asked] else {
      Issue.record("the outbox was not flushed first")
      return
    }
    expect(keys.count, equals: 4)
    try expect(store.mirror(), equals: server.mirror)
  }

  @Test("A chunk that is too large is halved, and the smaller one stays")
  func chunks() async throws {
    var server = SessionQueueServer(objects: 30)
    server.pageSize = 30
    server.vices.largestChunk = 9
    var rig = rig
    rig.tuning.chunk = 32
    let store = MemoryStore()
    let outcome = try #require(try await rig.run(&server, store))
    #expect(outcome.reasons.isEmpty)
    expect(outcome.notes, equals: ["unknownTypes"])
    let sizes = server.requests.compactMap { request in
      if case .acknowledge(_, let keys) = request { keys.count } else { nil }
    }
    expect(sizes, equals: [30, 15, 7, 7, 7, 7, 2])
  }

  @Test("A key that is refused alone is dropped and reported, and the rest is acknowledged")
  func badKeys() async throws {
    var server = SessionQueueServer(objects: 30)
    server.pageSize = 30
    server.vices.refused = [7, 8, 21]
    var rig = rig
    rig.tuning.chunk = 32
    let store = MemoryStore()
    let outcome = try #require(try await rig.run(&server, store))
    expect(outcome.reasons, equals: ["stillRedelivering"])
    expect(outcome.notes, equals: ["unknownTypes", "unacknowledgedItems"])
    try expect(store.mirror(), equals: server.mirror)
    #expect(try store.state().outbox.isEmpty)
    expect(server.acknowledged[rig.device]?.count, equals: 27)
    #expect(outcome.requests < 80)

    rig.tuning.refusals = 2
    server.touch(1)
    let strict = try #require(try await rig.run(&server, store))
    expect(strict.reasons, equals: ["acknowledgementsRefused"])
  }

  @Test("An empty page is not the end: it is asked for again after waits that grow, up to a bound")
  func emptyPages() async throws {
    var server = SessionQueueServer(objects: 7)
    server.vices.emptyPages = 4
    let store = MemoryStore()
    let outcome = try #require(try await rig.run(&server, store))
    #expect(outcome.reasons.isEmpty)
    expect(outcome.waits, equals: [1, 2, 4, 8].map { Duration.seconds($0) })
    try expect(store.mirror(), equals: server.mirror)

    server.touch(1)
    server.vices.emptyPages = .max
    let stalled = try #require(try await rig.run(&server, store))
    expect(stalled.reasons, equals: ["queueStalled"])
    expect(stalled.waits.count, equals: 7)
    expect(stalled.waits.last, equals: .seconds(30))
  }

  @Test("A queue that repeats a page is asked with waits, up to a bound")
  func repeatedPages() async throws {
    var server = SessionQueueServer(objects: 12)
    server.vices.repeatedPages = 2
    let store = MemoryStore()
    #expect(try #require(try await rig.run(&server, store)).reasons.isEmpty)
    try expect(store.mirror(), equals: server.mirror)
    server.change(12)
    server.vices.repeatedPages = .max
    try expect(#require(try await rig.run(&server, store)).reasons, equals: ["queueStalled"])
  }

  @Test("The bound on pages holds, and the next run goes on")
  func pages() async throws {
    var server = SessionQueueServer(objects: 40)
    let store = MemoryStore()
    var rig = rig
    rig.tuning.pages = 3
    try expect(#require(try await rig.run(&server, store)).reasons, equals: ["queueWithoutEnd"])
    rig.tuning.pages = 1000
    #expect(try #require(try await rig.run(&server, store)).reasons.isEmpty)
    try expect(store.mirror(), equals: server.mirror)
  }

  @Test("A session that vanishes is replaced, also when each lives only for a page; without any progress it ends")
  func vanishedSessions() async throws {
    var server = SessionQueueServer(objects: 60)
    server.vices.pagesPerSession = 1
    let store = MemoryStore()
    let outcome = try #require(try await rig.run(&server, store))
    #expect(outcome.reasons.isEmpty)
    #expect(outcome.waits.isEmpty)
    try expect(store.mirror(), equals: server.mirror)

    server.touch(1)
    server.vices.pagesPerSession = 0
    let barren = try #require(try await rig.run(&server, store))
    expect(barren.reasons, equals: ["sessionsVanish"])
    expect(barren.waits, equals: [.seconds(1), .seconds(2)])
    expect(barren.requests, equals: 8)
  }

  @Test("Acknowledgements that take effect late bring the same again: with waits, up to a bound")
  func redelivery() async throws {
    var server = SessionQueueServer(objects: 9)
    server.vices.lag = 3
    let store = MemoryStore()
    let outcome = try #require(try await rig.run(&server, store))
    #expect(outcome.reasons.isEmpty)
    expect(outcome.waits, equals: [.seconds(1), .seconds(2), .seconds(4)])
    try expect(store.mirror(), equals: server.mirror)

    server.touch(1)
    server.vices.lag = 1000
    let late = try #require(try await rig.run(&server, store))
    expect(late.reasons, equals: ["stillRedelivering"])
    expect(late.waits.count, equals: 5)
  }

  @Test("A service that never stops changing ends the run after some sessions")
  func busy() async throws {
    var server = SessionQueueServer(objects: 9)
    server.vices.isBusy = true
    let outcome = try #require(try await rig.run(&server, MemoryStore()))
    expect(outcome.reasons, equals: ["stillChanging"])
    expect(server.starts, equals: rig.tuning.sessions)
  }

  @Test("Failed objects are remembered, come with a later session, or are requested one by one")
  func failures() async throws {
    var server = SessionQueueServer(objects: 12)
    server.vices.failing = [3: 1]
    let store = MemoryStore()
    let first = try #require(try await rig.run(&server, store))
    #expect(first.reasons.isEmpty)
    #expect(!server.requests.contains { if case .object = $0 { true } else { false } })
    try expect(store.mirror(), equals: server.mirror)

    // They fail whenever the queue would hand them out; one is to be had, one is gone, one is forbidden.
    for id in [4, 5, 6] { server.touch(id) }
    server.vices.failing = [4: .max, 5: .max, 6: .max]
    server.vices.forbidden = [6]
    var dying = rig
    dying.stopAfter = 4
    #expect(try await dying.run(&server, store) == nil)
    try expect(store.state().unsettledObjects.count, equals: 3)
    server.delete(5)
    let second = try #require(try await rig.run(&server, store))
    expect(second.reasons, equals: ["stillRedelivering", "failedObjects"])
    try expect(store.state().unsettledObjects.map(\.id), equals: ["4", "6"])
    var mirror = server.mirror
    mirror["deal 6"] = #"{"id":6,"revision":1}"#
    try expect(store.mirror(), equals: mirror)
  }

  @Test("Unsettled objects that are too many for one run take turns")
  func turns() async throws {
    var server = SessionQueueServer(objects: 7)
    server.vices.failing = Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, 1) })
    server.vices.losesFailed = true
    server.vices.forbidden = [0, 1, 2, 3, 4]
    let store = MemoryStore()
    var rig = rig
    rig.tuning.objectRequests = 2
    var asked: [[String]] = []
    for _ in 0..<4 {
      let before = server.requests.count
      expect(try #require(try await rig.run(&server, store)).reasons, equals: ["failedObjects"])
      asked.append(
        server.requests[before...].compactMap { if case .object(let object) = $0 { object.id } else { nil } })
    }
    // By type: contact 1, deal 2, gadget 3, lead 0, lead 4.
    expect(asked, equals: [["1", "2"], ["3", "0"], ["4", "1"], ["2", "3"]])
    server.vices.forbidden = []
    rig.tuning.objectRequests = 500
    expect(try #require(try await rig.run(&server, store)).reasons, equals: [])
    try expect(store.mirror(), equals: server.mirror)
    #expect(try store.state().checkpoint?.text.contains(#""askedLast":null"#) == true)
  }

  @Test(
    "A record that the service does not know to be stored is requested, as its deletion may never be reported",
    arguments: ["failed", "keyless", "refused", "refused after a crash"])
  func unacknowledgedRecords(kind: String) async throws {
    var server = SessionQueueServer(objects: 4)
    let store = MemoryStore()
    switch kind {
    case "failed":
      server.vices.failing = [1: .max]
    case "keyless": server.vices.keyless = [1]
    default: server.vices.refused = [1]
    }
    var rig = rig
    if kind == "refused after a crash" {
      // The device, start, page, next page, commit; the acknowledgement is never sent.
      rig.stopAfter = 5
      _ = try await rig.run(&server, store)
      rig.stopAfter = .max
    } else {
      try expect(#require(try await rig.run(&server, store)).reasons, equals: ["stillRedelivering"])
    }
    #expect(try store.mirror()["contact 1"] != nil)

    server.delete(1)
    let outcome = try #require(try await rig.run(&server, store))
    if kind == "refused after a crash" {
      // Nobody knows any more whose key it was.
      expect(outcome.reasons, equals: ["refusedKeys"])
      rig.newDevice = true
      rig.device = "device-1"
      try expect(#require(try await rig.run(&server, store)).reasons, equals: [])
    } else {
      expect(outcome.reasons, equals: [])
    }
    try expect(store.mirror(), equals: server.mirror)
    #expect(try store.state().unsettledObjects.isEmpty)
  }

  @Test("Sessions that vanish after bringing nothing new are waited for, up to a bound")
  func vanishedRedelivery() async throws {
    var server = SessionQueueServer(objects: 9)
    server.vices.lag = 1000
    server.vices.pagesPerSession = 1
    let outcome = try #require(try await rig.run(&server, MemoryStore()))
    expect(outcome.reasons, equals: ["sessionsVanish"])
    #expect(!outcome.waits.isEmpty && outcome.requests < 60)
  }

  @Test("A key that came again while it was on its way stays in the outbox until it is accepted")
  func keyComesAgain() throws {
    var keys = PendingAcknowledgements(chunk: 2)
    keys.add(["a", "b", "c"].map { PendingAcknowledgements.Key(text: $0, holding: .nothing) })
    keys.accept()
    expect(keys.drainSettled(excluding: ["b", "d"]), equals: ["a"])
    expect(keys.chunk, equals: ["c"])
  }

  @Test("Failed objects can be given up, which is reported once and does not count against later runs")
  func forgottenFailures() async throws {
    var server = SessionQueueServer(objects: 4)
    server.vices.failing = [2: 1]
    server.vices.forbidden = [2]
    server.vices.nameless = 1
    let store = MemoryStore()
    var dying = rig
    dying.stopAfter = 5
    #expect(try await dying.run(&server, store) == nil)
    server.vices.failing = [:]
    server.delete(2)
    server.objects[2]?.isDeleted = false
    server.vices.failing = [2: 1000]
    let kept = try #require(try await rig.run(&server, store))
    expect(kept.reasons.suffix(2), equals: ["failedObjects", "unidentifiedRecords"])
    var forgetting = rig
    forgetting.forgetFailures = true
    let forgot = try #require(try await forgetting.run(&server, store))
    #expect(forgot.notes.contains("forgottenFailures"))
    expect(forgot.reasons, equals: ["stillRedelivering"])
    server.vices.failing = [2: 0]
    let after = try #require(try await rig.run(&server, store))
    #expect(after.reasons.isEmpty)
    try expect(store.mirror(), equals: server.mirror)
  }

  @Test("Unknown types and undecodable items are stored and acknowledged; one without identifier stays a reason")
  func oddItems() async throws {
    var server = SessionQueueServer(objects: 10)
    server.vices.broken = [4]
    server.vices.nameless = 2
    let store = MemoryStore()
    let first = try #require(try await rig.run(&server, store))
    expect(first.reasons, equals: ["unidentifiedRecords"])
    expect(first.notes, equals: ["unknownTypes", "undecodableRecords"])
    try expect(store.mirror(), equals: server.mirror)
    try expect(store.quarantine(stream: nil, limit: 10).map(\.id).filter { $0 == nil }.count, equals: 2)
    #expect(try store.quarantine(stream: nil, limit: 10).contains { $0.id == "4" && $0.problem == "broken" })

    let second = try #require(try await rig.run(&server, store))
    expect(second, equals: SessionQueueOutcome(reasons: ["unidentifiedRecords"], requests: 1))

    // It decodes now, so nothing is wrong with it any more.
    server.vices.broken = []
    server.touch(4)
    var forgetting = rig
    forgetting.forgetFailures = true
    #expect(try #require(try await forgetting.run(&server, store)).reasons.isEmpty)
    #expect(try store.quarantine(stream: nil, limit: 10).allSatisfy { $0.id == nil })
    #expect(try #require(try await rig.run(&server, store)).reasons.isEmpty)
  }

  @Test("An item without key comes again and again, which ends at a bound and is reported")
  func keylessItems() async throws {
    var server = SessionQueueServer(objects: 6)
    server.vices.keyless = [2]
    let store = MemoryStore()
    let outcome = try #require(try await rig.run(&server, store))
    expect(outcome.reasons, equals: ["stillRedelivering"])
    #expect(outcome.notes.contains("unacknowledgedItems"))
    try expect(store.mirror(), equals: server.mirror)
  }

  @Test("Within a page the last change to an object wins, and so does the last problem")
  func duplicates() async throws {
    let items = try RawList(
      json: """
        [{"type":"lead","data":{"id":1,"broken":true},"event":"updated","key":"a|1|1"},
         {"type":"lead","data":{"id":1,"n":2},"event":"created","key":"a|1|1"},
         {"type":"lead","data":{"id":2},"event":"deleted","key":"a|2|1"},
         {"type":"lead","data":{"id":2,"n":1},"event":"sideways","key":"a|2|2"},
         {"type":"lead","data":{"id":3,"n":1},"event":"updated","key":"a|3|1"},
         {"type":"lead","data":{"id":3},"event":"deleted","key":"a|3|2"}]
        """)
    var machine = SessionQueueMachine(drawDevice: { "d" }, interpret: SessionQueueServer.interpret)
    let store = MemoryStore()
    let stream = try store.open(SessionQueueRig.key, types: [])
    _ = machine.step(.opened(try await stream.state()))
    _ = machine.step(.committed(CommitCounts()))
    _ = machine.step(.received(.session(.init(id: "s"))))
    let effects = machine.step(.received(.page(.init(items: items))))
    guard case .commit(let transaction, let progress)? = effects.first else {
      Issue.record("no commit")
      return
    }
    #expect(progress == nil)
    expect(transaction.acknowledgements, equals: ["a|1|1", "a|2|1", "a|2|2", "a|3|1", "a|3|2"])
    _ = try await stream.commit(transaction)
    try expect(store.mirror(), equals: ["lead 1": #"{"id":1,"n":2}"#, "lead 2": #"{"id":2,"n":1}"#])
    #expect(try store.quarantine(stream: nil, limit: 5).isEmpty)
  }

  @Test("Progress follows what is left, or the total, or is not reported")
  func progress() async throws {
    for (left, total) in [(true, false), (false, true), (false, false)] {
      var server = SessionQueueServer(objects: 20)
      server.vices.reportsLeft = left
      server.vices.reportsTotal = total
      let outcome = try #require(try await rig.run(&server, MemoryStore()))
      expect(outcome.fractions, equals: (left || total ? [0.25, 0.5, 0.75, 1, 1] : [1]))
    }
  }

  @Test("A checkpoint of another version is refused and nothing is asked")
  func newerCheckpoint() throws {
    var state = StreamState()
    state.checkpoint = Checkpoint(version: 2, text: "{}")
    var machine = SessionQueueMachine(drawDevice: { "d" }, interpret: SessionQueueServer.interpret)
    let effects = machine.step(.opened(state))
    expect(effects.count, equals: 1)
    guard case .refuse? = effects.first else {
      Issue.record("the checkpoint was not refused")
      return
    }
  }
}
