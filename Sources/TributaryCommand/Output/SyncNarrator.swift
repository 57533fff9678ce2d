import Tributary
import TributaryJSON

/// Reports what a sync does, to people or to programs.
struct SyncNarrator {
  let console: Console
  private let time: any TimeSource
  private var current = ""
  private var progressLine = ProgressLine()

  init(console: Console, time: any TimeSource = SystemTime()) {
    self.console = console
    self.time = time
  }

  mutating func narrate(_ event: SyncEvent) {
    switch event {
    case .started(let key):
      current = key.scope.isEmpty ? key.service : "\(key.service), \(key.scope)"
      console.emit(["event": "started", "service": .string(key.service), "scope": .string(key.scope)])
      console.draw(nil, "\(current): asking")
    case .committed(let progress):
      if let text = progressLine.text(of: progress, now: time.uptime) {
        console.draw(progress.fraction, "\(current): \(text)")
      }
      console.emit(.object(Self.fields("committed", progress)))
    case .waiting(let duration, let reason):
      console.draw(nil, "\(current): waiting \(duration.rounded) (\(reason))")
      let seconds = Int(duration.components.seconds)
      console.emit(["event": "waiting", "seconds": .number(JSONNumber(seconds)), "because": .string(reason)])
    case .noticed(let note):
      console.say("note: \(note.text)")
      console.emit(["event": "note", "code": .string(note.code), "text": .string(note.text)])
    case .finished(let report): finish(report)
    }
  }

  private func finish(_ report: SyncReport) {
    let requests = report.requests == 1 ? "1 request" : "\(report.requests.grouped) requests"
    switch report.result {
    case .upToDate: console.conclude("Up to date: \(Self.summary(report.counts)), \(requests).")
    case .incomplete(let reasons):
      console.conclude("Incomplete: \(Self.summary(report.counts)), \(requests).")
      for reason in reasons { console.conclude("  \(reason.code): \(reason.text)") }
    }
    console.emit([
      "event": "finished",
      "result": report.result == .upToDate ? "upToDate" : "incomplete",
      "reasons": .array(report.result.reasons.map { .string($0.code) }),
      "notes": .array(report.notes.map { .string($0.code) }),
      "stored": .number(JSONNumber(report.stored)),
      "deleted": .number(JSONNumber(report.counts.deleted)),
      "requests": .number(JSONNumber(report.requests)),
    ])
  }

  private static func fields(_ event: String, _ progress: SyncProgress) -> JSONFields {
    var fields = JSONFields()
    fields["event"] = .string(event)
    if let fraction = progress.fraction, let number = JSONNumber(text: "\((fraction * 1000).rounded() / 1000)") {
      fields["fraction"] = .number(number)
    }
    fields["stored"] = .number(JSONNumber(progress.counts.inserted + progress.counts.updated))
    fields["unchanged"] = .number(JSONNumber(progress.counts.unchanged))
    fields["deleted"] = .number(JSONNumber(progress.counts.deleted))
    return fields
  }

  static func summary(_ counts: CommitCounts) -> String {
    var parts = ["\(counts.inserted.grouped) new", "\(counts.updated.grouped) changed"]
    if counts.unchanged > 0 { parts.append("\(counts.unchanged.grouped) unchanged") }
    if counts.deleted > 0 { parts.append("\(counts.deleted.grouped) deleted") }
    if counts.quarantined > 0 { parts.append("\(counts.quarantined.grouped) in quarantine") }
    return parts.joined(separator: ", ")
  }
}

extension Duration {
  /// Whole seconds, for people: `90 s`.
  var rounded: String { "\(components.seconds) s" }
}
