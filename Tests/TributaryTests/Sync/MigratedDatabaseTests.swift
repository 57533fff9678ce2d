import Expect
import Foundation
import Testing
import TributaryJSON

@testable import Tributary
@testable import TributarySQLite

/// `Fixtures/version-2.database` was written by the version before there was an overlay: a sync of 30 records of an
/// emulated Zendesk Sell.
@Suite("A database of the layout before the overlay")
struct MigratedDatabaseTests {
  @Test("keeps its records and its cursor, and can be written over and indexed")
  func migration() async throws {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/version-2.database")
    let folder = FileManager.default.temporaryDirectory.appending(path: "migrated-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "test.database").path(percentEncoded: false)
    try FileManager.default.copyItem(atPath: fixture.path(percentEncoded: false), toPath: path)
    let before = try Connection(path: path, isReadOnly: true, busyTimeout: 0)
    try expect(before.first("PRAGMA user_version") { $0.integer(0) }, equals: 2)
    let types = "SELECT group_concat(type || ' ' || id, ',') FROM (SELECT type, id FROM record ORDER BY type, id)"
    let records = try before.first(types) { $0.text(0) }
    let checkpoint = try before.first("SELECT checkpoint FROM stream") { $0.text(0) }

    let store = try SQLiteStore(path: path)
    let reader = try Connection(path: path, isReadOnly: true, busyTimeout: 0)
    try expect(reader.first("PRAGMA user_version") { $0.integer(0) }, equals: 3)
    try expect(reader.first(types) { $0.text(0) }, equals: records)
    try expect(reader.first("PRAGMA integrity_check") { $0.text(0) }, equals: "ok")
    let summary = try #require(try store.streams().first)
    expect(summary.state.checkpoint?.text, equals: checkpoint)
    expect(summary.records.map(\.count).reduce(0, +), equals: 30)
    expect(summary.applied, equals: 0)

    // A view of the version before shows what it did, until a stream with the type is opened.
    let names = "SELECT group_concat(name, ',') FROM (SELECT name FROM zendesk_sell_tag ORDER BY record_id)"
    let tags = try reader.first(names) { $0.text(0) }
    try #expect(#require(tags).split(separator: ",").count == 4)
    let id = try #require(try reader.first("SELECT record_id FROM zendesk_sell_tag") { $0.text(0) })
    try store.apply(
      [RecordChange(type: "tag", id: id, kind: .delete)], service: "zendesk-sell", stream: nil, at: .epoch)
    try store.open(summary.key, types: [RecordType(service: "zendesk-sell", name: "tag", fields: ["id", "name"])])
      .close()
    try expect(reader.first("SELECT count(*) FROM zendesk_sell_tag") { $0.integer(0) }, equals: 3)
    try store.index(
      IndexedField(LocalField<Int, String>(localPath: FieldPath(steps: [["name"]]))), service: "zendesk-sell",
      type: "tag")
    try expect(store.count(service: "zendesk-sell", type: "tag", stream: nil), equals: 3)
  }
}
