import TestSupport
import Testing
import Tributary
import TributaryEmulator
import ZendeskSell
import ZendeskSellEmulator

@testable import TributarySQLite

@Suite("Zendesk Sell items that JSON allows and readers stumble over")
struct OddRowTests {
  /// An item of the queue as it is to be, its `meta` odd as well.
  private static func item(_ item: RawJSON, _ rows: OddRows) -> [UInt8] {
    guard let data = item.member("data"), let meta = item.member("meta"), let type = meta.member("type")?.text else {
      return item.bytes.array
    }
    let row = rows.oddForm(of: data, hasText: type == "\"lead\"")
    let odd = #","version":"\ud83d","\udead":[],"sync2":{"event_type":"\ud83d"},"type":\#(type)}"#
    return Array(#"{"zz\ud83d":"\udead","data":"#.utf8) + row.bytes + Array(#","meta":"#.utf8)
      + meta.bytes.array.dropLast() + Array(odd.utf8) + [0x7D]
  }

  @Test("each costs only itself, in both stores, and the queue goes on", arguments: 0..<12)
  func oddItems(seed: Int) async throws {
    let service = ZendeskSellEmulator(.init(records: 150, seed: UInt64(seed)))
    service.adjust { $0.pageSize = 40 }
    let rows = OddRows(seed: UInt64(seed), id: "id", text: "first_name")
    let transport = AlteringTransport(InProcessTransport(service)) { request, body in
      guard let body = try? RawJSON(validating: body) else { return nil }
      if request.url.hasSuffix("/sync/start") {
        let text = body.text.replacing(#""name":"#, with: #""owner":"\ud83d","\udead":1,"name":"#)
        return Array(text.utf8)
      }
      guard let items = body.member("items")?.elements, let meta = body.member("meta") else { return nil }
      let odd = #","links":{"self":"\ud83d"},"\ud83d":"\udead","type":"\ud83d"}"#
      return Array(#"{"items":["#.utf8) + Array(items.map { Self.item($0, rows) }.joined(separator: [0x2C]))
        + Array(#"],"meta":"#.utf8) + meta.bytes.array.dropLast() + Array(odd.utf8) + [0x7D]
    }
    var expected = ExpectedRows()
    var unidentified = 0
    for (type, records) in service.snapshot() {
      for (id, json) in records {
        let row = rows.oddForm(of: try RawJSON(json), hasText: type == "lead")
        if row.fate == .unidentified { unidentified += 1 } else { expected.add(row, type: type, id: "\(id)") }
      }
    }
    #expect(expected.count(.good) > 60 && unidentified > 5)

    let client = Client(token: "x", transport: transport, policy: ClientPolicy(time: HeldTime(), random: { 0.5 }))
    let database = try TemporaryDatabase()
    let sqlite = try SQLiteStore(path: database.path)
    for store in [MemoryStore(), sqlite] as [any SyncStore & RecordReader] {
      let report = try await client.sync(into: store).run()
      // Without an identifier the items are kept whole, with all that is odd in them.
      let items = try store.quarantine(stream: nil, limit: .max).filter { $0.id == nil }
      #expect(items.count == unidentified)
      #expect(items.allSatisfy { rows.isUnidentified($0.payload.member("data")) })
      expected.unidentified = items.map(\.payload.bytes.array)
      #expect(report.result.reasons.map(\.code) == ["unidentifiedRecords"], "\(report)")
      #expect(try expected.problems(in: store, service: "zendesk-sell") == [])
      #expect(try expected.problems(readingFrom: store, as: Lead.self, text: \.firstName) == [])
      // Everything was acknowledged, also what could not be read.
      #expect(try store.streams().first?.state.outbox == [])
      #expect(try await client.sync(into: store).run().stored == 0)
    }
    #expect(try expected.problems(shown: shown(database.path, "zendesk_sell_lead", "first_name"), type: "lead") == [])
  }
}

extension OddRows {
  fileprivate func isUnidentified(_ data: RawJSON?) -> Bool { data?.bytes.array.contains(0x5C) ?? false }
}

/// The bytes that a view shows in a column, by identifier.
private func shown(_ path: String, _ view: String, _ column: String) throws -> [String: [UInt8]?] {
  let connection = try Connection(path: path, isReadOnly: true, busyTimeout: 0)
  let rows = try connection.all("SELECT record_id, \(column) FROM \(view)") { row in
    (row.text(0), row.isNull(1) ? nil : row.copiedBytes(1).array)
  }
  return Dictionary(uniqueKeysWithValues: rows)
}
