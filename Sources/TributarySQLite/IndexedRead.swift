public import Tributary
import TributaryJSON

/// Reads the records of one stream that an index says can match, one by one, with what lies over the mirror.
struct IndexedRead {
  private let stream: StreamRow
  private let type: String
  private let filter: FilterEvaluator
  private let connection: Connection

  init(_ stream: StreamRow, _ type: String, _ filter: FilterEvaluator, _ connection: Connection) {
    self.stream = stream
    self.type = type
    self.filter = filter
    self.connection = connection
  }

  /// Calls the body with each record that matches, in the order of id, until it returns false.
  ///
  /// - Returns: Whether the body wants more.
  func walk(
    _ candidates: [TypeIndexes.Candidate], isCovered: Bool,
    _ body: (UncheckedRecord) throws(StoreError) -> Bool
  ) throws(StoreError) -> Bool {
    var applied = isCovered ? try overlay()[...] : []
    let covered = Set(applied.map(\.id))
    func tell(_ id: ExactText, _ bytes: SharedBytes) throws(StoreError) -> Bool {
      try body(
        UncheckedRecord(stream: stream.key, type: type, id: id.text, bytes: bytes, path: connection.path))
    }
    func tellApplied(before id: ExactText?) throws(StoreError) -> Bool {
      while let next = applied.first, id.map({ next.id < $0 }) ?? true {
        applied.removeFirst()
        if let bytes = next.bytes, filter.matches(bytes) ?? true, try !tell(next.id, bytes) { return false }
      }
      return true
    }
    for candidate in candidates where !covered.contains(candidate.id) {
      guard try tellApplied(before: candidate.id) else { return false }
      let bytes = try connection.first(
        "SELECT payload FROM record WHERE rowid = ?1 AND tributary_matches(payload, ?2)", .integer(candidate.row),
        .filter(filter)
      ) { $0.copiedBytes(0) }
      if let bytes, try !tell(candidate.id, bytes) { return false }
    }
    return try tellApplied(before: nil)
  }

  /// The entries over the mirror in the order of id, those that are gone without JSON.
  private func overlay() throws(StoreError) -> [(id: ExactText, bytes: SharedBytes?)] {
    try connection.all(
      "SELECT id, payload, deleted FROM overlay WHERE stream = ?1 AND type = ?2 ORDER BY id", .integer(stream.number),
      .text(type)
    ) { (ExactText($0.text(0)), $0.flag(2) ? nil : $0.copiedBytes(1)) }
  }
}

extension SQLiteStore {
  /// Creates an index, unless there is one. All records of the type are read for it, in one transaction.
  public func index(_ field: IndexedField, service: String, type: String) throws(StoreError) {
    guard !type.utf8.contains(0) else {
      throw .failed(path: try database().file.path, "a record type with NUL in its name cannot be indexed")
    }
    let database = try database()
    try database.write { (connection) throws(StoreError) in
      try connection.transaction { () throws(StoreError) in
        try TypeIndexes.add(field, service: service, type: type, connection)
        try database.checkPlace()
      }
    }
  }
}
