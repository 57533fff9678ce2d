import Expect
import Testing
import Tributary

@testable import TributarySQLite

@Suite("Views for people")
struct RecordViewTests {
  private let folder: TemporaryFolder
  private let store: SQLiteStore

  init() throws {
    folder = try TemporaryFolder()
    store = try SQLiteStore(path: folder.file())
  }

  private func connection() throws -> Connection {
    try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
  }

  /// Opens a stream of a service with a type, and stores one record.
  private func fill(_ type: RecordType, _ json: String, scope: String = "part", id: String = "6") async throws {
    let key = StreamKey(service: type.service, baseURL: "https://api.test", scope: scope)
    let stream = try store.open(key, types: [type])
    _ = try await stream.commit(StreamTransaction([id: json], type: type.name))
    stream.close()
  }

  private func rows(_ sql: String, columns: Int32) throws -> [[String?]] {
    try connection().all(sql) { row in (0..<columns).map { row.isNull($0) ? nil : row.text($0) } }
  }

  @Test("a view has the spec's fields, the stream's scope and the identifier, of live records")
  func columns() async throws {
    let type = RecordType(service: "my-azur", name: "legal-document", fields: ["id", "is_open", "more", "absent"])
    try await fill(type, #"{"id":6,"is_open":true,"more":{"a":[1]},"unknown":1}"#)
    try await fill(type, #"{"id":7,"is_open":null}"#, scope: "other", id: "7")
    let key = StreamKey(service: "my-azur", baseURL: "https://api.test", scope: "other")
    let stream = try store.open(key, types: [type])
    _ = try await stream.commit(StreamTransaction(["8": "{}"], type: type.name))
    _ = try await stream.commit(StreamTransaction(deleting: ["8"], type: type.name))
    try expect(
      rows("SELECT * FROM my_azur_legal_document ORDER BY record_id", columns: 6),
      equals: [
        ["part", "6", "6", "1", #"{"a":[1]}"#, nil], ["other", "7", "7", nil, nil, nil],
      ])
    try expect(
      rows("SELECT scope, record_id, is_open FROM my_azur_legal_document WHERE id = 6", columns: 3).count, equals: 1)
  }

  @Test("any field name becomes a column")
  func oddNames() async throws {
    let names = [
      "scope", "record_id", "Scope", "payload", "a\"b", "a'b", "a\\b", "", "a.b", "é", "$", "select", "line\nbreak",
      "[0]",
      "a", "A", "a",
    ]
    let json = """
      {"scope":1,"record_id":2,"Scope":3,"payload":4,"a\\"b":5,"a'b":6,"a\\\\b":7,"":8,"a.b":9,"\\u00e9":10,"$":11,\
      "select":12,"line\\nbreak":13,"[0]":14,"a":15,"A":16}
      """
    try await fill(RecordType(service: "odd", name: "thing", fields: names), json)
    let row = try #require(try rows("SELECT * FROM odd_thing", columns: 19).first)
    expect(row, equals: ["part", "6"] + (1...16).map { "\($0)" } + ["15"])
    let columns = try rows("SELECT name FROM pragma_table_info('odd_thing')", columns: 1).map { $0[0] ?? "" }
    expect(
      columns,
      equals: ["scope_3", "record_id_2", "scope", "record_id", "Scope_2"] + names[3..<14] + ["a", "A_2", "a_3"])
  }

  @Test("a view follows its spec")
  func changes() async throws {
    try await fill(RecordType(service: "test", name: "item", fields: ["id"]), #"{"id":6,"name":"six"}"#)
    try expect(rows("SELECT * FROM test_item", columns: 3), equals: [["part", "6", "6"]])
    try await fill(RecordType(service: "test", name: "item", fields: ["name", "id"]), #"{"id":6,"name":"six"}"#)
    try expect(rows("SELECT * FROM test_item", columns: 4), equals: [["part", "6", "six", "6"]])
    try expect(rows("SELECT name FROM sqlite_master WHERE type = 'view'", columns: 1), equals: [["test_item"]])
  }

  @Test("a view that fits is left alone, one that somebody dropped comes back")
  func kept() async throws {
    func version() throws -> String? { try rows("PRAGMA schema_version", columns: 1).first?[0] }
    let type = RecordType(service: "test", name: "item", fields: ["id"])
    try await fill(type, "{}")
    let before = try version()
    try await fill(type, "{}")
    try expect(version(), equals: before)
    try connection().execute("DROP VIEW test_item")
    try await fill(type, "{}")
    try expect(rows("SELECT * FROM test_item", columns: 3).count, equals: 1)
  }

  @Test("names that are taken, reserved or alike make room for each other")
  func names() async throws {
    try connection().execute("CREATE TABLE Test_Item (mine); CREATE VIEW test_item_2 AS SELECT 'mine' AS mine")
    try await fill(RecordType(service: "test", name: "item", fields: ["id"]), #"{"id":1}"#)
    try await fill(RecordType(service: "a-b", name: "c", fields: ["id"]), #"{"id":2}"#)
    try await fill(RecordType(service: "a", name: "b_c", fields: ["id"]), #"{"id":3}"#)
    try await fill(RecordType(service: "sqlite", name: "x", fields: ["id"]), #"{"id":4}"#)
    try await fill(RecordType(service: "record", name: "view", fields: ["id"]), #"{"id":5}"#)
    try await fill(RecordType(service: "o'dd", name: "\"x\"", fields: ["id"]), #"{"id":6}"#)
    try await fill(RecordType(service: "nul", name: "a\0b", fields: ["id"]), #"{"id":7}"#)
    for (name, id) in [
      ("test_item_3", "1"), ("a_b_c", "2"), ("a_b_c_2", "3"), ("_sqlite_x", "4"), ("record_view_2", "5"),
      ("\"o'dd_\"\"x\"\"\"", "6"),
    ] {
      try expect(rows("SELECT id FROM \(name)", columns: 1), equals: [[id]])
    }
    try expect(rows("SELECT * FROM test_item_2", columns: 1), equals: [["mine"]])
    // A table that takes the name of one of our views afterwards keeps it.
    try connection().execute("DROP VIEW a_b_c; CREATE TABLE a_b_c (mine)")
    try await fill(RecordType(service: "a-b", name: "c", fields: ["id"]), #"{"id":2}"#)
    try expect(rows("SELECT id FROM a_b_c_3", columns: 1), equals: [["2"]])
  }

  @Test("a spec of thousands of fields costs no sync")
  func wide() async throws {
    try await fill(RecordType(service: "wide", name: "x", fields: (0..<3000).map { "field_\($0)" }), #"{"field_7":1}"#)
    try expect(rows("SELECT field_7 FROM wide_x", columns: 1), equals: [["1"]])
  }
}
