/// A store that exists as long as its object: for tests, previews, and programs that keep nothing.
///
/// It behaves like the durable store, including its reads, and never fails because of a disk.
///
/// ```swift
/// let store = MemoryStore()
/// let stream = try store.open(StreamKey(service: "my-azur", baseURL: "https://api.myazur.app"), types: [])
/// ```
public final class MemoryStore: SyncStore, RecordReader, RecordOverlay, RecordIndexes {
  private let contents = Locked(MemoryContents())
  private let broadcaster = CommitBroadcaster()
  private let randomness: @Sendable () -> UInt64
  private let now: @Sendable () -> Timestamp

  /// An empty store.
  ///
  /// - Parameters:
  ///   - randomness: The source of the random names of incarnations; the system's generator by default.
  ///   - now: The clock that says when a commit was made; the system's by default.
  public init(
    randomness: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
    now: @escaping @Sendable () -> Timestamp = { .thisSecond }
  ) {
    self.randomness = randomness
    self.now = now
  }

  /// Opens a stream for one run and locks it; see ``SyncStore/open(_:types:)``. The types make no difference here.
  public func open(_ key: StreamKey, types: [RecordType]) throws(StoreError) -> any StreamStore {
    let (place, key) = try contents.withLock { (contents) throws(StoreError) in
      let place = try contents.hold(key) { IncarnationName.draw(randomness) }
      return (place, contents.streams[place].key)
    }
    return MemoryStream(store: self, place: place, key: key)
  }

  /// Every stream in the store, in the order of their creation.
  public func streams() throws(StoreError) -> [StreamSummary] {
    contents.withLock { $0.streams }.map(\.summary)
  }

  /// What is in quarantine, oldest first.
  public func quarantine(stream: StreamKey?, limit: Int) throws(StoreError) -> [QuarantinedItem] {
    let entries = snapshot(stream: stream).flatMap(\.quarantine.values)
    return entries.sorted { $0.number < $1.number }.prefix(max(limit, 0)).map(\.item)
  }

  /// Calls the body with each live record of a type, in the order of stream and id, until it returns false.
  public func forEachRecord(
    service: String, type: String, stream: StreamKey?, _ body: (StoredRecord) -> Bool
  ) throws(StoreError) {
    for held in snapshot(service: service, stream: stream) {
      for (id, payload) in held.shown(type).sorted(by: { $0.key < $1.key }) {
        let stored = StoredRecord(stream: held.key, type: type, id: id.text, payload: payload)
        guard body(stored) else { return }
      }
    }
  }

  /// One live record by its identifier, or `nil`.
  public func record(
    service: String, type: String, id: String, stream: StreamKey?
  ) throws(StoreError) -> StoredRecord? {
    for held in snapshot(service: service, stream: stream) {
      guard let payload = held.shown(RecordReference(type: type, id: id)) else { continue }
      return StoredRecord(stream: held.key, type: type, id: id, payload: payload)
    }
    return nil
  }

  /// How many live records of a type there are.
  public func count(service: String, type: String, stream: StreamKey?) throws(StoreError) -> Int {
    snapshot(service: service, stream: stream)
      .reduce(0) { $0 + $1.shown(type).count }
  }

  /// Reports every commit made through this object from now on, in order.
  public func commits() -> AsyncStream<CommitNotice> { broadcaster.listen() }

  /// A snapshot of the streams, so that a walk neither holds the lock nor sees later commits.
  private func snapshot(service: String? = nil, stream: StreamKey?) -> [MemoryContents.Stream] {
    contents.withLock { $0.streams }.filter { held in
      service.map { ExactText($0) == ExactText(held.key.service) } ?? true && stream?.names(held.key) ?? true
    }
  }

  /// Does nothing: whatever is asked of memory, all records are looked at.
  public func index(_ field: IndexedField, service: String, type: String) throws(StoreError) {}

  /// Shows changes over the mirror.
  public func apply(
    _ changes: [RecordChange], service: String, stream: StreamKey?, at moment: Timestamp
  ) throws(StoreError) {
    try contents.withLock { (contents) throws(StoreError) in
      let named = contents.places(service: service, stream: stream)
      var shown: [(place: Int, change: RecordChange)] = []
      for change in changes {
        let holding = named.filter { contents.streams[$0].shown(change.reference) != nil }
        let places = holding.isEmpty ? named : holding
        guard !places.isEmpty, !holding.isEmpty || places.count == 1 else {
          throw .unplaced(service, among: places.count)
        }
        shown += places.map { ($0, change) }
      }
      for (place, change) in shown { contents.show(change, at: place, moment) }
      for place in named {
        var (changed, deleted): ([RecordReference], [RecordReference]) = ([], [])
        for (_, change) in shown.filter({ $0.place == place }) {
          if case .delete = change.kind { deleted.append(change.reference) } else { changed.append(change.reference) }
        }
        guard !changed.isEmpty || !deleted.isEmpty else { continue }
        broadcaster.notify(stream: contents.streams[place].key, changed: changed, deleted: deleted)
      }
    }
  }

  /// Drops entries of the overlay.
  @discardableResult
  public func discard(
    _ records: [RecordReference]?, service: String, stream: StreamKey?
  ) throws(StoreError) -> Int {
    contents.withLock { contents in
      contents.places(service: service, stream: stream).reduce(0) { count, place in
        let effect = contents.discard(records, at: place)
        report(effect, of: contents.streams[place])
        return count + effect.dropped.count
      }
    }
  }

  /// The entries that no sync has brought, oldest first.
  public func overlay(stream: StreamKey?) throws(StoreError) -> [OverlayEntry] {
    snapshot(stream: stream).flatMap(\.entries).sorted { $0.number < $1.number }
  }

  private func report(_ effect: MemoryContents.Effect, of stream: MemoryContents.Stream) {
    guard !effect.dropped.isEmpty else { return }
    broadcaster.notify(stream: stream.key, changed: effect.changed, deleted: effect.deleted)
  }

  // MARK: What an open stream does

  func dropApplied(at place: Int) {
    contents.withLock { contents in report(contents.dropApplied(at: place), of: contents.streams[place]) }
  }

  func state(at place: Int) -> StreamState { contents.withLock { $0.streams[place].state } }

  func commit(_ transaction: StreamTransaction, at place: Int) -> CommitCounts {
    contents.withLock { contents in
      let effect = contents.apply(transaction, at: place)
      contents.streams[place].committedAt = now()
      broadcaster.notify(stream: contents.streams[place].key, changed: effect.changed, deleted: effect.deleted)
      return effect.counts
    }
  }

  func renewIncarnation(at place: Int) {
    let incarnation = IncarnationName.draw(randomness)
    contents.withLock { $0.renew(incarnation, at: place) }
  }

  func release(_ place: Int) { contents.withLock { $0.streams[place].isHeld = false } }
}

/// A stream of a ``MemoryStore``, locked until it is closed or released.
final class MemoryStream: StreamStore {
  let key: StreamKey
  private let store: MemoryStore
  private let place: Int
  private let isOpen = Locked(true)

  init(store: MemoryStore, place: Int, key: StreamKey) {
    self.store = store
    self.place = place
    self.key = key
  }

  deinit { close() }

  func state() throws(StoreError) -> StreamState {
    try whileOpen { store.state(at: place) }
  }

  func commit(_ transaction: StreamTransaction) throws(StoreError) -> CommitCounts {
    try whileOpen { store.commit(transaction, at: place) }
  }

  func dropApplied() throws(StoreError) {
    try whileOpen { store.dropApplied(at: place) }
  }

  func renewIncarnation() throws(StoreError) {
    try whileOpen { store.renewIncarnation(at: place) }
  }

  func close() {
    isOpen.withLock { isOpen in
      if isOpen { store.release(place) }
      isOpen = false
    }
  }

  private func whileOpen<Output: Sendable>(_ body: () -> Output) throws(StoreError) -> Output {
    try isOpen.withLock { (isOpen) throws(StoreError) in
      guard isOpen else { throw .closed }
      return body()
    }
  }
}
