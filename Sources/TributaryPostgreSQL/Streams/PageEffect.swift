#if PostgreSQL
import Tributary

extension Page {
  /// What a commit did.
  struct Effect: Sendable {
    var counts = CommitCounts()
    var changed: [RecordReference] = []
    var deleted: [RecordReference] = []
    /// The stream's change number since.
    var change = 0
    /// How far the stream has come.
    var state = WitnessedState(incarnation: "", generation: 0)
  }

  /// What the commit did, from the rows that the statements returned.
  func effect(of results: ArraySlice<ResultRows>) throws(DatabaseFailure) -> Effect {
    var effect = Effect()
    var dropped: [RecordReference] = []
    var covered: Set<RecordReference> = []
    for (meaning, rows) in zip(meanings, results) {
      switch meaning {
      case .nothing: break
      case .stream:
        effect.change = rows.integer(0, 0)
        effect.state = WitnessedState(incarnation: rows.text(0, 2), generation: rows.integer(0, 1))
      case .dropped: dropped = Self.records(rows)
      case .covered: covered = Set(Self.records(rows))
      case .counted: effect.counts.missing += rows.integer(0, 0)
      case .swept:
        effect.counts.deleted += rows.count
        effect.deleted += Self.records(rows)
      case .upserted(let records):
        for (index, record) in records.enumerated() {
          switch rows.integer(index, 0) {
          case 2: effect.counts.inserted += 1
          case 1: effect.counts.updated += 1
          default:
            effect.counts.unchanged += 1
            continue
          }
          effect.changed.append(record)
        }
      case .deleted(let records):
        for row in 0..<rows.count {
          let place = rows.integer(row, 0)
          if records.indices.contains(place) { effect.deleted.append(records[place]) }
        }
        effect.counts.deleted += rows.count
      }
    }
    effect.counts.quarantined = transaction.quarantine.count
    reveal(dropped, under: covered, &effect)
    return effect
  }

  /// What a commit did whose response was lost: the rows that it marked. Whether a record was new or changed cannot be
  /// told any more; all count as changed.
  func effect(ofChange number: Int, _ connection: Connection) throws(DatabaseFailure) -> Effect {
    let rows = try connection.run([
      Statement(
        "SELECT type, id, deleted FROM record WHERE account = $1 AND stream = $2 AND change = $3",
        key + [.integer(number)]),
      Statement("SELECT type, id FROM overlay WHERE account = $1 AND stream = $2", key),
      Statement("SELECT incarnation, generation FROM stream WHERE account = $1 AND number = $2", key),
    ])
    var effect = Effect()
    effect.change = number
    effect.state = WitnessedState(incarnation: rows[2].text(0, 0), generation: rows[2].integer(0, 1))
    for (row, record) in Self.records(rows[0]).enumerated() {
      if rows[0].flag(row, 2) { effect.deleted.append(record) } else { effect.changed.append(record) }
    }
    effect.counts.updated = effect.changed.count
    effect.counts.deleted = effect.deleted.count
    let upserts = changes.count { $0.kind != .delete }
    effect.counts.unchanged = max(upserts - effect.changed.count, 0)
    effect.counts.quarantined = transaction.quarantine.count
    // Which entries were dropped is not known either; every record of the page may show something else now.
    reveal(changes.map(\.reference), under: Set(Self.records(rows[1])), &effect)
    return effect
  }

  /// Turns what happened to the mirror into what a reader sees: nothing where an entry still lies over it, and what was
  /// under an entry that is gone.
  private func reveal(_ dropped: [RecordReference], under covered: Set<RecordReference>, _ effect: inout Effect) {
    if !covered.isEmpty {
      effect.changed.removeAll { covered.contains($0) }
      effect.deleted.removeAll { covered.contains($0) }
    }
    guard !dropped.isEmpty else { return }
    let known = Set(effect.changed + effect.deleted)
    let gone = Set(changes.filter { $0.kind == .delete }.map(\.reference))
    for record in dropped where !known.contains(record) && !covered.contains(record) {
      if gone.contains(record) { effect.deleted.append(record) } else { effect.changed.append(record) }
    }
  }

  static func records(_ rows: ResultRows) -> [RecordReference] {
    (0..<rows.count).map { RecordReference(type: rows.text($0, 0), id: rows.text($0, 1)) }
  }
}
#endif
