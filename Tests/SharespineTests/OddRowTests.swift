import Sharespine
import SharespineEmulator
import TestSupport
import Testing
import Tributary
import TributaryEmulator

@testable import TributarySQLite

@Suite("Sharespine rows that JSON allows and readers stumble over")
struct OddRowTests {
  @Test("each costs only itself, in both stores", arguments: 0..<12)
  func oddRows(seed: Int) async throws {
    let service = SharespineEmulator(.init(records: 200, seed: UInt64(seed)))
    let rows = OddRows(seed: UInt64(seed), id: "localId", text: "sku")
    let transport = AlteringTransport(InProcessTransport(service)) { _, body in
      guard let objects = try? RawJSON(validating: body).elements else { return nil }
      return [0x5B] + Array(objects.map { rows.oddForm(of: $0).bytes }.joined(separator: [0x2C])) + [0x5D]
    }
    var expected = ExpectedRows()
    for (id, json) in service.snapshot(of: .product) {
      expected.add(rows.oddForm(of: try RawJSON(json)), type: "product", id: id)
    }
    #expect(expected.count(.good) > 10 && expected.count(.undecodable) > 0 && expected.count(.unidentified) > 0)

    let client = Sharespine.Client(
      authentication: .sharespine(
        username: "user", password: "secret", tenant: "acme", connectionID: "3fb2568eb7e165e34dd311af5550002b"),
      environment: .init("http://127.0.0.1"), transport: transport,
      policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
    var options = Sharespine.Client.SyncOptions()
    options.pageSize = 20
    let database = try TemporaryDatabase()
    let sqlite = try SQLiteStore(path: database.path)
    for store in [MemoryStore(), sqlite] as [any SyncStore & RecordReader] {
      let report = try await client.sync([.products()], into: store, options: options).run()
      #expect(report.result.reasons.map(\.code) == ["unidentifiedRecords"], "\(report)")
      #expect(try expected.problems(in: store, service: "sharespine") == [])
      #expect(try expected.problems(readingFrom: store, as: Product.self, text: \.sku) == [])
      // Open models write back what they do not know, byte for byte.
      for product in try store.all(Product.self) {
        let row = try #require(
          try store.record(service: "sharespine", type: "product", id: "\(product.id)", stream: nil))
        let written = try RawJSON(product.jsonText)
        try #expect(written.value().object?.names.count == row.payload.value().object?.names.count, "\(row.payload)")
        for name in ["\u{0}", ""] where row.payload.member(name) != nil {
          #expect(try written.member(name)?.value() == row.payload.member(name)?.value())
        }
      }
      #expect(try await client.sync([.products()], into: store, options: options).run().stored == 0)
    }
    #expect(try expected.problems(shown: shown(database.path, "sharespine_product", "sku"), type: "product") == [])
  }
}

/// The bytes that a view shows in a column, by identifier.
private func shown(_ path: String, _ view: String, _ column: String) throws -> [String: [UInt8]?] {
  let connection = try Connection(path: path, isReadOnly: true, busyTimeout: 0)
  let rows = try connection.all("SELECT record_id, \(column) FROM \(view)") { row in
    (row.text(0), row.isNull(1) ? nil : row.copiedBytes(1).array)
  }
  return Dictionary(uniqueKeysWithValues: rows)
}
