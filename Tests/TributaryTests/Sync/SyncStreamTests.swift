import Expect
import Foundation
import Testing
import TributaryEmulator
import TributaryJSON

@testable import Tributary

/// Streams from endpoints and key paths, against services in the same process.
@Suite("Streams from endpoints")
struct SyncStreamTests {
  private let store = MemoryStore()

  private func client(_ service: some EmulatedService, faults: FaultPlan = FaultPlan()) -> LibraryClient {
    var policy = ClientPolicy()
    policy.retry = .never
    return LibraryClient(
      service: ServiceClient(
        baseURL: "https://library.example", transport: InProcessTransport(service, faults: faults), policy: policy))
  }

  private func held(_ type: RecordType = Book.recordType) throws -> [String] {
    var texts: [String] = []
    try store.forEachRecord(service: type.service, type: type.name, stream: nil) { record in
      texts.append(record.payload.text)
      return true
    }
    return texts.sorted()
  }

  /// A service with fixed responses by the query of the request.
  private func scripted(_ responses: [String: HTTPResponse]) -> RoutedService<[String: HTTPResponse]> {
    @Sendable func respond(_ call: EmulatedCall, _ responses: inout [String: HTTPResponse]) -> HTTPResponse {
      var names = call.query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      if let validator = call.request.headers["If-None-Match"] { names.append("if not \(validator)") }
      return responses[names.joined(separator: "&")] ?? HTTPResponse(status: 500)
    }
    return RoutedService(responses) {
      Route("GET /changes") { respond($0, &$1) }
      Route("GET /books") { respond($0, &$1) }
      Route("GET /books/changed") { respond($0, &$1) }
    }
  }

  private func json(_ text: String, _ headers: [(String, String)] = []) -> HTTPResponse {
    var response = HTTPResponse(status: 200)
    response.headers["Content-Type"] = "application/json"
    for (name, value) in headers { response.headers[name] = value }
    response.body = SharedBytes(text)
    return response
  }

  @Test("A token cursor from an endpoint: several types, pages, deletions, a token that expired, and rows verbatim")
  func tokenCursor() async throws {
    let service = scripted([
      "": json(
        #"{"books":[{"id":1, "title":"A","x":[ 1 ]},{"id":2,"title":"B"}],"next_page":"p"}"#),
      "page=p": json(#"{"members":[{"id":"m"},{"id":"n"}],"token":"t"}"#),
      "token=t": json(
        #"{"departed":[{"id":"n"}],"books":[{"id":2,"title":"B","is_deleted":true},{"id":3}],"token":"u"}"#),
      "token=u": HTTPResponse(status: 410),
    ])
    let first = try await client(service).syncChanges(into: store).run()
    expect(first.result, equals: .upToDate)
    expect(first.requests, equals: 2)
    try expect(held(), equals: [#"{"id":1, "title":"A","x":[ 1 ]}"#, #"{"id":2,"title":"B"}"#])
    let second = try await client(service).syncChanges(into: store).run()
    expect(second.result, equals: .upToDate)
    expect(second.notes.map(\.code), equals: ["undecodableRecords"])
    try expect(held(), equals: [#"{"id":1, "title":"A","x":[ 1 ]}"#, #"{"id":3}"#])
    try expect(held(Member.recordType), equals: [#"{"id":"m"}"#])
    let third = try await client(service).syncChanges(into: store).run()
    expect(third.notes.map(\.code), equals: ["tokenExpired"])
    try expect(held(Member.recordType), equals: [#"{"id":"m"}"#, #"{"id":"n"}"#])
  }

  @Test("A row that a marker calls deleted deletes its record, though it lacks what the record needs")
  func deletionMarker() async throws {
    let service = scripted([
      "": json(#"{"books":[{"id":1,"title":"A"},{"id":2,"title":"B"},{"id":3,"title":"C"}],"token":"t"}"#),
      "token=t": json(
        #"{"books":[{"id":1,"state":{"now":"gone"}},{"id":2,"title":"B","state":{"now":"here"}},{"id":3}],"token":"u"}"#
      ),
      "token=u": json(#"{"books":[{"state":{"now":"gone"}}],"token":"v"}"#),
    ])
    func run(_ marker: DeletionMarker?, into store: MemoryStore) async throws -> SyncReport {
      let client = client(service)
      let changes = SyncStream.tokenCursor(
        SyncSource(client.service, of: Book.recordType), rows: [.records(\.books, marker: marker)], token: \.token
      ) { LibraryClient.changes(token: $0.token, page: $0.page) }
      return try await SyncSequence([changes], into: store).run()
    }
    let marker = DeletionMarker(["state", "now"], value: "gone")
    for _ in 0..<2 { try await expect(run(marker, into: store).result, equals: .upToDate) }
    try expect(held(), equals: [#"{"id":2,"title":"B","state":{"now":"here"}}"#, #"{"id":3}"#])
    // A deletion that names no record cannot be applied, and is not overlooked either.
    let nameless = try await run(marker, into: store)
    #expect(nameless.result != .upToDate)
    try expect(held().count, equals: 2)
    // Without the marker, such a row is a record that does not decode.
    let other = MemoryStore()
    for _ in 0..<2 { _ = try await run(nil, into: other) }
    try expect(other.count(service: "library", type: "book", stream: nil), equals: 3)
  }

  @Test("A row that a marker calls deleted is not of the list of a snapshot")
  func deletionMarkerInList() async throws {
    let service = scripted([
      "page=1": json(#"[{"id":1,"title":"A"},{"id":2,"is_deleted":true},{"id":3,"title":"C","is_deleted":false}]"#)
    ])
    let client = client(service)
    let list = SyncStream.snapshot(
      SyncSource(client.service, of: Book.recordType), rows: [.records(\.self, marker: DeletionMarker(["is_deleted"]))]
    ) { LibraryClient.books(page: $0.number) }
    try await expect(SyncSequence([list], into: store).run().result, equals: .upToDate)
    try expect(held().count, equals: 2)
  }

  @Test("The place of the next page may be in the rows, which the sync itself reads one by one")
  func placeInRows() async throws {
    let service = scripted([
      "": json(#"{"books":[{"id":1,"title":"A"},{"id":2,"title":"B"}]}"#),
      "page=2": json(#"{"books":[{"id":3,"title":"C"},{"id":4}]}"#), "page=3": json(#"{"books":[]}"#),
    ])
    let client = client(service)
    let list = SyncStream.snapshot(
      SyncSource(client.service, of: Book.recordType), rows: [.records(\.books)],
      pages: .token { $0.books.flatMap { books in books.last.map { "\($0.id)" } } }, order: .stable
    ) { LibraryClient.changes(token: nil, page: $0.token) }
    let report = try await SyncSequence([list], into: store).run()
    expect(report.result, equals: .upToDate)
    expect(report.requests, equals: 3)
    try expect(held().count, equals: 4)
    let changes = SyncStream.tokenCursor(
      SyncSource(client.service, of: Book.recordType, scope: "changes"), rows: [.records(\.books)],
      page: { $0.books.flatMap { books in books.last.map { "\($0.id)" } } },
      token: { $0.books.flatMap { $0.elementCount == 0 ? "t" : nil } }
    ) { LibraryClient.changes(token: $0.token, page: $0.page) }
    try await expect(SyncSequence([changes], into: MemoryStore()).run().stored, equals: 4)
  }

  @Test("A response without a token is an error, and nothing of it is remembered")
  func noToken() async throws {
    let service = scripted(["": json(#"{"books":[{"id":1,"title":"A"}]}"#)])
    await #expect(throws: SyncError.self) { _ = try await client(service).syncChanges(into: store).run() }
    try expect(held(), equals: [])
  }

  @Test("A list that is absent is an error where it would look like an empty one, and nothing is deleted")
  func absentList() async throws {
    let service = scripted([
      "": json(#"{"books":[{"id":1,"title":"A"}]}"#),
      "after=1970-01-01T00:00:00.000000": json(#"{"created_at":"2024-01-09T15:00:00"}"#),
    ])
    let client = client(service)
    let list = SyncStream.snapshot(
      SyncSource(client.service, of: Book.recordType), rows: [.records(\.books)],
      endpoint: { _ in LibraryClient.changes(token: nil, page: nil) })
    _ = try await SyncSequence([list], into: store).run()
    service.withState { $0[""] = json("{}") }
    await #expect(throws: SyncError.self) { _ = try await SyncSequence([list], into: store).run() }
    try expect(held().count, equals: 1)
    await #expect(throws: SyncError.self) { _ = try await client.syncByTimestamp(into: MemoryStore()).run() }
  }

  @Test("A run that is left after any event is completed by the next one", arguments: 0..<8)
  func left(after moment: Int) async throws {
    let changes = emulatedChanges()
    changes.withState { $0 += (2...1_200).map { id -> JSONValue in ["id": .number(JSONNumber(id)), "title": "T"] } }
    let link = #"<http://library.example/books?page=2>; rel="next""#
    let list = scripted([
      "page=1": json(#"[{"id":1,"title":"A"},{"id":2,"title":"B"}]"#, [("Link", link)]),
      "page=2": json(#"[{"id":3,"title":"C"}]"#),
    ])
    for (count, run) in [(1_200, client(changes).syncChanges), (3, client(list).syncList)] {
      let store = MemoryStore()
      var events = 0
      for try await _ in run(store) {
        events += 1
        if events > moment { break }
      }
      try await expect(run(store).run().result, equals: .upToDate)
      try expect(store.count(service: "library", type: "book", stream: nil), equals: count)
    }
  }

  @Test("A snapshot from an endpoint: pages by links, two passes, an ETag where the list is one response, and 304")
  func snapshot() async throws {
    let link = #"<http://library.example/books?page=2>; rel="next", <http://library.example/books?page=2>; rel="last""#
    let service = scripted([
      "page=1": json(#"[{"id":1,"title":"A"},{"id":2,"title":"B"}]"#, [("Link", link), ("ETag", #""a""#)]),
      "page=2": json(#"[{"id":3,"title":"C"}]"#, [("ETag", #""b""#)]),
    ])
    let first = try await client(service).syncList(into: store).run()
    expect(first.result, equals: .upToDate)
    expect(first.requests, equals: 4)
    try expect(held().count, equals: 3)
    service.withState { $0["page=1"] = json(#"[{"id":2,"title":"B"}]"#, [("ETag", #""c""#)]) }
    let second = try await client(service).syncList(into: store).run()
    expect(second.requests, equals: 1)
    try expect(held(), equals: [#"{"id":2,"title":"B"}"#])
    service.withState { $0[#"page=1&if not "c""#] = HTTPResponse(status: 304) }
    let third = try await client(service).syncList(into: store).run()
    expect(third.result, equals: .upToDate)
    expect(third.requests, equals: 1)
    try expect(held(), equals: [#"{"id":2,"title":"B"}"#])
  }

  @Test("Polling and timestamp cursor from an endpoint ask, store and track deletions")
  func stamps() async throws {
    let service = scripted([
      "": json(
        #"[{"id":1,"title":"A","updated_at":"2024-01-09T15:00:00Z"},{"id":2,"title":"B","is_deleted":true}]"#,
        [("Date", "Tue, 09 Jan 2024 15:00:00 GMT")]),
      "after=1970-01-01T00:00:00.000000": json(
        #"{"created_at":"2024-01-09T15:00:00","books":[{"id":4,"title":"D"}]}"#),
    ])
    let polled = try await client(service).syncByModification(into: store).run()
    expect(polled.result, equals: .upToDate)
    try expect(held().count, equals: 1)
    let other = MemoryStore()
    let stamped = try await client(service).syncByTimestamp(into: other).run()
    expect(stamped.result, equals: .upToDate)
    try expect(other.count(service: "library", type: "book", stream: nil), equals: 1)
  }

  @Test("A page by its number begins at the offset and has room for a row behind it, or there is none")
  func numbered() throws {
    let moment = try #require(Timestamp("2024-01-09T15:00:00Z"))
    for limit in 1...120 {
      for offset in 0...300 {
        var query = ModificationPolling.PageQuery(after: moment, limit: limit)
        query.offset = offset
        guard let page = query.numbered(limit: 100) else {
          #expect((2...max(min(limit, 100), 2)).allSatisfy { $0 > limit || !offset.isMultiple(of: $0) })
          continue
        }
        #expect(page.size <= min(limit, 100) && (offset == 0 || page.size > 1))
        #expect((page.number - 1) * page.size == offset)
      }
    }
  }

  @Test("A session queue from endpoints is read to its end, and acknowledged")
  func queue() async throws {
    let service = RoutedService((keys: ["k1", "k2"], acknowledged: [String]())) {
      Route("POST /queue/{device}") { _, queue in
        queue.keys.isEmpty ? HTTPResponse(status: 204) : .json(201, ["id": 7] as JSONValue)
      }
      Route("GET /queue/{device}/{session}") { _, queue in
        if queue.keys.isEmpty || queue.acknowledged.count == 2 { return HTTPResponse(status: 204) }
        let items = queue.keys.enumerated().map { index, key -> JSONValue in
          ["key": .string(key), "book": ["id": .number(JSONNumber(index)), "title": "T"]]
        }
        queue.keys = []
        return .json(200, JSONValue.array(items))
      }
      Route("POST /queue/{device}/keys") { call, queue in
        queue.acknowledged += call.json?.array?.compactMap(\.string) ?? []
        return HTTPResponse(status: 202)
      }
    }
    let report = try await client(service).syncQueue(into: store, drawDevice: { "device" }).run()
    expect(report.result, equals: .upToDate)
    try expect(held().count, equals: 2)
    expect(service.withState { $0.acknowledged }, equals: ["k1", "k2"])
  }

  @Test("A connection that breaks at any request leaves what the next run completes")
  func brokenConnection() async throws {
    let pages = [
      "": json(#"{"books":[{"id":1,"title":"A"}],"next_page":"p"}"#),
      "page=p": json(#"{"books":[{"id":2,"title":"B"}],"token":"t"}"#),
      "token=t": json(#"{"books":[],"token":"t"}"#),
    ]
    for broken in 0..<2 {
      let store = MemoryStore()
      let faults = FaultPlan([.init(.drop, start: broken + 1)])
      let client = client(scripted(pages), faults: faults)
      _ = try? await client.syncChanges(into: store).run()
      let report = try await client.syncChanges(into: store).run()
      expect(report.result, equals: .upToDate)
      try expect(store.count(service: "library", type: "book", stream: nil), equals: 2)
    }
  }

  @Test("What a checkpoint says about its protocol is enough to show the assumptions behind a claim")
  func assumptions() async throws {
    let service = scripted(["": json(#"{"books":[],"token":"t"}"#), "page=1": json("[]", [("ETag", "a")])])
    _ = try await client(service).syncChanges(into: store).run()
    func assumptions() throws -> [String]? { try store.streams().first?.state.checkpoint?.assumptions }
    try expect(assumptions(), equals: TokenCursor.assumptions)
    let other = MemoryStore()
    _ = try await client(service).syncList(into: other).run()
    try expect(other.streams().first?.state.checkpoint?.assumptions, equals: Snapshot.assumptions)
    expect(
      Checkpoint(version: 1, text: #"{"cursor":"2024-01-09T15:10:00","utc":true,"swept":"2024-01-09T15:00:00"}"#)
        .assumptions, equals: TimestampCursor.assumptions)
    expect(Checkpoint(version: 1, text: #"{"anything":1}"#).assumptions, equals: nil)
  }

  @Test("The guide shows what is compiled here, each adapter in at most twenty lines")
  func guide() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    func lines(_ path: String) throws -> [String] {
      try String(contentsOf: root.appending(path: path), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let compiled = try lines("Tests/TributaryTests/Sync/LibraryStreams.swift")
    let blocks = try lines("Sources/Tributary/Tributary.docc/SyncYourOwnAPI.md")
      .split { $0.hasPrefix("```") }.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { Array($0.element) }
    expect(blocks.count, equals: 6)
    for block in blocks {
      #expect(compiled.indices.contains { compiled[$0...].starts(with: block) }, "\(block.joined(separator: "\n"))")
    }
    #expect(blocks.dropLast().allSatisfy { $0.count <= 20 })
  }

  @Test("The emulated library of the guide brings a record and its deletion")
  func emulated() async throws {
    try await expect(useEmulatedChanges(store), equals: .upToDate)
    try expect(held(), equals: [])
  }
}
