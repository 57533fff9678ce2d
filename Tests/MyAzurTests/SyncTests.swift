import Foundation
import MyAzur
import MyAzurEmulator
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributarySQLite

/// A database in a folder of its own, which goes when the test is over.
private final class TemporaryDatabase {
  let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-\(UUID().uuidString)")
  var path: String { folder.appending(path: "mirror.sqlite").path }

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }
}

private func mirror(_ store: any RecordReader) throws -> [Int: String] {
  var documents: [Int: String] = [:]
  try store.forEachRecord(service: "my-azur", type: "document", stream: nil) { record in
    documents[Int(record.id) ?? -1] = record.payload.text
    return true
  }
  return documents
}

@Suite("My Azur sync")
struct SyncTests {
  @Test("Over real HTTP into SQLite: a first sync, changes, an interruption, and the mirror equals the service")
  func wholePath() async throws {
    let service = MyAzurEmulator(.init(records: 700, seed: 5))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let database = try TemporaryDatabase()
    let store = try SQLiteStore(path: database.path)
    let client = MyAzur.Client(token: "x", environment: .init(server.baseURL))
    let first = try await client.sync(folder: 5, into: store).run()
    #expect(first.result == .upToDate)
    #expect(first.stored == 700)
    #expect(try mirror(store) == service.snapshot())

    service.moveStatuses(300)
    var options = Client.SyncOptions()
    options.tuning.batch = 20
    var fractions: [Double] = []
    for try await event in client.sync(folder: 5, into: store, options: options) {
      guard case .committed(let progress) = event else { continue }
      if let fraction = progress.fraction { fractions.append(fraction) }
      if fractions.count == 3 { break }
    }
    #expect(fractions == fractions.sorted())
    #expect(try mirror(store) != service.snapshot())

    let second = try await client.sync(folder: 5, into: store).run()
    #expect(second.result == .upToDate)
    #expect(try mirror(store) == service.snapshot())
    #expect(try store.all(Document.self).undecodable.isEmpty)
  }

  @Test("The two directions have a cursor each, and a quiet poll is one request a direction")
  func directions() async throws {
    let service = MyAzurEmulator(.init(records: 43, seed: 2))
    let client = MyAzur.Client(token: "x", transport: InProcessTransport(service))
    let store = MemoryStore()
    var options = Client.SyncOptions()
    options.direction = .incoming
    _ = try await client.sync(folder: 5, into: store, options: options).run()
    #expect(try store.all(Document.self).allSatisfy(\.incoming))
    options.direction = .outgoing
    _ = try await client.sync(folder: 5, into: store, options: options).run()
    #expect(try mirror(store) == service.snapshot())
    #expect(try store.streams().map(\.key.scope) == ["folder 5, incoming", "folder 5, outgoing"])
    let before = service.listCount
    let quiet = try await client.sync(folder: 5, into: store).run()
    #expect(quiet.requests == 2)
    #expect(service.listCount == before + 2)
    #expect(quiet.stored == 0)
  }

  @Test("A server that responds with errors leaves the database as it was")
  func errors() async throws {
    let service = MyAzurEmulator(.init(records: 10))
    let store = MemoryStore()
    let good = MyAzur.Client(token: "x", transport: InProcessTransport(service))
    _ = try await good.sync(folder: 5, into: store).run()
    let before = try store.streams()
    let wrong = MyAzur.Client(token: "x", transport: InProcessTransport(service))
    await #expect(throws: SyncError.self) { try await wrong.sync(folder: 77, into: store).run() }
    #expect(try store.streams().first == before.first)
  }

  @Test("A document without an identifier keeps results incomplete until a full pass, or until failures are forgotten")
  func unidentified() async throws {
    for forgets in [false, true] {
      let service = NamelessService(MyAzurEmulator(.init(records: 8)), member: "id")
      let client = MyAzur.Client(token: "x", transport: InProcessTransport(service))
      let store = MemoryStore()
      let first = try await client.sync(folder: 5, into: store).run()
      #expect(first.result.reasons.map(\.code) == ["unidentifiedRecords"])
      service.turnOff()
      #expect(try await client.sync(folder: 5, into: store).run().result != .upToDate)
      var options = Client.SyncOptions()
      if forgets { options.forgetFailures = true } else { options.pass = .full(deleteMissing: false) }
      #expect(try await client.sync(folder: 5, into: store, options: options).run().result == .upToDate)
      #expect(try await client.sync(folder: 5, into: store).run().result == .upToDate)
    }
  }

  @Test("A database of another server or account is refused")
  func anotherAccount() async throws {
    let transport = InProcessTransport(MyAzurEmulator(.init(records: 3)))
    let store = MemoryStore()
    _ = try await MyAzur.Client(token: "x", transport: transport).sync(folder: 5, into: store).run()
    let other = MyAzur.Client(token: "x", environment: .sandbox, transport: transport)
    let error = await #expect(throws: SyncError.self) { try await other.sync(folder: 5, into: store).run() }
    guard case .store(.belongsToAnother)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A cancelled sync ends with the error for it, and the next one goes on")
  func cancellation() async throws {
    let service = MyAzurEmulator(.init(records: 60))
    let client = MyAzur.Client(token: "x", transport: InProcessTransport(service))
    let store = MemoryStore()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await client.sync(folder: 5, into: store).run()
    }
    let result = await task.result
    #expect(throws: SyncError.self) { try result.get() }
    #expect(try await client.sync(folder: 5, into: store).run().result == .upToDate)
    #expect(try mirror(store) == service.snapshot())
  }

  @Test("Changes are reported as they are committed, typed")
  func changes() async throws {
    let service = MyAzurEmulator(.init(records: 12))
    let client = MyAzur.Client(token: "x", transport: InProcessTransport(service))
    let store = MemoryStore()
    let changes = store.changes(of: Document.self)
    _ = try await client.sync(folder: 5, into: store).run()
    var seen: Set<Document.ID> = []
    for try await change in changes {
      guard case .upserted(_, let document) = change else { continue }
      seen.insert(document.id)
      if seen.count == 12 { break }
    }
    #expect(seen.count == 12)
  }
}
