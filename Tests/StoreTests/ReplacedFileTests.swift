import Expect
import Foundation
import Testing
@_spi(Generated) import Tributary

@testable import TributarySQLite

@Suite("A database file that is replaced while it is open")
struct ReplacedFileTests {
  private let folder: TemporaryFolder
  private let files = FileManager.default

  init() throws { folder = try TemporaryFolder() }

  private func store() throws -> SQLiteStore { try SQLiteStore(path: folder.file(), busyTimeout: .zero) }

  /// A database with one record, in a file of its own.
  private func database(_ name: String, _ key: StreamKey = .test(), record: String = "[9]") async throws {
    let stream = try SQLiteStore(path: folder.file(name)).open(key, types: [])
    _ = try await stream.commit(StreamTransaction(["9": record]))
    stream.close()
  }

  /// Puts a file where the database is, as a restore does that writes beside it and renames.
  private func replace(with name: String) throws {
    #expect(rename(folder.file(name), folder.file()) == 0)
  }

  private func isReplaced(_ error: (any Error)?) -> Bool {
    if case .replaced(let path, _)? = error as? StoreError { path == folder.file() } else { false }
  }

  @Test("a commit is refused, and the next stream goes on in an empty file that only its owner can read")
  func empty() async throws {
    let store = try store()
    let stream = try store.open(.test(), types: [Item.recordType])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    #expect(files.createFile(atPath: folder.file("new"), contents: nil, attributes: [.posixPermissions: 0o644]))
    try replace(with: "new")
    let commit = await #expect(throws: StoreError.self) { try await stream.commit(StreamTransaction(["2": "[2]"])) }
    #expect(isReplaced(commit))
    let renewal = await #expect(throws: StoreError.self) { try await stream.renewIncarnation() }
    #expect(isReplaced(renewal))
    let state = await #expect(throws: StoreError.self) { try await stream.state() }
    #expect(isReplaced(state))
    stream.close()
    let next = try store.open(.test(), types: [Item.recordType])
    let notice = try #require(next.notice)
    #expect(notice.contains(folder.file()) && notice.contains("empty"))
    try expect(mode(of: folder.file()), equals: 0o600)
    try await expect(next.state().checkpoint, equals: nil)
    _ = try await next.commit(StreamTransaction(["2": "[2]"]))
    try expect(store.items(), equals: ["2=[2]"])
    next.close()
    // It is reported once.
    try expect(store.open(.test(), types: []).notice, equals: nil)
    try expect(SQLiteStore(path: folder.file()).items(), equals: ["2=[2]"])
  }

  @Test("a backup with the same streams is gone on with, as another incarnation")
  func backup() async throws {
    let store = try store()
    var stream = try store.open(.test(), types: [])
    var transaction = try StreamTransaction(["1": "[1]"])
    transaction.acknowledgements = ["a"]
    transaction.checkpoint = Checkpoint(version: 1, text: "first")
    _ = try await stream.commit(transaction)
    let incarnation = try await stream.state().incarnation
    stream.close()
    // The log of the database stays beside the path and must not be taken for that of the backup.
    do {
      let copy = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
      try copy.execute("VACUUM INTO '\(folder.file("backup"))'")
    }
    stream = try store.open(.test(), types: [])
    transaction = try StreamTransaction(["1": "[2]", "2": "[2]"])
    transaction.checkpoint = Checkpoint(version: 1, text: "second")
    _ = try await stream.commit(transaction)
    try replace(with: "backup")
    let later = await #expect(throws: StoreError.self) { try await stream.commit(StreamTransaction(["3": "[3]"])) }
    #expect(isReplaced(later))
    stream.close()
    stream = try store.open(.test(), types: [])
    #expect(stream.notice?.contains("same streams") == true)
    try await expect(stream.state().checkpoint?.text, equals: "first")
    #expect(try await stream.state().incarnation != incarnation)
    try expect(store.items(), equals: ["1=[1]"])
    _ = try await stream.commit(StreamTransaction(["4": "[4]"]))
    stream.close()
    try expect(SQLiteStore(path: folder.file()).items(), equals: ["1=[1]", "4=[4]"])
  }

  @Test("reads continue with the file that is there, and listeners learn that they missed something")
  func reads() async throws {
    try await database("other", record: "[7]")
    let store = try store()
    let stream = try store.open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    stream.close()
    var changes = store.changes(of: Item.self).makeAsyncIterator()
    try replace(with: "other")
    try expect(store.items(), equals: ["9=[7]"])
    try await expect(changes.next(), equals: .missed)
    let next = try store.open(.test(), types: [])
    #expect(next.notice != nil)
    _ = try await next.commit(StreamTransaction(["5": #"{"id":5,"name":"x"}"#]))
    try await expect(changes.next(), equals: .upserted(id: "5", Item(id: 5, name: "x")))
    try expect(store.items(), equals: [#"5={"id":5,"name":"x"}"#, "9=[7]"])
  }

  @Test("a listener learns of a commit that was refused")
  func listener() async throws {
    let store = try store()
    let stream = try store.open(.test(), types: [])
    var changes = store.changes(of: Item.self).makeAsyncIterator()
    try Data("something else".utf8).write(to: URL(filePath: folder.file("new")))
    try replace(with: "new")
    let last = await #expect(throws: StoreError.self) { try await stream.commit(StreamTransaction(["1": "[1]"])) }
    #expect(isReplaced(last))
    try await expect(changes.next(), equals: .missed)
    #expect(isReplaced(#expect(throws: StoreError.self) { try store.all(Item.self) }))
  }

  @Test(
    "anything else is refused and never written to",
    arguments: ["text", "other streams", "of another program", "newer", "link"])
  func foreign(_ kind: String) async throws {
    switch kind {
    case "text": try Data(repeating: 0x61, count: 5000).write(to: URL(filePath: folder.file("new")))
    case "other streams": try await database("new", .test("other"))
    case "of another program":
      #expect(files.createFile(atPath: folder.file("new"), contents: nil))
      try Connection(path: folder.file("new"), isReadOnly: false, busyTimeout: 0).execute(
        "PRAGMA journal_mode = WAL; CREATE TABLE theirs (a)")
    case "newer":
      let newer = Schema(steps: Schema.current.steps + ["CREATE TABLE more (a)"])
      _ = try SQLiteStore(path: folder.file("new"), randomness: { 1 }, schema: newer, limits: .init())
    default:
      try Data("aim".utf8).write(to: URL(filePath: folder.file("aim")))
      try files.createSymbolicLink(atPath: folder.file("new"), withDestinationPath: folder.file("aim"))
    }
    try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.file(kind == "link" ? "aim" : "new"))
    let before = try contents(of: folder.file("new"))
    let store = try store()
    let stream = try store.open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    try replace(with: "new")
    let opening = await #expect(throws: StoreError.self) { try await stream.commit(StreamTransaction(["2": "[2]"])) }
    #expect(isReplaced(opening))
    stream.close()
    for _ in 0..<2 {
      #expect(throws: StoreError.self) { try store.open(.test(), types: []) }
      #expect(throws: StoreError.self) { try store.items() }
    }
    try expect(contents(of: folder.file()), equals: before)
    try expect(mode(of: folder.file()), equals: kind == "link" ? 0o777 : 0o640)
    if kind == "link" { try expect(mode(of: folder.file("aim")), equals: 0o640) }
  }

  @Test(
    "a file that is gone, a folder that is gone, moved or replaced",
    arguments: ["file", "folder", "moved", "folder replaced"])
  func gone(_ kind: String) async throws {
    let inner = folder.file("inner")
    try files.createDirectory(atPath: inner, withIntermediateDirectories: false)
    let path = inner + "/test.sqlite"
    let store = try SQLiteStore(path: path, busyTimeout: .zero)
    let stream = try store.open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    switch kind {
    case "file": try files.removeItem(atPath: path)
    case "folder": try files.removeItem(atPath: inner)
    default: try files.moveItem(atPath: inner, toPath: folder.file("elsewhere"))
    }
    if kind == "folder replaced" {
      try files.createDirectory(atPath: inner, withIntermediateDirectories: false)
      #expect(files.createFile(atPath: path, contents: nil))
    }
    let error = await #expect(throws: StoreError.self) { try await stream.commit(StreamTransaction(["2": "[2]"])) }
    guard case .replaced(path, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    stream.close()
    if kind == "folder replaced" {
      _ = try await store.open(.test(), types: []).commit(StreamTransaction(["3": "[3]"]))
      try expect(store.items(), equals: ["3=[3]"])
      try expect(SQLiteStore(path: folder.file("elsewhere/test.sqlite")).items(), equals: ["1=[1]"])
    } else {
      #expect(throws: StoreError.self) { try store.open(.test(), types: []) }
      #expect(throws: StoreError.self) { try store.items() }
      #expect(!files.fileExists(atPath: path))
    }
  }

  @Test("what the old file's log held is in the old file, wherever that is now")
  func movedAway() async throws {
    try await database("other")
    let store = try store()
    let stream = try store.open(.test(), types: [])
    _ = try await stream.commit(StreamTransaction(["1": "[1]"]))
    stream.close()
    #expect(rename(folder.file(), folder.file("old")) == 0)
    try replace(with: "other")
    try expect(store.items(), equals: ["9=[9]"])
    try expect(SQLiteStore(path: folder.file("old")).items(), equals: ["1=[1]"])
    try expect(SQLiteStore(path: folder.file()).items(), equals: ["9=[9]"])
  }

  @Test("a link that leads elsewhere by now")
  func link() async throws {
    try await database("first", record: "[1]")
    try await database("second", record: "[2]")
    try files.createSymbolicLink(atPath: folder.file(), withDestinationPath: folder.file("first"))
    let store = try store()
    let stream = try store.open(.test(), types: [])
    try expect(store.items(), equals: ["9=[1]"])
    try files.createSymbolicLink(atPath: folder.file("new"), withDestinationPath: folder.file("second"))
    try replace(with: "new")
    let refused = await #expect(throws: StoreError.self) { try await stream.commit(StreamTransaction(["2": "[2]"])) }
    #expect(isReplaced(refused))
    stream.close()
    try expect(store.items(), equals: ["9=[2]"])
  }
}
