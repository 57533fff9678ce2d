import MyAzur
import MyAzurEmulator
import TestSupport
import Testing
import Tributary
import TributaryEmulator

@testable import TributarySQLite

@Suite("My Azur rows that JSON allows and readers stumble over")
struct OddRowTests {
  @Test("each costs only itself, in both stores", arguments: 0..<12)
  func oddRows(seed: Int) async throws {
    let service = MyAzurEmulator(.init(records: 80, seed: UInt64(seed)))
    let rows = OddRows(seed: UInt64(seed), id: "id", text: "created_by")
    let transport = AlteringTransport(InProcessTransport(service)) { request, body in
      guard request.url.contains("/documents"), let body = try? RawJSON(validating: body),
        let stamp = body.member("created_at"), let objects = body.member("objects")?.elements
      else { return nil }
      let altered = objects.map { rows.oddForm(of: $0).bytes }
      return Array(#"{"\ud83d":"\udead","created_at":\#(stamp.text),"objects":["#.utf8)
        + Array(altered.joined(separator: [0x2C])) + Array("]}".utf8)
    }
    var expected = ExpectedRows()
    for (id, json) in service.snapshot() {
      expected.add(rows.oddForm(of: try RawJSON(json)), type: "document", id: "\(id)")
    }
    #expect(expected.count(.good) > 30 && expected.count(.undecodable) > 2 && expected.count(.unidentified) > 2)

    let client = MyAzur.Client(
      token: "x", transport: transport, policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
    let database = try TemporaryDatabase()
    let sqlite = try SQLiteStore(path: database.path)
    for store in [MemoryStore(), sqlite] as [any SyncStore & RecordReader] {
      let report = try await client.sync(folder: 5, into: store).run()
      #expect(Set(report.result.reasons.map(\.code)) == ["unidentifiedRecords"])
      #expect(report.notes.map(\.code).contains("undecodableRecords"))
      #expect(try expected.problems(in: store, service: "my-azur") == [])
      #expect(try expected.problems(readingFrom: store, as: Document.self, text: \.createdBy) == [])
      #expect(try await client.sync(folder: 5, into: store).run().stored == 0)
    }
    #expect(
      try expected.problems(shown: shown(database.path, "my_azur_document", "created_by"), type: "document") == [])
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
