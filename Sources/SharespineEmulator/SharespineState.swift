import Tributary
import TributaryEmulator
import TributaryJSON

/// Everything that an emulated Sharespine keeps.
struct SharespineState: Sendable {
  let configuration: SharespineEmulator.Configuration
  var behavior: SharespineEmulator.Behavior
  var tables: [SharespineEmulator.RecordType: Table] = [:]
  var random: SeededRandom
  var counts = SharespineEmulator.RequestCounts()
  var events: [RawJSON] = []
  var tenants: [String: JSONValue] = [:]
  private var clock: EmulatedClock
  private var changes = 0

  init(_ configuration: SharespineEmulator.Configuration, now: (@Sendable () -> Int)?) {
    self.configuration = configuration
    behavior = configuration.behavior
    random = SeededRandom(seed: configuration.seed)
    clock = EmulatedClock(now: now)
    Seeder.seed(&self)
  }

  /// The service's clock, in seconds from 1970.
  var seconds: Int { clock.seconds }

  var recordCount: Int { tables.values.reduce(0) { $0 + $1.count } }

  var hasRoom: Bool { recordCount < configuration.capacity }

  mutating func advance(seconds: Int) { clock.advance(seconds: seconds) }

  /// Lets the time of one request pass, and makes the changes that are due.
  mutating func passTime() {
    let due = clock.passRequest(
      seconds: configuration.secondsPerRequest, changeEvery: configuration.secondsPerChange)
    for _ in 0..<due { change() }
  }

  // MARK: - Changes

  /// One random change: of ten, seven alter a record, two add one, and one deletes one.
  @discardableResult
  mutating func change() -> String? {
    changes += 1
    switch changes % 10 {
    case 3, 7: return add()
    case 9: return delete()
    default: return alter()
    }
  }

  mutating func alter(_ type: SharespineEmulator.RecordType? = nil) -> String? {
    guard var record = pick(type) else { return nil }
    Seeder.alter(&record, &random)
    put(record)
    return record.localID
  }

  mutating func add(_ type: SharespineEmulator.RecordType? = nil) -> String? {
    guard hasRoom else { return nil }
    let types: [SharespineEmulator.RecordType] = [.product, .order, .order, .supplierInvoice]
    let record = Seeder.record(
      type ?? types.randomElement(using: &random) ?? .product, created: seconds, modified: seconds, in: &self)
    put(record)
    return record.localID
  }

  mutating func delete(_ type: SharespineEmulator.RecordType? = nil) -> String? {
    guard var record = pick(type) else { return nil }
    record.isDeleted = true
    put(record)
    return record.localID
  }

  /// Stores a record as modified now or at another time. It becomes visible after the commit lag.
  mutating func put(_ record: Record, stamp: Int? = nil) {
    let now = seconds
    let moment = now + behavior.commitLag
    var record = record
    record.lastModified = stamp ?? now
    tables[record.type, default: Table()].put(record, visibleAt: moment, now: now)
  }

  private mutating func pick(_ type: SharespineEmulator.RecordType?) -> Record? {
    let kinds: [SharespineEmulator.RecordType] = [.product, .product, .order, .order, .supplierInvoice, .ledgerEntry]
    let first = type ?? kinds.randomElement(using: &random) ?? .product
    let number = Int.random(in: 0..<1_000_000_000, using: &random)
    for type in [first] + (type == nil ? SharespineEmulator.RecordType.allCases : []) {
      if let record = tables[type]?.live(number) { return record }
    }
    return nil
  }

  /// An identifier of 32 hexadecimal digits.
  mutating func newID() -> String {
    let halves = [random.next(), random.next()].map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    return halves.joined()
  }

  // MARK: - Responses

  /// The rows of a query.
  mutating func rows(
    of type: SharespineEmulator.RecordType, _ query: SharespineQuery, connection: String
  ) -> [Record] {
    let now = seconds
    tables[type]?.settle(at: now)
    guard let table = tables[type] else { return [] }
    let offset = behavior.honoursOffset ? query.offset : 0
    var found: [Record] = []
    if behavior.honoursOrder, query.order.count == 1, let step = query.order.first, step.field == "lastModified",
      step.direction == .ascending
    {
      var skipped = 0
      let isDone = table.forEachAscending(after: query.filter.floor) { record in
        guard found.count < query.limit else { return false }
        guard matches(record, query, connection) else { return true }
        skipped += 1
        if skipped > offset { found.append(record) }
        return true
      }
      if isDone { return found }
    }
    found = natural(table.allVisible().filter { matches($0, query, connection) })
    if behavior.honoursOrder, !query.order.isEmpty {
      let places = Dictionary(
        uniqueKeysWithValues: found.map(\.localID).sorted().enumerated().map { ($1, $0) })
      found.sort { left, right in
        query.precedes(left, right, connection: connection)
          ?? (places[left.localID] ?? 0 < places[right.localID] ?? 0)
      }
    }
    return Array(found.dropFirst(offset).prefix(query.limit))
  }

  /// The rows of a list.
  mutating func rows(
    of type: SharespineEmulator.RecordType, modifiedAtOrAfter moment: Int?, where holds: (Record) -> Bool
  ) -> [Record] {
    let now = seconds
    tables[type]?.settle(at: now)
    let all = tables[type]?.allVisible() ?? []
    let found = all.filter { record in
      moment.map { record.lastModified >= $0 } ?? true && (behavior.deletedLook != .absent || !record.isDeleted)
        && holds(record)
    }
    return Array(natural(found).prefix(behavior.listCap ?? .max))
  }

  private func matches(_ record: Record, _ query: SharespineQuery, _ connection: String) -> Bool {
    if record.isDeleted ? query.deleted == .live || behavior.deletedLook == .absent : query.deleted == .deleted {
      return false
    }
    return query.filter.holds(for: record, connection: connection)
  }

  private mutating func natural(_ records: [Record]) -> [Record] {
    switch behavior.naturalOrder {
    case .identifier: records
    case .oldestChange: records.sorted { ($0.lastModified, $0.localID) < ($1.lastModified, $1.localID) }
    case .newestChange: records.sorted { ($1.lastModified, $1.localID) < ($0.lastModified, $0.localID) }
    case .random: records.shuffled(using: &random)
    }
  }
}
