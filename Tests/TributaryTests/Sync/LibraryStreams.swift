import Tributary
import TributaryEmulator
import TributaryJSON

// What the guide *Sync your own API* shows, word for word.

extension LibraryClient {
  func syncChanges(into store: any SyncStore) -> SyncSequence {
    let library = SyncStream.tokenCursor(
      SyncSource(service, of: Book.recordType),
      rows: [
        .records(\.books, deleted: \.isDeleted), .records(\.members),
        .deletions(of: Member.recordType, \.departed, id: \.id),
      ],
      page: \.nextPage, token: \.token, isEverything: \.everything
    ) { request in
      Self.changes(token: request.token, page: request.page)
    }
    return SyncSequence([library], into: store, time: service.policy.time)
  }
}

extension LibraryClient {
  func syncList(into store: any SyncStore) -> SyncSequence {
    let books = SyncStream.snapshot(
      SyncSource(service, of: Book.recordType), rows: [.records(\.self)], pages: .linked(by: "page"),
      validator: .response(limit: 2)
    ) { request in
      Self.books(page: request.number)
    }
    return SyncSequence([books], into: store, time: service.policy.time)
  }
}

extension LibraryClient {
  func syncByModification(into store: any SyncStore) -> SyncSequence {
    let books = SyncStream.modificationPolling(
      SyncSource(service, of: Book.recordType), from: .list, rows: \.self, lastModified: \.updatedAt,
      deleted: \.isDeleted
    ) { request in
      Self.books(since: request.atOrAfter)
    }
    return SyncSequence([books], into: store, time: service.policy.time)
  }
}

extension LibraryClient {
  func syncByTimestamp(into store: any SyncStore) -> SyncSequence {
    let books = SyncStream.timestampCursor(
      SyncSource(service, of: Book.recordType), rows: \.books, createdAt: \.createdAt, changed: { _ in nil }
    ) { request in
      Self.books(changedAfter: request.after)
    }
    return SyncSequence([books], into: store, time: service.policy.time)
  }
}

extension LibraryClient {
  func syncQueue(into store: any SyncStore, drawDevice: @escaping @Sendable () -> String) -> SyncSequence {
    let books = SyncStream.sessionQueue(
      SyncSource(service, of: Book.recordType), types: [Book.recordType], drawDevice: drawDevice,
      interpret: { item in
        let book = try? item.member("book")?.decode(as: Book.self)
        return SessionQueue.Item(
          type: Book.recordType.name, id: book?.id.description, key: try? item.member("key")?.value().string,
          kind: item.member("book").map { .upsert($0) })
      },
      endpoints: SessionQueue.Endpoints(
        start: Self.startSession, page: Self.queue, acknowledge: Self.acknowledge))
    return SyncSequence([books], into: store, time: service.policy.time)
  }
}

/// The changes of the library, as a service that forgets tokens would return them.
func emulatedChanges() -> RoutedService<[JSONValue]> {
  RoutedService([["id": 1, "title": "Micrographia"]]) {
    Route("GET /changes") { call, log in
      let token = call.query["token"].flatMap { Int($0) } ?? 0
      guard (0...log.count).contains(token) else { return HTTPResponse(status: 410) }
      return .json(200, ["books": .array(Array(log[token...])), "token": .string("\(log.count)")] as JSONValue)
    }
  }
}

func useEmulatedChanges(_ store: any SyncStore) async throws -> SyncResult {
  let library = emulatedChanges()
  let client = LibraryClient(
    service: ServiceClient(baseURL: "https://library.example", transport: InProcessTransport(library)))
  _ = try await client.syncChanges(into: store).run()
  library.withState { $0.append(["id": 1, "title": "Micrographia", "is_deleted": true]) }
  return try await client.syncChanges(into: store).run().result
}
