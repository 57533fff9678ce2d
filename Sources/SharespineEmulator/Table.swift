/// The records of one type, and what can be seen of them.
struct Table: Sendable {
  /// A place in the order of the last modification.
  private struct Place: Sendable, Comparable {
    var stamp: Int
    var localID: String
    var version: Int

    static func < (left: Self, right: Self) -> Bool {
      left.stamp != right.stamp ? left.stamp < right.stamp : left.localID < right.localID
    }
  }

  /// What is seen of a record until a moment, while a change of it is not visible yet; `nil` for nothing.
  private struct Past: Sendable {
    var until: Int
    var record: Record?
  }

  /// Every record as it is, deleted ones included.
  private(set) var records: [String: Record] = [:]
  private var pasts: [String: [Past]] = [:]
  /// Sorted; places of states that are past are left in it for a while.
  private var timeline: [Place] = []
  private var identifiers: [String] = []

  var count: Int { records.count }

  /// A record that is there and not deleted, chosen by a number.
  func live(_ number: Int) -> Record? {
    for offset in identifiers.indices {
      let record = records[identifiers[(number + offset) % identifiers.count]]
      if let record, !record.isDeleted { return record }
    }
    return nil
  }

  /// Adds many records at once to an empty table.
  mutating func fill(_ new: [Record]) {
    for record in new { records[record.localID] = record }
    identifiers = new.map(\.localID)
    timeline = new.map { Place(stamp: $0.lastModified, localID: $0.localID, version: $0.version) }.sorted()
  }

  /// Stores a state of a record, which becomes visible at a moment.
  mutating func put(_ record: Record, visibleAt moment: Int, now: Int) {
    var record = record
    let previous = records[record.localID]
    record.version = (previous?.version ?? 0) + 1
    if moment > now {
      // What becomes visible never does so before an earlier state.
      let earliest = pasts[record.localID]?.last?.until ?? moment
      pasts[record.localID, default: []].append(Past(until: max(moment, earliest), record: previous))
    }
    if previous == nil { identifiers.append(record.localID) }
    records[record.localID] = record
    insert(Place(stamp: record.lastModified, localID: record.localID, version: record.version))
  }

  /// Takes a record away without a trace.
  mutating func forget(_ localID: String) {
    guard records.removeValue(forKey: localID) != nil else { return }
    pasts[localID] = nil
    identifiers.removeAll { $0 == localID }
  }

  private mutating func insert(_ place: Place) {
    timeline.insert(place, at: firstIndex { place < $0 })
    guard timeline.count > 2 * records.count + 64 else { return }
    timeline.removeAll { records[$0.localID]?.version != $0.version }
  }

  /// The first place at which a condition holds; it also holds for all later places.
  private func firstIndex(_ holds: (Place) -> Bool) -> Int {
    var range = 0..<timeline.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = holds(timeline[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }

  // MARK: - Reading

  /// Drops the past that is past.
  mutating func settle(at now: Int) {
    guard !pasts.isEmpty else { return }
    for (id, states) in pasts {
      let left = states.filter { $0.until > now }
      pasts[id] = left.isEmpty ? nil : left
    }
  }

  /// A record as it can be seen; call ``settle(at:)`` before.
  func visible(_ localID: String) -> Record? {
    if let past = pasts[localID]?.first { return past.record }
    return records[localID]
  }

  /// All that can be seen, by identifier.
  func allVisible() -> [Record] { identifiers.sorted().compactMap { visible($0) } }

  /// What can be seen that was modified after a moment, the oldest modification first and of equal ones the lesser
  /// identifier, until the body has enough.
  ///
  /// - Returns: Whether it can be told without sorting everything; nothing was handed to the body otherwise.
  func forEachAscending(after moment: Int?, _ body: (Record) -> Bool) -> Bool {
    guard pasts.isEmpty else { return false }
    var index = moment.map { moment in firstIndex { $0.stamp > moment } } ?? 0
    while index < timeline.count {
      let place = timeline[index]
      index += 1
      guard let record = records[place.localID], record.version == place.version else { continue }
      if !body(record) { break }
    }
    return true
  }
}
