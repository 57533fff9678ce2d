import MyAzur
import Tributary
import TributaryEmulator
import TributaryJSON
import TributarySQLite

/// A first sync, a quiet one, one after changes, one that is interrupted and one that makes it good.
struct MyAzurDemo {
  private static let folder = 5

  let console: Console
  let service: MyAzurEmulator
  let store: SQLiteStore
  let client: MyAzur.Client

  /// Plays the demo; false when a comparison of mirror and server failed.
  func run(changes: Int) async throws -> Bool {
    var isEqual = try await step("First sync") { try await sync() }
    isEqual = try await step("Nothing has changed") { try await sync() } && isEqual

    service.moveStatuses(changes)
    isEqual = try await step("\(changes) changes on the server") { try await sync() } && isEqual

    service.moveStatuses(changes)
    console.say("\nAnother \(changes) changes, and a sync that is interrupted half way")
    try await interruptedSync()
    let differs = try !mirrorEqualsServer()
    console.say("  the mirror is \(differs ? "behind the server" : "already equal"), as a crash would leave it")
    isEqual = try await step("The next sync goes on") { try await sync() } && isEqual

    try showQuery()
    return isEqual
  }

  private func step(_ title: String, _ work: () async throws -> SyncReport) async throws -> Bool {
    console.say("\n\(title)")
    let report = try await work()
    let isEqual = try mirrorEqualsServer()
    console.say("  \(SyncNarrator.summary(report.counts)); requests: \(report.requests)")
    console.say("  \(report.result == .upToDate ? "up to date" : "incomplete: \(report.result.reasons.map(\.code))")")
    let count = try store.count(of: Document.self)
    console.say("  mirror \(isEqual ? "equals" : "DIFFERS FROM") server: \(count) documents")
    return isEqual && report.result == .upToDate
  }

  private func sync() async throws -> SyncReport {
    var last: SyncReport?
    for try await event in client.sync(folder: Self.folder, into: store) {
      switch event {
      case .committed(let progress): console.draw(progress.fraction, SyncNarrator.summary(progress.counts))
      case .finished(let report): last = report
      default: break
      }
    }
    guard let last else { throw SyncError.cancelled }
    return last
  }

  /// Leaves the loop half way, which is as abrupt for a sync as a crash between two effects.
  private func interruptedSync() async throws {
    var options = MyAzur.Client.SyncOptions()
    options.tuning.batch = 10
    for try await event in client.sync(folder: Self.folder, into: store, options: options) {
      guard case .committed(let progress) = event, progress.fraction ?? 0 > 0.4 else { continue }
      console.say("  left after \(SyncNarrator.summary(progress.counts))")
      return
    }
  }

  /// Compares what the database holds with what the emulator says it holds, byte for byte.
  private func mirrorEqualsServer() throws -> Bool {
    var rest = service.snapshot()
    var isEqual = true
    let type = Document.recordType
    try store.forEachRecord(service: type.service, type: type.name, stream: nil) { record in
      guard let id = Int(record.id), rest.removeValue(forKey: id) == record.payload.text else {
        isEqual = false
        return false
      }
      return true
    }
    return isEqual && rest.isEmpty
  }

  private func showQuery() throws {
    let documents = try store.all(Document.self)
    let open = documents.filter { $0.incoming && $0.status != .paid && $0.status != .rejected }
    console.say("\nA typed query on the mirror: \(open.count) received documents are neither paid nor rejected.")
    for document in open.sorted(by: { $0.createdAt > $1.createdAt }).prefix(3) {
      console.say("  document \(document.id), \(document.status), created \(document.createdAt)")
    }
  }
}
