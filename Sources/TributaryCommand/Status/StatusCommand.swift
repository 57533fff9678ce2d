import MyAzur
import Sharespine
import Tributary
import TributaryJSON
import TributarySQLite
import ZendeskSell

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `tributary status`: shows the contents of a database and the state of its streams.
struct StatusCommand: Sendable {
  private let database: String
  private let console: Console

  init(_ reader: inout ArgumentReader) throws(UsageError) {
    let isJSON = reader.flag("--json")
    database = reader.value(of: "--database") ?? "tributary.sqlite"
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
    for (claim, assumptions) in Self.assumptions(of: streams) {
      console.say("\"Up to date\" for \(claim) assumes:")
      for (index, assumption) in assumptions.enumerated() { console.say("  \(index + 1). \(assumption)") }
    }
    return .success
  }

  /// What *up to date* assumes of each service; by stream where a service has streams of several protocols.
  static func assumptions(of streams: [StreamSummary]) -> [(claim: String, assumptions: [String])] {
    Dictionary(grouping: streams, by: \.key.service).sorted { $0.key < $1.key }.flatMap { service, streams in
      let known = streams.compactMap { stream in assumptions(of: stream).map { (stream.key, $0) } }
      guard Set(known.map(\.1)).count > 1 else { return known.prefix(1).map { (service, $0.1) } }
      return known.map { key, assumptions in (name(of: key), assumptions) }
    }
  }

  /// What *up to date* assumes of a stream, by what its checkpoint says about its protocol. A shipped service has one
  /// protocol, also before its first checkpoint.
  private static func assumptions(of stream: StreamSummary) -> [String]? {
    stream.state.checkpoint?.assumptions ?? shipped[stream.key.service]
  }

  private static let shipped = [
    MyAzur.Document.recordType.service: TimestampCursor.assumptions,
    Sharespine.Product.recordType.service: ModificationPolling.assumptions,
    ZendeskSell.Lead.recordType.service: SessionQueue.assumptions,
  ]

  private static func name(of key: StreamKey) -> String {
    [key.service, key.scope].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func lines(_ stream: StreamSummary) -> [String] {
    let key = stream.key
    let place = [key.baseURL, key.account].filter { !$0.isEmpty }.joined(separator: ", ")
    var rows = [("cursor", stream.state.checkpoint?.text ?? "none yet")]
    rows += stream.records.map { ($0.type, "\($0.count)") }
    let counts = [
      ("deleted", stream.deleted), ("in quarantine", stream.quarantined),
      ("unsettled", stream.state.unsettledObjects.count),
      ("to acknowledge", stream.state.outbox.count),
    ]
    rows += counts.filter { $0.1 > 0 }.map { ($0.0, "\($0.1)") }
    if stream.applied > 0 {
      rows.append(("written, not yet synced", "\(stream.applied), the oldest \(Self.age(of: stream.oldestApplied))"))
    }
    let width = rows.map(\.0.count).max() ?? 0
    return ["\(name(of: key))  (\(place))"]
      + rows.map { "  \($0.0)\(String(repeating: " ", count: width - $0.0.count))  \($0.1)" }
  }

  /// How long ago a moment was, in the largest unit that is not zero.
  static func age(of moment: Timestamp?, at present: Timestamp = .thisSecond) -> String {
    let seconds = max(0, present.secondsSince1970 - (moment ?? present).secondsSince1970)
    for (unit, length) in [("days", 86_400), ("hours", 3_600), ("minutes", 60)] where seconds >= 2 * length {
      return "\(seconds / length) \(unit) ago"
    }
    return "\(seconds) seconds ago"
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
      "failures": .number(JSONNumber(stream.state.unsettledObjects.count)),
      "outbox": .number(JSONNumber(stream.state.outbox.count)), "applied": .number(JSONNumber(stream.applied)),
      "oldestApplied": stream.oldestApplied.map { .string($0.description) } ?? .null,
    ]
  }
}

/// Why the status cannot be shown.
enum StatusError: Error, CustomStringConvertible {
  case noDatabase(String)

  var description: String {
    switch self {
    case .noDatabase(let path): "There is no database at \(path); name one with --database, or run \"tributary sync\"."
    }
  }
}
