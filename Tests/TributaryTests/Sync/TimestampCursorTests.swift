import Expect
import Testing
import Tributary
import TributaryJSON

/// A server as the machine sees it: rows with a stamp, a clock, and the vices that a real one might have.
private struct ListServer {
  var rows: [Int: LocalTimestamp] = [:]
  var now: Int
  /// Seconds added to the clock of stamps but not to that of the `Date` header.
  var zone = 0
  var cap: Int?
  var malformed: [String] = []
  private(set) var requests: [LocalTimestamp] = []

  init(now: Int) { self.now = now }

  func stamp(_ seconds: Int) -> LocalTimestamp {
    LocalTimestamp.epoch.adding(seconds: seconds + zone)
  }

  mutating func touch(_ id: Int) { rows[id] = stamp(now) }

  mutating func respond(to request: TimestampCursor.Request) throws -> TimestampCursor.Response {
    requests.append(request.after)
    var found = rows.filter { $0.value > request.after }.sorted { $0.key < $1.key }
    if let cap { found = Array(found.prefix(cap)) }
    let texts = found.map { #"{"id":\#($0.key),"at":"\#($0.value)"}"# } + malformed
    return TimestampCursor.Response(
      createdAt: stamp(now), rows: try RawList(json: "[\(texts.joined(separator: ","))]"),
      serverDate: Timestamp(secondsSince1970: now))
  }
}

/// Drives the machine by hand against a server and a store.
private func run(
  _ server: inout ListServer, _ store: MemoryStore, pass: SyncPass = .changes, forgetFailures: Bool = false,
  batch: Int = 7,
  stopAfterCommits: Int = .max
) async throws -> (reasons: [String], notes: [String], requests: Int)? {
  var tuning = TimestampCursor.Tuning()
  tuning.batch = batch
  var machine = TimestampCursorMachine(
    type: "row", start: .epoch, pass: pass, forgetFailures: forgetFailures, tuning: tuning
  ) { payload in
    let value = (try? payload.value()) ?? .null
    guard let id = value["id"]?.int else { return .init(id: nil, stamp: nil, problem: "no id") }
    return .init(
      id: "\(id)", stamp: value["at"]?.string.flatMap { LocalTimestamp($0) },
      problem: value["at"] == nil ? "no stamp" : nil)
  }
  let stream = try store.open(StreamKey(service: "test", baseURL: "http://localhost"), types: [])
  defer { stream.close() }
  var effects = machine.step(.opened(try await stream.state()))
  var notes: [String] = []
  var requests = 0
  var commits = 0
  while !effects.isEmpty {
    switch effects.removeFirst() {
    case .ask(let request):
      requests += 1
      effects += machine.step(.received(try server.respond(to: request)))
    case .commit(let transaction, _):
      effects += machine.step(.committed(try await stream.commit(transaction)))
      commits += 1
      if commits == stopAfterCommits { return nil }
    case .note(let note): notes.append(note.code)
    case .finish(let reasons): return (reasons.map(\.code), notes, requests)
    case .wait, .refuse: Issue.record("neither wait nor refusal is expected")
    }
  }
  Issue.record("the machine stopped without a result")
  return nil
}

private func mirror(_ store: MemoryStore) throws -> [Int: String] {
  var rows: [Int: String] = [:]
  try store.forEachRecord(service: "test", type: "row", stream: nil) { record in
    rows[Int(record.id) ?? -1] = record.payload.text
    return true
  }
  return rows
}

private func expected(_ server: ListServer) -> [Int: String] {
  server.rows.reduce(into: [:]) { $0[$1.key] = #"{"id":\#($1.key),"at":"\#($1.value)"}"# }
}

@Suite("Timestamp cursor")
struct TimestampCursorTests {
  private static let start = 1_704_812_400

  private func server(rows: Int) -> ListServer {
    var server = ListServer(now: Self.start)
    for id in 0..<rows {
      server.now += 1000
      server.touch(id)
    }
    server.now += 10_000
    return server
  }

  @Test("A first run brings everything, a quiet one is one request, a later one brings what changed")
  func incremental() async throws {
    var server = server(rows: 33)
    let store = MemoryStore()
    let first = try #require(try await run(&server, store))
    #expect(first == ([], [], 1))
    try expect(mirror(store), equals: expected(server))
    expect(server.requests.last?.description, equals: "1970-01-01T00:00:00.000000")

    server.now += 60
    let quiet = try #require(try await run(&server, store))
    #expect(quiet == ([], [], 1))

    server.now += 60
    for id in [3, 4, 99] { server.touch(id) }
    server.now += 1
    _ = try await run(&server, store)
    try expect(mirror(store), equals: expected(server))
  }

  @Test(
    "Each request reaches back by five minutes where stamps are UTC, else by sixty-five, and once a day behind the last sweep"
  )
  func overlaps() async throws {
    for (zone, overlap) in [(0, 300), (3600, 3900)] {
      var server = server(rows: 3)
      server.zone = zone
      let store = MemoryStore()
      _ = try await run(&server, store)
      let first = server.stamp(server.now)
      server.now += 50
      _ = try await run(&server, store)
      expect(server.requests.last, equals: first.adding(seconds: -overlap))
      server.now += 90_000
      _ = try await run(&server, store)
      let late = server.stamp(server.now)
      server.now += 50
      _ = try await run(&server, store)
      // A day and more went by without a sync, so 26 hours would leave a gap.
      expect(server.requests.last, equals: min(late.adding(seconds: -26 * 3600), first.adding(seconds: -2 * 3600)))
      let swept = server.stamp(server.now)
      server.now += 50
      _ = try await run(&server, store)
      expect(server.requests.last, equals: swept.adding(seconds: -overlap))
    }
  }

  @Test("A change that becomes visible late, and one on the boundary, are caught by the overlap")
  func lateVisibility() async throws {
    var server = server(rows: 10)
    let store = MemoryStore()
    _ = try await run(&server, store)
    server.rows[500] = server.stamp(server.now - 290)
    server.rows[501] = server.stamp(server.now)
    server.now += 10
    _ = try await run(&server, store)
    try expect(mirror(store), equals: expected(server))
  }

  @Test("A run that stops after any commit is made good by the next one")
  func interruption() async throws {
    for commits in 1...6 {
      var server = server(rows: 40)
      let store = MemoryStore()
      #expect(try await run(&server, store, stopAfterCommits: commits) == nil)
      server.touch(3)
      server.now += 10
      let second = try #require(try await run(&server, store))
      #expect(second.reasons.isEmpty)
      try expect(mirror(store), equals: expected(server))
    }
  }

  @Test("An empty list moves the cursor, and a clock that goes back is kept as it came and reported")
  func cursor() async throws {
    var server = ListServer(now: Self.start)
    let store = MemoryStore()
    _ = try await run(&server, store)
    try expect(store.streams().first?.state.checkpoint?.text.contains("\(server.stamp(Self.start))"), equals: true)
    server.now -= 3600
    let back = try #require(try await run(&server, store))
    expect(back.notes, equals: ["clockWentBack"])
    #expect(back.reasons.isEmpty)
    expect(server.requests.last, equals: server.stamp(server.now - 26 * 3600))
    _ = try await run(&server, store)
    expect(server.requests.last, equals: server.stamp(Self.start - 3600).adding(seconds: -300))
  }

  @Test("After a list that is stamped in the year 0001, no request asks from the year 0000")
  func yearOne() {
    for stamp in ["0001-01-01T00:00:00.000000", "0001-01-01T00:01:00.5", "0000-05-01 00:00:00"] {
      for swept in [stamp, "0000-01-01T00:00:00"] {
        var state = StreamState()
        state.checkpoint = Checkpoint(version: 1, text: #"{"cursor":"\#(stamp)","utc":true,"swept":"\#(swept)"}"#)
        var machine = TimestampCursorMachine(type: "row", start: .epoch) { _ in TimestampCursor.Row(id: nil, stamp: nil)
        }
        guard case .ask(let request)? = machine.step(.opened(state)).first else {
          Issue.record("nothing is asked for")
          continue
        }
        #expect(request.after.description.hasPrefix("0001-01-01"), "\(request.after)")
      }
    }
  }

  @Test("Where the clock went back, or is no longer UTC, the list is asked for once more from further back")
  func reachingBack() async throws {
    // Set back by five hours; and from a summer that is UTC to a winter behind it, after a long pause.
    for (pause, jump, reach) in [(60, -18_000, 26 * 3600), (5000, -3600, 3900)] {
      var server = server(rows: 12)
      let store = MemoryStore()
      _ = try await run(&server, store)
      let cursor = server.stamp(server.now)
      if reach == 3900 { server.zone = jump } else { server.now += jump }
      server.touch(3)
      server.now += pause
      let outcome = try #require(try await run(&server, store))
      #expect(outcome.reasons.isEmpty && outcome.requests == 2)
      try expect(mirror(store), equals: expected(server))
      expect(server.requests.last, equals: min(cursor, server.stamp(server.now)).adding(seconds: -reach))
      try expect(#require(try await run(&server, store)).requests, equals: 1)
    }
  }

  @Test("A list of a round length is probed once, and only a cap that is proven makes it incomplete")
  func cap() async throws {
    var honest = server(rows: 100)
    let honestStore = MemoryStore()
    #expect(try #require(try await run(&honest, honestStore)) == ([], [], 2))
    expect(honest.requests.last, equals: honest.rows.values.sorted()[50].adding(seconds: -1))

    // The probe is cut as well; or it is short, and shows rows that are too old to have changed since.
    for rows in [180, 120] {
      var capped = server(rows: rows)
      capped.cap = 100
      let store = MemoryStore()
      let outcome = try #require(try await run(&capped, store))
      #expect(outcome == (["listIsCapped"], [], 2))
      #expect(try store.streams().first?.state.checkpoint == nil)
    }
  }

  @Test("A list cut at a round length is noticed though all of it changed a moment ago")
  func freshCap() async throws {
    var server = server(rows: 0)
    let store = MemoryStore()
    _ = try await run(&server, store)
    for id in 0..<180 {
      if id.isMultiple(of: 3) { server.now += 1 }
      server.touch(id)
    }
    server.cap = 100
    try expect(#require(try await run(&server, store)).reasons, equals: ["listIsCapped"])
  }

  @Test(
    "Rows without an identifier go to quarantine and make the result incomplete; undecodable ones are kept and reported"
  )
  func undecodable() async throws {
    var server = server(rows: 3)
    server.malformed = [#"{"name":"x"}"#, #"{"id":77}"#]
    let store = MemoryStore()
    let outcome = try #require(try await run(&server, store))
    expect(outcome.reasons, equals: ["unidentifiedRecords"])
    expect(outcome.notes, equals: ["undecodableRecords"])
    try expect(store.quarantine(stream: nil, limit: 10).map(\.id), equals: [nil, "77"])
    try expect(mirror(store)[77], equals: #"{"id":77}"#)
  }

  @Test("A row without an identifier is remembered until a clean full pass, or until failures are forgotten")
  func rememberedRow() async throws {
    for forgets in [false, true] {
      var server = server(rows: 3)
      server.malformed = ["{}"]
      let store = MemoryStore()
      try expect(#require(try await run(&server, store)).reasons, equals: ["unidentifiedRecords"])
      server.malformed = []
      server.now += 60
      // It no longer comes, and is as much in doubt as before.
      try expect(#require(try await run(&server, store)).reasons, equals: ["unidentifiedRecords"])
      let pass = forgets ? SyncPass.changes : .full(deleteMissing: false)
      let settled = try await run(&server, store, pass: pass, forgetFailures: forgets)
      try expect(#require(settled).reasons, equals: [])
      try expect(#require(try await run(&server, store)).reasons, equals: [])
    }
  }

  @Test("A full pass counts what no longer comes, and deletes it only on request")
  func fullPass() async throws {
    var server = server(rows: 20)
    let store = MemoryStore()
    _ = try await run(&server, store)
    server.rows[5] = nil
    server.rows[6] = nil
    server.now += 10
    #expect(try #require(try await run(&server, store)).notes.isEmpty)
    try expect(mirror(store).count, equals: 20)
    try expect(
      #require(try await run(&server, store, pass: .full(deleteMissing: false))).notes, equals: ["missingRecords"])
    try expect(mirror(store).count, equals: 20)
    // A row that cannot be told from others may be one of those that seem to be gone.
    server.malformed = ["{}"]
    let doubtful = try await run(&server, store, pass: .full(deleteMissing: true))
    try expect(#require(doubtful).reasons, equals: ["unidentifiedRecords"])
    try expect(mirror(store).count, equals: 20)
    server.malformed = []
    #expect(try #require(try await run(&server, store, pass: .full(deleteMissing: true))).notes.isEmpty)
    try expect(mirror(store), equals: expected(server))
  }

  @Test("A checkpoint of another version is refused and nothing is asked")
  func newerCheckpoint() throws {
    var state = StreamState()
    state.checkpoint = Checkpoint(version: 2, text: "{}")
    var machine = TimestampCursorMachine(type: "row", start: .epoch) { _ in
      .init(id: nil, stamp: nil)
    }
    let effects = machine.step(.opened(state))
    expect(effects.count, equals: 1)
    guard case .refuse? = effects.first else {
      Issue.record("the checkpoint was not refused")
      return
    }
  }
}
