import Testing
import TributaryEmulator
import TributaryJSON

@testable import Tributary

/// Drives the machine by hand against a server and a store.
struct ModificationPollingRig {
  static let key = StreamKey(service: "test", baseURL: "http://localhost")

  /// How a run ended.
  struct Outcome: Equatable {
    var reasons: [String] = []
    var notes: [String] = []
    var requests = 0
  }

  var source = ModificationPolling.Source.query(limit: 10)
  var start: Timestamp?
  var pass = SyncPass.changes
  var scope = ModificationPolling.Scope.everything
  var tracksDeletions = true
  var forgetFailures = false
  var tuning = ModificationPolling.Tuning()
  var interpret = ModificationPollingServer.interpret
  /// The process that it runs in: when it dies, and how requests fail.
  var process = SimulatedProcess()
  /// A mistake in the protocol, put in on purpose.
  var flaw: ModificationPollingFlaw?
  /// What happens between two requests.
  var meanwhile: (inout ModificationPollingServer) -> Void = { _ in }

  /// Runs until the machine is done; `nil` when the process died or a request failed.
  func run(_ server: inout ModificationPollingServer, _ store: MemoryStore) async throws -> Outcome? {
    let stream = try store.open(Self.key, types: [])
    defer { stream.close() }
    return try await run(&server, on: stream)
  }

  /// Runs on a stream that is open.
  func run(_ server: inout ModificationPollingServer, on stream: any StreamStore) async throws -> Outcome? {
    let decisions = ModificationPollingProtocol(
      .init(
        type: "row", source: source, start: start, pass: pass, scope: scope, tracksDeletions: tracksDeletions,
        tuning: tuning, interpret: interpret))
    var run = SimulatedRun(decisions, forgetFailures: forgetFailures, in: process)
    var mistake = flaw.map { ModificationPollingMistake($0) }
    server.beginRun()
    var isFirst = true
    let ending = try await run.perform(on: stream) { transaction in
      mistake?.apply(to: transaction) ?? transaction
    } _: { request in
      if mistake?.isAtEnd == true { throw PlantedMistake() }
      if !isFirst { meanwhile(&server) }
      isFirst = false
      let asked = mistake?.apply(to: request) ?? request
      let response = try server.respond(to: asked)
      mistake?.see(response, to: asked)
      return response
    }
    server.crashes += run.process.crashes
    server.networkFaults += run.process.faults
    guard case .finished(let reasons) = ending else { return nil }
    return Outcome(reasons: reasons, notes: run.notes, requests: run.requests)
  }

  /// Runs to the end.
  func finish(_ server: inout ModificationPollingServer, _ store: MemoryStore) async throws -> Outcome {
    try #require(try await run(&server, store))
  }

  /// Runs to the end on a stream that is open.
  func finish(_ server: inout ModificationPollingServer, on stream: any StreamStore) async throws -> Outcome {
    try #require(try await run(&server, on: stream))
  }

  /// The version of each live record.
  static func mirror(_ store: MemoryStore) throws -> [Int: Int] {
    var records: [Int: Int] = [:]
    try store.forEachRecord(service: "test", type: "row", stream: nil) { record in
      records[Int(record.id) ?? -1] = ModificationPollingServer.version(record.payload)
      return true
    }
    return records
  }

  /// The version of each live record.
  static func mirror(_ store: SimulatedStore) -> [Int: Int] {
    store.records("row").reduce(into: [:]) {
      $0[Int($1.id) ?? -1] = ModificationPollingServer.version($1.payload)
    }
  }

  /// Everything that could be seen when the run began is there, in that state or a later one.
  static func isTrue(_ mirror: [Int: Int], of server: ModificationPollingServer) -> Bool {
    for (id, version) in server.seen {
      guard let current = server.rows[id] else { continue }
      if let held = mirror[id] {
        if held < version.number { return false }
      } else if !version.isDeleted, !current.isDeleted, current.number <= version.number {
        // Not held, though it was not deleted then, and has not been since.
        return false
      }
    }
    for (id, number) in mirror {
      if let current = server.rows[id], number > current.number { return false }
    }
    return true
  }
}
