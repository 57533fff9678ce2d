/// The last lists, by request.
struct ListCache: Sendable {
  private static let capacity = 8
  private var entries: [(key: String, version: Int, ids: [Int])] = []

  /// A list, if its type has not changed meanwhile.
  func find(_ key: String, version: Int) -> [Int]? {
    entries.first { $0.key == key && $0.version == version }?.ids
  }

  mutating func remember(_ key: String, version: Int, _ ids: [Int]) {
    entries.removeAll { $0.key == key }
    if entries.count >= Self.capacity { entries.removeFirst() }
    entries.append((key, version, ids))
  }
}
