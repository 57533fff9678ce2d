@_spi(Generated) import TributaryJSON

/// The records of an emulated Zendesk Sell, and the order of their changes.
///
/// A record keeps its index forever, even when it is deleted, because what a device has is stored by index.
struct Database: Sendable {
  private(set) var records: [Record] = []
  private(set) var collections: [String: SellCollection] = [:]
  /// Changes of records that go through the queue, oldest first. Changes that a later one supersedes are dropped from
  /// time to time.
  private var changes: [SellChange] = []
  private var sequence = 0
  /// The first records are below 2^31 and the others above, so that 32 bits are not enough for a client.
  private var lastID = 2_147_483_600
  private var queueTypes: Set<String>
  private let capacity: Int

  init(queueTypes: Set<String>, capacity: Int) {
    self.queueTypes = queueTypes
    self.capacity = min(max(capacity, 0), Int(Int32.max))
  }

  var hasRoom: Bool { records.count < capacity }

  /// Lets records of a type go through the queue from now on.
  mutating func queue(_ type: String) { queueTypes.insert(type) }

  func isQueued(_ type: String) -> Bool { queueTypes.contains(type) }

  /// An identifier that no record has.
  mutating func newID() -> Int {
    lastID += 1
    return lastID
  }

  /// The index of a record, which it keeps when it is deleted.
  func anyPlace(_ type: String, _ id: Int) -> Int? { collections[type]?.places[id].map(Int.init) }

  /// The index of a record that exists.
  func place(_ type: String, _ id: Int) -> Int? {
    anyPlace(type, id).flatMap { records[$0].isDeleted ? nil : $0 }
  }

  func record(_ type: String, _ id: Int) -> Record? { place(type, id).map { records[$0] } }

  func fields(_ type: String, _ id: Int) -> JSONFields? { record(type, id)?.fields }

  func ids(_ type: String) -> [Int] { collections[type]?.ids ?? [] }

  /// The records of a type that belong to another record.
  func children(_ type: String, of parent: Int) -> [Int] { collections[type]?.children[parent] ?? [] }

  /// Stores the new state of a record. Without room for a new one, nothing happens.
  mutating func put(_ type: String, _ id: Int, _ data: RawJSON?, parent: Int? = nil, at seconds: Int) {
    lastID = max(lastID, id)
    if let place = anyPlace(type, id) {
      if records[place].isDeleted { collections[type]?.insert(id, at: Int32(place), parent: parent) }
      records[place].data = data
      records[place].isDeleted = false
      note(place, at: seconds)
    } else if hasRoom {
      let place = Int32(records.count)
      records.append(Record(type: type, id: id, data: data, sequence: 0, version: 0, changedAt: seconds))
      collections[type, default: SellCollection()].insert(id, at: place, parent: parent)
      note(Int(place), at: seconds)
    }
  }

  /// Deletes a record.
  mutating func remove(_ type: String, _ id: Int, parent: Int? = nil, at seconds: Int) {
    guard let place = place(type, id) else { return }
    records[place].isDeleted = true
    records[place].data = nil
    note(place, at: seconds)
    collections[type]?.remove(id, parent: parent)
  }

  /// Gives a record a new state with the same attributes.
  mutating func touch(_ type: String, _ id: Int, at seconds: Int) {
    if let place = place(type, id) { note(place, at: seconds) }
  }

  private mutating func note(_ place: Int, at seconds: Int) {
    sequence += 1
    records[place].sequence = sequence
    records[place].version += 1
    records[place].changedAt = seconds
    let type = records[place].type
    collections[type]?.version += 1
    guard queueTypes.contains(type) else { return }
    changes.append(SellChange(place: Int32(place), sequence: sequence))
    if changes.count > 2 * records.count + 1024 {
      let records = records
      changes.removeAll { records[Int($0.place)].sequence != $0.sequence }
    }
  }

  /// Whether the record has changed again since.
  func isOvertaken(_ change: SellChange) -> Bool { records[Int(change.place)].sequence != change.sequence }

  /// The changes after one, oldest first.
  func changes(after sequence: Int) -> ArraySlice<SellChange> {
    var lower = 0
    var upper = changes.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if changes[middle].sequence <= sequence { lower = middle + 1 } else { upper = middle }
    }
    return changes[lower...]
  }

  /// The number of the last change.
  var lastSequence: Int { sequence }
}

extension RawJSON {
  /// The JSON of an object, in memory of exactly the needed size.
  static func object(_ fields: JSONFields) -> RawJSON? { members(Array(fields)) }

  /// The JSON of an object from its members in order.
  static func members(_ members: [(key: String, value: JSONValue)]) -> RawJSON? {
    var writer = JSONWriter(capacity: 1024)
    writer.beginObject()
    for (key, value) in members {
      writer.name(named: key)
      writer.value(value)
    }
    writer.endObject()
    // A writer's memory is larger than its text, which adds up with many records.
    return try? RawJSON(validating: SharedBytes(writer.finish().array))
  }
}
