import TributaryJSON

/// Reads the rows of a step into transactions.
///
/// Nothing is kept of processed rows, because a list may have a million.
struct RowIntake: Sendable {
  private let type: String
  private let batch: Int
  private var elements: RawElements
  private var next: RawJSON?

  init(_ rows: SyncRows) {
    type = rows.type
    batch = max(rows.batch, 1)
    elements = rows.list.elements
    next = elements.next()
  }

  /// Whether all rows were read.
  var isAtEnd: Bool { next == nil }

  /// The part of the list that was read, from 0 to 1.
  var fraction: Double { elements.fraction }

  /// Moves a batch of rows into a transaction, and counts what is wrong with them.
  mutating func move(
    into transaction: inout StreamTransaction, _ defects: inout RowDefects, read: (RawJSON, String) -> SyncRow
  ) {
    // Only the last state of a record counts, and so does only its problem.
    var problems: [RecordReference: Int] = [:]
    var solved: Set<Int> = []
    for _ in 0..<batch {
      guard let payload = next else { break }
      next = elements.next()
      let row = read(payload, type)
      guard let id = row.id, let kind = row.kind, !row.type.isEmpty else {
        defects.unidentified += 1
        transaction.quarantine.append(
          QuarantinedItem(type: row.type, id: nil, payload: payload, problem: row.problem ?? Self.unidentified))
        continue
      }
      let change = RecordChange(type: row.type, id: id, kind: kind)
      transaction.changes.append(change)
      if !row.isKnown { defects.unknownTypes[row.type, default: 0] += 1 }
      if !problems.isEmpty, let place = problems.removeValue(forKey: change.reference) { solved.insert(place) }
      guard case .upsert(let content) = kind, let problem = row.problem else { continue }
      defects.undecodable += 1
      problems[change.reference] = transaction.quarantine.count
      transaction.quarantine.append(QuarantinedItem(type: row.type, id: id, payload: content, problem: problem))
    }
    guard !solved.isEmpty else { return }
    transaction.quarantine = transaction.quarantine.indices.filter { !solved.contains($0) }
      .map { transaction.quarantine[$0] }
  }

  private static let unidentified = "It has no type, no identifier or no content that could be read."
}
