import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

@testable import TributarySQLite

@Suite("When a SQLite store cannot")
struct StoreFailureTests {
  /// What opening a path throws.
  private func failure(_ path: String) -> StoreError? {
    do throws(StoreError) { _ = try SQLiteStore(path: path, busyTimeout: .zero) } catch { return error }
    return nil
  }

  @Test(
    "what is no database is left as it is",
    arguments: ["xy", "not a database", String(repeating: "garbage ", count: 4000)])
  func garbage(_ text: String) throws {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file()))
    let path = try resolved(folder.file())
    expect(failure(path), equals: .notADatabase(path: path, "it is not a SQLite database"))
    try expect(contents(of: path), equals: Data(text.utf8))
    try expect(FileManager.default.contentsOfDirectory(atPath: folder.path), equals: ["test.sqlite"])
  }

  @Test("an empty file becomes a database")
  func empty() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(fileURLWithPath: folder.file()))
    #expect(try SQLiteStore(path: folder.file()).streams().isEmpty)
  }

  @Test("a folder, a missing folder, a dangling link, no name")
  func places() throws {
    let folder = try TemporaryFolder()
    expect(failure(folder.path), equals: .notADatabase(path: try resolvedFolder(folder.path), "it is a folder"))
    for path in [folder.file("none/test.sqlite"), folder.file() + "/", "", folder.file("a\0b")] {
      guard case .notWritable(path, _)? = failure(path) else {
        Issue.record("\(path) gave \(String(describing: failure(path)))")
        continue
      }
    }
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("none"))
    guard case .notWritable(_, "it is a link to nothing")? = failure(folder.file("link")) else {
      Issue.record("a dangling link gave \(String(describing: failure(folder.file("link"))))")
      return
    }
  }

  private func resolvedFolder(_ path: String) throws -> String {
    String(try resolved(path + "/x.sqlite").dropLast("/x.sqlite".utf8.count))
  }

  @Test("a folder that cannot be written")
  func readOnlyFolder() throws {
    let folder = try TemporaryFolder()
    // Permissions do not hold the superuser back; a kernel's file system does.
    var path = "/proc/test.sqlite"
    if getuid() != 0 {
      path = folder.file()
      try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
    }
    guard case .notWritable(path, _)? = failure(path) else {
      Issue.record("\(path) gave \(String(describing: failure(path)))")
      return
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
  }

  @Test("a file that was cut off, or overwritten in the middle, is called damaged")
  func damaged() async throws {
    let folder = try TemporaryFolder()
    func fill() async throws {
      let stream = try SQLiteStore(path: folder.file()).open(.test(), types: [])
      var page = StreamTransaction()
      for number in 0..<2000 {
        page.changes.append(
          RecordChange(type: "item", id: "\(number)", kind: .upsert(try RawJSON(#"["\#(number) is some text"]"#))))
      }
      _ = try await stream.commit(page)
    }
    try await fill()
    let whole = try contents(of: folder.file())
    #expect(whole.count > 40_000)
    try overwrite(folder.file(), with: whole.prefix(20_000))
    guard case .notADatabase? = failure(folder.file()) else {
      Issue.record("a file that was cut off gave \(String(describing: failure(folder.file())))")
      return
    }
    try expect(contents(of: folder.file()), equals: whole.prefix(20_000))

    var holed = whole
    holed.replaceSubrange(16_384..<whole.count - 8192, with: Data(count: whole.count - 8192 - 16_384))
    try overwrite(folder.file(), with: holed)
    let error = #expect(throws: StoreError.self) { _ = try SQLiteStore(path: folder.file()).items() }
    guard case .notADatabase? = error else {
      Issue.record("a file with a hole gave \(String(describing: error))")
      return
    }
  }

  @Test("a database of another program is left as it is")
  func foreign() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(fileURLWithPath: folder.file()))
    var connection: Connection? = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
    try connection?.execute("CREATE TABLE stream (a); INSERT INTO stream VALUES (1)")
    connection = nil
    let before = try contents(of: folder.file())
    let path = try resolved(folder.file())
    expect(failure(path), equals: .notADatabase(path: path, "it is the SQLite database of another program"))
    try expect(contents(of: folder.file()), equals: before)
  }

  @Test("a JSON text that somebody spoiled by hand is named")
  func spoiled() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    _ = try await store.open(.test(), types: []).commit(StreamTransaction(["1": "[1]"]))
    let connection = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
    try connection.execute("UPDATE record SET payload = 'no json'")
    let path = try resolved(folder.file())
    #expect(throws: StoreError.notADatabase(path: path, "its content for item 1 is not valid JSON")) {
      _ = try store.items()
    }
  }

  @Test("a full disk costs the commit and nothing else")
  func full() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(
      path: folder.file(), randomness: SeededRandomness.make(), schema: .current, limits: .init(pages: 60))
    let stream = try store.open(.test(), types: [])
    var small = try StreamTransaction(["1": "[1]"])
    small.checkpoint = Checkpoint(version: 1, text: "small")
    _ = try await stream.commit(small)
    var large = try StreamTransaction(["1": "[2]", "2": "\"\(String(repeating: "x", count: 400_000))\""])
    large.checkpoint = Checkpoint(version: 1, text: "large")
    large.acknowledgements = ["a"]
    await #expect(throws: StoreError.diskFull(path: try resolved(folder.file()))) { _ = try await stream.commit(large) }
    try expect(store.items(), equals: ["1=[1]"])
    try await expect(stream.state().checkpoint?.text, equals: "small")
    #expect(try await stream.state().outbox.isEmpty)
    try await expect(stream.commit(StreamTransaction(["3": "[3]"])), equals: CommitCounts(inserted: 1))
  }

  @Test("a record larger than SQLite can hold is named, and nothing is committed")
  func tooLarge() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(
      path: folder.file(), randomness: SeededRandomness.make(), schema: .current, limits: .init(length: 100_000))
    let stream = try store.open(.test(), types: [])
    let text = "\"\(String(repeating: "x", count: 100_000))\""
    let error = StoreError.recordTooLarge(RecordReference(type: "item", id: "2"), bytes: 100_002)
    await #expect(throws: error) { _ = try await stream.commit(StreamTransaction(["1": "[1]", "2": text])) }
    var transaction = StreamTransaction()
    transaction.quarantine = [QuarantinedItem(type: "item", id: "2", payload: try RawJSON(text), problem: "odd")]
    await #expect(throws: error) { _ = try await stream.commit(transaction) }
    #expect(try store.items().isEmpty)
    _ = try await stream.commit(StreamTransaction(["1": "\"\(String(repeating: "x", count: 98_000))\""]))
    try expect(store.items().count, equals: 1)
  }

  @Test("every error says in one sentence what to do")
  func descriptions() throws {
    let json = #expect(throws: JSONError.self) { _ = try RawJSON("{") }
    let record = RecordReference(type: "item", id: "1")
    let errors: [StoreError] = [
      .streamIsBusy(.test("part")), .belongsToAnother(.test("part", account: "ann")), .databaseIsBusy(path: "f"),
      .notADatabase(path: "f", "why"), .newerSchema(path: "f", version: 2), .diskFull(path: "f"),
      .notWritable(path: "f", "why"), .recordTooLarge(record, bytes: 9), .undecodable(record, try #require(json)),
      .closed, .failed(path: "f", "why"),
    ]
    for error in errors {
      #expect(error.description.hasSuffix("."))
      #expect(error.description.contains("; ") || error.description.contains(", "))
      expect("\(error)", equals: error.description)
    }
    #expect(
      StoreError.belongsToAnother(.test("part", account: "ann")).description
        == "This database holds test of ann at https://api.test, part; for another account or base URL use another database "
        + "file, or delete this one if nothing in it is needed.")
  }
}
