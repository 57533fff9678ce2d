import Tributary
import TributaryJSON
import TributarySQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `tributary sync SERVICE`: brings a service's records into a database.
struct SyncCommand: Sendable {
  private let target: any SyncTarget
  private let database: String
  private let watch: Int?
  private let console: Console

  init(_ reader: inout ArgumentReader, environment: [String: String]) throws(UsageError) {
    guard let service = reader.word() else {
      throw UsageError("sync needs a service: \(SyncServices.names.joined(separator: ", ")).")
    }
    let isJSON = try reader.flag("--json")
    let isQuiet = try reader.flag("--quiet")
    if isJSON, isQuiet { throw UsageError("--json and --quiet exclude each other.") }
    let console = Console(style: isJSON ? .json : isQuiet ? .quiet : .plain)
    let isVerbose = try reader.flag("--verbose")
    database = try reader.value(of: "--database") ?? "tributary.sqlite"
    watch = try reader.number("--watch", in: 1...86_400)
    var connection = Connection()
    connection.baseURL = try reader.value(of: "--base-url")
    connection.timeout = try reader.number("--timeout", in: 1...86_400)
    if isVerbose { connection.log = { record in console.complain("\(record)") } }
    target = try SyncServices.target(service, &reader, connection: connection, environment: environment)
    try reader.finish()
    self.console = console
  }

  func run() async throws -> ExitCode {
    do {
      let store = try SQLiteStore(path: database)
      var code = try await sync(into: store, isFirst: true)
      while let watch {
        console.draw(nil, "waiting \(watch) s for the next sync; Ctrl-C ends")
        try await Task.sleep(for: .seconds(watch))
        code = try await sync(into: store, isFirst: false)
      }
      return code
    } catch {
      console.emit(["event": "failed", "message": .string(Failure(error).message)])
      throw error
    }
  }

  private func sync(into store: SQLiteStore, isFirst: Bool) async throws -> ExitCode {
    var narrator = SyncNarrator(console: console)
    var code = ExitCode.failure
    for try await event in try target.sync(into: store, isFirst: isFirst) {
      narrator.tell(event)
      if case .finished(let report) = event { code = report.result == .upToDate ? .success : .incomplete }
    }
    return code
  }
}

extension ArgumentReader {
  /// How much a sync asks for: `--full`, with or without `--delete-missing`.
  mutating func pass() throws(UsageError) -> SyncPass {
    let isFull = try flag("--full")
    let deletesMissing = try flag("--delete-missing")
    if deletesMissing, !isFull { throw UsageError("--delete-missing only works with --full.") }
    return isFull ? .full(deleteMissing: deletesMissing) : .changes
  }
}

/// What every service needs to be called.
struct Connection: Sendable {
  var baseURL: String?
  /// The longest time for one call with its repetitions, in seconds.
  var timeout: Int?
  var log: (@Sendable (ExchangeRecord) -> Void)?

  var policy: ClientPolicy {
    var limits = HTTPLimits()
    if let timeout { limits.deadline = .seconds(timeout) }
    return ClientPolicy(limits: limits, userAgent: "tributary-command/\(UserAgent.version)", log: log)
  }
}

/// A service with its credentials and options, ready to be synchronized.
protocol SyncTarget: Sendable {
  /// One sync. What is asked for once, such as forgetting failures, is meant for the first one only.
  func sync(into store: any SyncStore, isFirst: Bool) throws -> SyncSequence
}

/// The services that the command line knows.
enum SyncServices {
  static let names = ["my-azur", "zendesk-sell", "sharespine"]

  static func target(
    _ name: String, _ reader: inout ArgumentReader, connection: Connection, environment: [String: String]
  ) throws(UsageError) -> any SyncTarget {
    switch name {
    case "my-azur": try MyAzurTarget(&reader, connection: connection, environment: environment)
    case "zendesk-sell": try ZendeskSellTarget(&reader, connection: connection, environment: environment)
    case "sharespine": try SharespineTarget(&reader, connection: connection, environment: environment)
    default: throw UsageError("There is no service \"\(name)\".", near: name, among: names)
    }
  }
}
