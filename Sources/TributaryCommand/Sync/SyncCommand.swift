import Tributary
import TributaryJSON
import TributarySQLite

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `tributary sync SERVICE`: syncs a service's records into a database.
struct SyncCommand: Sendable {
  private let target: any SyncTarget
  private let database: String
  private let watch: Int?
  private let console: Console

  init(_ reader: inout ArgumentReader, environment: [String: String]) throws(UsageError) {
    guard let service = reader.word() else {
      throw UsageError("sync needs a service: \(SyncServices.names.joined(separator: ", ")).")
    }
    let isJSON = reader.flag("--json")
    let isQuiet = reader.flag("--quiet")
    if isJSON, isQuiet { reader.complain("--json and --quiet exclude each other.") }
    let console = Console(style: isJSON ? .json : isQuiet ? .quiet : .plain)
    let isVerbose = reader.flag("--verbose")
    database = reader.value(of: "--database") ?? "tributary.sqlite"
    watch = reader.number("--watch", in: 1...86_400)
    var connection = ConnectionOptions()
    connection.baseURL = reader.baseURL()
    connection.timeout = reader.number("--timeout", in: 1...86_400)
    if isVerbose { connection.log = { record in console.complain("\(record)") } }
    // Reads the service's own options, ends reading, and only then looks for credentials.
    target = try SyncServices.target(service, &reader, connection: connection, environment: environment)
    self.console = console
  }

  func run() async throws -> ExitCode {
    do {
      // Storing the records comes first; output that cannot be written is reported afterwards.
      StandardOutput.shared.endsProgram = false
      let store = try SQLiteStore(path: database)
      var code = try await sync(following: store, isFirst: true)
      while let watch, StandardOutput.shared.isIntact {
        console.draw(nil, "waiting \(watch) s for the next sync; Ctrl-C ends")
        try await Task.sleep(for: .seconds(watch))
        code = try await sync(following: store, isFirst: false)
      }
      return code
    } catch {
      console.emit(["event": "failed", "message": .string(Failure(error).message)])
      throw error
    }
  }

  /// How often the file may be replaced during one sync.
  private static let replacements = 10

  /// Syncs, and repeats that if the database was meanwhile replaced by one in which the sync can continue.
  private func sync(following store: SQLiteStore, isFirst: Bool) async throws -> ExitCode {
    for _ in 0..<Self.replacements {
      var hasStarted = false
      do { return try await sync(into: store, isFirst: isFirst, &hasStarted) } catch SyncError.store(
        .replaced(let path, let what))
      {
        // If not even a stream could be opened, the sync cannot continue in the new file.
        guard hasStarted else { throw StoreError.replaced(path: path, what) }
      }
    }
    var hasStarted = false
    return try await sync(into: store, isFirst: isFirst, &hasStarted)
  }

  private func sync(into store: SQLiteStore, isFirst: Bool, _ hasStarted: inout Bool) async throws -> ExitCode {
    var narrator = SyncNarrator(console: console)
    var code = ExitCode.failure
    for try await event in try target.sync(into: store, isFirst: isFirst) {
      narrator.narrate(event)
      if case .started = event { hasStarted = true }
      if case .finished(let report) = event { code = report.result == .upToDate ? .success : .incomplete }
    }
    return code
  }
}

extension ArgumentReader {
  /// The value of `--base-url`. One that no request can be sent to is reported before anything is opened.
  mutating func baseURL() -> String? {
    guard let url = value(of: "--base-url") else { return nil }
    var problem: String? = url.contains("?") ? "it has a query" : nil
    if case .failure(let failure) = RequestURL.parse(url) { problem = failure.text }
    if let problem { complain("--base-url must be like https://api.example.com, not \"\(url)\": \(problem).") }
    return url
  }

  /// How much a sync requests: `--full`, with or without `--delete-missing`.
  mutating func pass() -> SyncPass {
    let isFull = flag("--full")
    let deletesMissing = flag("--delete-missing")
    if deletesMissing, !isFull { complain("--delete-missing only works with --full.") }
    return isFull ? .full(deleteMissing: deletesMissing) : .changes
  }
}

/// A service with its credentials and options, ready to be synchronized.
protocol SyncTarget: Sendable {
  /// One sync. Options with a one-time effect, such as forgetting failures, apply to the first one only.
  func sync(into store: any SyncStore, isFirst: Bool) throws -> SyncSequence
}

/// The services of the command line.
enum SyncServices {
  static let names = ["my-azur", "zendesk-sell", "sharespine"]

  static func target(
    _ name: String, _ reader: inout ArgumentReader, connection: ConnectionOptions, environment: [String: String]
  ) throws(UsageError) -> any SyncTarget {
    switch name {
    case "my-azur": try MyAzurTarget(&reader, connection: connection, environment: environment)
    case "zendesk-sell": try ZendeskSellTarget(&reader, connection: connection, environment: environment)
    case "sharespine": try SharespineTarget(&reader, connection: connection, environment: environment)
    default: throw UsageError("There is no service \"\(name)\".", near: name, among: names)
    }
  }
}
