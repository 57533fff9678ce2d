import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// A service that can be asked what was modified, with the vices that a real one might have.
struct ModificationPollingServer {
  /// One state of a record.
  struct Version: Equatable {
    var number: Int
    var stamp: Int
    var isDeleted = false
    /// When it was written, which is the order that a service may hand rows out in by itself.
    var arrival = 0
    /// The row as it goes out.
    var text = ""
  }

  enum NaturalOrder: CaseIterable { case id, newestFirst, arrival, random }

  struct Vices {
    var honoursOrder = true
    var knowsDescending = true
    var naturalOrder = NaturalOrder.id
    var shufflesTies = false
    var cap: Int?
    var honoursOffset = true
    var refusesOffset = false
    var refusesLimitsAbove: Int?
    var honoursFilter = true
    /// Seconds until a change becomes visible, at most.
    var lag = 0
    /// Whether the stamps have fractions that rows do not show.
    var sendsDate = true
    /// How many more changes happen, each just before a request.
    var chaos = 0
    var seconds = 0...2
  }

  var vices = Vices()
  var now = 1_704_812_400
  private(set) var rows: [Int: Version] = [:] {
    didSet { orders = [:] }
  }
  private(set) var requests: [ModificationPolling.Request] = []
  /// What could be seen when the current run began.
  private(set) var seen: [Int: Version] = [:]
  private var pending: [(at: Int, id: Int, version: Version)] = []
  private var arrivals = 0
  private var numbers: [Int: Int] = [:]
  /// The orders of the rows as they stand, by the order asked for.
  private var orders: [ModificationPolling.Order: [Int]] = [:]
  var faults = Tally<ModificationPollingFault>()
  var crashes = Tally<CrashPoint>()
  var networkFaults = Tally<NetworkFault>()
  private var random: SeededRandom

  init(seed: UInt64 = 1) { random = SeededRandom(seed: seed) }

  // MARK: - Changes

  /// Changes a record at this moment, or stamps it with another one.
  mutating func touch(_ id: Int, at stamp: Int? = nil, visibleAfter delay: Int? = nil, isDeleted: Bool = false) {
    let number = (numbers[id] ?? 0) + 1
    numbers[id] = number
    arrivals += 1
    faults.count(.stampedAhead, if: stamp ?? now > now)
    faults.count(.deleted, if: isDeleted)
    var version = Version(number: number, stamp: stamp ?? now, isDeleted: isDeleted, arrival: arrivals)
    version.text = Self.text(id, version)
    let before = pending.filter { $0.id == id }.map(\.at).max() ?? 0
    let delay = delay ?? Int.random(in: 0...vices.lag, using: &random)
    pending.append((max(before, now + delay), id, version))
    settle()
  }

  /// Takes a record away without a trace.
  mutating func vanish(_ id: Int) {
    rows[id] = nil
    pending.removeAll { $0.id == id }
  }

  mutating func change(_ count: Int, among ids: Int = 40, future: Bool = false) {
    for _ in 0..<count {
      let id = Int.random(in: 0..<ids, using: &random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0: touch(id, isDeleted: true)
      case 1 where future: touch(id, at: now + Int.random(in: 1...100_000, using: &random))
      default: touch(id)
      }
      if Bool.random(using: &random) { now += Int.random(in: vices.seconds, using: &random) }
    }
  }

  mutating func settle() {
    for change in pending where change.at <= now {
      if let before = rows[change.id] { faults.count(.cameBackFromAhead, if: change.version.stamp < before.stamp) }
      faults.count(.becameVisibleLate, if: change.version.stamp < change.at)
      rows[change.id] = change.version
    }
    pending.removeAll { $0.at <= now }
  }

  /// What a faithful mirror holds.
  var mirror: [Int: Int] { rows.filter { !$0.value.isDeleted }.mapValues(\.number) }

  mutating func beginRun() {
    settle()
    seen = rows
  }

  // MARK: - Answers

  mutating func respond(to request: ModificationPolling.Request) throws -> ModificationPolling.Response {
    requests.append(request)
    let duration = Int.random(in: vices.seconds, using: &random)
    now += duration
    if vices.chaos > 0, Bool.random(using: &random) {
      vices.chaos -= 1
      faults.count(.changedWhileRead)
      change(1)
    }
    settle()
    let found: [Int]
    switch request {
    case .page(let query):
      if query.offset > 0, vices.refusesOffset { return try refusal(of: query) }
      if let limit = vices.refusesLimitsAbove, query.limit > limit { return try refusal(of: query) }
      if query.order == .descending, !vices.knowsDescending { return try refusal(of: query) }
      let after = vices.honoursFilter ? query.after.secondsSince1970 : .min
      let left = standing(ordered(query.order), from: after + 1).dropFirst(vices.honoursOffset ? query.offset : 0)
      found = Array(left.prefix(min(query.limit, vices.cap ?? .max)))
      faults.count(.cappedPage, if: found.count < min(query.limit, left.count))
      faults.count(.fullSecond, if: found.count > 2 && Set(found.map { rows[$0]?.stamp }).count == 1)
      faults.count(.ignoredOrder, if: !vices.honoursOrder && query.order != .unspecified && left.count > 1)
      faults.count(.swept, if: query.offset > 0)
    case .list(let floor):
      let all = standing(ordered(.unspecified), from: floor?.secondsSince1970 ?? .min)
      found = Array(all.prefix(vices.cap ?? .max))
    }
    let texts = found.map { rows[$0]?.text ?? "" }
    return .rows(
      ModificationPolling.Rows(
        list: try RawList(json: "[\(texts.joined(separator: ","))]"),
        serverDate: vices.sendsDate ? Timestamp(secondsSince1970: now) : nil, duration: .seconds(duration)))
  }

  private func standing(_ ids: [Int], from floor: Int) -> [Int] {
    var found: [Int] = []
    for id in ids where rows[id]?.stamp ?? .min >= floor { found.append(id) }
    return found
  }

  private mutating func refusal(of query: ModificationPolling.PageQuery) throws -> ModificationPolling.Response {
    try #require(query.mayBeRefused)
    faults.count(.refused)
    return .refused
  }

  private mutating func ordered(_ order: ModificationPolling.Order) -> [Int] {
    let order = vices.honoursOrder ? order : .unspecified
    var ids = rows.keys.sorted()
    guard !vices.shufflesTies, vices.naturalOrder != .random else {
      ids.shuffle(using: &random)
      return order == .unspecified && vices.naturalOrder == .random ? ids : sorted(ids, by: order)
    }
    if let known = orders[order] { return known }
    ids = order == .descending ? sorted(ids, by: .ascending).reversed() : sorted(ids, by: order)
    orders[order] = ids
    return ids
  }

  /// Sorts rows, ties as they stand. One number a row is much the fastest without optimization.
  private func sorted(_ ids: [Int], by order: ModificationPolling.Order) -> [Int] {
    var keys: [Int] = []
    for (place, id) in ids.enumerated() {
      let key =
        switch order {
        case .ascending: rows[id]?.stamp ?? 0
        case .descending: -(rows[id]?.stamp ?? 0)
        case .unspecified: natural(id)
        }
      keys.append(key << 20 | place)
    }
    keys.sort()
    return keys.map { ids[$0 & 0xfffff] }
  }

  private func natural(_ id: Int) -> Int {
    switch vices.naturalOrder {
    case .id, .random: id
    case .newestFirst: -id
    case .arrival: rows[id]?.arrival ?? 0
    }
  }

  /// The record and its version, the stamp, and whether it is deleted.
  private static func text(_ id: Int, _ version: Version) -> String {
    NumberRow.text(id, version.number, version.stamp, version.isDeleted ? 1 : 0)
  }

  static func version(_ payload: RawJSON) -> Int { NumberRow.numbers(payload).dropFirst().first ?? -1 }

  @Sendable static func interpret(_ payload: RawJSON) -> ModificationPolling.Row {
    let numbers = NumberRow.numbers(payload)
    guard numbers.count == 4 else { return .init(id: nil, lastModified: nil, problem: "not four numbers") }
    return .init(
      id: "\(numbers[0])", lastModified: Timestamp(secondsSince1970: numbers[2]), isDeleted: numbers[3] == 1)
  }
}
