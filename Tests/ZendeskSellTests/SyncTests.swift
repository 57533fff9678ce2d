import Foundation
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributarySQLite
import ZendeskSell
import ZendeskSellEmulator

private func client(_ service: ZendeskSellEmulator) -> Client {
  Client(token: "x", transport: InProcessTransport(service), policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
}

@Suite("Zendesk Sell sync")
struct SyncTests {
  @Test("Over real HTTP into SQLite: a first sync, changes, an interruption, and the mirror equals the service")
  func wholePath() async throws {
    let service = ZendeskSellEmulator(.init(records: 700, seed: 5))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let database = try TemporaryDatabase()
    let store = try SQLiteStore(path: database.path)
    let client = Client(token: "x", environment: .init(server.baseURL))
    let first = try await client.sync(into: store).run()
    #expect(first.result == .upToDate)
    #expect(try service.mirror(in: store) == service.snapshot())
    #expect(try store.all(Lead.self).undecodable.isEmpty)
    #expect(service.devices.count == 1)

    service.change(150)
    service.adjust { $0.pageSize = 20 }
    var commits = 0
    for try await event in client.sync(into: store) {
      if case .committed = event { commits += 1 }
      if commits == 3 { break }
    }
    #expect(try service.mirror(in: store) != service.snapshot())
    let second = try await client.sync(into: store).run()
    #expect(second.result == .upToDate)
    #expect(try service.mirror(in: store) == service.snapshot())
    #expect(try await client.sync(into: store).run().requests == 1)
  }

  @Test("Empty pages, late acknowledgements, vanishing sessions, small chunks, throttles in any dress")
  func vices() async throws {
    let service = ZendeskSellEmulator(.init(records: 400, seed: 9))
    service.put("gadget", json: #"{"id":7,"name":"unknown"}"#)
    service.put("lead", json: #"{"id":8,"created_at":[]}"#)
    service.adjust { behavior in
      behavior.pageSize = 30
      behavior.order = .shuffled
      behavior.emptyPageEvery = 5
      behavior.repeatedItemEvery = 7
      behavior.acknowledgementDelay = .requests(9)
      behavior.acknowledgementLimit = 20
      behavior.sessionPages = 6
      behavior.rateLimitedEvery = 11
      behavior.rateLimitForm = .disguised
    }
    let store = MemoryStore()
    var report = try await client(service).sync(into: store).run()
    for _ in 0..<3 where report.result != .upToDate { report = try await client(service).sync(into: store).run() }
    #expect(report.result == .upToDate)
    #expect(try service.mirror(in: store) == service.snapshot())
    #expect(try store.quarantine(stream: nil, limit: 10).map(\.id) == ["8"])
  }

  @Test("A failed object comes later, by itself or when asked for")
  func failedObjects() async throws {
    let service = ZendeskSellEmulator(.init(records: 200, seed: 3))
    let lead = try #require(service.snapshot()["lead"]?.keys.min())
    let source = try #require(service.snapshot()["source"]?.keys.min())
    service.adjust { $0.failedObjectsReturn = false }
    service.fail([.init("lead", lead), .init("source", source)])
    let store = MemoryStore()
    let report = try await client(service).sync(into: store).run()
    #expect(report.result.reasons.map(\.code) == ["failedObjects"])
    #expect(try store.record(service: "zendesk-sell", type: "lead", id: "\(lead)", stream: nil) != nil)
    let remembered = [RecordReference(type: "lead", id: "\(lead)"), RecordReference(type: "source", id: "\(source)")]
    #expect(try store.streams().first.map { Set($0.state.unsettledObjects) } == Set(remembered))
    var options = Client.SyncOptions()
    options.forgetFailures = true
    let forgotten = try await client(service).sync(into: store, options: options).run()
    #expect(forgotten.result == .upToDate)
    #expect(forgotten.notes.map(\.code) == ["forgottenFailures"])
  }

  @Test("A restored backup, and a new device on request, get everything again and lose what is gone")
  func restoredBackup() async throws {
    let service = ZendeskSellEmulator(.init(records: 300, seed: 4))
    let database = try TemporaryDatabase()
    let backup = database.folder.appending(path: "backup.sqlite")
    do {
      let store = try SQLiteStore(path: database.path)
      _ = try await client(service).sync(into: store).run()
    }
    try FileManager.default.copyItem(atPath: database.path, toPath: backup.path)
    do {
      let store = try SQLiteStore(path: database.path)
      service.delete(20)
      service.update(10)
      let report = try await client(service).sync(into: store).run()
      #expect(report.result == .upToDate, "\(report)")
    }
    for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database.path + ending) }
    try FileManager.default.copyItem(atPath: backup.path, toPath: database.path)
    let store = try SQLiteStore(path: database.path)
    #expect(try service.mirror(in: store) != service.snapshot())
    let report = try await client(service).sync(into: store).run()
    #expect(report.result == .upToDate)
    #expect(report.notes.map(\.code) == ["databaseWasCopied"])
    #expect(try service.mirror(in: store) == service.snapshot())
    #expect(service.devices.count == 2)

    var options = Client.SyncOptions()
    options.newDevice = true
    #expect(try await client(service).sync(into: store, options: options).run().result == .upToDate)
    #expect(service.devices.count == 3)
    #expect(try service.mirror(in: store) == service.snapshot())
  }

  @Test("Typed changes for whoever keeps the records elsewhere")
  func changes() async throws {
    let service = ZendeskSellEmulator(.init(records: 150, seed: 6))
    var names: [String: String] = [:]
    var records = 0
    for try await event in client(service).changes(for: SessionQueueDevice(name: "mine")) {
      switch event {
      case .page(let page):
        for change in page.changes {
          guard case .upsert(let record, let json) = change.kind else { continue }
          records += 1
          if case .lead(let lead)? = record { names[change.record.id] = lead.lastName ?? json.text }
        }
        try await page.acknowledge()
      case .finished(let report):
        #expect(report.result == .upToDate)
      }
    }
    #expect(records == service.recordCount)
    #expect(names.count == service.snapshot()["lead"]?.count)
    #expect(service.devices == ["mine"])
  }

  @Test("A token without the scope is an error that says so")
  func scope() async throws {
    var configuration = ZendeskSellEmulator.Configuration(records: 20)
    configuration.scopes = ["read"]
    let service = ZendeskSellEmulator(configuration)
    await #expect(throws: SyncError.self) { try await client(service).sync(into: MemoryStore()).run() }
  }
}
