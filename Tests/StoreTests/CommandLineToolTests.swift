import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON
import TributarySQLite

private let sqliteTool = ["/usr/bin/sqlite3", "/opt/homebrew/bin/sqlite3", "/usr/local/bin/sqlite3"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

@Suite("The database in the hands of the sqlite3 tool", .enabled(if: sqliteTool != nil))
struct CommandLineToolTests {
  private func ask(_ sql: String, of path: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(sqliteTool))
    process.arguments = ["-readonly", path, sql]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    expect(process.terminationStatus, equals: 0)
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }

  @Test("a person finds records, payloads as they came, and views, while the store is open")
  func reads() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    let type = RecordType(service: "my-azur", name: "document", fields: ["id", "created_at", "response_status_id"])
    let key = StreamKey(service: "my-azur", baseURL: "https://api.test", account: "ann", scope: "folder 5, incoming")
    let stream = try store.open(key, types: [type])
    let payload = #"{"id": 6, "created_at":"2024-03-05T09:25:03.01", "extra" : 1.0}"#
    var transaction = try StreamTransaction(["6": payload], type: "document")
    transaction.checkpoint = Checkpoint(version: 1, text: #"{"cursor":"2024"}"#)
    _ = try await stream.commit(transaction)
    let path = folder.file()
    try expect(ask("SELECT payload FROM record", of: path), equals: payload)
    #expect(
      try ask("SELECT stream, type, id, deleted, epoch, typeof(payload) FROM record", of: path)
        == "1|document|6|0|0|text")
    #expect(
      try ask("SELECT id, created_at, response_status_id FROM my_azur_document", of: path)
        == "6|2024-03-05T09:25:03.01|")
    #expect(
      try ask("SELECT service, base_url, account, scope, checkpoint_version, checkpoint FROM stream", of: path)
        == #"my-azur|https://api.test|ann|folder 5, incoming|1|{"cursor":"2024"}"#)
    try expect(ask("PRAGMA integrity_check; PRAGMA foreign_key_check", of: path), equals: "ok")
    let tables =
      "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name)"
    try expect(
      ask(tables, of: path),
      equals: "failure outbox overlay quarantine record record_index record_view sqlite_sequence stream")
  }
}
