import Foundation
import MyAzur
import Tributary
import TributaryJSON
import TributarySQLite

/// `tributary status`: shows what a database holds and where its streams stand.
struct StatusCommand: Sendable {
  private let database: String
  private let console: Console

  init(_ reader: inout ArgumentReader) throws(UsageError) {
    let isJSON = try reader.flag("--json")
    database = try reader.value(of: "--database") ?? "tributary.sqlite"
    try reader.finish()
    console = Console(style: isJSON ? .json : .plain)
  }

  func run() throws -> ExitCode {
    guard FileManager.default.fileExists(atPath: database) else {
      throw StatusError.noDatabase(database)
    }
    let store = try SQLiteStore(path: database)
    let streams = try store.streams()
    if streams.isEmpty { console.say("\(database) holds no stream yet. Run \"tributary sync\" first.") }
    for stream in streams {
      console.emit(Self.object(stream))
      Self.lines(stream).forEach(console.say)
    }
    let quarantine = try store.quarantine(stream: nil, limit: 20)
    if !quarantine.isEmpty { console.say("In quarantine:") }
    for item in quarantine {
      console.say("  \(item.type) \(item.id ?? "without id"): \(item.problem)")
      console.emit([
        "event": "quarantined", "type": .string(item.type), "id": item.id.map { .string($0) } ?? .null,
        "problem": .string(item.problem),
      ])
    }
    for service in Set(streams.map(\.key.service)).sorted() {
      guard let assumptions = Self.assumptions[service] else { continue }
      console.say("\"Up to date\" for \(service) assumes:")
      for (index, assumption) in assumptions.enumerated() { console.say("  \(index + 1). \(assumption)") }
    }
    return .success
  }

  private static let assumptions = [Document.recordType.service: TimestampCursor.assumptions]

  private static func lines(_ stream: StreamSummary) -> [String] {
    let key = stream.key
    var lines = ["\(key.service)\(key.scope.isEmpty ? "" : ", \(key.scope)")  (\(key.baseURL)\(key.account.isEmpty ? "" : ", \(key.account)"))"]
    lines.append("  cursor      \(stream.state.checkpoint?.text ?? "none yet")")
    for record in stream.records { lines.append("  \(record.type.padding(toLength: 11, withPad: " ", startingAt: 0)) \(record.count)") }
    if stream.deleted > 0 { lines.append("  deleted     \(stream.deleted)") }
    if stream.quarantined > 0 { lines.append("  quarantine  \(stream.quarantined)") }
    if !stream.state.failures.isEmpty { lines.append("  failed      \(stream.state.failures.count)") }
    if !stream.state.outbox.isEmpty { lines.append("  to acknowledge \(stream.state.outbox.count)") }
    return lines
  }

  private static func object(_ stream: StreamSummary) -> JSONValue {
    var records = JSONFields()
    for record in stream.records { records[record.type] = .number(JSONNumber(record.count)) }
    return [
      "event": "stream", "service": .string(stream.key.service), "scope": .string(stream.key.scope),
      "baseURL": .string(stream.key.baseURL), "account": .string(stream.key.account),
      "checkpoint": stream.state.checkpoint.map { .string($0.text) } ?? .null,
      "records": .object(records), "deleted": .number(JSONNumber(stream.deleted)),
      "quarantined": .number(JSONNumber(stream.quarantined)),
      "failures": .number(JSONNumber(stream.state.failures.count)),
      "outbox": .number(JSONNumber(stream.state.outbox.count)),
    ]
  }
}

/// Why there is no status.
enum StatusError: Error, CustomStringConvertible {
  case noDatabase(String)

  var description: String {
    switch self {
    case .noDatabase(let path): "There is no database at \(path); name one with --database, or run \"tributary sync\"."
    }
  }
}
