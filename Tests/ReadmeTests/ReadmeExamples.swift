// The Swift of the README and of the modules' pages, in their words: what stands there compiles here, and is run by
// `ReadmeTests`.

import Library
import MyAzur
import Tributary
import TributarySQLite

enum ReadmeExamples {
  static func call(token: Secret, since: LocalTimestamp) async throws {
    let client = MyAzur.Client(token: token)
    let list = try await client.documents.list(folderID: 5, incoming: true, statusChangedAfter: since)
    for document in list.objects where document.status == .paid {
      print(document.id, document.statusChangedAt ?? document.createdAt)
    }
  }

  static func sync(_ client: MyAzur.Client, path: String) async throws {
    let store = try SQLiteStore(path: path)
    for try await event in client.sync(folder: 5, into: store) {
      if case .finished(let report) = event { print(report.result) }
    }
  }

  static func library(token: Secret) async throws {
    let books = try await Library.Client(token: token).books.list(shelf: .science)
    _ = books
  }
}
