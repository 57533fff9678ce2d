import TributaryEmulator

@testable import Tributary

/// Mistakes that a protocol of this kind is commonly written with. The simulation must find each of them.
enum TimestampCursorFlaw: CaseIterable {
  /// Asks strictly after the cursor, without an overlap.
  case noOverlap
  /// Keeps the greatest stamp seen as the cursor instead of the list's own, and asks strictly after it.
  case checkpointAtGreatest
  /// Reads the cursor as the time of a zone five hours behind, as a date formatter on a device there does.
  case zoneMisread
  /// Keeps the row with the later stamp instead of the one that came last.
  case laterStampWins
  /// Keeps the cursor as a `Date`, to the millisecond, and asks from there without an overlap.
  case cursorThroughDate
}

/// One run with a flaw: alters what goes between the machine and the world.
struct TimestampCursorMistake {
  private let flaw: TimestampCursorFlaw
  private let store: SimulatedStore
  private let cursor: LocalTimestamp?
  private var greatest: LocalTimestamp?
  private var isFirstRequest = true

  init(_ flaw: TimestampCursorFlaw, _ store: SimulatedStore, _ pass: SyncPass) {
    self.flaw = flaw
    self.store = store
    cursor = pass == .changes ? store.cursor : nil
    greatest = cursor
  }

  mutating func apply(to request: TimestampCursor.Request) -> TimestampCursor.Request {
    defer { isFirstRequest = false }
    guard isFirstRequest, let cursor else { return request }
    var request = request
    switch flaw {
    case .noOverlap, .checkpointAtGreatest: request.after = cursor
    case .zoneMisread: request.after = request.after.adding(seconds: 5 * 3600)
    case .cursorThroughDate:
      let seconds = Double(cursor.seconds) + Double(cursor.nanoseconds) / 1e9
      let milliseconds = Int((seconds * 1000).rounded())
      request.after =
        LocalTimestamp(
          seconds: milliseconds / 1000, nanoseconds: milliseconds % 1000 * 1_000_000, fractionDigits: 3) ?? cursor
    case .laterStampWins: break
    }
    return request
  }

  mutating func apply(to transaction: StreamTransaction) -> StreamTransaction {
    var transaction = transaction
    switch flaw {
    case .checkpointAtGreatest:
      for case .upsert(let payload) in transaction.changes.map(\.kind) {
        guard let stamp = TimestampCursorServer.stamp(payload) else { continue }
        greatest = max(greatest ?? stamp, stamp)
      }
      guard let greatest, let checkpoint = transaction.checkpoint,
        var altered = StreamMemory<TimestampCursorMemory>(checkpoint)
      else { break }
      altered.memory?.cursor = greatest
      transaction.checkpoint = altered.takeCheckpoint() ?? checkpoint
    case .laterStampWins:
      let held = store.records("row").reduce(into: [:]) { $0[$1.id] = TimestampCursorServer.stamp($1.payload) }
      transaction.changes.removeAll { change in
        guard case .upsert(let payload) = change.kind, let stamp = TimestampCursorServer.stamp(payload),
          let held = held[change.id]
        else { return false }
        return stamp < held
      }
    case .noOverlap, .zoneMisread, .cursorThroughDate: break
    }
    return transaction
  }
}

extension SimulatedStore {
  /// The cursor that is remembered, if any.
  var cursor: LocalTimestamp? { state().checkpoint.flatMap { StreamMemory<TimestampCursorMemory>($0)?.memory?.cursor } }
}
