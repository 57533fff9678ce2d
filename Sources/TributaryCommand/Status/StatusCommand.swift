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

/// `tributary status`: shows the contents of a database and the state of its streams, with ages for people, and what is
/// stored for programs and with `--verbose`.
struct StatusCommand: Sendable {
  private let database: String
  private let isVerbose: Bool
  private let console: Console

  init(_ reader: inout ArgumentReader) throws(UsageError) {
    let isJSON = reader.flag("--json")
    isVerbose = reader.flag("--verbose")
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
    if !streams.isEmpty { StreamTable(streams, at: .thisSecond).lines.forEach(console.say) }
    for stream in streams {
      console.emit(Self.object(stream))
      if isVerbose { ([""] + Self.details(stream)).forEach(console.say) }
    }
    let quarantine = try store.quarantine(stream: nil, limit: 20)
    if !quarantine.isEmpty { ["", "In quarantine:"].forEach(console.say) }
    for item in quarantine {
      console.say("  \(item.type) \(item.id ?? "without id"): \(item.problem)")
      console.emit([
        "event": "quarantined", "type": .string(item.type), "id": item.id.map { .string($0) } ?? .null,
        "problem": .string(item.problem),
      ])
    }
    for (claim, assumptions) in Self.assumptions(of: streams) {
      ["", "\"Up to date\" for \(claim) assumes:"].forEach(console.say)
      for (index, assumption) in assumptions.enumerated() { console.say("  \(index + 1). \(assumption)") }
    }
    return .success
  }

  /// What *up to date* assumes of each service; by stream where a service has streams of several protocols.
  static func assumptions(of streams: [StreamSummary]) -> [(claim: String, assumptions: [String])] {
    Dictionary(grouping: streams, by: \.key.service).sorted { $0.key < $1.key }.flatMap { service, streams in
      let known = streams.compactMap { stream in assumptions(of: stream).map { (stream.name, $0) } }
      guard Set(known.map(\.1)).count > 1 else { return known.prefix(1).map { (service, $0.1) } }
      return known.map { name, assumptions in (name, assumptions) }
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

  /// Everything that is stored about a stream.
  private static func details(_ stream: StreamSummary) -> [String] {
    let place = [stream.key.baseURL, stream.key.account].filter { !$0.isEmpty }.joined(separator: ", ")
    var rows = [
      ("cursor", stream.state.checkpoint?.text ?? "none yet"),
      ("committed", stream.committedAt?.description ?? "unknown"),
    ]
    rows += stream.records.map { ($0.type, $0.count.grouped) }
    if stream.deleted > 0 { rows.append(("deleted", stream.deleted.grouped)) }
    let width = rows.map(\.0.displayWidth).max() ?? 0
    return ["\(stream.name)  (\(place))"]
      + rows.map { "  \($0.0)\(String(repeating: " ", count: width - $0.0.displayWidth))  \($0.1)" }
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
      "committedAt": stream.committedAt.map { .string($0.description) } ?? .null,
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
