import Tributary
import TributaryEmulator
import TributaryJSON

/// A service that lists what changed after a moment, with the vices that a real one might have.
struct TimestampCursorServer: Sendable {
  /// One state of a record.
  struct Version: Sendable {
    enum Form { case good, withoutStamp, withoutIdentifier }

    var number: Int
    var stamp: LocalTimestamp
    var form: Form
    /// The row as it goes out.
    var text: String
  }

  enum RowOrder: CaseIterable { case id, stamp, shuffled }

  enum DateHeader: CaseIterable { case always, sometimes, never }

  struct Vices: Sendable {
    /// Seconds until a change becomes visible, at most.
    var lag = 0
    /// Whether a list has the rows of the very moment that it is asked for.
    var includesBoundary = false
    /// Seconds by which a list may be stamped before or after its query.
    var skew = 0
    var cap: Int?
    var order = RowOrder.id
    var duplicates = false
    var dateHeader = DateHeader.always
    /// Digits of the fractions of a second; `nil` for another number each time.
    var digits: Int? = 6
    /// Whether some states have no readable identifier, and some no stamp.
    var hasOddRows = false
    /// How many more changes happen, each just before a request.
    var chaos = 0
    /// Seconds that pass at most, and at least, between two changes.
    var pause = 0...2
  }

  var vices = Vices()
  var clock = TimestampCursorClock()
  private(set) var rows: [Int: Version] = [:]
  /// Records that were taken away without a trace, some of which have come back.
  private(set) var left: Set<Int> = []
  /// What could be seen when the current run began.
  private(set) var seen: [Int: Version] = [:]
  /// How the lists of the current run were stamped, how long they were, and whether any was cut.
  private(set) var lists: [(createdAt: LocalTimestamp, count: Int)] = []
  private(set) var isCut = false
  private(set) var pending: [(at: Int, id: Int, version: Version)] = []
  private var numbers: [Int: Int] = [:]
  private var stamped: Set<LocalTimestamp> = []
  private var greatest = LocalTimestamp.epoch
  private var lastList: LocalTimestamp?
  var faults = Tally<TimestampCursorFault>()
  var crashes = Tally<CrashPoint>()
  var networkFaults = Tally<NetworkFault>()
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  // MARK: - Changes

  private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  private mutating func reading(at moment: Int) -> LocalTimestamp {
    let digits = vices.digits ?? Int.random(in: 0...9, using: &random)
    faults.count(.wholeSeconds, if: digits == 0)
    faults.count(.nanoseconds, if: digits == 9)
    return clock.reading(at: moment, digits: digits)
  }

  /// Lets time pass, up to so many seconds.
  mutating func pass(_ seconds: ClosedRange<Int>) {
    guard seconds.upperBound > 0 else { return }
    let range = seconds.lowerBound * TimestampCursorClock.second...seconds.upperBound * TimestampCursorClock.second
    clock.now += Int.random(in: range, using: &random)
    settle()
  }

  /// Sets the clock, or changes the zone's time, at some moment from now.
  mutating func jump(by seconds: Int, isInDate: Bool, in delay: Int = 0) {
    faults.count(seconds < 0 ? .clockWentBack : .clockWentForward)
    clock.jumps.append(
      .init(at: clock.now + delay * TimestampCursorClock.second, seconds: seconds, isInDate: isInDate))
  }

  mutating func touch(_ id: Int, form: Version.Form = .good) {
    let number = (numbers[id] ?? 0) + 1
    numbers[id] = number
    let stamp = reading(at: clock.now)
    faults.count(.stampedAlike, if: !stamped.insert(stamp).inserted)
    faults.count(.stampedLowerThanBefore, if: stamp < greatest)
    faults.count(.onTheBoundary, if: stamp == lastList)
    faults.count(.cameBack, if: rows[id] == nil && left.contains(id))
    greatest = max(greatest, stamp)
    let version = Version(number: number, stamp: stamp, form: form, text: Self.text(id, number, stamp, form))
    let delay = vices.lag > 0 ? Int.random(in: 0...vices.lag * TimestampCursorClock.second, using: &random) : 0
    let before = pending.filter { $0.id == id }.map(\.at).max() ?? 0
    pending.append((max(before, clock.now + delay), id, version))
    faults.count(.becameVisibleLate, if: delay > 0)
    faults.count(.unidentified, if: form == .withoutIdentifier)
    faults.count(.undecodable, if: form == .withoutStamp)
    settle()
  }

  mutating func change(_ count: Int, among ids: Int = 30, pausing pause: ClosedRange<Int>? = nil) {
    for _ in 0..<count {
      let id = Int.random(in: 0..<ids, using: &random)
      switch Int.random(in: 0..<16, using: &random) {
      case 0: vanish(id)
      case 1 where vices.hasOddRows: touch(id, form: .withoutIdentifier)
      case 2 where vices.hasOddRows: touch(id, form: .withoutStamp)
      default: touch(id)
      }
      pass(pause ?? vices.pause)
    }
  }

  private mutating func vanish(_ id: Int) {
    guard rows.removeValue(forKey: id) != nil else { return }
    pending.removeAll { $0.id == id }
    left.insert(id)
    faults.count(.left)
  }

  /// Writes every odd row anew.
  mutating func heal() {
    let odd = rows.filter { $0.value.form == .withoutIdentifier }.keys
    for id in odd.sorted() + pending.filter({ $0.version.form == .withoutIdentifier }).map(\.id) { touch(id) }
  }

  private mutating func settle() {
    guard !pending.isEmpty else { return }
    for change in pending where change.at <= clock.now { rows[change.id] = change.version }
    pending.removeAll { $0.at <= clock.now }
  }

  mutating func beginRun() {
    settle()
    seen = rows
    lists = []
    isCut = false
  }

  /// What a faithful mirror holds.
  var mirror: [Int: Int] { rows.mapValues(\.number) }

  // MARK: - Answers

  mutating func respond(to request: TimestampCursor.Request) throws -> TimestampCursor.Response {
    pass(0...1)
    if vices.chaos > 0, Bool.random(using: &random) {
      vices.chaos -= 1
      faults.count(.changedWhileRead)
      change(1)
    }
    let lead = Int.random(in: -vices.skew...vices.skew, using: &random)
    faults.count(.listStampedEarly, if: lead < 0)
    faults.count(.listStampedLate, if: lead > 0)
    // What a service reads is text.
    let after = LocalTimestamp(request.after.description) ?? .epoch
    let found = find(after)
    let createdAt = reading(at: clock.now + lead * TimestampCursorClock.second)
    pass(max(lead, 0)...max(lead, 0))
    lists.append((createdAt, found.count))
    lastList = createdAt
    return TimestampCursor.Response(
      createdAt: createdAt, rows: try RawList(json: "[\(found.joined(separator: ","))]"), serverDate: date())
  }

  private mutating func find(_ after: LocalTimestamp) -> [String] {
    var found: [(id: Int, stamp: LocalTimestamp, text: String)] = []
    for (id, row) in rows where vices.includesBoundary ? row.stamp >= after : row.stamp > after {
      found.append((id, row.stamp, row.text))
    }
    switch vices.order {
    case .id: found.sort { $0.id < $1.id }
    case .stamp: found.sort { ($0.stamp, $0.id) < ($1.stamp, $1.id) }
    case .shuffled:
      found.sort { $0.id < $1.id }
      found.shuffle(using: &random)
      faults.count(.reordered, if: found.count > 1)
    }
    if let cap = vices.cap, found.count > cap {
      found.removeLast(found.count - cap)
      isCut = true
      faults.count(.cappedList)
    }
    if vices.duplicates, let double = found.randomElement(using: &random) {
      found.insert(double, at: Int.random(in: 0...found.count, using: &random))
      faults.count(.duplicated)
    }
    faults.count(.emptyList, if: found.isEmpty)
    return found.map(\.text)
  }

  private mutating func date() -> Timestamp? {
    let isSent =
      switch vices.dateHeader {
      case .always: true
      case .sometimes: Bool.random(using: &random)
      case .never: false
      }
    faults.count(.dateAbsent, if: !isSent)
    guard isSent, let date = clock.date else { return nil }
    let shown = clock.reading(at: clock.now, digits: 0)
    faults.count(.dateDisagrees, if: (shown.seconds - date.secondsSince1970).magnitude > 120)
    return date
  }

  // MARK: - Rows

  /// The record, its version, and the stamp.
  private static func text(_ id: Int, _ number: Int, _ stamp: LocalTimestamp, _ form: Version.Form) -> String {
    switch form {
    case .good: NumberRow.text(id, number, stamp.seconds, Int(stamp.nanoseconds), Int(stamp.fractionDigits))
    case .withoutStamp: NumberRow.text(id, number)
    case .withoutIdentifier: "[null,\(number),\(id),0]"
    }
  }

  static func version(_ payload: RawJSON) -> Int { NumberRow.numbers(payload).dropFirst().first ?? -1 }

  static func stamp(_ payload: RawJSON) -> LocalTimestamp? {
    let numbers = NumberRow.numbers(payload)
    guard numbers.count == 5 else { return nil }
    return LocalTimestamp(seconds: numbers[2], nanoseconds: numbers[3], fractionDigits: numbers[4])
  }

  @Sendable static func interpret(_ payload: RawJSON) -> TimestampCursor.Row {
    let numbers = NumberRow.numbers(payload)
    guard numbers.count != 3, let id = numbers.first else {
      return .init(id: nil, stamp: nil, problem: "no identifier")
    }
    let stamp = stamp(payload)
    return .init(id: "\(id)", stamp: stamp, problem: stamp == nil ? "no stamp" : nil)
  }
}
