import Expect
import Foundation
import Testing
import Tributary

@testable import TributarySQLite

@Suite("The file of a SQLite store")
struct DatabaseFileTests {
  @Test("only the owner can read the database and everything beside it")
  func modes() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    let stream = try store.open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    expect(names, equals: ["test.sqlite", "test.sqlite-shm", "test.sqlite-stream-1", "test.sqlite-wal"])
    for name in names { try expect(mode(of: folder.file(name)), equals: 0o600) }
  }

  @Test("a database that others could read is closed to them")
  func tightened() throws {
    let folder = try TemporaryFolder()
    try SQLiteStore(path: folder.file()).open(.test(), types: []).close()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.file())
    let store = try SQLiteStore(path: folder.file())
    try expect(mode(of: folder.file()), equals: 0o600)
    try expect(mode(of: folder.file("test.sqlite-wal")), equals: 0o600)
    try expect(store.streams().count, equals: 1)
  }

  @Test("a file of something else keeps its content and its permissions", arguments: ["garbage", "other"])
  func foreign(_ kind: String) throws {
    let folder = try TemporaryFolder()
    if kind == "garbage" {
      try Data("not a database".utf8).write(to: URL(filePath: folder.file()))
    } else {
      try Data().write(to: URL(filePath: folder.file()))
      try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0).execute("CREATE TABLE theirs (a)")
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.file())
    let content = try Data(contentsOf: URL(filePath: folder.file()))
    #expect(throws: StoreError.self) { try SQLiteStore(path: folder.file()) }
    try expect(mode(of: folder.file()), equals: 0o644)
    try expect(Data(contentsOf: URL(filePath: folder.file())), equals: content)
  }

  @Test("what was committed is there again after letting go of everything")
  func reopened() async throws {
    let folder = try TemporaryFolder()
    func fill() async throws -> StreamState {
      let store = try SQLiteStore(path: folder.file())
      let stream = try store.open(.test(), types: [])
      var transaction = try StreamTransaction(["1": "[1]"])
      transaction.checkpoint = Checkpoint(version: 1, text: "{}")
      transaction.acknowledgements = ["a"]
      _ = try await stream.commit(transaction)
      return try await stream.state()
    }
    let state = try await fill()
    let store = try SQLiteStore(path: folder.file())
    try await expect(store.open(.test(), types: []).state(), equals: state)
    try expect(store.items(), equals: ["1=[1]"])
  }

  @Test("what a crash leaves behind, log included, is whole")
  func crashed() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    let stream = try store.open(.test(), types: [])
    var transaction = try StreamTransaction(["1": "[1]"])
    transaction.durable = false
    _ = try await stream.commit(transaction)
    // The files as they lie on the disk while the store is open are what a process that dies leaves.
    for name in ["test.sqlite", "test.sqlite-wal"] {
      try FileManager.default.copyItem(atPath: folder.file(name), toPath: folder.file("left-" + name))
    }
    try expect(SQLiteStore(path: folder.file("left-test.sqlite")).items(), equals: ["1=[1]"])
  }

  @Test("all ways to one file share its locks")
  func onePlace() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    let stream = try store.open(.test(), types: [])
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file())
    try FileManager.default.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: false)
    for path in [folder.file(), folder.file("link"), folder.file("sub/../test.sqlite")] {
      let again = try SQLiteStore(path: path)
      #expect(throws: StoreError.streamIsBusy(.test())) { _ = try again.open(.test(), types: []) }
      _ = try await again.open(.test("other"), types: []).commit(StreamTransaction(["1": "[1]"]))
    }
    // Opening and letting go of the others has not cost this one its locks.
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    #expect(throws: StoreError.streamIsBusy(.test())) { _ = try store.open(.test(), types: []) }
  }

  @Test("a new file may be opened from many sides at once")
  func race() async throws {
    let folder = try TemporaryFolder()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let store = try SQLiteStore(path: folder.file())
          _ = try await store.open(.test("\(number)"), types: [Item.recordType]).commit(StreamTransaction(["1": "[1]"]))
        }
      }
      try await group.waitForAll()
    }
    try expect(SQLiteStore(path: folder.file()).streams().count, equals: 8)
  }

  @Test("a lock of another process is waited for, then named")
  func busy() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file(), busyTimeout: .zero)
    let stream = try store.open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    let blocker = try Blocker(folder.file())
    let busy = StoreError.databaseIsBusy(path: try resolved(folder.file()))
    await #expect(throws: busy) { _ = try await stream.commit(StreamTransaction(["1": "[2]"])) }
    #expect(throws: busy) { _ = try store.open(.test("other"), types: []) }
    // Reading goes on, also by who opens the database only now.
    try expect(store.items(), equals: ["1=[1]"])
    try expect(SQLiteStore(path: folder.file(), busyTimeout: .zero).items(), equals: ["1=[1]"])
    try await expect(stream.state().epoch, equals: 0)
    try blocker.release()
    try await expect(stream.commit(StreamTransaction(["1": "[2]"])), equals: CommitCounts(updated: 1))
  }

  @Test("commits are synchronized as they ask to be")
  func synchronous() throws {
    let folder = try TemporaryFolder()
    try SQLiteStore(path: folder.file()).open(.test(), types: []).close()
    let connection = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
    try Schema.current.prepare(connection, busyTimeout: .zero)
    func level() throws -> Int? { try connection.first("PRAGMA synchronous") { $0.integer(0) } }
    try expect(level(), equals: 2)
    try expect(connection.transaction(isDurable: false) { () throws(StoreError) in 1 }, equals: 1)
    try expect(level(), equals: 1)
    try expect(connection.transaction(isDurable: true) { () throws(StoreError) in 2 }, equals: 2)
    try expect(level(), equals: 2)
    try expect(connection.first("PRAGMA journal_mode") { $0.text(0) }, equals: "wal")
    try expect(connection.first("PRAGMA foreign_keys") { $0.integer(0) }, equals: 1)
    try expect(connection.first("PRAGMA fullfsync") { $0.integer(0) }, equals: 1)
    try expect(connection.first("PRAGMA checkpoint_fullfsync") { $0.integer(0) }, equals: 1)
  }

  @Test("walks and counts read an index, and need no sorting")
  func plans() throws {
    let folder = try TemporaryFolder()
    try SQLiteStore(path: folder.file()).open(.test(), types: []).close()
    let connection = try Connection(path: folder.file(), isReadOnly: true, busyTimeout: 0)
    func plan(_ sql: String) throws -> String {
      try connection.all("EXPLAIN QUERY PLAN \(sql)") { $0.text(3) }.joined(separator: "; ")
    }
    let walk = try plan("SELECT id, payload FROM record WHERE stream = ?1 AND type = ?2 AND deleted = 0 ORDER BY id")
    #expect(walk.contains("USING INDEX sqlite_autoindex_record_1") && !walk.contains("TEMP B-TREE"))
    let all = try plan("SELECT type, count(*) FROM record WHERE stream = ?1 GROUP BY type ORDER BY type")
    #expect(all.contains("COVERING INDEX") && !all.contains("TEMP B-TREE"))
    let tombstones = try plan("SELECT type, count(*) FROM record WHERE stream = ?1 AND deleted = 1 GROUP BY type")
    #expect(tombstones.contains("COVERING INDEX record_deleted"))
  }
}
