#if PostgreSQL
import Foundation
import Tributary
import TributaryHTTP

/// A stream of a ``PostgreSQLStore``, until it is closed or released.
final class PostgreSQLStream: StreamStore {
  let key: StreamKey
  let store: PostgreSQLStore
  let number: Int
  let term: Int
  /// The number of the place in which the database was when the stream was opened.
  let place: Int
  /// How far the stream had come when it was opened.
  private let opened: WitnessedState
  /// How the stream was opened, if that is to be told.
  private let heldNotice: Locked<String?>
  /// The number of the last overlay entry when the stream was opened.
  private let lastEntry: Int
  private let isOpen = Locked(true)
  /// The stream's change number; `nil` after a commit whose outcome is unknown. Commits take turns for it.
  private let change: Locked<Int?>

  init(store: PostgreSQLStore, _ opened: StreamOpening.Opened) {
    self.store = store
    key = opened.row.key
    self.opened = opened.row.witnessed
    heldNotice = Locked(opened.notice)
    number = opened.number
    term = opened.term
    place = opened.row.place
    lastEntry = opened.lastEntry
    change = Locked(opened.row.change)
  }

  deinit { close() }

  var notice: String? { heldNotice.withLock { $0 } }

  /// Compares with what the witness noted last, and notes how far the stream is now.
  func compareWithWitness() async throws(StoreError) {
    guard let witness = store.database.witness else { return }
    let noted = try await witness.state(ofStream: number, account: store.account)
    // One that was just renewed asks for everything anyhow.
    guard notice == nil, let noted, opened.isBehind(noted) else { return try await note(opened) }
    try await renewIncarnation()
    heldNotice.withLock { $0 = DatabasePlace.behindWitness }
  }

  private func note(_ state: WitnessedState) async throws(StoreError) {
    try await store.database.witness?.note(state, ofStream: number, account: store.account)
  }

  func close() {
    let wasOpen = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    if wasOpen { store.letGo(of: number) }
  }

  func state() async throws(StoreError) -> StreamState {
    try checkOpen()
    let (account, number, label) = (store.account, number, store.database.label)
    return try await store.database.transact(
      .reading, StreamMemory.statements(account, number: number)
    ) { (rows) throws(DatabaseFailure) in
      guard let state = StreamMemory.states(rows)[number] else {
        throw .store(.failed(path: label, "the stream \(number) was removed"))
      }
      return state
    }
  }

  func commit(_ transaction: StreamTransaction) async throws(StoreError) -> CommitCounts {
    try checkOpen()
    let page = try Page(
      transaction, account: store.account, stream: number, lastEntry: lastEntry, at: store.database.now())
    let guards = transaction.raisesGeneration ? [DatabasePlace.guarding(place)] : []
    let fence = [store.lease.fence(store.account, term: term)] + guards
    let isDurable = transaction.durable || transaction.raisesGeneration
    let effect = try await write { [self] (change, slot) throws(StoreError) in
      let effect = try CommitAttempts(
        stream: self, account: store.account, fence: fence, page: page, isDurable: isDurable
      ).run(on: slot, change: &change)
      store.broadcaster.notify(stream: key, changed: effect.changed, deleted: effect.deleted)
      return effect
    }
    if transaction.raisesGeneration { try await note(effect.state) }
    return effect.counts
  }

  func renewIncarnation() async throws(StoreError) {
    try checkOpen()
    let incarnation = IncarnationName.draw(store.database.randomness)
    let state = try await fenced { [number, account = store.account] (connection) throws(DatabaseFailure) in
      try StreamRenewal(account: account, number: number).run(incarnation, place: nil, connection)
    }
    try await note(state)
  }

  func dropApplied() async throws(StoreError) {
    try checkOpen()
    let (account, number, lastEntry) = (store.account, number, lastEntry)
    let dropped = try await fenced { (connection) throws(DatabaseFailure) in
      try Overlay(account: account, stream: number).drop(nil, upTo: lastEntry, connection)
    }
    if !dropped.isEmpty { store.broadcaster.notify(stream: key, changed: dropped.changed, deleted: dropped.deleted) }
  }

  private func checkOpen() throws(StoreError) {
    guard isOpen.withLock({ $0 }) else { throw .closed }
  }

  /// Runs the body in a transaction that the fence begins; again after failures that pass.
  private func fenced<Output: Sendable>(
    _ body: @escaping @Sendable (Connection) throws(DatabaseFailure) -> Output
  ) async throws(StoreError) -> Output {
    let fence = store.lease.fence(store.account, term: term)
    return try await write { [self] (change, slot) throws(StoreError) in
      change = nil
      do throws(DatabaseFailure) {
        let (output, now) = try slot.perform { (connection) throws(DatabaseFailure) in
          do throws(DatabaseFailure) {
            return try connection.transaction { (connection) throws(DatabaseFailure) in
              _ = try connection.run([fence])
              let output = try body(connection)
              return (output, try currentChange(connection))
            }
          } catch {
            // Whatever the body does may be done twice.
            if case .lost(let reason, true) = error { throw .lost(reason: reason, mayBeCommitted: false) }
            throw error
          }
        }
        change = now
        return output
      } catch { throw storeError(error) }
    }
  }

  /// Runs the body on a connection's thread while no other write to the stream is under way.
  private func write<Output: Sendable>(
    _ body: @escaping @Sendable (inout Int?, ConnectionSlot) throws(StoreError) -> Output
  ) async throws(StoreError) -> Output {
    try await store.database.pool.run { [change] (slot) throws(StoreError) in
      try change.withLock { (change) throws(StoreError) in try body(&change, slot) }
    }
  }

  /// The stream's change number, of a row that the transaction locks.
  func currentChange(_ connection: Connection) throws(DatabaseFailure) -> Int? {
    let rows = try connection.run([
      Statement(
        "SELECT change, place FROM stream WHERE account = $1 AND number = $2 FOR NO KEY UPDATE",
        .integer(store.account), .integer(number))
    ])[0]
    guard rows.count == 1 else { return nil }
    guard rows.integer(0, 1) == place else { throw .store(replaced) }
    return rows.integer(0, 0)
  }

  private var replaced: StoreError {
    .replaced(
      path: store.database.label,
      "a replica was promoted or a copy was opened; nothing of this commit was stored or acknowledged, so sync again")
  }

  /// A failure as the stream reports it: the first guard is the lease's, the second the place's.
  func storeError(_ failure: DatabaseFailure) -> StoreError {
    guard case .refused(.divisionByZero, _, let statement) = failure else {
      return failure.storeError(store.database.label, key: key)
    }
    return statement == 0 ? .leaseLost(key) : replaced
  }
}
#endif
