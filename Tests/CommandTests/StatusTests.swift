import Foundation
import Library
import TestSupport
import Testing
import Tributary
import TributaryEmulator
import TributarySQLite

/// What `tributary status` shows of a database that a program of its own has filled.
@Suite("The status of an API of one's own")
struct StatusTests {
  private let service = RoutedService(0) {
    Route("GET /shelves/{shelf}/books") { call, _ in
      .json(
        200,
        [
          ["id": 1, "title": "Micrographia", "shelf": "sci", "added_at": "2024-01-09T15:00:00Z"]
        ] as JSONValue)
    }
  }

  private var client: Client { Client(token: "a token", transport: InProcessTransport(service)) }

  private func source(_ scope: String) -> SyncSource {
    SyncSource(client.service, of: Book.recordType, scope: scope)
  }

  private func tokenCursor(_ scope: String) -> SyncStream {
    .tokenCursor(source(scope), rows: [.records(\Records<Book>.self)], token: { _ in "one" }) { _ in
      Client.Books.list(shelf: .science)
    }
  }

  private func snapshot(_ scope: String) -> SyncStream {
    .snapshot(source(scope), rows: [.records(\.self)]) { _ in Client.Books.list(shelf: .science) }
  }

  /// The lines of the status after a sync of the streams.
  private func status(of streams: SyncStream...) async throws -> [String] {
    let folder = try TemporaryFolder()
    do {
      let store = try SQLiteStore(path: folder.database)
      let report = try await SyncSequence(streams, into: store).run()
      #expect(report.result == .upToDate)
    }
    let run = try await CommandRun.run(["status", "--database", folder.database])
    #expect(run.status == 0, "\(run.errors)")
    return run.lines
  }

  private func lines(_ claim: String, _ assumptions: [String]) -> [String] {
    ["\"Up to date\" for \(claim) assumes:"] + assumptions.enumerated().map { "  \($0 + 1). \($1)" }
  }

  @Test("The assumptions are those of the protocol that wrote the database")
  func protocols() async throws {
    let changes = try await status(of: tokenCursor(""))
    #expect(Array(changes.suffix(TokenCursor.assumptions.count + 1)) == lines("library", TokenCursor.assumptions))
    #expect(changes.count { $0.hasPrefix("\"Up to date\"") } == 1)
    let list = try await status(of: snapshot("fiction"), snapshot("science"))
    #expect(Array(list.suffix(Snapshot.assumptions.count + 1)) == lines("library", Snapshot.assumptions))
    #expect(list.count { $0.hasPrefix("\"Up to date\"") } == 1)
    #expect(list.contains { $0.hasPrefix("library, fiction  ") })
  }

  @Test("A service with streams of several protocols shows the assumptions of each")
  func several() async throws {
    let status = try await status(of: tokenCursor("changes"), snapshot("list"))
    let changes = lines("library, changes", TokenCursor.assumptions)
    let list = lines("library, list", Snapshot.assumptions)
    #expect(Array(status.suffix(changes.count + list.count)) == changes + list)
  }
}
