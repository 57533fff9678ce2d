package import TributaryJSON

/// What a ``MemoryStore`` holds, and how a transaction changes it.
package struct MemoryContents: Sendable {
  package struct Record: Sendable {
    package var payload: RawJSON
    package var isDeleted = false
    var epoch: Int
  }

  /// The key of an item in quarantine: its identifier, or its bytes if it has none.
  package enum QuarantineKey: Sendable, Hashable {
    case record(RecordReference)
    case payload(type: ExactText, RawJSON)
  }

  package struct QuarantineEntry: Sendable {
    var number: Int
    package var item: QuarantinedItem
  }

  package struct Stream: Sendable {
    var key: StreamKey
    var isHeld = true
    var checkpoint: Checkpoint?
    var committedAt: Timestamp?
    var epoch = 0
    var incarnation: String
    var outbox = ArrivalOrder<ExactText>()
    var unsettledObjects = ArrivalOrder<RecordReference>()
    package var records: [ExactText: [ExactText: Record]] = [:]
    package var quarantine: [QuarantineKey: QuarantineEntry] = [:]
    var overlay: [RecordReference: Applied] = [:]
    /// The number of the last overlay entry when the stream was opened.
    var openedAt = 0
  }

  /// What a call has written, shown over the mirror.
  struct Applied: Sendable {
    var number: Int
    var moment: Timestamp
    /// `nil` for a deletion.
    var payload: RawJSON?
  }

  /// What a transaction did.
  package struct Effect: Sendable {
    package var counts = CommitCounts()
    var changed: [RecordReference] = []
    var deleted: [RecordReference] = []
    /// Records whose overlay entry was dropped.
    var dropped: [RecordReference] = []
  }

  package var streams: [Stream] = []
  private var quarantined = 0
  private var applied = 0

  package init() {}

  package mutating func hold(_ key: StreamKey, drawing incarnation: () -> String) throws(StoreError) -> Int {
    switch try StreamClaim(key, among: streams.map(\.key)) {
    case .existing(let place, let account):
      guard !streams[place].isHeld else { throw .streamIsBusy(streams[place].key) }
      streams[place].isHeld = true
      beginRun(at: place)
      if streams[place].key.account.isEmpty { streams[place].key.account = account }
      return place
    case .new(let key):
      streams.append(Stream(key: key, incarnation: incarnation()))
      beginRun(at: streams.count - 1)
      return streams.count - 1
    }
  }

  /// Notes which overlay entries a run may drop.
  package mutating func beginRun(at place: Int) { streams[place].openedAt = applied }

  /// Shows a change over the mirror.
  package mutating func show(_ change: RecordChange, at place: Int, _ moment: Timestamp) {
    applied += 1
    let payload: RawJSON? = if case .upsert(let payload) = change.kind { payload } else { nil }
    streams[place].overlay[change.reference] = Applied(number: applied, moment: moment, payload: payload)
  }

  /// Drops the entries that a run up to date has settled.
  package mutating func dropApplied(at place: Int) -> Effect {
    var effect = Effect()
    let settled = streams[place].overlay.filter { $0.value.number <= streams[place].openedAt }
    effect.dropped = settled.sorted { $0.value.number < $1.value.number }.map(\.key)
    for record in effect.dropped { streams[place].overlay[record] = nil }
    streams[place].reveal(&effect)
    return effect
  }

  /// Drops the entries of some records, or of all.
  mutating func discard(_ records: [RecordReference]?, at place: Int) -> Effect {
    var effect = Effect()
    for record in records ?? Array(streams[place].overlay.keys) {
      if streams[place].overlay.removeValue(forKey: record) != nil { effect.dropped.append(record) }
    }
    streams[place].reveal(&effect)
    return effect
  }

  mutating func renew(_ incarnation: String, at place: Int) {
    streams[place].incarnation = incarnation
    streams[place].outbox = ArrivalOrder()
  }

  package mutating func apply(_ transaction: StreamTransaction, at place: Int) -> Effect {
    var effect = Effect()
    streams[place].epoch = max(streams[place].epoch, transaction.epoch ?? 0)
    for change in transaction.lastChanges { streams[place].apply(change, &effect) }
    for item in transaction.quarantine {
      quarantined += 1
      streams[place].quarantine(item, number: quarantined)
      effect.counts.quarantined += 1
    }
    streams[place].apply(transaction)
    if let sweep = transaction.sweep { streams[place].apply(sweep, &effect) }
    streams[place].reveal(&effect)
    return effect
  }
}

extension MemoryContents.Stream {
  fileprivate mutating func apply(_ change: RecordChange, _ effect: inout MemoryContents.Effect) {
    let type = ExactText(change.type)
    let id = ExactText(change.id)
    quarantine[.record(change.reference)] = nil
    if let entry = overlay[change.reference], entry.number <= openedAt {
      overlay[change.reference] = nil
      effect.dropped.append(change.reference)
    }
    let stored = records[type]?[id]
    switch change.kind {
    case .upsert(let payload):
      records[type, default: [:]][id] = MemoryContents.Record(payload: payload, epoch: epoch)
      switch stored {
      case .some(let stored) where !stored.isDeleted && stored.payload.bytes == payload.bytes:
        effect.counts.unchanged += 1
        return
      case .some(let stored) where !stored.isDeleted: effect.counts.updated += 1
      default: effect.counts.inserted += 1
      }
      effect.changed.append(change.reference)
    case .delete:
      guard let stored, !stored.isDeleted else { return }
      records[type]?[id]?.isDeleted = true
      effect.counts.deleted += 1
      effect.deleted.append(change.reference)
    }
  }

  /// Turns what happened to the mirror into what a reader sees: nothing where an entry still lies over it, and what was
  /// under an entry that is gone.
  fileprivate func reveal(_ effect: inout MemoryContents.Effect) {
    guard !overlay.isEmpty || !effect.dropped.isEmpty else { return }
    effect.changed.removeAll { overlay[$0] != nil }
    effect.deleted.removeAll { overlay[$0] != nil }
    let known = Set(effect.changed + effect.deleted)
    for record in effect.dropped where !known.contains(record) {
      if isLive(record) { effect.changed.append(record) } else { effect.deleted.append(record) }
    }
  }

  private func isLive(_ record: RecordReference) -> Bool {
    records[ExactText(record.type)]?[ExactText(record.id)].map { !$0.isDeleted } ?? false
  }

  /// The records of a type as readers see them.
  package func shown(_ type: String) -> [ExactText: RawJSON] {
    var shown = (records[ExactText(type)] ?? [:]).filter { !$0.value.isDeleted }.mapValues(\.payload)
    for (record, entry) in overlay where ExactText(record.type) == ExactText(type) {
      shown[ExactText(record.id)] = entry.payload
    }
    return shown
  }

  /// One record as readers see it.
  func shown(_ record: RecordReference) -> RawJSON? {
    if let entry = overlay[record] { return entry.payload }
    guard let stored = records[ExactText(record.type)]?[ExactText(record.id)], !stored.isDeleted else { return nil }
    return stored.payload
  }

  fileprivate mutating func quarantine(_ item: QuarantinedItem, number: Int) {
    let key: MemoryContents.QuarantineKey =
      if let id = item.id {
        .record(RecordReference(type: item.type, id: id))
      } else {
        .payload(type: ExactText(item.type), item.payload)
      }
    quarantine[key] = MemoryContents.QuarantineEntry(number: quarantine[key]?.number ?? number, item: item)
  }

  /// Checkpoint, outbox and failures.
  fileprivate mutating func apply(_ transaction: StreamTransaction) {
    if let checkpoint = transaction.checkpoint { self.checkpoint = checkpoint }
    for key in transaction.acknowledgements { outbox.insert(ExactText(key)) }
    for key in transaction.acknowledged { outbox.remove(ExactText(key)) }
    for reference in transaction.unsettledObjects { unsettledObjects.insert(reference) }
    for reference in transaction.recovered { unsettledObjects.remove(reference) }
  }

  fileprivate mutating func apply(_ sweep: Sweep, _ effect: inout MemoryContents.Effect) {
    switch sweep {
    case .count(let types): effect.counts.missing += behind(types).count
    case .delete(let types):
      for reference in behind(types) {
        records[ExactText(reference.type)]?[ExactText(reference.id)]?.isDeleted = true
        effect.counts.deleted += 1
        effect.deleted.append(reference)
      }
    }
  }

  /// Live records of these types, or of all for `[]`, that were last seen before the stream's epoch.
  private func behind(_ types: [String]) -> [RecordReference] {
    let types = types.isEmpty ? Set(records.keys) : Set(types.map(ExactText.init))
    return types.flatMap { type in
      (records[type] ?? [:]).filter { !$0.value.isDeleted && $0.value.epoch < epoch }
        .map { RecordReference(type: type.text, id: $0.key.text) }
    }
  }

  package var state: StreamState {
    var state = StreamState()
    state.checkpoint = checkpoint
    state.outbox = outbox.keys.map(\.text)
    state.unsettledObjects = unsettledObjects.keys
    state.epoch = epoch
    state.incarnation = incarnation
    return state
  }

  var summary: StreamSummary {
    let live = records.mapValues { $0.values.count { !$0.isDeleted } }
    return StreamSummary(
      key: key, state: state,
      records: live.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        .map { StreamSummary.RecordCount(type: $0.key.text, count: $0.value) },
      deleted: records.values.reduce(0) { $0 + $1.values.count { $0.isDeleted } },
      quarantined: quarantine.count, applied: overlay.count, oldestApplied: overlay.values.map(\.moment).min(),
      committedAt: committedAt)
  }
}

extension MemoryContents {
  /// The streams of a service that a key names, or all of them.
  func places(service: String, stream: StreamKey?) -> [Int] {
    streams.indices.filter { place in
      ExactText(streams[place].key.service) == ExactText(service) && stream?.names(streams[place].key) ?? true
    }
  }
}

extension MemoryContents.Stream {
  /// What lies over the mirror.
  package var entries: [OverlayEntry] {
    overlay.map { record, entry in
      let kind: RecordChange.Kind = entry.payload.map { .upsert($0) } ?? .delete
      return OverlayEntry(
        stream: key, change: RecordChange(type: record.type, id: record.id, kind: kind), number: entry.number,
        appliedAt: entry.moment)
    }
  }
}

/// A set that keeps its members in the order in which they were added. A member that is added again keeps its place.
struct ArrivalOrder<Key: Hashable & Sendable>: Sendable {
  private var places: [Key: Int] = [:]
  private var next = 0

  /// The members, oldest first.
  var keys: [Key] { places.sorted { $0.value < $1.value }.map(\.key) }

  mutating func insert(_ key: Key) {
    guard places[key] == nil else { return }
    places[key] = next
    next += 1
  }

  mutating func remove(_ key: Key) { places[key] = nil }
}
