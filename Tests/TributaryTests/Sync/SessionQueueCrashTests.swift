import Testing
import Tributary
import TributaryEmulator

/// Whatever happens, in the end the mirror equals the server, and *up to date* is never false.
@Suite("Session queue in a simulation")
struct SessionQueueCrashTests {
  private static func server(_ seed: UInt64) -> SessionQueueServer {
    var random = SeededRandom(seed: seed)
    var server = SessionQueueServer(objects: 9, seed: seed)
    server.pageSize = Int.random(in: 1...5, using: &random)
    server.vices.chaos = 12
    server.vices.lag = Int.random(in: 0...2, using: &random)
    server.vices.emptyPages = Int.random(in: 0...3, using: &random)
    server.vices.broken = [3]
    if Bool.random(using: &random) { server.vices.failing = [5: 2, 6: 1] }
    if Bool.random(using: &random) { server.vices.largestChunk = Int.random(in: 1...3, using: &random) }
    return server
  }

  /// Runs until the machine says that the mirror is up to date.
  private static func settle(
    _ server: inout SessionQueueServer, _ store: MemoryStore, _ rig: SessionQueueRig
  ) throws -> Bool {
    for _ in 0..<20 {
      guard let outcome = try rig.run(&server, store) else { return false }
      if outcome.reasons.isEmpty { return true }
    }
    return false
  }

  @Test("The process dies at every step and is started again", arguments: 0..<6 as Range<UInt64>)
  func crash(seed: UInt64) throws {
    for stop in 0..<1000 {
      var server = Self.server(seed)
      let store = MemoryStore()
      var rig = SessionQueueRig()
      rig.stopAfter = stop
      let outcome = try rig.run(&server, store)
      if outcome?.reasons == [] { try expect(store.mirror(), equals: server.mirror) }
      server.change(4)
      rig.stopAfter = .max
      #expect(try Self.settle(&server, store, rig))
      try expect(store.mirror(), equals: server.mirror, "seed \(seed), died after \(stop)")
      if outcome != nil { return }
    }
    Issue.record("the run never came to its end")
  }

  @Test(
    "Runs that die, changes, copies and backups that come back, in random order", arguments: 0..<20 as Range<UInt64>)
  func storm(seed: UInt64) throws {
    var random = SeededRandom(seed: seed &+ 1000)
    var server = Self.server(seed)
    var store = MemoryStore()
    var backup: MemoryStore?
    var rig = SessionQueueRig()
    for round in 0..<12 {
      rig.device = "device-\(round)"
      rig.stopAfter = Int.random(in: 0..<60, using: &random)
      rig.newDevice = Int.random(in: 0..<10, using: &random) == 0
      if try rig.run(&server, store)?.reasons == [] { try expect(store.mirror(), equals: server.mirror) }
      server.change(Int.random(in: 0..<5, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: backup = try store.copied(incarnation: seed &* 100 &+ UInt64(round))
      case 1: if let copy = backup { (store, backup) = (copy, nil) }
      default: break
      }
    }
    rig.stopAfter = .max
    rig.newDevice = false
    rig.device = "last"
    #expect(try Self.settle(&server, store, rig))
    try expect(store.mirror(), equals: server.mirror)
    #expect(try store.state().outbox.isEmpty)
  }
}
