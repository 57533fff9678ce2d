import Tributary
import TributaryEmulator
import TributaryJSON

// What the article on a protocol of one's own shows, word for word.

/// A log of changes that is read in pages. Each page comes with the cursor of the next, and old cursors expire.
struct ChangeLog: SyncProtocol {
  /// The cursor to read on from, or `nil` for everything there is.
  typealias Request = String?
  enum Response: Sendable {
    case page(RawList, cursor: String, isLast: Bool)
    case expired
  }

  struct Memory: SyncMemory {
    static let version = 1
    var cursor: String
    init(cursor: String) { self.cursor = cursor }
    init?(_ fields: JSONFields) { self.init(cursor: fields["cursor"]?.string ?? "") }
    var fields: JSONFields { ["cursor": .string(cursor)] }
  }

  private var isWhole = false

  mutating func begin(_ memory: Memory?, _ state: StreamState) -> Step {
    isWhole = memory == nil
    return Step(beginsPass: isWhole, next: .ask(memory?.cursor))
  }

  mutating func receive(_ response: Response) -> Step? {
    guard case .page(let rows, let cursor, let isLast) = response else {
      return isWhole ? nil : begin(nil, StreamState())
    }
    return Step(
      rows: SyncRows(rows, type: "book"), memory: isWhole && !isLast ? nil : Memory(cursor: cursor),
      sweep: isWhole && isLast ? .delete(["book"]) : nil, next: isLast ? .end([]) : .ask(cursor))
  }

  func read(_ row: RawJSON, of type: String) -> SyncRow {
    let fields = try? row.value()
    let isDeleted = fields?["deleted"]?.bool ?? false
    return SyncRow(type: type, id: fields?["id"]?.string, kind: isDeleted ? .delete : .upsert(row))
  }

  func proceed(_ defects: RowDefects) -> Step { Step(next: .end([])) }
}

/// Stands for the client of a service.
protocol BookClient: Sendable {
  func changes(after cursor: String?) async throws(APIError) -> ChangeLog.Response
}

extension BookClient {
  func sync(into store: any SyncStore) -> SyncSequence {
    let books = SyncStream.protocol(
      ChangeLog(), key: StreamKey(service: "books", baseURL: "https://api.example.com"),
      types: [RecordType(service: "books", name: "book", fields: ["id", "title"])],
      send: { cursor async throws(APIError) in try await changes(after: cursor) })
    return SyncSequence([books], into: store)
  }
}

extension ChangeLogServer {
  /// One run in a process that may die; true when nothing was claimed that is not so.
  mutating func survives(_ process: SimulatedProcess, _ store: SimulatedStore) async throws -> Bool {
    beginRun()
    var run = SimulatedRun(ChangeLog(), in: process)
    let ending = try await run.perform(on: store) { cursor in response(after: cursor) }
    return ending != .finished([]) || holdsWhatCouldBeSeen(store)
  }
}
