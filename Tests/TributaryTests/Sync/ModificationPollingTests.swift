import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Modification polling")
struct ModificationPollingTests {
  typealias Server = ModificationPollingServer
  typealias Rig = ModificationPollingRig

  /// Rows with a stamp each, an hour old and older, the newest first by their identifiers.
  private func server(rows: Int, secondsApart: Int = 10) -> Server {
    var server = Server()
    let start = server.now
    server.vices.seconds = 0...0
    for index in 0..<rows {
      server.now = start + index * secondsApart
      server.touch(rows - 1 - index)
    }
    server.now += 3600
    return server
  }

  private func pages(_ server: Server) -> [ModificationPolling.PageQuery] {
    server.requests.compactMap { request in
      if case .page(let query) = request { query } else { nil }
    }
  }

  private func checkpoint(_ store: MemoryStore) throws -> JSONValue {
    let text = try #require(try store.streams().first?.state.checkpoint).text
    return try JSONReader.read(JSONValue.self, from: SharedBytes(text))
  }

  @Test("A first run brings everything, a quiet one is one request, a later one brings what changed")
  func incremental() async throws {
    var server = server(rows: 95)
    let store = MemoryStore()
    let rig = Rig()
    try await expect(rig.finish(&server, store).reasons, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
    expect(pages(server).first?.after.description, equals: "1969-12-31T23:59:59Z")

    for _ in 0..<3 {
      server.now += 60
      try await expect(rig.finish(&server, store), equals: .init(requests: 1))
    }
    server.now += 60
    for id in [3, 4, 99] { server.touch(id) }
    server.touch(7, isDeleted: true)
    server.now += 1
    try await expect(rig.finish(&server, store).reasons, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
    // The changes are younger than the overlap, and nothing came since.
    server.now += 1
    try await expect(rig.finish(&server, store), equals: .init(requests: 1))
  }

  @Test("Each page is asked for from a second before the last stamp of the one before, and never by offset")
  func climbing() async throws {
    var server = server(rows: 40)
    let store = MemoryStore()
    try await expect(Rig().finish(&server, store).reasons, equals: [])
    let stamps = server.rows.values.map(\.stamp).sorted()
    let queries = pages(server).filter { $0.order == .ascending }
    // Of each page the first row is known from the page before.
    let expected = [-1, stamps[9] - 1, stamps[18] - 1, stamps[27] - 1, stamps[36] - 1, stamps[39] - 1]
    expect(queries.map(\.after.secondsSince1970), equals: expected)
    #expect(queries.allSatisfy { $0.offset == 0 && $0.limit == 10 && !$0.mayBeRefused })
    // One page without the order shows that it is heeded; that is remembered.
    expect(pages(server).map(\.order).filter { $0 != .ascending }, equals: [.unspecified])
    try expect(checkpoint(store)["order"], equals: "honoured")
  }

  @Test("A row that changes while pages are read comes again behind them, and none is skipped")
  func movingRows() async throws {
    for seed in 0..<20 as Range<UInt64> {
      var server = server(rows: 60)
      var budget = 25
      var rig = Rig()
      rig.meanwhile = { server in
        guard budget > 0 else { return }
        budget -= 1
        server.now += 1
        server.touch((budget * 7 + Int(seed)) % 60)
      }
      let store = MemoryStore()
      try await expect(rig.finish(&server, store).reasons, equals: [])
      try expect(Rig.mirror(store), equals: server.mirror)
    }
  }

  @Test("A short page alone proves nothing: the server caps its pages below what is asked for")
  func cap() async throws {
    for cap in [3, 4, 9] {
      var server = server(rows: 50)
      server.vices.cap = cap
      let store = MemoryStore()
      try await expect(Rig().finish(&server, store).reasons, equals: [])
      try expect(Rig.mirror(store), equals: server.mirror)
      try expect(checkpoint(store)["longest"]?.int, equals: cap)
      try await expect(Rig().finish(&server, store), equals: .init(requests: 1))
    }
  }

  @Test("The next floor is the greatest stamp, or the server's time at the start less the overlap if that is earlier")
  func floor() async throws {
    var server = server(rows: 5)
    let store = MemoryStore()
    let newest = try #require(server.rows.values.map(\.stamp).max())
    _ = try await Rig().finish(&server, store)
    try expect(checkpoint(store)["floor"]?.string, equals: Timestamp(secondsSince1970: newest)?.description)

    server.touch(3)
    // Seven seconds go by between the question and the server's answer, which is stamped at its end.
    server.vices.seconds = 7...7
    let start = server.now
    _ = try await Rig().finish(&server, store)
    try expect(checkpoint(store)["floor"]?.string, equals: Timestamp(secondsSince1970: start - 300)?.description)
  }

  @Test("A change that becomes visible late is caught by the overlap")
  func lateVisibility() async throws {
    var server = server(rows: 10)
    let store = MemoryStore()
    _ = try await Rig().finish(&server, store)
    server.vices.lag = 290
    server.now += 1000
    for id in 0..<8 { server.touch(id) }
    server.now += 5
    server.vices.lag = 0
    server.touch(9)
    _ = try await Rig().finish(&server, store)
    server.now += 290
    try await expect(Rig().finish(&server, store).reasons, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
  }

  @Test("Rows stamped in the future are reported and hold nothing up")
  func future() async throws {
    var server = server(rows: 30)
    server.touch(50, at: server.now + 1_000_000)
    let store = MemoryStore()
    try await expect(Rig().finish(&server, store), equals: .init(notes: ["stampedInFuture"], requests: 6))
    server.now += 30
    server.touch(2)
    _ = try await Rig().finish(&server, store)
    try expect(Rig.mirror(store), equals: server.mirror)
    server.now += 3600
    _ = try await Rig().finish(&server, store)
    try await expect(Rig().finish(&server, store), equals: .init(notes: ["stampedInFuture"], requests: 1))
  }

  @Test("A row that comes back from the future to where the pass has been is not lost", arguments: [0, 40])
  func backFromFuture(lag: Int) async throws {
    for moving in [100, 119, 129] {
      for moment in 2...7 {
        var server = server(rows: 15)
        for id in 100..<130 { server.touch(id, at: server.now + 1000 + id) }
        for id in 50..<60 { server.touch(id) }
        server.now += 50
        var rig = Rig()
        rig.meanwhile = { server in
          if server.requests.count == 2, lag > 0 {
            // The change is stamped now, and comes to light when the pass has gone past that.
            server.vices.lag = 0
            server.touch(moving, at: server.now, visibleAfter: lag)
          }
          if server.requests.count == moment + 1 {
            server.now += lag
            if lag == 0 { server.touch(moving) }
            if lag > 0 { server.touch(3) }
          }
        }
        let store = MemoryStore()
        try await expect(rig.finish(&server, store).reasons, equals: [])
        #expect(try Rig.isTrue(Rig.mirror(store), of: server))
        #expect(try Rig.mirror(store)[moving] != nil)
      }
    }
  }

  @Test("A server that changes without pause ends the run, which says so, and the next one goes on")
  func stillChanging() async throws {
    var server = server(rows: 40)
    var rig = Rig()
    rig.meanwhile = { server in
      server.now += 1
      for id in 0..<12 { server.touch(id) }
    }
    let store = MemoryStore()
    let outcome = try await rig.finish(&server, store)
    expect(outcome.reasons, equals: ["stillChanging"])
    #expect(outcome.requests < 150)
    rig.meanwhile = { _ in }
    try await expect(rig.finish(&server, store).reasons, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
  }

  @Test("Without a Date header everything comes, but from the same moment each time")
  func noDate() async throws {
    var server = server(rows: 30)
    server.vices.sendsDate = false
    let store = MemoryStore()
    for _ in 0..<2 {
      let outcome = try await Rig().finish(&server, store)
      expect(outcome.reasons, equals: [])
      expect(outcome.notes, equals: ["serverTimeUnknown"])
      try expect(checkpoint(store)["floor"], equals: "1970-01-01T00:00:00Z")
      try expect(Rig.mirror(store), equals: server.mirror)
      server.touch(3)
    }
  }

  @Test("A server whose clock went back is asked from before that")
  func clock() async throws {
    var server = server(rows: 30)
    let store = MemoryStore()
    server.touch(4)
    _ = try await Rig().finish(&server, store)
    server.now -= 86_400
    server.touch(3)
    let outcome = try await Rig().finish(&server, store)
    expect(outcome.reasons, equals: [])
    // What was stamped before that now lies in the future.
    expect(outcome.notes, equals: ["clockWentBack", "stampedInFuture"])
    try expect(Rig.mirror(store), equals: server.mirror)
  }

  @Test("A checkpoint of another version is refused and nothing is asked")
  func newerCheckpoint() throws {
    var state = StreamState()
    state.checkpoint = Checkpoint(version: 2, text: "{}")
    var machine = ModificationPollingMachine(
      type: "row", source: .list, tracksDeletions: true, interpret: Server.interpret)
    let effects = machine.step(.opened(state))
    expect(effects.count, equals: 1)
    guard case .refuse? = effects.first else {
      Issue.record("the checkpoint was not refused")
      return
    }
  }
}
