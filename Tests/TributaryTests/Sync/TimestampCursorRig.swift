import Tributary
import TributaryEmulator

/// Drives the machine by hand against a server and a store.
struct TimestampCursorRig {
  /// How a run ended.
  struct Outcome: Equatable {
    var reasons: [String] = []
    var notes: [String] = []
    var requests = 0
    var fractions: [Double] = []
  }

  var pass = SyncPass.changes
  var forgetFailures = false
  var tuning = TimestampCursor.Tuning()
  /// The process that it runs in: when it dies, and how requests fail.
  var process = SimulatedProcess()
  /// A mistake in the protocol, put in on purpose.
  var flaw: TimestampCursorFlaw?

  /// Runs until the machine is done; `nil` when the process died or a request failed.
  func run(_ server: inout TimestampCursorServer, on store: SimulatedStore) async throws -> Outcome? {
    let decisions = TimestampCursorProtocol(
      type: "row", start: .epoch, pass: pass, tuning: tuning, interpret: TimestampCursorServer.interpret)
    var run = SimulatedRun(decisions, forgetFailures: forgetFailures, in: process)
    var mistake = flaw.map { TimestampCursorMistake($0, store, pass) }
    server.beginRun()
    let ending = try await run.perform(on: store) { transaction in
      mistake?.apply(to: transaction) ?? transaction
    } _: { request in
      try server.respond(to: mistake?.apply(to: request) ?? request)
    }
    server.crashes += run.process.crashes
    server.networkFaults += run.process.faults
    guard case .finished(let reasons) = ending else { return nil }
    return Outcome(reasons: reasons, notes: run.notes, requests: run.requests, fractions: run.fractions)
  }

  /// The version of each live record.
  static func mirror(_ store: SimulatedStore) -> [Int: Int] {
    store.records("row").reduce(into: [:]) { $0[Int($1.id) ?? -1] = TimestampCursorServer.version($1.payload) }
  }
}
