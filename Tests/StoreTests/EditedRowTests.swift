import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

@testable import TributarySQLite

/// Anybody may edit the file. A row that is not JSON any more is an error of the file, whatever a model would read of
/// it; a row that is JSON and does not fit the model costs only itself.
@Suite("Typed reads of rows that somebody edited")
struct EditedRowTests {
  /// Texts that are not JSON. Of some a model has read all that it wants before the fault comes.
  static let corrupt = [
    "", "no json", #"{"id":1,"name":"one""#, #"{"id":1,"name":"one"} more"#, #"{"id":1,"name":"one","more":[1,]}"#,
    #"{"id":1,"name":"one","more":{"a":01}}"#, #"{"id":"x","name":"#, #"{"id":1,"name":"one","more":nul}"#,
  ]
  /// Texts that are JSON and no item.
  static let misfit = [#"{"id":1}"#, "[]", #" {"id":"x","name":[]} "#]

  /// A store with items 1 and 2, of which the first has been edited, and a way to watch its changes from before.
  private func edited(
    _ text: String, type: String = "item", _ body: (SQLiteStore, _ path: String) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    let stream = try store.open(.test(), types: [])
    defer { stream.close() }
    _ = try await stream.commit(
      StreamTransaction(["1": #"{"id":1,"name":"one"}"#, "2": #"{"id":2,"name":"two"}"#], type: type))
    let connection = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
    try connection.run("UPDATE record SET payload = ?1 WHERE id = '1'", .text(text))
    try await body(store, try resolved(folder.file()))
  }

  @Test("what is not JSON is an error of the file in every read", arguments: corrupt)
  func readsCorrupt(_ text: String) async throws {
    try await edited(text) { store, path in
      let error = StoreError.notADatabase(path: path, "its content for item 1 is not valid JSON")
      #expect(throws: error) { _ = try store.all(Item.self) }
      #expect(throws: error) { _ = try store.record(Item.self, id: 1) }
      #expect(throws: error) {
        try store.forEach(Item.self) { _ in
        } undecodable: { _, _ in
        }
      }
      #expect(throws: error) { _ = try store.items() }
      try expect(store.record(Item.self, id: 2)?.name, equals: "two")
    }
    try await edited(text, type: "article") { store, path in
      let error = StoreError.notADatabase(path: path, "its content for article 1 is not valid JSON")
      #expect(throws: error) { _ = try store.records(matching: Query<Article>()) }
      #expect(throws: error) { _ = try store.records(matching: Article.where { $0.title.equals("none") }) }
      #expect(throws: error) {
        _ = try store.records(matching: Article.where { _ in }.order { $0.title.descending }.limit(1))
      }
      #expect(throws: error) { _ = try store.count(matching: Article.where { $0.title.equals("none") }.filter) }
    }
  }

  @Test("what is JSON and does not fit the model costs only itself", arguments: misfit)
  func readsMisfit(_ text: String) async throws {
    try await edited(text) { store, _ in
      let payload = text.trimmingCharacters(in: .whitespaces)
      let items = try store.all(Item.self)
      expect(items.map(\.id), equals: [2])
      expect(items.undecodable.map(\.payload.text), equals: [payload])
      // Offsets count from the beginning of the value, as they do for a record that nobody has edited.
      let problem = #expect(throws: JSONError.self) { try RawJSON(payload).decode(as: Item.self) }
      expect(items.undecodable.map(\.error), equals: [try #require(problem)])
      #expect(throws: StoreError.undecodable(RecordReference(type: "item", id: "1"), try #require(problem))) {
        _ = try store.record(Item.self, id: 1)
      }
    }
  }

  @Test("a change to a row that is not JSON any more is an error of the file")
  func change() async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.file())
    let stream = try store.open(.test(), types: [])
    var changes = store.changes(of: Item.self).makeAsyncIterator()
    _ = try await stream.commit(StreamTransaction(["1": #"{"id":1,"name":"one"}"#, "2": #"{"id":2}"#]))
    let connection = try Connection(path: folder.file(), isReadOnly: false, busyTimeout: 0)
    try connection.execute(#"UPDATE record SET payload = '{"id":1,"name":"one"' WHERE id = '1'"#)
    let path = try resolved(folder.file())
    await #expect(throws: StoreError.notADatabase(path: path, "its content for item 1 is not valid JSON")) {
      _ = try await changes.next()
    }
    guard case .undecodable(let record, _)? = try await changes.next() else {
      Issue.record("the record that does not fit was left out")
      return
    }
    expect(record.id, equals: "2")
  }
}
