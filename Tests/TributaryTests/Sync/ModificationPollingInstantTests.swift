import Expect
import Testing
import Tributary

/// Seconds with more rows than a page, and servers that ignore what they are asked.
@Suite("Modification polling: full seconds and orders")
struct ModificationPollingInstantTests {
  typealias Server = ModificationPollingServer
  typealias Rig = ModificationPollingRig

  /// Rows around a second that has many of them, one more than asked for.
  private func server(ties: Int) -> Server {
    var server = Server()
    for id in 0..<15 {
      server.now += 10
      server.touch(100 - id)
    }
    for id in 200..<(200 + ties) { server.touch(id) }
    for id in 0..<15 {
      server.now += 10
      server.touch(80 - id)
    }
    server.now += 3600
    return server
  }

  private func limits(_ server: Server) -> [Int] {
    server.requests.compactMap { if case .page(let query) = $0 { query.limit } else { nil } }
  }

  private func offsets(_ server: Server) -> Set<Int> {
    Set(server.requests.compactMap { if case .page(let query) = $0 { query.offset } else { nil } })
  }

  @Test("A page of one second is asked for again, larger")
  func growing() async throws {
    var server = server(ties: 70)
    let store = MemoryStore()
    try await expect(Rig().finish(&server, store).reasons, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
    expect(Set(limits(server)), equals: [10, 40, 160])
    expect(offsets(server), equals: [0])
  }

  @Test("Where a larger page is refused or capped, the second is swept by offset, and only that second")
  func sweeping() async throws {
    for isRefused in [true, false] {
      var server = server(ties: 70)
      if isRefused { server.vices.refusesLimitsAbove = 10 } else { server.vices.cap = 10 }
      let store = MemoryStore()
      try await expect(Rig().finish(&server, store).reasons, equals: [])
      try expect(Rig.mirror(store), equals: server.mirror)
      expect(offsets(server), equals: [0, 9, 18, 27, 36, 45, 54, 63])
    }
  }

  @Test("A row that leaves the second while it is swept upsets the sweep, which begins again")
  func upsetSweep() async throws {
    for moving in stride(from: 200, to: 270, by: 6) {
      var server = server(ties: 70)
      server.vices.cap = 10
      var rig = Rig()
      rig.meanwhile = { server in
        guard case .page(let query)? = server.requests.last, query.offset == 27, server.rows[moving]?.number == 1 else {
          return
        }
        server.touch(moving)
      }
      let store = MemoryStore()
      try await expect(rig.finish(&server, store).reasons, equals: [])
      try expect(Rig.mirror(store), equals: server.mirror)
    }
  }

  @Test("A cap that is lowered later is noticed by short pages that were not the last")
  func loweredCap() async throws {
    var server = server(ties: 0)
    let store = MemoryStore()
    var rig = Rig()
    rig.source = .query(limit: 50)
    try await expect(rig.finish(&server, store).reasons, equals: [])
    for id in 0..<60 {
      if id % 20 == 0 { server.now += 100 }
      server.touch(id)
    }
    server.now += 3600
    server.vices.cap = 8
    try await expect(rig.finish(&server, store).reasons, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
  }

  @Test("Where offsets are refused or ignored too, the pass reads on behind the second and stays incomplete")
  func stalled() async throws {
    for isRefused in [true, false] {
      var server = server(ties: 70)
      server.vices.cap = 10
      if isRefused { server.vices.refusesOffset = true } else { server.vices.honoursOffset = false }
      let store = MemoryStore()
      for _ in 0..<2 {
        try await expect(Rig().finish(&server, store).reasons, equals: ["stalled"])
        let missing = Set(server.mirror.keys).subtracting(try Rig.mirror(store).keys)
        expect(missing.count, equals: 61)
        #expect(missing.allSatisfy { $0 >= 200 })
      }
      // The checkpoint stayed below, so that nothing is lost once the server does better.
      server.vices = .init()
      try await expect(Rig().finish(&server, store).reasons, equals: [])
      try expect(Rig.mirror(store), equals: server.mirror)
    }
  }

  @Test("Rows of one second that come in another order each time are not swept")
  func shuffledTies() async throws {
    for seed in 1..<20 as Range<UInt64> {
      var server = Server(seed: seed)
      for id in 0..<30 { server.touch(id * 2, at: server.now - 9000 + id * 20) }
      for id in 0..<40 { server.touch(id * 2 + 1, at: server.now - 4000) }
      server.vices.cap = 8
      server.vices.shufflesTies = true
      let store = MemoryStore()
      let outcome = try await Rig().finish(&server, store)
      expect(outcome.reasons, equals: ["stalled"])
    }
  }

  @Test("A full newest second costs a quiet run no more than one request")
  func quietTail() async throws {
    var server = server(ties: 0)
    for id in 300..<345 { server.touch(id) }
    server.vices.cap = 10
    server.now += 3600
    let store = MemoryStore()
    try await expect(Rig().finish(&server, store).reasons, equals: [])
    try await expect(Rig().finish(&server, store), equals: .init(requests: 1))
    // A row that leaves the second, one that is added, and one that vanishes.
    for change in 0..<3 {
      if change == 0 { server.touch(310) }
      if change == 1 { server.touch(400) }
      if change == 2 { server.vanish(320) }
      server.now += 3600
      try await expect(Rig().finish(&server, store).reasons, equals: [])
      server.vanish(change == 2 ? 500 : 600)
      try expect(Rig.mirror(store).filter { $0.key != 320 }, equals: server.mirror.filter { $0.key != 320 })
    }
  }

  @Test("The tail of a full second that was itself modified, and has its old place by chance, proves nothing")
  func movedTail() async throws {
    var server = server(ties: 0)
    for id in 300..<345 { server.touch(id) }
    server.vices.cap = 10
    server.now += 3600
    let store = MemoryStore()
    try await expect(Rig().finish(&server, store).reasons, equals: [])
    for id in [310, 311, 344] { server.touch(id) }
    try await expect(Rig().finish(&server, store).reasons, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
  }

  @Test("A server that ignores the order is noticed on the first page that shows it, and read by offset")
  func orderIgnored() async throws {
    for natural in [Server.NaturalOrder.id, .newestFirst, .arrival] {
      var server = Server(seed: 5)
      server.change(200, among: 60)
      server.now += 3600
      server.vices.honoursOrder = false
      server.vices.naturalOrder = natural
      let start = server.now
      let store = MemoryStore()
      let outcome = try await Rig().finish(&server, store)
      expect(outcome.reasons, equals: [])
      expect(outcome.notes.contains("readWithoutOrder"), equals: (natural != .arrival))
      try expect(Rig.mirror(store), equals: server.mirror)
      // The floor stays; what changed meanwhile is swept once more.
      let floors = server.requests.map { request in
        if case .page(let query) = request { query.after.secondsSince1970 + 1 } else { 0 }
      }
      expect(Set(floors), equals: [0, start - 300])
    }
  }

  @Test("Pages that happen to ascend do not win trust: the one row out of order lies behind them")
  func chance() async throws {
    var server = Server()
    for id in 0..<60 {
      server.now += 10
      server.touch(id)
    }
    server.touch(9)
    server.now += 3600
    server.vices.honoursOrder = false
    let store = MemoryStore()
    let outcome = try await Rig().finish(&server, store)
    expect(outcome.reasons, equals: [])
    expect(outcome.notes, equals: ["readWithoutOrder"])
    try expect(Rig.mirror(store), equals: server.mirror)
  }

  @Test("A server that ignores both order and offset is not believed")
  func orderAndOffsetIgnored() async throws {
    for honoursOffset in [true, false] {
      var server = Server(seed: 7)
      server.change(200, among: 60)
      server.now += 3600
      server.vices.honoursOrder = false
      server.vices.honoursOffset = false
      server.vices.refusesOffset = honoursOffset
      let store = MemoryStore()
      try await expect(Rig().finish(&server, store).reasons, equals: ["orderIgnored"])
      // With room for everything in one page and one more row there is nothing to doubt but the end.
      var rig = Rig()
      rig.source = .list
      try await expect(rig.finish(&server, store).reasons, equals: [])
      try expect(Rig.mirror(store), equals: server.mirror)
    }
  }

  @Test("Where neither order shows anything, the rows are read by offset without trust")
  func unproven() async throws {
    var server = Server()
    for id in 0..<60 {
      server.now += 10
      server.touch(id)
    }
    server.now += 3600
    server.vices.knowsDescending = false
    let store = MemoryStore()
    let outcome = try await Rig().finish(&server, store)
    expect(outcome.reasons, equals: [])
    expect(outcome.notes, equals: [])
    try expect(Rig.mirror(store), equals: server.mirror)
    try await expect(Rig().finish(&server, store), equals: .init(requests: 1))

    server.vices.refusesOffset = true
    let other = MemoryStore()
    try await expect(Rig().finish(&server, other).reasons, equals: ["orderUnproven"])
  }

  @Test("A server that stops honouring the order is caught at the next page, and read again from the beginning")
  func lostTrust() async throws {
    var server = Server(seed: 3)
    server.change(200, among: 60)
    server.now += 3600
    let store = MemoryStore()
    try await expect(Rig().finish(&server, store).reasons, equals: [])
    server.vices.honoursOrder = false
    server.touch(50)
    server.now += 1
    server.touch(3)
    server.now += 1
    server.touch(40)
    try await expect(Rig().finish(&server, store).reasons, equals: ["orderIgnored"])
    let outcome = try await Rig().finish(&server, store)
    expect(outcome.reasons, equals: [])
    expect(outcome.notes, equals: ["readWithoutOrder"])
    try expect(Rig.mirror(store), equals: server.mirror)
  }
}
