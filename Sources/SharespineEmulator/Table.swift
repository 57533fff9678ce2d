/// The records of one type, and their visible states.
struct Table: Sendable {
  /// A position in the order of last modification.
  private struct Place: Sendable, Comparable {
    var stamp: Int
    var localID: String
    var version: Int

    static func < (left: Self, right: Self) -> Bool {
      left.stamp != right.stamp ? left.stamp < right.stamp : left.localID < right.localID
    }
  }

  /// The visible state of a record until a given time, while a change is not visible yet; `nil` if there is none.
  private struct Past: Sendable {
    var until: Int
    var record: Record?
  }

  /// The current state of every record, including deleted ones.
  private(set) var records: [String: Record] = [:]
  private var pasts: [String: [Past]] = [:]
  /// The sorted positions; positions of past states stay in it for a while.
  private var timeline: [Place] = []
  private var identifiers: [String] = []

  var count: Int { records.count }

  /// A record that is not deleted, selected by a number.
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

  /// Stores a state of a record, which becomes visible at a given time.
  mutating func put(_ record: Record, visibleAt moment: Int, now: Int) {
    var record = record
    let previous = records[record.localID]
    record.version = (previous?.version ?? 0) + 1
    if moment > now {
      // A state never becomes visible before an earlier one.
      let earliest = pasts[record.localID]?.last?.until ?? moment
      pasts[record.localID, default: []].append(Past(until: max(moment, earliest), record: previous))
    }
    if previous == nil { identifiers.append(record.localID) }
    records[record.localID] = record
    insert(Place(stamp: record.lastModified, localID: record.localID, version: record.version))
  }

  /// Removes a record without a trace.
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

  /// The first position at which a condition holds; it also holds for all later ones.
  private func firstIndex(_ holds: (Place) -> Bool) -> Int {
    var range = 0..<timeline.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = holds(timeline[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }

  // MARK: - Reading

  /// Drops the states that are no longer visible.
  mutating func settle(at now: Int) {
    guard !pasts.isEmpty else { return }
    for (id, states) in pasts {
      let left = states.filter { $0.until > now }
      pasts[id] = left.isEmpty ? nil : left
    }
  }

  /// The visible state of a record; call ``settle(at:)`` first.
  func visible(_ localID: String) -> Record? {
    if let past = pasts[localID]?.first { return past.record }
    return records[localID]
  }

  /// All visible states, by identifier.
  func allVisible() -> [Record] { identifiers.sorted().compactMap { visible($0) } }

  /// Calls the body with the visible states that were modified after a given time, sorted by modification and then by
  /// identifier, until it returns false.
  ///
  /// - Returns: Whether this was possible without sorting everything; otherwise the body was not called.
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
