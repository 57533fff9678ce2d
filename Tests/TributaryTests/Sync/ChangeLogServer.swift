import Tributary
import TributaryEmulator
import TributaryJSON

/// A log of changes with one entry a record, the last. Now and then it is compacted: tombstones go, and with them the
/// cursors from before.
struct ChangeLogServer: Sendable {
  private struct Entry {
    var place: Int
    var version: Int
    var isDeleted = false
  }

  /// How many more changes happen, each just before a page.
  var chaos = 0
  private let pageSize: Int
  private var entries: [Int: Entry] = [:]
  private var seen: [Int: Entry] = [:]
  private var place = 0
  private var versions = 0
  private var compactedTo = 0
  private var era = 0
  private(set) var expired = 0
  private var random: SeededRandom

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    pageSize = Int.random(in: 1...4, using: &random)
  }

  mutating func change(_ count: Int = 1) {
    for _ in 0..<count {
      place += 1
      versions += 1
      let id = Int.random(in: 0..<12, using: &random)
      entries[id] = Entry(
        place: place, version: versions, isDeleted: entries[id] != nil && Int.random(in: 0..<4, using: &random) == 0)
    }
  }

  mutating func compact() {
    compactedTo = place
    era += 1
    entries = entries.filter { !$0.value.isDeleted }
  }

  mutating func beginRun() { seen = entries }

  mutating func response(after cursor: String?) -> ChangeLog.Response {
    if chaos > 0 {
      chaos -= 1
      change()
    }
    let parts = cursor?.split(separator: "-").compactMap { Int($0) } ?? [0, era]
    if parts.count != 2 || parts[1] < era && parts[0] < compactedTo {
      expired += 1
      return .expired
    }
    let rest = entries.filter { $0.value.place > parts[0] }.sorted { $0.value.place < $1.value.place }
    let page = rest.prefix(pageSize)
    let texts = page.map { id, entry in
      #"{"id":"\#(id)","version":\#(entry.version)\#(entry.isDeleted ? #","deleted":true"# : "")}"#
    }
    guard let rows = try? RawList(json: "[\(texts.joined(separator: ","))]") else { return .expired }
    let next = page.last?.value.place ?? parts[0]
    return .page(rows, cursor: "\(next)-\(era)", isLast: page.count == rest.count)
  }

  private static func mirror(_ store: SimulatedStore) -> [Int: Int] {
    store.records("book").reduce(into: [:]) { mirror, record in
      mirror[Int(record.id) ?? -1] = (try? record.payload.value())?["version"]?.int
    }
  }

  /// Whether the store has everything as it was when the run began, or later.
  func holdsWhatCouldBeSeen(_ store: SimulatedStore) -> Bool {
    let mirror = Self.mirror(store)
    let isComplete = seen.allSatisfy { id, entry in
      guard let now = entries[id], !now.isDeleted else { return true }
      return entry.isDeleted || mirror[id] ?? -1 >= entry.version
    }
    return isComplete
      && mirror.allSatisfy { id, version in
        guard let then = seen[id], !then.isDeleted else { return entries[id].map { version >= $0.version } ?? false }
        return version >= then.version
      }
  }

  /// Whether the store has what there is, and nothing else.
  func isEqualled(by store: SimulatedStore) -> Bool {
    Self.mirror(store) == entries.filter { !$0.value.isDeleted }.mapValues(\.version)
  }
}
