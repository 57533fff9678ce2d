import Expect
import Testing
import Tributary
import TributaryJSON

/// A consumer's own records.
private final class Database {
  struct Broken: Error {}
  var records: [String: String] = [:]
  var applied = 0
  var typed = 0
  /// Fails in the middle of this page.
  var failsAt = Int.max

  func apply(_ changes: [SessionQueuePage<JSONValue>.Change]) throws {
    applied += 1
    for (index, change) in changes.enumerated() {
      if applied == failsAt, index * 2 > changes.count { throw Broken() }
      switch change.kind {
      case .upsert(let record, let json):
        if record != nil { typed += 1 }
        records["\(change.record.type) \(change.record.id)"] = json.text
      case .delete: records["\(change.record.type) \(change.record.id)"] = nil
      }
    }
  }
}

/// A server that is asked from any task.
private final class SharedServer: Sendable {
  private let server: Locked<SessionQueueServer>
  init(_ server: SessionQueueServer) { self.server = Locked(server) }

  func with<Value: Sendable>(_ body: (inout SessionQueueServer) -> Value) -> Value { server.withLock { body(&$0) } }

  func respond(to request: SessionQueue.Request) throws(APIError) -> SessionQueue.Response {
    do { return try server.withLock { try $0.respond(to: request) } } catch {
      throw APIError(operation: "test", reason: .invalidRequest("\(error)"))
    }
  }
}

@Suite("Changes of a session queue")
struct SessionQueueChangesTests {
  private func changes(
    _ server: SharedServer, _ device: SessionQueueDevice = SessionQueueDevice(name: "mine")
  ) -> SessionQueueChanges<JSONValue> {
    SessionQueueChanges(
      device: device, time: HeldTime(), interpret: SessionQueueServer.interpret,
      decode: { type, payload in type == "gadget" ? nil : try? payload.value() },
      send: { request async throws(APIError) in try server.respond(to: request) })
  }

  private func mirror(_ changes: SessionQueueChanges<JSONValue>, into crm: Database) async throws -> SyncReport? {
    var last: SyncReport?
    for try await event in changes {
      switch event {
      case .page(let page):
        try crm.apply(page.changes)
        try await page.acknowledge()
      case .finished(let report):
        last = report
      }
    }
    return last
  }

  @Test("A consumer gets every change, typed and as it came, and what it acknowledged does not come again")
  func wholePath() async throws {
    let server = SharedServer(SessionQueueServer(objects: 23))
    let crm = Database()
    let report = try #require(try await mirror(changes(server), into: crm))
    expect(report.result, equals: .upToDate)
    expect(report.counts.inserted, equals: 23)
    expect(crm.records, equals: server.with(\.mirror))
    expect(crm.typed, equals: 18)

    server.with { $0.touch(2) }
    server.with { $0.delete(3) }
    let second = try #require(try await mirror(changes(server), into: crm))
    expect(second.counts.inserted, equals: 1)
    expect(second.counts.deleted, equals: 1)
    expect(crm.records, equals: server.with(\.mirror))
    try await expect(mirror(changes(server), into: crm)?.requests, equals: 1)
  }

  @Test("A consumer that throws in the middle of a page loses nothing and gets that page again")
  func throwingConsumer() async throws {
    for page in 1...5 {
      let server = SharedServer(SessionQueueServer(objects: 25))
      let crm = Database()
      crm.failsAt = page
      await #expect(throws: Database.Broken.self) { try await self.mirror(self.changes(server), into: crm) }
      let report = try #require(try await mirror(changes(server), into: crm))
      expect(report.result, equals: .upToDate)
      expect(crm.records, equals: server.with(\.mirror))
      expect(crm.applied, equals: 6)
    }
  }

  @Test("Nothing is acknowledged that the consumer did not acknowledge, and nothing comes after it")
  func unacknowledged() async throws {
    let server = SharedServer(SessionQueueServer(objects: 25))
    var events: [String] = []
    for try await event in changes(server) {
      switch event {
      case .page(let page): events.append("\(page.changes.count) \(page.keys.count)")
      case .finished(let report): events += report.result.reasons.map(\.code)
      }
    }
    expect(events, equals: ["5 5", "unacknowledged"])
    #expect(server.with { $0.acknowledged.isEmpty })
  }

  @Test("Acknowledging twice is acknowledging once, and a page of a sequence that failed does nothing")
  func acknowledgingTwice() async throws {
    let server = SharedServer(SessionQueueServer(objects: 7))
    var pages: [SessionQueuePage<JSONValue>] = []
    for try await event in changes(server) {
      guard case .page(let page) = event else { continue }
      try await page.acknowledge()
      try await page.acknowledge()
      for old in pages { try await old.acknowledge() }
      pages.append(page)
    }
    expect(server.with { $0.requests.filter { if case .acknowledge = $0 { true } else { false } }.count }, equals: 2)
  }

  @Test("Keys and failures that the consumer kept are taken up by the next sequence")
  func memory() async throws {
    let server = SharedServer(SessionQueueServer(objects: 3))
    let crm = Database()
    var keys: [String] = []
    for try await event in changes(server) {
      guard case .page(let page) = event else { continue }
      try crm.apply(page.changes)
      keys = page.keys
      break
    }
    // The object goes before the service learns that the consumer has it.
    server.with { $0.delete(1) }
    let device = SessionQueueDevice(
      name: "mine", unacknowledged: keys, unsettledObjects: [RecordReference(type: "lead", id: "77")])
    let report = try #require(try await mirror(changes(server, device), into: crm))
    expect(report.result, equals: .upToDate)
    expect(crm.records, equals: server.with(\.mirror))
    expect(server.with { $0.requests.last }, equals: .object(RecordReference(type: "lead", id: "77")))
  }

  @Test("A service that takes in acknowledgements late does not keep the sequence for ever")
  func redelivery() async throws {
    var slow = SessionQueueServer(objects: 6)
    slow.vices.lag = 1000
    let server = SharedServer(slow)
    let report = try #require(try await mirror(changes(server), into: Database()))
    expect(report.result.reasons.map(\.code), equals: ["stillRedelivering"])
    expect(report.counts.inserted, equals: 6)
  }

  @Test("A cancelled consumer acknowledges nothing, and the page comes again")
  func cancelled() async throws {
    let server = SharedServer(SessionQueueServer(objects: 3))
    let first = changes(server)
    let task = Task {
      for try await event in first {
        guard case .page(let page) = event else { continue }
        withUnsafeCurrentTask { $0?.cancel() }
        try await page.acknowledge()
      }
    }
    let error = await #expect(throws: SyncError.self) { try await task.value }
    guard case .cancelled? = error else {
      Issue.record("it ended with \(String(describing: error))")
      return
    }
    #expect(server.with { $0.acknowledged.isEmpty })
    let crm = Database()
    try await expect(mirror(changes(server), into: crm)?.result, equals: .upToDate)
    expect(crm.records, equals: server.with(\.mirror))
  }

  @Test("A failing request ends the sequence, and the next one goes on")
  func failure() async throws {
    let server = SharedServer(SessionQueueServer(objects: 12))
    let calls = Locked(0)
    let failing = SessionQueueChanges<JSONValue>(
      device: SessionQueueDevice(name: "mine"), time: HeldTime(), interpret: SessionQueueServer.interpret,
      decode: { _, payload in try? payload.value() },
      send: { request async throws(APIError) in
        let call = calls.withLock { calls in
          calls += 1
          return calls
        }
        if call == 4 { throw APIError(operation: "test", reason: .status(500)) }
        return try server.respond(to: request)
      })
    let crm = Database()
    await #expect(throws: SyncError.self) { try await self.mirror(failing, into: crm) }
    _ = try await mirror(changes(server), into: crm)
    expect(crm.records, equals: server.with(\.mirror))
  }
}
