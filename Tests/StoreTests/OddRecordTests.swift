import Expect
import Foundation
import Testing
@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

@testable import TributarySQLite

@Suite("Records that the JSON grammar allows and other readers misread")
struct OddRecordTests {
  /// A row, what a person sees of `name` and `id` in a view, and whether the model reads it.
  static let rows: [(json: [UInt8], name: String?, id: String, isDecodable: Bool)] = [
    (Array(#"{"id":1,"name":"Malm\ud83d"}"#.utf8), "Malm\u{FFFD}", "1", false),
    (Array(#"{"id":1,"name":"a\udead\ud83d\ude00b"}"#.utf8), "a\u{FFFD}😀b", "1", false),
    (Array(#"{"id":1,"name":"good","x\ud83d":{"y":"\ud83d"}}"#.utf8), "good", "1", true),
    (Array(#"{"id":1,"name":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), "\u{FFFD}(", "1", false),
    (Array(#"{"id":9,"name":"x","id":1,"name":"y"}"#.utf8), "y", "1", true),
    (Array(#"{"name":"first","id":1,"name":null}"#.utf8), nil, "1", false),
    (Array(#"{"id":9,"n\u0061me":"escaped","\u0069d":1}"#.utf8), "escaped", "1", true),
    (Array(#"{"id":1,"name":"cut\u0000off"}"#.utf8), "cut\u{FFFD}off", "1", true),
    // A value that comes first is read as well, and has to be one of the model's.
    (Array(#"{"id":1,"name":"\ud83d","name":"good"}"#.utf8), "good", "1", false),
    (Array(#"{"id":1,"name":"plain","more":{"a":1,"a":[{"b":2,"b":3}]}}"#.utf8), "plain", "1", true),
  ]

  @Test("are stored as they came, and cost no other row", arguments: AnyStoreKind.expected, rows.indices)
  func storedVerbatim(_ kind: AnyStoreKind, _ index: Int) async throws {
    let row = Self.rows[index]
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [Item.recordType])
      let payload = try RawJSON(validating: SharedBytes(row.json))
      var transaction = try StreamTransaction(["0": #"{"id":0,"name":"before"}"#, "2": #"{"id":2,"name":"behind"}"#])
      transaction.changes.insert(RecordChange(type: "item", id: "1", kind: .upsert(payload)), at: 1)
      transaction.quarantine = [QuarantinedItem(type: "item", id: nil, payload: payload, problem: "odd")]
      _ = try await stream.commit(transaction)
      try await expect(
        store.record(service: "test", type: "item", id: "1", stream: nil)?.payload.bytes.array, equals: row.json)
      try await expect(store.quarantine(stream: nil, limit: 9).map(\.payload.bytes.array), equals: [row.json])
      let records = try await store.all(Item.self)
      expect(records.map(\.id), equals: row.isDecodable ? [0, 1, 2] : [0, 2])
      expect(records.undecodable.map(\.payload), equals: row.isDecodable ? [] : [payload])
      if row.isDecodable, !(row.name ?? "").contains("\u{FFFD}") {
        expect(records[1].name, equals: row.name)
      }
      try await expect(stream.commit(transaction).unchanged, equals: 3)
    }
  }

  @Test("show in a view what the model reads, and never what is no text")
  func views() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    let stream = try store.open(.test(), types: [Item.recordType])
    var transaction = StreamTransaction()
    for (index, row) in Self.rows.enumerated() {
      let payload = try RawJSON(validating: SharedBytes(row.json))
      transaction.changes.append(RecordChange(type: "item", id: "\(index)", kind: .upsert(payload)))
    }
    _ = try await stream.commit(transaction)
    // Once more, in the place of other records.
    var emptied = transaction
    emptied.changes = try emptied.changes.map { RecordChange(type: "item", id: $0.id, kind: .upsert(try .empty)) }
    _ = try await stream.commit(emptied)
    _ = try await stream.commit(transaction)
    let connection = try Connection(path: folder.file(), isReadOnly: true, busyTimeout: 0)
    let shown = try connection.all("SELECT id, name FROM test_item ORDER BY CAST(record_id AS INTEGER)") { row in
      [row.text(0), row.isNull(1) ? nil : String(validating: row.copiedBytes(1).array, as: UTF8.self) ?? "no text"]
    }
    expect(shown, equals: Self.rows.map { [$0.id, $0.name] })
    try expect(
      connection.first("SELECT count(*) FROM record WHERE normalized IS NOT NULL") { $0.integer(0) },
      equals: Self.rows.count)
  }

  @Test(
    "Python reads a view with such records",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func python() async throws {
    let folder = try TemporaryFolder()
    let stream = try SQLiteStore(path: folder.file()).open(.test(), types: [Item.recordType])
    _ = try await stream.commit(StreamTransaction(["1": #"{"id":1,"name":"\ud83d"}"#, "2": #"{"id":2,"name":"b"}"#]))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    let script =
      "import sqlite3,sys; print(len(sqlite3.connect(sys.argv[1]).execute('SELECT * FROM test_item').fetchall()))"
    process.arguments = ["-c", script, folder.file()]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    expect(String(decoding: output, as: UTF8.self), equals: "2\n")
  }

  @Test("a filter on another field finds them, and an order places them", arguments: AnyStoreKind.expected)
  func filters(_ kind: AnyStoreKind) async throws {
    try await kind.withStore { store in
      let stream = try await store.open(.test(), types: [])
      let payloads = [
        #"{"id":"a","stock":7,"title":"b\ud83d","x\ud83d":1}"#, #"{"id":"b","stock":7,"title":"b"}"#,
        #"{"id":"c","stock":1,"stock":7,"title":"\ud83d","title":"a"}"#, #"{"id":"d","stock":7,"stock":1,"title":"d"}"#,
        #"{"id":"e","stock":7,"title":"c","place":{"city":"\ud83d"},"place":{"city":"x"}}"#,
      ]
      var transaction = StreamTransaction()
      transaction.changes = try payloads.enumerated().map {
        RecordChange(type: "article", id: "\($0)", kind: .upsert(try RawJSON($1)))
      }
      _ = try await stream.commit(transaction)
      let sevens: Query<Article> = Article.where { $0.stock.equals(7) }
      try await expect(store.records(matching: sevens).map(\.id), equals: ["a", "b", "c", "e"])
      try await expect(
        store.records(matching: sevens.order { $0.title.ascending }).map(\.id), equals: ["c", "b", "a", "e"])
      try await expect(store.records(matching: Article.where { $0.title.equals("a") }).map(\.id), equals: ["c"])
      try await expect(
        store.records(matching: Article.where { $0.title.differs(from: "b") }).map(\.id), equals: ["a", "c", "d", "e"])
      try await expect(store.records(matching: Article.where { $0.title.equals("b\u{FFFD}") }).map(\.id), equals: [])
      try await expect(store.records(matching: Article.where { $0.city.equals("x") }).map(\.id), equals: ["e"])
    }
  }

  @Test("normal JSON is stored once")
  func normal() throws {
    for text in [
      "{}", #"{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}"#, #""\ud83d\ude00\n\"""#, #"{"a\"b":1}"#, "[[],{}]", "1",
      "{" + (0..<100).map { "\"n\($0)\":\($0)" }.joined(separator: ",") + "}",
    ] {
      #expect(try RawJSON(text).normalized == nil, "\(text)")
    }
    for (text, normalized) in [
      (#"{"a":1,"a":2}"#, #"{"a":2}"#), (#"[{"a":{"b":1,"c":2,"b":3}}]"#, #"[{"a":{"b":3,"c":2}}]"#),
      (#"{"\u0061":1.50}"#, #"{"a":1.50}"#), (#""\u0000""#, "\"\u{FFFD}\""), (#"["\udead"]"#, "[\"\u{FFFD}\"]"),
      (
        "{" + (0..<100).map { "\"n\($0 % 99)\":\($0)" }.joined(separator: ",") + "}",
        "{" + (0..<99).map { "\"n\($0)\":\($0 == 0 ? 99 : $0)" }.joined(separator: ",") + "}"
      ),
    ] {
      try expect(RawJSON(text).normalized?.text, equals: normalized)
    }
  }
}

extension RawJSON {
  fileprivate static var empty: RawJSON { get throws { try RawJSON("{}") } }
}
