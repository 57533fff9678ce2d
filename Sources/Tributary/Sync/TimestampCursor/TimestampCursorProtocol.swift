package import TributaryJSON

/// The decisions of ``TimestampCursor`` for one stream.
package struct TimestampCursorProtocol: SyncProtocol {
  package typealias Request = TimestampCursor.Request
  package typealias Response = TimestampCursor.Response
  package typealias Memory = TimestampCursorMemory

  private let type: String
  private let start: LocalTimestamp
  private let pass: SyncPass
  private let tuning: TimestampCursor.Tuning
  private let interpret: @Sendable (RawJSON) -> TimestampCursor.Row
  private var previous: TimestampCursorMemory?
  private var asked: LocalTimestamp
  private var isSweep = false
  private var hasReachedBack = false
  private var list: TimestampCursor.Response?
  /// How many rows of the list were processed.
  private var count = 0
  private var probe: CapProbe?

  package init(
    type: String, start: LocalTimestamp, pass: SyncPass, tuning: TimestampCursor.Tuning,
    interpret: @escaping @Sendable (RawJSON) -> TimestampCursor.Row
  ) {
    self.type = type
    self.start = start
    self.pass = pass
    self.tuning = tuning
    self.interpret = interpret
    asked = start
  }

  package mutating func begin(_ memory: TimestampCursorMemory?, _ state: StreamState) -> Step {
    previous = memory
    var step = ask(after: lowerBound())
    step.beginsPass = pass != .changes
    return step
  }

  /// Applies the list, or requests it again from further back if the clock that stamped it differs from what the
  /// request assumed.
  package mutating func receive(_ response: TimestampCursor.Response) -> Step? {
    let rows = SyncRows(response.rows, type: type, batch: tuning.batch)
    guard probe == nil else { return Step(rows: rows, next: .whenRead) }
    var notes: [SyncNote] = []
    if let previous, !hasReachedBack {
      hasReachedBack = true
      var bound = previous.cursor.adding(seconds: -overlap(isUTC: isUTC(response)))
      if response.createdAt < previous.cursor {
        notes.append(.clockWentBack(from: previous.cursor, to: response.createdAt))
        isSweep = true
        bound = min(sweepBound(from: previous), response.createdAt.adding(seconds: -tuning.sweep))
      }
      if pass == .changes, bound < asked {
        var step = ask(after: bound)
        step.notes = notes
        return step
      }
    }
    list = response
    return Step(notes: notes, rows: rows, progress: 1, next: .whenRead)
  }

  package mutating func read(_ payload: RawJSON, of type: String) -> SyncRow {
    let row = interpret(payload)
    if probe == nil { count += 1 } else { probe?.add(CapProbe.Row(row, payload)) }
    return SyncRow(type: type, id: row.id, kind: .upsert(payload), problem: row.problem)
  }

  /// After the last row of the list, asks for the probe if one is due, and otherwise ends.
  package mutating func proceed(_ defects: RowDefects) -> Step {
    guard let list else { return Step(next: .end([.stopped])) }
    guard probe == nil else { return end(list) }
    // One second before the median, so that no row of that second is omitted.
    probe = CapProbe(
      list.rows, count: count, every: tuning.roundLength, askedFrom: asked.seconds + 1,
      horizon: list.createdAt.seconds - overlap(isUTC: isUTC(list))
    ) { [interpret] in CapProbe.Row(interpret($0), $0) }
    let digits = Int(list.createdAt.fractionDigits)
    guard let median = probe?.median, let moment = LocalTimestamp(seconds: median, fractionDigits: digits) else {
      return end(list)
    }
    return ask(after: moment.adding(seconds: -1))
  }

  /// The cursor is that of the list, not of the probe. A list that was cut moves nothing.
  private func end(_ list: TimestampCursor.Response) -> Step {
    if probe?.provesCap == true { return Step(next: .end([.listIsCapped])) }
    let cursor = list.createdAt
    let swept = isSweep ? cursor : previous?.swept ?? cursor
    return Step(
      memory: TimestampCursorMemory(cursor: cursor, isUTC: isUTC(list), swept: swept), sweep: pass.sweep(of: type),
      next: .end([]))
  }

  private mutating func ask(after moment: LocalTimestamp) -> Step {
    asked = moment.notBeforeYearOne
    return Step(next: .ask(TimestampCursor.Request(after: asked)))
  }

  private mutating func lowerBound() -> LocalTimestamp {
    guard let previous, pass == .changes else {
      isSweep = true
      return start
    }
    isSweep = previous.cursor.seconds - previous.swept.seconds >= tuning.sweepInterval
    return isSweep
      ? sweepBound(from: previous) : previous.cursor.adding(seconds: -overlap(isUTC: previous.isUTC))
  }

  /// A sweep reaches back before the previous one, however long ago that was.
  private func sweepBound(from previous: TimestampCursorMemory) -> LocalTimestamp {
    let reach = max(tuning.sweep, overlap(isUTC: previous.isUTC))
    return min(
      previous.cursor.adding(seconds: -reach), previous.swept.adding(seconds: tuning.sweepInterval - reach))
  }

  private func overlap(isUTC: Bool) -> Int { isUTC ? tuning.overlap : tuning.overlapWithoutZone }

  private func isUTC(_ response: TimestampCursor.Response) -> Bool {
    guard let date = response.serverDate else { return false }
    return (response.createdAt.seconds - date.secondsSince1970).magnitude <= tuning.clockTolerance
  }
}

extension CapProbe.Row {
  fileprivate init(_ row: TimestampCursor.Row, _ payload: RawJSON) {
    self.init(name: row.id ?? payload.text, second: row.stamp?.seconds)
  }
}
