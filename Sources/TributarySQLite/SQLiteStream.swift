import Tributary

/// A stream of a ``SQLiteStore``, locked until it is closed or released.
final class SQLiteStream: StreamStore {
  /// What exists as long as the stream is open.
  private struct Held {
    let file: StreamFile
    /// What the note beside the database should say.
    var marker: IncarnationMarker

    /// Updates the note. Until this succeeds, no further commit of this kind may follow, which would put the database
    /// two ahead.
    func note() throws(StoreError) {
      if file.marker != marker { try file.write(marker) }
    }
  }

  let key: StreamKey
  let notice: String?
  private let store: SQLiteStore
  /// The file in which the stream was opened, even if another takes its place.
  private let database: OpenDatabase
  private let number: Int
  /// The number of the last overlay entry when the stream was opened.
  private let opened: Int
  private let held: Locked<Held?>

  init(
    store: SQLiteStore, database: OpenDatabase, row: StreamRow, opened: Int, fileNumber: UInt64,
    file: sending StreamFile, notice: String? = nil
  ) throws(StoreError) {
    self.store = store
    self.database = database
    self.notice = notice
    key = row.key
    number = row.number
    self.opened = opened
    let marker = IncarnationMarker(
      incarnation: row.incarnation, generation: row.generation, fileNumber: fileNumber)
    let held = Held(file: file, marker: marker)
    try held.note()
    self.held = Locked(held)
  }

  func state() throws(StoreError) -> StreamState {
    try whileHeld { (_) throws(StoreError) in
      try database.checkPlace()
      return try database.read { (connection) throws(StoreError) in
        try StreamRow.one(number, connection).state(connection)
      }
    }
  }

  func commit(_ transaction: StreamTransaction) throws(StoreError) -> CommitCounts {
    try whileHeld { (held) throws(StoreError) in
      if transaction.raisesGeneration { try held.note() }
      let (counts, generation) = try store.commit(transaction, to: number, opened: opened, in: database)
      held.marker.generation = generation
      try held.note()
      return counts
    }
  }

  func dropApplied() throws(StoreError) {
    try whileHeld { (_) throws(StoreError) in try store.dropApplied(of: number, opened: opened, in: database) }
  }

  func renewIncarnation() throws(StoreError) {
    try whileHeld { (held) throws(StoreError) in
      let row = try store.renew(number, in: database)
      held.marker.incarnation = row.incarnation
      held.marker.generation = row.generation
      try held.note()
    }
  }

  func close() { held.withLock { $0 = nil } }

  private func whileHeld<Output: Sendable>(
    _ body: (inout Held) throws(StoreError) -> Output
  ) throws(StoreError) -> Output {
    try held.withLock { (held) throws(StoreError) in
      guard var open = held else { throw .closed }
      defer { held = open }
      return try body(&open)
    }
  }
}
