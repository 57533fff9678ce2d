import Foundation
import Sharespine
import SharespineEmulator
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributarySQLite

private let types = ["product", "order", "ledgeraccount", "ledgerentry", "supplierinvoice"]
private let everything: [SyncedRecords] = [
  .products(), .orders(), .ledgerAccounts(), .ledgerEntries(), .supplierInvoices(),
]

private func mirror(_ store: any RecordReader) throws -> [String: [String: String]] {
  var records: [String: [String: String]] = [:]
  for type in types {
    try store.forEachRecord(service: "sharespine", type: type, stream: nil) { record in
      records[type, default: [:]][record.id] = record.payload.text
      return true
    }
  }
  return records
}

private func snapshot(_ service: SharespineEmulator) -> [String: [String: String]] {
  var records: [String: [String: String]] = [:]
  for type in SharespineEmulator.RecordType.allCases { records[type.rawValue] = service.snapshot(of: type) }
  return records
}

private func client(_ baseURL: String) -> Client {
  Client(
    authentication: .sharespine(
      username: "user", password: "secret", tenant: "acme", connectionID: "3fb2568eb7e165e34dd311af5550002b"),
    environment: .init(baseURL), policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
}

private var options: Client.SyncOptions {
  var options = Client.SyncOptions()
  options.pageSize = 20
  options.deletionMarker = DeletionMarker(["deleted"])
  return options
}

@Suite("Sharespine sync")
struct SyncTests {
  @Test("Over real HTTP into SQLite: a first sync, changes, an interruption, and the mirror equals the service")
  func wholePath() async throws {
    let service = SharespineEmulator(.init(records: 600, seed: 5))
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let database = try TemporaryDatabase()
    let store = try SQLiteStore(path: database.path)
    let client = client(server.baseURL)
    let first = try await client.sync(everything, into: store, options: options).run()
    #expect(first.result == .upToDate)
    #expect(first.notes == [])
    #expect(try mirror(store) == snapshot(service))
    #expect(try store.all(Product.self).undecodable.isEmpty)

    service.advance(seconds: 1000)
    service.change(150)
    service.advance(seconds: 1000)
    var commits = 0
    for try await event in client.sync(everything, into: store, options: options) {
      if case .committed = event { commits += 1 }
      if commits == 3 { break }
    }
    #expect(try mirror(store) != snapshot(service))
    #expect(try await client.sync(everything, into: store, options: options).run().result == .upToDate)
    #expect(try mirror(store) == snapshot(service))
    service.advance(seconds: 1000)
    // One request a stream, once nothing is left to tell.
    _ = try await client.sync(everything, into: store, options: options).run()
    #expect(try await client.sync(everything, into: store, options: options).run().requests == 5)
    let scopes = try store.streams().map(\.key.scope)
    #expect(scopes.sorted() == types.sorted())
  }

  @Test("Capped pages, late commits, an ignored order and failures on the way change nothing in the end")
  func vices() async throws {
    let vices: [@Sendable (inout SharespineEmulator.Behavior) -> Void] = [
      { ($0.pageCap, $0.commitLag) = (7, 200) },
      { $0.honoursOrder = false },
      { ($0.refusesLargePages, $0.pageCap, $0.naturalOrder) = (true, 20, .newestChange) },
    ]
    for vice in vices {
      let service = SharespineEmulator(.init(records: 300, seed: 9))
      service.adjust(vice)
      let faults = try FaultPlan("503:2@3,drop@9,cut@14,lose@20,503@30,drop@34")
      let server = try LoopbackServer(service: service, faults: faults)
      defer { server.stop() }
      let store = MemoryStore()
      for _ in 0..<3 {
        service.change(25)
        _ = try await client(server.baseURL).sync(everything, into: store, options: options).run()
      }
      service.advance(seconds: 1000)
      let report = try await client(server.baseURL).sync(everything, into: store, options: options).run()
      #expect(report.result == .upToDate)
      #expect(try mirror(store) == snapshot(service))
    }
  }

  @Test("A scoped stream holds what matches now, and is named by its filter; filtered by the platform it says so")
  func scopes() async throws {
    let service = SharespineEmulator(.init(records: 200, seed: 3))
    service.put(.product, localID: "a", json: #"{"sku":"O'Brien \"\\ 🧦"}"#)
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let store = MemoryStore()
    let filter = Product.where { $0.sku.equals(#"O'Brien "\ 🧦"#) }.filter
    let client = client(server.baseURL)
    #expect(try await client.sync([.products(filter)], into: store, options: options).run().result == .upToDate)
    #expect(try mirror(store)["product"]?.keys.sorted() == ["a"])
    #expect(try store.streams().map(\.key.scope) == ["product where \(filter.canonicalText)"])
    service.put(.product, localID: "a", json: #"{"sku":"another"}"#)
    service.advance(seconds: 10)
    _ = try await client.sync([.products(filter)], into: store, options: options).run()
    #expect(try mirror(store) == [:])

    var remote = options
    remote.filtersOnServer = true
    service.put(.product, localID: "a", json: #"{"sku":"O'Brien \"\\ 🧦"}"#)
    let other = MemoryStore()
    let report = try await client.sync([.products(filter)], into: other, options: remote).run()
    #expect(report.notes.map(\.code) == ["leftScopeRemains"])
    #expect(try mirror(other)["product"]?.keys.sorted() == ["a"])
  }

  @Test("Any record type comes by its list; without a marker the result says that deletions are not followed")
  func anyType() async throws {
    let service = SharespineEmulator(.init(records: 100, seed: 3))
    service.delete(3, of: .product)
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let store = MemoryStore()
    let report = try await client(server.baseURL).sync([.records(of: "product")], into: store).run()
    #expect(report.result == .upToDate)
    #expect(report.requests == 1)
    #expect(report.notes.map(\.code) == ["deletesNotTracked"])
    let all = service.snapshot(of: .product).merging(service.deleted(of: .product)) { first, _ in first }
    #expect(try mirror(store)["product"] == all)
  }

  @Test("A row without an identifier keeps results incomplete until a full pass, or until failures are forgotten")
  func unidentified() async throws {
    for forgets in [false, true] {
      let service = NamelessService(SharespineEmulator(.init(records: 40)), member: "localId")
      let client = Client(
        authentication: .sharespine(username: "user", password: "secret", tenant: "acme", connectionID: "1"),
        environment: .init("https://api.example.com"), transport: InProcessTransport(service),
        policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
      let store = MemoryStore()
      let first = try await client.sync([.products()], into: store, options: options).run()
      #expect(first.result.reasons.map(\.code) == ["unidentifiedRecords"])
      service.turnOff()
      #expect(try await client.sync([.products()], into: store, options: options).run().result != .upToDate)
      var settling = options
      if forgets { settling.forgetFailures = true } else { settling.pass = .full(deleteMissing: false) }
      #expect(try await client.sync([.products()], into: store, options: settling).run().result == .upToDate)
      #expect(try await client.sync([.products()], into: store, options: options).run().result == .upToDate)
    }
  }
}
