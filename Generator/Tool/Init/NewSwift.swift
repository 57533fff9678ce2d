extension NewPackage {
  /// The emulated service.
  var emulator: String {
    """
    import Tributary
    import TributaryEmulator
    import TributaryJSON

    /// The lists of the service, and the number of the last change to them.
    public struct \(name)Lists: Sendable {
      /// The lists by their paths, each with what a new record has unless it says otherwise.
      private static let lists: [String: JSONFields] = [
        "notes": ["is_done": false]
      ]

      private struct Row {
        var fields: JSONFields
        /// The number of the change that made the row what it is.
        var change: Int
        var isDeleted = false
      }

      private var rows: [String: [Int: Row]] = lists.mapValues { _ in [:] }
      private var changes = 0

      /// Makes a record.
      ///
      /// - Returns: The record; `nil` if there is no such list.
      @discardableResult
      public mutating func add(_ fields: JSONFields, to list: String) -> JSONValue? {
        guard let count = rows[list]?.count, let defaults = Self.lists[list] else { return nil }
        rows[list]?[count + 1] = Row(fields: ["id": .number(JSONNumber(count + 1))], change: 0)
        return update(count + 1, in: list, defaults.merging(fields))
      }

      /// Changes fields of a record.
      ///
      /// - Returns: The record; `nil` if there is none.
      @discardableResult
      public mutating func update(_ id: Int, in list: String, _ fields: JSONFields) -> JSONValue? {
        guard var row = rows[list]?[id], !row.isDeleted else { return nil }
        changes += 1
        row.fields = row.fields.merging(fields)
        row.change = changes
        rows[list]?[id] = row
        return .object(row.fields)
      }

      /// Deletes a record.
      ///
      /// - Returns: Whether there was one.
      @discardableResult
      public mutating func delete(_ id: Int, from list: String) -> Bool {
        guard update(id, in: list, ["is_deleted": true]) != nil else { return false }
        rows[list]?[id]?.isDeleted = true
        return true
      }

      func record(_ id: Int, in list: String) -> JSONValue? {
        guard let row = rows[list]?[id], !row.isDeleted else { return nil }
        return .object(row.fields)
      }

      /// The records behind an identifier, at most as many as the limit.
      func page(of list: String, after: Int, limit: Int) -> JSONValue? {
        guard let rows = rows[list] else { return nil }
        let ids = rows.keys.sorted().filter { $0 > after && rows[$0]?.isDeleted == false }
        let page = ids.prefix(limit)
        let next = ids.count > page.count ? page.last.map { JSONValue.number(JSONNumber($0)) } : nil
        return ["items": .array(page.compactMap { record($0, in: list) }), "next": next ?? .null]
      }

      /// The records of every list that changed since a token; `nil` if the token is not one of this service.
      func changed(since token: Int) -> JSONValue? {
        guard 0...changes ~= token else { return nil }
        var fields: JSONFields = ["token": .string("\\(changes)")]
        for (list, rows) in rows {
          let changed = rows.values.filter { $0.change > token }.sorted { $0.change < $1.change }
          fields[list] = .array(changed.map { .object($0.fields) })
        }
        return .object(fields)
      }
    }

    /// The service, emulated: call it in the same process by `InProcessTransport`, or over HTTP by
    /// `LoopbackServer`.
    public func emulated\(name)() -> RoutedService<\(name)Lists> {
      RoutedService(\(name)Lists()) {
        Route("GET /changes") { call, lists in
          lists.changed(since: Int(call.query["since"] ?? "0") ?? -1).map { .json(200, $0) }
            ?? problem(410, "the token has expired")
        }
        Route("GET /{list}") { call, lists in
          let after = Int(call.query["after"] ?? "") ?? 0
          let limit = min(max(Int(call.query["limit"] ?? "") ?? 20, 1), 100)
          return found(lists.page(of: call.list, after: after, limit: limit))
        }
        Route("GET /{list}/{id}") { call, lists in found(lists.record(call.id, in: call.list)) }
        Route("POST /{list}") { call, lists in
          found(lists.add(call.fields, to: call.list), status: 201)
        }
        Route("PATCH /{list}/{id}") { call, lists in
          found(lists.update(call.id, in: call.list, call.fields))
        }
        Route("DELETE /{list}/{id}") { call, lists in
          lists.delete(call.id, from: call.list) ? HTTPResponse(status: 204) : found(nil)
        }
      }
    }

    private func found(_ value: JSONValue?, status: Int = 200) -> HTTPResponse {
      value.map { .json(status, $0) } ?? problem(404, "there is nothing of this name")
    }

    private func problem(_ status: Int, _ message: String) -> HTTPResponse {
      .json(status, ["message": .string(message)] as JSONValue)
    }

    extension EmulatedCall {
      fileprivate var list: String { parameters["list"] ?? "" }
      fileprivate var id: Int { Int(parameters["id"] ?? "") ?? 0 }
      fileprivate var fields: JSONFields { json?.object ?? [:] }
    }

    extension JSONFields {
      /// These fields, with others in place of those of the same names.
      fileprivate func merging(_ others: JSONFields) -> JSONFields {
        var merged = self
        for (name, value) in others { merged[name] = value }
        return merged
      }
    }

    """
  }

  /// The program that shows a sync.
  var program: String {
    """
    import \(name)
    import \(name)Emulator
    import Tributary
    import TributaryEmulator
    import TributarySQLite

    // The service runs in this process. Without `transport`, the client calls the address in api.json.
    let service = emulated\(name)()
    service.withState { lists in
      for text in ["Buy milk", "Call Ada", "Water the plants"] {
        lists.add(["text": .string(text)], to: "notes")
      }
    }
    let client = Client(token: "any", transport: InProcessTransport(service))

    // The database stays, and the next run of this program continues with it.
    let path = CommandLine.arguments.dropFirst().first ?? "\(database)"
    let store = try SQLiteStore(path: path)
    let first = try await client.sync(into: store).run()
    let counts = first.counts
    print("First sync, \\(first.result): \\(counts.inserted) new, \\(counts.deleted) deleted.")

    let updates = store.changes(of: Note.self)
    _ = try await client.notes.create(NoteDraft(text: "Write a letter"))
    _ = try await client.notes.update(2, NotePatch(isDone: true))
    try await client.notes.delete(1)
    let second = try await client.sync(into: store).run()
    print("Second sync, \\(second.result):")
    let count = second.counts.inserted + second.counts.updated + second.counts.deleted
    for try await update in updates.prefix(count) {
      switch update {
      case .upserted(let id, let note):
        print("  note \\(id): \\(note.text), \\(note.isDone ? "done" : "to do")")
      case .deleted(let id): print("  note \\(id) is deleted")
      case .undecodable(let record, let error): print("  note \\(record.id) cannot be read: \\(error)")
      case .missed: print("  more changed than was waited for")
      }
    }
    print("The database has \\(try store.all(Note.self).count) notes.")

    """
  }

  /// The test of the client and of the sync.
  var test: String {
    """
    import \(name)
    import \(name)Emulator
    import Testing
    import Tributary
    import TributaryEmulator

    @Suite struct \(name)Tests {
      private let service = emulated\(name)()
      private var client: Client { Client(token: "any", transport: InProcessTransport(service)) }

      @Test func callsReachTheService() async throws {
        for text in ["a", "b", "c"] { _ = try await client.notes.create(NoteDraft(text: text)) }
        _ = try await client.notes.update(2, NotePatch(isDone: true))
        try await client.notes.delete(1)
        var texts: [String] = []
        for try await note in client.notes.all(limit: 1) { texts.append(note.text) }
        #expect(texts == ["b", "c"])
        #expect(try await client.notes.get(2).isDone)
        let error = await #expect(throws: APIError.self) { try await client.notes.get(1) }
        #expect(error?.status == 404)
        #expect(error?.model(as: Problem.self)?.message == "there is nothing of this name")
      }

      @Test func theStoreFollowsTheService() async throws {
        let store = MemoryStore()
        service.withState { lists in
          for text in ["a", "b", "c"] { lists.add(["text": .string(text)], to: "notes") }
        }
        #expect(try await client.sync(into: store).run().result == .upToDate)
        service.withState { lists in
          lists.delete(1, from: "notes")
          lists.update(2, in: "notes", ["text": "changed"])
          lists.add(["text": "d"], to: "notes")
        }
        #expect(try await client.sync(into: store).run().result == .upToDate)
        #expect(try store.all(Note.self).map(\\.text).sorted() == ["c", "changed", "d"])
      }
    }

    """
  }
}
