import TributaryJSON

/// A record as the service keeps it: its JSON as REST shows it, and what the queue needs to know.
struct Record: Sendable {
  var type: String
  var id: Int
  /// The attributes, or `nil` once the record is deleted.
  var data: RawJSON?
  /// The number of the change that created this state; later changes in the service have higher numbers.
  var sequence: Int
  /// How many states the record has had.
  var version: Int
  /// The time of this state, in seconds from 1970.
  var changedAt: Int
  var isDeleted = false

  /// The attributes, decoded.
  var fields: JSONFields { (try? data?.decode(as: JSONFields.self)) ?? [:] }
}

/// One change: the index of a record, and the number of its state.
struct SellChange: Sendable {
  var place: Int32
  var sequence: Int
}

/// The records of a type.
struct SellCollection: Sendable {
  /// Indexes by identifier, including deleted records.
  private(set) var places: [Int: Int32] = [:]
  /// Identifiers of the records that are not deleted, ascending.
  private(set) var ids: [Int] = []
  /// Identifiers by that of the parent record, for types below another in paths.
  private(set) var children: [Int: [Int]] = [:]
  /// Rises with every change of a record.
  var version = 0

  mutating func insert(_ id: Int, at place: Int32, parent: Int?) {
    places[id] = place
    if let last = ids.last, last > id {
      ids.insert(id, at: Self.position(of: id, in: ids))
    } else {
      ids.append(id)
    }
    if let parent { children[parent, default: []].append(id) }
  }

  mutating func remove(_ id: Int, parent: Int?) {
    let position = Self.position(of: id, in: ids)
    if ids.indices.contains(position), ids[position] == id { ids.remove(at: position) }
    if let parent { children[parent]?.removeAll { $0 == id } }
  }

  /// The position of an identifier in the order, present or not.
  private static func position(of id: Int, in ids: [Int]) -> Int {
    var lower = 0
    var upper = ids.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if ids[middle] < id { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
