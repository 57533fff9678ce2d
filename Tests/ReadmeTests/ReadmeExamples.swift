// The Swift of the README, in its words and order: what stands there compiles here, and is run by `ReadmeTests`.

import Foundation
import Library
import MyAzur
import Tributary
import TributaryJSON
import TributarySQLite

enum ReadmeExamples {
  static func call(token: Secret, since: LocalTimestamp) async throws {
    let client = MyAzur.Client(token: token)
    let list = try await client.documents.list(folderID: 5, incoming: true, statusChangedAfter: since)
    for document in list.objects where document.status == .paid {
      print(document.id, document.statusChangedAt ?? document.createdAt)
    }
  }

  static func stream(_ service: ServiceClient, url: URL) async throws {
    let file = Endpoint<ByteStream>("files.get", "GET", "/files/5", response: .bytes(200))
    try await service.send(file).write(to: "five.pdf")
    let news = Endpoint<EventStream<JSONValue>>("news.follow", "GET", "/news", response: .events(200))
    for try await item in try await service.send(news) { print(item) }
    let film = EndpointBody.multipart(.field("title", "Five"), .file("film", .file(url)))
    _ = try await service.send(Endpoint<Void>("films.add", "POST", "/films", body: film, response: .nothing(201)))
  }

  static func sync(_ client: MyAzur.Client, path: String) async throws {
    let store = try SQLiteStore(path: path)
    for try await event in client.sync(folder: 5, into: store) {
      if case .finished(let report) = event { print(report.result) }
    }
  }

  static func read(_ store: SQLiteStore, show: (Document) -> Void) async throws {
    let documents = try store.all(Document.self)
    let one = try store.record(Document.self, id: 6)
    for try await update in store.changes(of: Document.self) {
      if case .upserted(_, let document) = update { show(document) }
    }
    _ = (documents, one)
  }

  static func library(token: Secret) async throws {
    let books = try await Library.Client(token: token).books.list(shelf: .science)
    _ = books
  }
}
