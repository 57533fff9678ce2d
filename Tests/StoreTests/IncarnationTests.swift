import Expect
import Foundation
import Testing
import Tributary

@testable import TributarySQLite

@Suite("Copies and restores of a database")
struct IncarnationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var database: String { folder.file() }
  private var note: String { folder.file("test.sqlite-stream-1") }

  /// Opens the stream, makes a number of commits with acknowledgements, lets go of everything, and tells the state.
  @discardableResult
  private func run(commits: Int = 0, in name: String = "test.sqlite") async throws -> StreamState {
    let store = try SQLiteStore(path: folder.file(name))
    let stream = try store.open(.test(), types: [])
    let before = try await stream.state().outbox.count
    for number in 0..<commits {
      var transaction = try StreamTransaction(["1": "[1]"])
      transaction.acknowledgements = ["\(before + number)"]
      _ = try await stream.commit(transaction)
    }
    return try await stream.state()
  }

  @Test("opening again changes nothing")
  func same() async throws {
    let state = try await run(commits: 3)
    expect(state.outbox, equals: ["0", "1", "2"])
    try await expect(run(), equals: state)
    try await expect(run(commits: 1).incarnation, equals: state.incarnation)
    try await expect(run().outbox, equals: ["0", "1", "2", "3"])
  }

  @Test("a copy of the database alone is seen, keeps its records and forgets its outbox")
  func copiedAlone() async throws {
    let original = try await run(commits: 1)
    try FileManager.default.copyItem(atPath: database, toPath: folder.file("copy.sqlite"))
    let copy = try await run(in: "copy.sqlite")
    #expect(copy.incarnation != original.incarnation)
    #expect(copy.outbox.isEmpty)
    try expect(SQLiteStore(path: folder.file("copy.sqlite")).items(), equals: ["1=[1]"])
    try await expect(run(in: "copy.sqlite"), equals: copy)
    try await expect(run(), equals: original)
  }

  @Test("a copy of the database with its note is seen")
  func copiedWithNote() async throws {
    let original = try await run(commits: 1)
    try FileManager.default.copyItem(atPath: database, toPath: folder.file("copy.sqlite"))
    try FileManager.default.copyItem(atPath: note, toPath: folder.file("copy.sqlite-stream-1"))
    #expect(try await run(in: "copy.sqlite").incarnation != original.incarnation)
    try await expect(run(), equals: original)
  }

  @Test("an older state that was put back is seen", arguments: [1, 2, 5])
  func restored(_ commits: Int) async throws {
    try await run(commits: 2)
    let backup = try contents(of: database)
    let state = try await run(commits: commits)
    try overwrite(database, with: backup)
    let restored = try await run()
    #expect(restored.incarnation != state.incarnation)
    #expect(restored.outbox.isEmpty)
    try await expect(run(commits: 1).incarnation, equals: restored.incarnation)
    try await expect(run().incarnation, equals: restored.incarnation)
  }

  @Test("a missing or unreadable note is taken for a copy", arguments: ["", "garbage", "removed"])
  func note(_ kind: String) async throws {
    let state = try await run(commits: 1)
    if kind == "removed" {
      try FileManager.default.removeItem(atPath: note)
    } else {
      try overwrite(note, with: Data(kind.utf8))
    }
    let other = try await run()
    #expect(other.incarnation != state.incarnation)
    try await expect(run(), equals: other)
  }

  @Test("the note of another database is no proof")
  func foreignNote() async throws {
    try await run(commits: 1)
    let other = try await run(commits: 1, in: "other.sqlite")
    try overwrite(folder.file("other.sqlite-stream-1"), with: try contents(of: note))
    #expect(try await run(in: "other.sqlite").incarnation != other.incarnation)
  }

  @Test("a process that ended between commit and note goes on as itself")
  func oneAhead() async throws {
    try await run(commits: 2)
    let earlier = try contents(of: note)
    let state = try await run(commits: 1)
    try overwrite(note, with: earlier)
    try await expect(run(), equals: state)
    // The note was made good, so the next such crash is told from a copy as well.
    #expect(try contents(of: note) != earlier)
    let repaired = try contents(of: note)
    let next = try await run(commits: 1)
    try overwrite(note, with: repaired)
    try await expect(run(), equals: next)
  }

  @Test("two commits without a note do not happen, and are taken for a copy")
  func twoAhead() async throws {
    try await run(commits: 2)
    let earlier = try contents(of: note)
    let state = try await run(commits: 2)
    try overwrite(note, with: earlier)
    #expect(try await run().incarnation != state.incarnation)
  }

  @Test("a note that a power cut tore falls back to the one before", arguments: [1, 2, 3, 4])
  func torn(_ commits: Int) async throws {
    let state = try await run(commits: commits)
    var bytes = try contents(of: note)
    let slots = [0, IncarnationMarker.size].compactMap { start in
      IncarnationMarker(Array(bytes)[start..<start + IncarnationMarker.size]).map { (start, $0.generation) }
    }
    expect(slots.count, equals: 2)
    let latest = try #require(slots.max { $0.1 < $1.1 })
    bytes.replaceSubrange(latest.0 + 40..<latest.0 + 60, with: Data(count: 20))
    try overwrite(note, with: bytes)
    try await expect(run(), equals: state)
  }

  @Test("while the note cannot be written, no commit gets further ahead of it")
  func failingNote() async throws {
    let state = try await run(commits: 2)
    func fail() async throws {
      let store = try SQLiteStore(path: database)
      let row = try store.read { (connection) throws(StoreError) in try StreamRow.one(1, connection) }
      let file = StreamFile(path: note, descriptor: open(note, O_RDONLY))
      try file.read()
      let number = try DatabaseFile(at: database).number()
      let stream = try SQLiteStream(
        store: store, database: store.database(), row: row, opened: 0, fileNumber: number, file: file)
      var transaction = try StreamTransaction(["2": "[2]"])
      for _ in 0..<3 {
        transaction.acknowledgements.append("\(transaction.acknowledgements.count)new")
        #expect(throws: StoreError.self) { _ = try stream.commit(transaction) }
      }
    }
    try await fail()
    let after = try await run()
    expect(after.incarnation, equals: state.incarnation)
    expect(after.outbox, equals: ["0", "1", "0new"])
    try expect(SQLiteStore(path: database).items(), equals: ["1=[1]", "2=[2]"])
  }

  @Test("commits without acknowledgements leave the note alone")
  func unmarked() async throws {
    let state = try await run(commits: 1)
    let before = try contents(of: note)
    let store = try SQLiteStore(path: database)
    let stream = try store.open(.test(), types: [])
    for number in 0..<5 {
      var transaction = try StreamTransaction(["1": "[\(number)]"])
      transaction.acknowledged = ["0"]
      _ = try await stream.commit(transaction)
    }
    stream.close()
    try expect(contents(of: note), equals: before)
    try await expect(run().incarnation, equals: state.incarnation)
  }

  @Test("an older state from before an epoch rose is seen, though nothing was acknowledged since")
  func beforeEpoch() async throws {
    try await run(commits: 1)
    let backup = try contents(of: database)
    let state: StreamState = try await {
      let stream = try SQLiteStore(path: database).open(.test(), types: [])
      var transaction = StreamTransaction()
      transaction.epoch = 1
      _ = try await stream.commit(transaction)
      return try await stream.state()
    }()
    try await expect(run(), equals: state)
    try overwrite(database, with: backup)
    #expect(try await run().incarnation != state.incarnation)
  }

  @Test("the database and its note put back together, in place, is not seen, and can be said")
  func restoredTogether() async throws {
    try await run(commits: 1)
    let backup = (try contents(of: database), try contents(of: note))
    let state = try await run(commits: 3)
    try overwrite(database, with: backup.0)
    try overwrite(note, with: backup.1)
    try await expect(run().incarnation, equals: state.incarnation)
    let stream = try SQLiteStore(path: database).open(.test(), types: [])
    try await stream.renewIncarnation()
    let renewed = try await stream.state()
    #expect(renewed.incarnation != state.incarnation)
    stream.close()
    try await expect(run(), equals: renewed)
  }

  @Test("each stream of a file has its own note")
  func streams() async throws {
    let store = try SQLiteStore(path: database)
    let streams = [try store.open(.test("a"), types: []), try store.open(.test("b"), types: [])]
    for stream in streams + streams {
      var transaction = StreamTransaction()
      transaction.acknowledgements = ["k"]
      _ = try await stream.commit(transaction)
    }
    let states = [try await streams[0].state(), try await streams[1].state()]
    #expect(states[0].incarnation != states[1].incarnation)
    for stream in streams { stream.close() }
    try FileManager.default.removeItem(atPath: folder.file("test.sqlite-stream-2"))
    try await expect(store.open(.test("a"), types: []).state(), equals: states[0])
    #expect(try await store.open(.test("b"), types: []).state().incarnation != states[1].incarnation)
  }

  @Test("notes are read back as they were written, and nothing else is")
  func notes() throws {
    let marker = IncarnationMarker(incarnation: "0123456789abcdef0123456789abcdef", generation: 42, fileNumber: .max)
    let bytes = marker.bytes
    expect(bytes.count, equals: IncarnationMarker.size)
    expect(IncarnationMarker(bytes[...]), equals: marker)
    let text = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let words = text.reversed().drop { $0 == UInt8(ascii: " ") }
    for index in 0..<words.count {
      var changed = bytes
      changed[index] ^= 1
      #expect(IncarnationMarker(changed[...]) == nil)
    }
    #expect(IncarnationMarker([][...]) == nil)
  }
}
