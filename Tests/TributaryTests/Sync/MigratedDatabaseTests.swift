import Expect
import Foundation
import Testing
import TributaryJSON

@testable import Tributary
@testable import TributarySQLite

/// `Fixtures/version-2.database` was written by the version before there was an overlay, and `version-3.database` by the
/// one before commits were dated: a sync of 30 records of an emulated Zendesk Sell each, and in the latter a change of a
/// tag over the mirror.
@Suite("A database of an earlier layout")
struct MigratedDatabaseTests {
  /// A folder that goes when the test is over.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "migrated-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a file, to which a fixture is copied.
    func copy(of version: Int, as name: String = "test.database") throws -> String {
      let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/version-\(version).database")
      let path = url.appending(path: name).path(percentEncoded: false)
      try FileManager.default.copyItem(atPath: fixture.path(percentEncoded: false), toPath: path)
      return path
    }
  }

  @Test("of before commits were dated keeps its records, its cursor and its overlay, and dates the next commit")
  func undated() async throws {
    let folder = try Folder()
    let path = try folder.copy(of: 3)
    let before = try Connection(path: path, isReadOnly: true, busyTimeout: 0)
    try expect(before.first("PRAGMA user_version") { $0.integer(0) }, equals: 3)
    let checkpoint = try before.first("SELECT checkpoint FROM stream") { $0.text(0) }

    let store = try SQLiteStore(path: path, now: { .epoch })
    let summary = try #require(try store.streams().first)
    expect(summary.committedAt, equals: nil)
    expect(summary.state.checkpoint?.text, equals: checkpoint)
    expect(summary.standing, equals: .complete)
    expect(summary.records.map(\.count).reduce(0, +), equals: 30)
    expect(summary.applied, equals: 1)
    let tag = try store.record(service: "zendesk-sell", type: "tag", id: "2147483645", stream: nil)
    #expect(tag?.payload.text.contains("Written important") == true)
    let stream = try store.open(summary.key, types: [])
    _ = try await stream.commit(StreamTransaction())
    expect(try store.streams().first?.committedAt, equals: .epoch)
    let reader = try Connection(path: path, isReadOnly: true, busyTimeout: 0)
    try expect(reader.first("PRAGMA user_version") { $0.integer(0) }, equals: 4)
    try expect(reader.first("PRAGMA integrity_check") { $0.text(0) }, equals: "ok")
  }

  @Test("may take the place of an open one, as the restored backup of an earlier version does", arguments: [2, 3])
  func restored(version: Int) async throws {
    let folder = try Folder()
    let store = try SQLiteStore(path: folder.copy(of: 3))
    let key = try #require(try store.streams().first?.key)
    try store.open(key, types: []).close()
    let backup = try folder.copy(of: version, as: "backup")
    // A backup of the same service, as the emulator has another address in each run.
    try Connection(path: backup, isReadOnly: false, busyTimeout: 0).run(
      "UPDATE stream SET base_url = ?1", .text(key.baseURL))
    #expect(rename(backup, folder.url.appending(path: "test.database").path(percentEncoded: false)) == 0)
    try #expect(#require(store.open(key, types: []).notice).contains("with the same streams"))
    expect(try store.streams().first?.records.map(\.count).reduce(0, +), equals: 30)
  }

  @Test("of before the overlay keeps its records and its cursor, and can be written over and indexed")
  func migration() async throws {
    let folder = try Folder()
    let path = try folder.copy(of: 2)
    let before = try Connection(path: path, isReadOnly: true, busyTimeout: 0)
    try expect(before.first("PRAGMA user_version") { $0.integer(0) }, equals: 2)
    let types = "SELECT group_concat(type || ' ' || id, ',') FROM (SELECT type, id FROM record ORDER BY type, id)"
    let records = try before.first(types) { $0.text(0) }
    let checkpoint = try before.first("SELECT checkpoint FROM stream") { $0.text(0) }

    let store = try SQLiteStore(path: path)
    let reader = try Connection(path: path, isReadOnly: true, busyTimeout: 0)
    try expect(reader.first("PRAGMA user_version") { $0.integer(0) }, equals: 4)
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
