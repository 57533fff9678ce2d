import Tributary

/// One service's part of the demo: a first sync, one without changes, one after changes, one that is interrupted and
/// one that completes it. Mirror and server are compared after each.
struct DemoPlay {
  let service: any DemonstratedService
  let baseURL: String
  let store: any SyncStore & RecordReader
  let console: Console

  /// Plays it; returns false if a comparison failed.
  func run(changes: Int) async throws -> Bool {
    var isEqual = try await step("First sync")
    isEqual = try await step("Nothing has changed") && isEqual

    service.change(changes)
    isEqual = try await step("\(changes.grouped) changes on the server") && isEqual

    service.change(changes)
    console.say("\nAnother \(changes.grouped) changes, and a sync that is interrupted halfway")
    try await interruptedSync()
    let differs = try !mirrorEqualsServer()
    console.say("  the mirror is \(differs ? "behind the server" : "already equal"), as a crash would leave it")
    isEqual = try await step("The next sync continues") && isEqual

    console.say("\nA typed query on the mirror")
    for line in try service.findings(in: store) { console.say("  \(line)") }
    return isEqual
  }

  private func step(_ title: String) async throws -> Bool {
    console.say("\n\(title)")
    let report = try await sync()
    let isEqual = try mirrorEqualsServer()
    console.say("  \(SyncNarrator.summary(report.counts)); requests: \(report.requests)")
    console.say("  \(report.result == .upToDate ? "up to date" : "incomplete: \(report.result.reasons.map(\.code))")")
    let count = try types().map(\.count).reduce(0, +)
    console.say("  mirror \(isEqual ? "equals" : "DIFFERS FROM") server: \(count.grouped) records")
    return isEqual && report.result == .upToDate
  }

  private func sync() async throws -> SyncReport {
    var last: SyncReport?
    for try await event in service.sync(from: baseURL, into: store, inSmallPages: false) {
      switch event {
      case .committed(let progress): console.draw(progress.fraction, SyncNarrator.summary(progress.counts))
      case .finished(let report): last = report
      default: break
      }
    }
    guard let last else { throw SyncError.cancelled }
    return last
  }

  /// Leaves the loop halfway, which is as abrupt for a sync as a crash between two effects.
  private func interruptedSync() async throws {
    for try await event in service.sync(from: baseURL, into: store, inSmallPages: true) {
      guard case .committed(let progress) = event, progress.fraction ?? 0 > 0.4 else { continue }
      console.say("  left after \(SyncNarrator.summary(progress.counts))")
      return
    }
  }

  /// Compares the contents of the database with those of the emulator, byte for byte.
  private func mirrorEqualsServer() throws -> Bool {
    var rest = service.snapshot()
    var isEqual = true
    for (type, _) in try types() {
      try store.forEachRecord(service: service.name, type: type, stream: nil) { record in
        isEqual = rest.removeValue(forKey: RecordReference(type: type, id: record.id)) == record.payload.text
        return isEqual
      }
      guard isEqual else { return false }
    }
    return rest.isEmpty
  }

  /// The service's record types in the mirror, with their numbers of live records.
  private func types() throws -> [(type: String, count: Int)] {
    var counts: [String: Int] = [:]
    for stream in try store.streams() where stream.key.service == service.name {
      for record in stream.records { counts[record.type, default: 0] += record.count }
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
