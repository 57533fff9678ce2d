import Expect
import Testing
import Tributary

/// Deletions, narrowed streams, full passes, and lists instead of queries.
@Suite("Modification polling: scopes, deletions and lists")
struct ModificationPollingScopeTests {
  typealias Server = ModificationPollingServer
  typealias Rig = ModificationPollingRig

  private func server(rows: Int) -> Server {
    var server = Server()
    for id in 0..<rows {
      server.now += 10
      server.touch((id * 7) % rows)
    }
    server.now += 3600
    return server
  }

  @Test("Deleted rows become tombstones where the spec knows them; elsewhere a note says that they stay")
  func deletions() async throws {
    var server = server(rows: 20)
    let store = MemoryStore()
    _ = try await Rig().finish(&server, store)
    server.touch(4, isDeleted: true)
    try await expect(Rig().finish(&server, store), equals: .init(requests: 2))
    #expect(try Rig.mirror(store)[4] == nil)

    var rig = Rig()
    rig.tracksDeletions = false
    try await expect(rig.finish(&server, store), equals: .init(notes: ["deletesNotTracked"], requests: 1))
  }

  @Test("A stream that is filtered locally deletes what left it; one that the service filters says that it stays")
  func scopes() async throws {
    var server = server(rows: 30)
    var rig = Rig()
    rig.scope = .filteredLocally
    rig.interpret = { payload in
      var row = Server.interpret(payload)
      let version = Server.version(payload)
      row.isInScope = version == 1
      return row
    }
    let store = MemoryStore()
    try await expect(rig.finish(&server, store).reasons, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
    server.touch(4)
    server.touch(5)
    try await expect(rig.finish(&server, store).notes, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror.filter { $0.key != 4 && $0.key != 5 })

    var remote = Rig()
    remote.scope = .filteredByService
    try await expect(remote.finish(&server, MemoryStore()).notes, equals: ["leftScopeRemains"])
  }

  @Test("A full pass counts what no longer comes, and deletes it only on request")
  func fullPass() async throws {
    for source in [ModificationPolling.Source.query(limit: 10), .list] {
      var server = server(rows: 45)
      var rig = Rig()
      rig.source = source
      let store = MemoryStore()
      _ = try await rig.finish(&server, store)
      server.vanish(5)
      server.vanish(6)
      server.touch(7)
      try await expect(rig.finish(&server, store).notes, equals: [])
      try expect(Rig.mirror(store).count, equals: 45)
      rig.pass = .full(deleteMissing: false)
      try await expect(rig.finish(&server, store).notes, equals: ["missingRecords"])
      try expect(Rig.mirror(store).count, equals: 45)
      rig.pass = .full(deleteMissing: true)
      // A pass that dies deletes nothing; the next one does.
      rig.process.momentsLeft = source == .list ? 2 : 8
      #expect(try await rig.run(&server, store) == nil)
      try expect(Rig.mirror(store).count, equals: 45)
      rig.process.momentsLeft = .max
      try await expect(rig.finish(&server, store).notes, equals: [])
      try expect(Rig.mirror(store), equals: server.mirror)
      rig.pass = .changes
      try await expect(rig.finish(&server, store).reasons, equals: [])
    }
  }

  @Test("A full pass that could not read everything deletes nothing")
  func incompleteFullPass() async throws {
    var server = server(rows: 20)
    for id in 200..<250 { server.touch(id) }
    let store = MemoryStore()
    _ = try await Rig().finish(&server, store)
    server.vices.cap = 10
    server.vices.refusesOffset = true
    server.vanish(4)
    var rig = Rig()
    rig.pass = .full(deleteMissing: true)
    try await expect(rig.finish(&server, store).reasons, equals: ["stalled"])
    try expect(Rig.mirror(store).count, equals: 70)
  }

  @Test("A list is one request, from the floor on, and takes rows in any order")
  func list() async throws {
    var server = server(rows: 73)
    var rig = Rig()
    rig.source = .list
    rig.tuning.batch = 10
    let store = MemoryStore()
    try await expect(rig.finish(&server, store), equals: .init(requests: 1))
    try expect(Rig.mirror(store), equals: server.mirror)
    expect(server.requests.first, equals: .list(atOrAfter: nil))
    try await expect(rig.finish(&server, store), equals: .init(requests: 1))
    let newest = try #require(server.rows.values.map(\.stamp).max())
    expect(server.requests.last, equals: .list(atOrAfter: Timestamp(secondsSince1970: newest)))
    for id in [3, 99, 4] { server.touch(id) }
    try await expect(rig.finish(&server, store), equals: .init(requests: 1))
    try expect(Rig.mirror(store), equals: server.mirror)

    rig.start = Timestamp("2024-01-01T00:00:00Z")
    _ = try await rig.finish(&server, MemoryStore())
    expect(server.requests.last, equals: .list(atOrAfter: rig.start))
  }

  @Test("A list of a round length is probed once, and only a cap that is proven makes it incomplete")
  func cappedList() async throws {
    var rig = Rig()
    rig.source = .list
    var honest = server(rows: 100)
    try await expect(rig.finish(&honest, MemoryStore()), equals: .init(requests: 2))

    // The probe is cut as well; or it is short, and shows rows that are too old to have changed since.
    for rows in [180, 120] {
      var capped = server(rows: rows)
      capped.vices.cap = 100
      capped.vices.naturalOrder = .arrival
      let store = MemoryStore()
      try await expect(rig.finish(&capped, store), equals: .init(reasons: ["listIsCapped"], requests: 2))
      #expect(try store.streams().first?.state.checkpoint == nil)
      // The same rows by query.
      try await expect(Rig().finish(&capped, store).reasons, equals: [])
      try expect(Rig.mirror(store), equals: capped.mirror)
    }
  }

  @Test(
    "A row without an identifier is remembered until a clean full pass, or until failures are forgotten",
    arguments: [ModificationPolling.Source.query(limit: 10), .list])
  func rememberedRow(source: ModificationPolling.Source) async throws {
    for forgets in [false, true] {
      var server = server(rows: 30)
      var rig = Rig()
      rig.source = source
      let store = MemoryStore()
      rig.interpret = { payload in
        var row = Server.interpret(payload)
        if row.id == "3" { row.id = nil }
        return row
      }
      try await expect(rig.finish(&server, store).reasons, equals: ["unidentifiedRecords"])
      rig.interpret = Server.interpret
      // It no longer comes, and is as much in doubt as before.
      try await expect(rig.finish(&server, store).reasons, equals: ["unidentifiedRecords"])
      if forgets { rig.forgetFailures = true } else { rig.pass = .full(deleteMissing: false) }
      try await expect(rig.finish(&server, store).reasons, equals: [])
      (rig.forgetFailures, rig.pass) = (false, .changes)
      try await expect(rig.finish(&server, store).reasons, equals: [])
    }
  }

  @Test("Rows without an identifier make the result incomplete; undecodable ones are kept and reported")
  func undecodable() async throws {
    var server = server(rows: 9)
    var rig = Rig()
    rig.interpret = { payload in
      var row = Server.interpret(payload)
      if row.id == "3" { row.id = nil }
      if row.id == "4" || row.id == nil { row.problem = "odd" }
      return row
    }
    let store = MemoryStore()
    let outcome = try await rig.finish(&server, store)
    expect(outcome.reasons, equals: ["unidentifiedRecords"])
    expect(outcome.notes, equals: ["undecodableRecords"])
    try expect(store.quarantine(stream: nil, limit: 10).map(\.id), equals: [nil, "4"])
    try expect(Rig.mirror(store).count, equals: 8)
  }
}
