public import Tributary

/// What a store must hold of odd rows.
public struct ExpectedRows: Sendable {
  /// The rows of each type that must be stored, by identifier.
  public var stored: [String: [String: OddRows.Row]] = [:]
  /// The rows without a readable identifier, as the quarantine holds them.
  public var unidentified: [[UInt8]] = []

  /// Nothing.
  public init() {}

  /// Takes a row in.
  public mutating func add(_ row: OddRows.Row, type: String, id: String, quarantined: [UInt8]? = nil) {
    if row.fate == .unidentified {
      unidentified.append(quarantined ?? row.bytes)
    } else {
      stored[type, default: [:]][id] = row
    }
  }

  /// How many rows of a fate there are.
  public func count(_ fate: OddRows.Fate) -> Int {
    fate == .unidentified ? unidentified.count : stored.values.reduce(0) { $0 + $1.values.count { $0.fate == fate } }
  }

  /// What is wrong with a store's records and quarantine.
  public func problems(in store: any RecordReader, service: String) throws(StoreError) -> [String] {
    var problems: [String] = []
    for (type, rows) in stored {
      var found: [String: [UInt8]] = [:]
      try store.forEachRecord(service: service, type: type, stream: nil) { record in
        found[record.id] = record.payload.bytes.array
        return true
      }
      for (id, row) in rows where found[id] != row.bytes { problems.append("\(type) \(id) is not as it was sent") }
      for id in found.keys where rows[id] == nil { problems.append("\(type) \(id) was not sent") }
    }
    let quarantine = try store.quarantine(stream: nil, limit: .max)
    let undecodable = stored.flatMap { type, rows in
      rows.filter { $0.value.fate == .undecodable }.map { "\(type) \($0.key)" }
    }
    let named = quarantine.compactMap { item in item.id.map { "\(item.type) \($0)" } }
    if Set(named) != Set(undecodable) {
      problems.append("in quarantine are \(named.sorted()), not \(undecodable.sorted())")
    }
    let unnamed = quarantine.filter { $0.id == nil }.map(\.payload.bytes.array)
    if Set(unnamed) != Set(unidentified) {
      problems.append("\(unnamed.count) rows have no identifier, not \(unidentified.count)")
    }
    return problems
  }

  /// What is wrong with what a model reads.
  ///
  /// - Parameter text: The text that was altered.
  public func problems<Model: SyncRecord>(
    readingFrom store: any RecordReader, as model: Model.Type, text: (Model) -> String?
  ) throws(StoreError) -> [String] {
    var problems: [String] = []
    let rows = stored[Model.recordType.name] ?? [:]
    let records = try store.all(model)
    let good = rows.filter { $0.value.fate == .good }
    if Set(records.map { "\($0.id)" }) != Set(good.keys) { problems.append("other records decode") }
    for record in records {
      guard let read = good["\(record.id)"]?.read else { continue }
      if text(record)?.utf8.elementsEqual(read.utf8) != true {
        problems.append("\(record.id) reads \(text(record) ?? "nil")")
      }
    }
    if records.undecodable.count != rows.count - good.count { problems.append("others do not decode") }
    return problems
  }

  /// What is wrong with what a view shows.
  ///
  /// - Parameter shown: The text that was altered, by identifier: the bytes as the database gives them.
  public func problems(shown: [String: [UInt8]?], type: String) -> [String] {
    var problems: [String] = []
    let rows = stored[type] ?? [:]
    if Set(shown.keys) != Set(rows.keys) { problems.append("the view shows other records") }
    for (id, row) in rows {
      guard let bytes = shown[id] ?? nil else { continue }
      if String(validating: bytes, as: UTF8.self) == nil { problems.append("\(id) shows what is no text") }
      if let text = row.shown, Array(text.utf8) != bytes {
        problems.append("\(id) shows \(String(decoding: bytes, as: UTF8.self)), not \(text)")
      }
    }
    return problems
  }
}
