import Expect
import Foundation
import Testing
import TributaryEmulator
import TributaryJSON

@testable import Tributary
@testable import TributarySQLite

/// `Fixtures/earlier.database` was written by the version before the protocols shared an engine: a stream by each of
/// them, the session queue's with a key in the outbox, an object that failed and an item without an identifier.
@Suite("A database written by an earlier version")
struct EarlierDatabaseTests {
  /// A folder of its own with a copy that is the original: noted beside itself.
  private final class Copy {
    let folder: URL
    let store: SQLiteStore

    init() throws {
      let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/earlier.database")
      folder = FileManager.default.temporaryDirectory.appending(path: "earlier-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let database = folder.appending(path: "test.database")
      try FileManager.default.copyItem(at: fixture, to: database)
      store = try SQLiteStore(path: database.path(percentEncoded: false))
      let file = try DatabaseFile(at: database.path(percentEncoded: false))
      for row in try store.read({ (connection) throws(StoreError) in try StreamRow.all(connection) }) {
        try StreamFile.lock(row.number, of: file)?
          .write(
            IncarnationMarker(
              incarnation: row.incarnation, generation: row.generation, fileNumber: try file.number()))
      }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func open(_ service: String) throws -> any StreamStore {
      try store.open(StreamKey(service: service, baseURL: "http://localhost"), types: [])
    }

    func checkpoint(_ service: String) throws -> String? {
      try store.streams().first { $0.key.service == service }?.state.checkpoint?.text
    }
  }

  @Test("The timestamp cursor asks from where the earlier version was")
  func timestampCursor() async throws {
    let copy = try Copy()
    let decisions = TimestampCursorProtocol(
      type: "row", start: .epoch, pass: .changes, tuning: TimestampCursor.Tuning(),
      interpret: { row in
        let value = (try? row.value()) ?? .null
        return .init(id: value["id"]?.int.map { "\($0)" }, stamp: value["at"]?.string.flatMap { LocalTimestamp($0) })
      })
    let createdAt = try #require(LocalTimestamp("2024-01-09T15:10:00.5"))
    var asked: [String] = []
    var run = SimulatedRun(decisions)
    let ending = try await run.perform(on: copy.open("cursor")) { request in
      asked.append("\(request.after)")
      return TimestampCursor.Response(
        createdAt: createdAt, rows: try RawList(json: #"[{"id":4,"at":"2024-01-09T15:05:00.5"},{"id":5}]"#),
        serverDate: Timestamp("2024-01-09T15:10:00Z"))
    }
    expect(ending, equals: .finished([]))
    expect(asked, equals: ["2024-01-09T14:55:00.250000"])
    try expect(copy.store.count(service: "cursor", type: "row", stream: nil), equals: 5)
    try expect(
      copy.checkpoint("cursor"),
      equals: #"{"cursor":"2024-01-09T15:10:00.5","utc":true,"swept":"2024-01-09T15:00:00.250000"}"#)
  }

  @Test("Modification polling trusts the order that was shown, and goes on behind the tail of a full second")
  func modificationPolling() async throws {
    let copy = try Copy()
    var server = ModificationPollingServer()
    for id in 0..<20 {
      server.now += 10
      server.touch(id)
    }
    for id in 20..<45 { server.touch(id) }
    server.now += 3600
    server.vices.cap = 10
    let before = try copy.checkpoint("polling")
    try await expect(ModificationPollingRig().finish(&server, on: copy.open("polling")), equals: .init(requests: 1))
    guard case .page(let query)? = server.requests.last else {
      Issue.record("no page was asked for")
      return
    }
    expect(query.offset, equals: 25)
    // Nothing is new, so nothing is written.
    try expect(copy.checkpoint("polling"), equals: before)

    for id in [3, 60] { server.touch(id) }
    try await expect(ModificationPollingRig().finish(&server, on: copy.open("polling")).reasons, equals: [])
    var mirror: [Int: Int] = [:]
    try copy.store.forEachRecord(service: "polling", type: "row", stream: nil) { record in
      mirror[Int(record.id) ?? -1] = ModificationPollingServer.version(record.payload)
      return true
    }
    expect(mirror, equals: server.mirror)
  }

  @Test("The session queue stays the device that it was, sends its outbox first, and keeps every doubt")
  func sessionQueue() async throws {
    let copy = try Copy()
    var server = SessionQueueServer(objects: 7)
    server.touch(5)
    server.vices.failing = [3: 1]
    server.vices.losesFailed = true
    server.vices.forbidden = [3]
    var sent: [SessionQueue.Request] = []
    for (forgets, reasons) in [(false, ["failedObjects", "unidentifiedRecords"]), (true, [])] {
      var run = SimulatedRun(
        SessionQueueProtocol(
          forgetFailures: forgets, drawDevice: { "another device" }, interpret: SessionQueueServer.interpret),
        forgetFailures: forgets)
      let ending = try await run.perform(on: copy.open("queue")) { request in
        sent.append(request)
        return try server.respond(to: request)
      }
      expect(ending, equals: .finished(reasons))
    }
    let device = "device of the version before"
    expect(sent.first, equals: .acknowledge(device: device, keys: ["contact|5|2"]))
    expect(sent.dropFirst().first, equals: .start(device: device))
    let state = try #require(try copy.store.streams().first { $0.key.service == "queue" }?.state)
    #expect(state.outbox.isEmpty && state.unsettledObjects.isEmpty)
    #expect(state.checkpoint?.text.contains("hasUnidentified") == false)
  }
}
