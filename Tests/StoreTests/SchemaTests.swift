import Expect
import Testing
import Tributary

@testable import TributarySQLite

@Suite("The layout of a database and its versions")
struct SchemaTests {
  private func open(_ folder: TemporaryFolder, _ schema: Schema) throws(StoreError) -> SQLiteStore {
    try SQLiteStore(path: folder.file(), randomness: SeededRandomness.make(), schema: schema, limits: .init())
  }

  private func version(_ folder: TemporaryFolder) throws -> Int? {
    try Connection(path: folder.file(), isReadOnly: true, busyTimeout: 0).first("PRAGMA user_version") { $0.integer(0) }
  }

  @Test("an older database is brought up to date, with what it holds")
  func migration() async throws {
    let folder = try TemporaryFolder()
    _ = try await open(folder, .current).open(.test(), types: []).commit(StreamTransaction(["1": "[1]"]))
    let newer = Schema(steps: Schema.current.steps + ["ALTER TABLE record ADD COLUMN note TEXT; CREATE TABLE more (a)"])
    let store = try open(folder, newer)
    try expect(store.items(), equals: ["1=[1]"])
    try expect(version(folder), equals: newer.version)
    let connection = try Connection(path: folder.file(), isReadOnly: true, busyTimeout: 0)
    try expect(connection.first("SELECT count(note) FROM record") { $0.integer(0) }, equals: 0)
    try expect(open(folder, newer).items(), equals: ["1=[1]"])
  }

  @Test("a database from before the views had JSON of their own shows its last names after being opened")
  func normalization() throws {
    let folder = try TemporaryFolder()
    let first = Schema(steps: Array(Schema.current.steps.prefix(1)))
    let connection = try Connection(path: DatabaseFile(at: folder.file()).path, isReadOnly: false, busyTimeout: 0)
    try first.prepare(connection, busyTimeout: .zero)
    try connection.execute(
      """
      INSERT INTO stream (service, base_url, account, scope) VALUES ('test', 'https://api.test', '', '');
      INSERT INTO record VALUES (1, 'item', '2', 0, 0, '{"id":1,"name":"a","id":2}'), (1, 'item', '3', 0, 0, '{"id":3}')
      """)
    try expect(version(folder), equals: 1)
    let store = try open(folder, .current)
    try store.open(.test(), types: [Item.recordType]).close()
    try expect(store.items(), equals: [#"2={"id":1,"name":"a","id":2}"#, #"3={"id":3}"#])
    let reader = try Connection(path: folder.file(), isReadOnly: true, busyTimeout: 0)
    try expect(reader.all("SELECT id FROM test_item ORDER BY record_id") { $0.text(0) }, equals: ["2", "3"])
    try expect(
      reader.all("SELECT normalized FROM record ORDER BY id") { $0.isNull(0) ? nil : $0.text(0) },
      equals: [#"{"id":2,"name":"a"}"#, nil])
  }

  @Test("a newer database is refused and left as it is")
  func newer() throws {
    let folder = try TemporaryFolder()
    _ = try open(folder, Schema(steps: Schema.current.steps + ["CREATE TABLE more (a)"]))
    let before = try contents(of: folder.file())
    #expect(throws: StoreError.newerSchema(path: try resolved(folder.file()), version: Schema.current.version + 1)) {
      _ = try open(folder, .current)
    }
    try expect(contents(of: folder.file()), equals: before)
  }

  @Test("a migration that fails leaves the old layout, whole")
  func failing() async throws {
    let folder = try TemporaryFolder()
    _ = try await open(folder, .current).open(.test(), types: []).commit(StreamTransaction(["1": "[1]"]))
    let broken = Schema(steps: Schema.current.steps + ["DROP TABLE quarantine", "CREATE TABLE record (a)"])
    #expect(throws: StoreError.self) { _ = try open(folder, broken) }
    try expect(version(folder), equals: Schema.current.version)
    let store = try open(folder, .current)
    try expect(store.items(), equals: ["1=[1]"])
    #expect(try store.quarantine(stream: nil, limit: 1).isEmpty)
  }

  @Test("a version that never was is refused", arguments: [0, -1])
  func garbage(_ version: Int) throws {
    let folder = try TemporaryFolder()
    _ = try open(folder, .current)
    let connection = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
    try connection.execute("PRAGMA user_version = \(version)")
    let problem = "its version number \(version) is unknown"
    #expect(throws: StoreError.notADatabase(path: try resolved(folder.file()), problem)) {
      _ = try open(folder, .current)
    }
  }
}
