import TributaryEmulator
import TributaryJSON

@testable import Tributary

struct OverlaidTimestampCursor: OverlayService {
  private var server: TimestampCursorServer

  init(seed: UInt64) {
    server = TimestampCursorServer(seed: seed)
    server.vices.order = .shuffled
    server.vices.includesBoundary = seed.isMultiple(of: 2)
    server.vices.duplicates = seed.isMultiple(of: 3)
  }

  mutating func write(_ id: Int) throws -> RecordChange? {
    server.touch(id)
    guard let version = server.rows[id] else { return nil }
    return RecordChange(type: "row", id: "\(id)", kind: .upsert(try RawJSON(version.text)))
  }

  mutating func change() { server.touch(Int.random(in: 0..<8, using: &random)) }
  private var random = SeededRandom(seed: 5)
  mutating func pass() { server.pass(3...9) }
  mutating func beginRun() { server.beginRun() }

  func decisions(batch: Int) -> TimestampCursorProtocol {
    var tuning = TimestampCursor.Tuning()
    tuning.batch = batch
    tuning.roundLength = 0
    return TimestampCursorProtocol(
      type: "row", start: .epoch, pass: .changes, tuning: tuning, interpret: TimestampCursorServer.interpret)
  }

  mutating func respond(to request: TimestampCursor.Request) throws -> TimestampCursor.Response {
    try server.respond(to: request)
  }

  var records: [RecordReference: Int] { server.mirror.byReference(type: "row") }
  let types = ["row"]
  func number(_ payload: RawJSON) -> Int { TimestampCursorServer.version(payload) }
  let forgetsDeletions = true
}

struct OverlaidPolling: OverlayService {
  private var server: ModificationPollingServer

  init(seed: UInt64) {
    server = ModificationPollingServer(seed: seed)
    server.vices.naturalOrder = seed.isMultiple(of: 2) ? .id : .newestFirst
    server.vices.honoursOrder = !seed.isMultiple(of: 5)
    server.vices.cap = seed.isMultiple(of: 3) ? 3 : nil
  }

  mutating func write(_ id: Int) throws -> RecordChange? {
    let deletes = server.now.isMultiple(of: 5) && server.rows[id] != nil
    server.touch(id, isDeleted: deletes)
    guard let version = server.rows[id] else { return nil }
    return RecordChange(
      type: "row", id: "\(id)", kind: deletes ? .delete : .upsert(try RawJSON(version.text)))
  }

  mutating func change() { server.change(1, among: 8) }
  mutating func pass() { server.now += 400 }
  mutating func beginRun() { server.beginRun() }

  func decisions(batch: Int) -> ModificationPollingProtocol {
    var tuning = ModificationPolling.Tuning()
    tuning.batch = batch
    return ModificationPollingProtocol(
      .init(
        type: "row", source: .query(limit: 4), start: nil, pass: .changes, scope: .everything, tracksDeletions: true,
        tuning: tuning, interpret: ModificationPollingServer.interpret))
  }

  mutating func respond(to request: ModificationPolling.Request) throws -> ModificationPolling.Response {
    try server.respond(to: request)
  }

  var records: [RecordReference: Int] { server.mirror.byReference(type: "row") }
  let types = ["row"]
  func number(_ payload: RawJSON) -> Int { ModificationPollingServer.version(payload) }
  let forgetsDeletions = false
}

struct OverlaidQueue: OverlayService {
  private var server: SessionQueueServer
  private var calls = 0

  init(seed: UInt64) {
    server = SessionQueueServer(objects: 6, seed: seed)
    server.pageSize = 2
  }

  mutating func write(_ id: Int) throws -> RecordChange? {
    calls += 1
    let (type, name) = (SessionQueueServer.type(id), "\(id)")
    if calls.isMultiple(of: 4), let object = server.objects[id], !object.isDeleted {
      server.delete(id)
      return RecordChange(type: type, id: name, kind: .delete)
    }
    server.touch(id)
    guard let text = server.mirror["\(type) \(id)"] else { return nil }
    return RecordChange(type: type, id: name, kind: .upsert(try RawJSON(text)))
  }

  mutating func change() {
    server.change(1)
    calls += 1
    // One object cannot be delivered for a while.
    if calls.isMultiple(of: 3) { (server.vices.failing, server.vices.forbidden) = ([calls % 6: 1000], [calls % 6]) }
    if calls.isMultiple(of: 7) { heal() }
  }

  mutating func heal() { (server.vices.failing, server.vices.forbidden) = ([:], []) }
  mutating func pass() {}
  mutating func beginRun() {}

  func decisions(batch: Int) -> SessionQueueProtocol {
    var tuning = SessionQueue.Tuning()
    tuning.chunk = batch
    return SessionQueueProtocol(
      tuning: tuning, drawDevice: { "device" }, interpret: SessionQueueServer.interpret)
  }

  mutating func respond(to request: SessionQueue.Request) throws -> SessionQueue.Response {
    try server.respond(to: request)
  }

  var records: [RecordReference: Int] {
    server.objects.filter { !$0.value.isDeleted }.reduce(into: [:]) {
      $0[RecordReference(type: SessionQueueServer.type($1.key), id: "\($1.key)")] = $1.value.revision
    }
  }

  var types: [String] { SessionQueueServer.types }
  func number(_ payload: RawJSON) -> Int { (try? payload.value())?["revision"]?.int ?? -1 }
  let forgetsDeletions = false
}

extension [Int: Int] {
  fileprivate func byReference(type: String) -> [RecordReference: Int] {
    reduce(into: [:]) { $0[RecordReference(type: type, id: "\($1.key)")] = $1.value }
  }
}

struct OverlaidTokenCursor: OverlayService {
  private var server: TokenCursorServer
  private var calls = 0

  init(seed: UInt64) {
    server = TokenCursorServer(seed: seed)
    server.vices.pageSize = 1 + Int(seed % 4)
    server.vices.listsDeletions = seed.isMultiple(of: 2)
    server.vices.saysEverything = seed.isMultiple(of: 3)
    server.change(6, among: 8)
  }

  mutating func write(_ id: Int) throws -> RecordChange? {
    calls += 1
    let type = TokenCursorServer.types[id % 2]
    if calls.isMultiple(of: 4), server.mirror[id] != nil {
      server.delete(id)
      return RecordChange(type: type, id: "\(id)", kind: .delete)
    }
    server.touch(id)
    guard let version = server.mirror[id] else { return nil }
    return RecordChange(type: type, id: "\(id)", kind: .upsert(try RawJSON(NumberRow.text(id, version))))
  }

  mutating func change() {
    server.change(1, among: 8)
    calls += 1
    if calls.isMultiple(of: 9) { server.forget() }
  }

  mutating func pass() {}
  mutating func beginRun() { server.beginRun() }

  func decisions(batch: Int) -> TokenCursorProtocol {
    var tuning = TokenCursor.Tuning()
    tuning.batch = batch
    return TokenCursorProtocol(types: types, isFull: false, forgetsFailures: false, tuning: tuning)
  }

  mutating func respond(to request: TokenCursor.Request) throws -> TokenCursor.Response {
    server.respond(to: request)
  }

  var records: [RecordReference: Int] { server.mirror.byReference(types: types) }
  var types: [String] { TokenCursorServer.types }
  func number(_ payload: RawJSON) -> Int { TokenCursorServer.version(payload) }
  let forgetsDeletions = false
}

struct OverlaidSnapshot: OverlayService {
  private var server: SnapshotServer
  private var calls = 0

  init(seed: UInt64) {
    server = SnapshotServer(seed: seed)
    server.vices.arrangement = SnapshotServer.Arrangement.allCases[Int(seed % 5)]
    server.vices.pages = seed.isMultiple(of: 3) ? .none : .numbered
    server.vices.pageSize = 1 + Int(seed % 4)
    server.change(8)
  }

  mutating func write(_ id: Int) throws -> RecordChange? {
    calls += 1
    guard !server.rows.isEmpty else { return nil }
    let row = server.rows[id % server.rows.count]
    let type = SnapshotServer.types[row.id % 2]
    if calls.isMultiple(of: 4) {
      server.remove(row.id)
      return RecordChange(type: type, id: "\(row.id)", kind: .delete)
    }
    server.touch(row.id)
    guard let changed = server.rows.first(where: { $0.id == row.id }) else { return nil }
    return RecordChange(type: type, id: "\(row.id)", kind: .upsert(try RawJSON(changed.text)))
  }

  mutating func change() { server.change(1) }
  mutating func pass() { server.endRun() }
  mutating func beginRun() { server.beginRun() }

  func decisions(batch: Int) -> SnapshotProtocol {
    var tuning = Snapshot.Tuning()
    tuning.batch = batch
    return SnapshotProtocol(types: types, order: .any, validator: .none, isFull: false, tuning: tuning)
  }

  mutating func respond(to request: Snapshot.Request) throws -> Snapshot.Response { server.respond(to: request) }

  var records: [RecordReference: Int] { server.mirror.byReference(types: types) }
  var types: [String] { SnapshotServer.types }
  func number(_ payload: RawJSON) -> Int { SnapshotServer.version(payload) }
  let forgetsDeletions = false
}

extension [Int: Int] {
  /// The even ones are of the first type, the others of the second.
  fileprivate func byReference(types: [String]) -> [RecordReference: Int] {
    reduce(into: [:]) { $0[RecordReference(type: types[$1.key % 2], id: "\($1.key)")] = $1.value }
  }
}
