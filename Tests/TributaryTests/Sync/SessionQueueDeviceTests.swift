import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Devices of a session queue")
struct SessionQueueDeviceTests {
  private var rig = SessionQueueRig()

  @Test("A device is durable before the service hears of it, and stays")
  func sameDevice() async throws {
    var server = SessionQueueServer(objects: 3)
    let store = MemoryStore()
    var rig = rig
    rig.stopAfter = 1
    #expect(try await rig.run(&server, store) == nil)
    #expect(server.requests.isEmpty)
    rig.stopAfter = .max
    rig.device = "another"
    _ = try await rig.run(&server, store)
    expect(server.requests.first, equals: .start(device: "device-0"))
  }

  @Test("A restored copy is a new device: everything comes again, and what was deleted meanwhile is swept at the end")
  func restoredCopy() async throws {
    var server = SessionQueueServer(objects: 25)
    let store = MemoryStore()
    _ = try await rig.run(&server, store)
    let backup = try await store.copied(incarnation: 7)
    server.delete(4)
    server.touch(5)
    server.touch(60)
    _ = try await rig.run(&server, store)
    try expect(store.mirror(), equals: server.mirror)
    server.delete(9)

    var later = rig
    later.device = "device-1"
    later.stopAfter = 9
    #expect(try await later.run(&server, backup) == nil)
    #expect(try backup.mirror().count > server.mirror.count, "nothing is swept before the end")
    later.stopAfter = .max
    later.device = "device-2"
    let outcome = try #require(try await later.run(&server, backup))
    #expect(outcome.reasons.isEmpty)
    try expect(backup.mirror(), equals: server.mirror)
    expect(server.acknowledged.keys.sorted(), equals: ["device-0", "device-1"])
    try await expect(later.run(&server, backup), equals: SessionQueueOutcome(reasons: [], requests: 1))
  }

  @Test("A new device begins without the doubts of the one before, also when its first run dies")
  func freshDevice() async throws {
    var server = SessionQueueServer(objects: 8)
    server.vices.nameless = 1
    let store = MemoryStore()
    try expect(#require(try await rig.run(&server, store)).reasons, equals: ["unidentifiedRecords"])
    let backup = try await store.copied(incarnation: 7)
    server.vices.nameless = 0
    server.delete(1)
    var later = rig
    later.device = "device-1"
    later.stopAfter = 4
    #expect(try await later.run(&server, backup) == nil)
    later.stopAfter = .max
    try expect(#require(try await later.run(&server, backup)).reasons, equals: [])
    try expect(backup.mirror(), equals: server.mirror)
  }

  @Test("The outbox of a copy belongs to the device that was, and is dropped")
  func droppedOutbox() async throws {
    var server = SessionQueueServer(objects: 5)
    let store = MemoryStore()
    var dying = rig
    dying.stopAfter = 5
    _ = try await dying.run(&server, store)
    let backup = try await store.copied(incarnation: 7)
    try expect(backup.state().outbox.count, equals: 5)
    var later = rig
    later.device = "device-1"
    let outcome = try #require(try await later.run(&server, backup))
    expect(outcome.notes, equals: ["databaseWasCopied", "unknownTypes"])
    expect(server.acknowledged.keys.sorted(), equals: ["device-1"])
    try expect(backup.mirror(), equals: server.mirror)
  }

  @Test("A new device on request does the same, also when the one before lost what it was given")
  func newDevice() async throws {
    var server = SessionQueueServer(objects: 12)
    let store = MemoryStore()
    _ = try await rig.run(&server, store)
    server.touch(3)
    server.delete(4)
    _ = try await rig.run(&server, store)
    // A restore that no store can see: the service believes that both changes are here.
    try await rewind(store, to: ["lead 4": #"{"id":4,"revision":1}"#, "gadget 3": #"{"id":3,"revision":1}"#])
    try await expect(rig.run(&server, store), equals: SessionQueueOutcome(reasons: [], requests: 1))
    #expect(try store.mirror() != server.mirror)

    var new = rig
    new.newDevice = true
    new.device = "device-1"
    let outcome = try #require(try await new.run(&server, store))
    #expect(outcome.reasons.isEmpty)
    expect(outcome.notes, equals: ["unknownTypes"])
    try expect(store.mirror(), equals: server.mirror)
    try await expect(rig.run(&server, store), equals: SessionQueueOutcome(reasons: [], requests: 1))
    expect(server.requests.last, equals: .start(device: "device-1"))
  }

  /// Puts older records into a store behind the protocol's back.
  private func rewind(_ store: MemoryStore, to records: [String: String]) async throws {
    let stream = try store.open(SessionQueueRig.key, types: [])
    defer { stream.close() }
    var transaction = StreamTransaction()
    for (name, json) in records {
      let parts = name.split(separator: " ").map(String.init)
      transaction.changes.append(RecordChange(type: parts[0], id: parts[1], kind: .upsert(try RawJSON(json))))
    }
    _ = try await stream.commit(transaction)
  }

  @Test("Nothing is swept while an object fails or an item has no identifier: it may be the one that seems gone")
  func postponedSweep() async throws {
    var server = SessionQueueServer(objects: 8)
    let store = MemoryStore()
    _ = try await rig.run(&server, store)
    let backup = try await store.copied(incarnation: 7)
    server.delete(1)
    server.vices.failing = [2: 1000]
    server.vices.forbidden = [2]
    server.vices.losesFailed = true
    var later = rig
    later.device = "device-1"
    let first = try #require(try await later.run(&server, backup))
    expect(first.reasons, equals: ["failedObjects"])
    var mirror = server.mirror
    mirror["contact 1"] = #"{"id":1,"revision":1}"#
    try expect(backup.mirror(), equals: mirror)
    server.vices.forbidden = []
    #expect(try #require(try await later.run(&server, backup)).reasons.isEmpty)
    try expect(backup.mirror(), equals: server.mirror)
  }

  @Test("Nothing is swept by a run that ends without the proof that nothing is left")
  func unprovenSweep() async throws {
    var server = SessionQueueServer(objects: 30)
    let store = MemoryStore()
    _ = try await rig.run(&server, store)
    let backup = try await store.copied(incarnation: 7)
    var short = rig
    short.device = "device-1"
    short.tuning.pages = 2
    try expect(#require(try await short.run(&server, backup)).reasons, equals: ["queueWithoutEnd"])
    try expect(backup.mirror(), equals: server.mirror)
  }
}
