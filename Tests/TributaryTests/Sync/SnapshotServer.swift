import Tributary
import TributaryEmulator
import TributaryJSON

/// A service that only lists what there is, while that changes.
struct SnapshotServer: Sendable {
  enum Form { case good, undecodable, withoutIdentifier }

  struct Row: Sendable, Equatable {
    var id: Int
    var version: Int
    var form = Form.good

    /// What tells the forms apart is how many numbers a row has.
    var text: String {
      switch form {
      case .good: NumberRow.text(id, version)
      case .undecodable: NumberRow.text(id, version, 0)
      case .withoutIdentifier: "[null,\(version),\(id),0,0]"
      }
    }
  }

  /// Where new rows are, and those that change.
  enum Arrangement: CaseIterable { case newestLast, newestFirst, changedFirst, changedLast, anywhere }

  enum Pages { case none, behindRow, numbered }

  struct Vices: Sendable {
    var arrangement = Arrangement.newestLast
    var pages = Pages.numbered
    var pageSize = 3
    var validator = Snapshot.Validator.none
    /// Whether pages behind the end, and behind a row that is gone, do not exist.
    var refusesPages = false
    /// Whether every page is the first, and has a next one.
    var ignoresPages = false
    var hasOddRows = false
    /// How many more changes happen, each just before a request.
    var chaos = 0
  }

  var vices = Vices()
  private(set) var rows: [Row] = []
  /// What could be seen when the current run began.
  private(set) var seen: [Row] = []
  /// The versions that each record had during the current run, and the records that were taken away or could not be
  /// identified during it.
  private(set) var versions: [Int: Set<Int>] = [:]
  private(set) var vanished: Set<Int> = []
  private(set) var odd: Set<Int> = []
  private var movedRows: Set<Int> = []
  private var isRunning = false
  private var gone: Set<Int> = []
  private var nextID = 0
  private var version = 0
  private var earlier: [Row] = []
  /// The validator of the first page as it was last sent.
  private(set) var firstPageValidator: String?
  private var lastValidator: String?
  var faults = Tally<SnapshotFault>()
  private var random: SeededRandom

  static let types = ["even", "odd"]

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  // MARK: - Changes

  private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  mutating func change(_ count: Int) {
    earlier = rows
    for _ in 0..<count {
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1: create()
      case 2, 3: if let row = rows.randomElement(using: &random) { remove(row.id) }
      default: if let row = rows.randomElement(using: &random) { touch(row.id) }
      }
    }
  }

  /// Puts the list back to what it was before the last changes.
  mutating func undo() {
    faults.count(.undone)
    for row in rows where !earlier.contains(where: { $0.id == row.id }) { gone.insert(row.id) }
    rows = earlier
    gone.subtract(rows.map(\.id))
  }

  private mutating func form() -> Form {
    guard vices.hasOddRows, oneIn(8) else { return .good }
    let form = oneIn(2) ? Form.undecodable : .withoutIdentifier
    faults.count(form == .undecodable ? .undecodable : .unidentified)
    return form
  }

  private mutating func create() {
    var id = nextID
    // An identifier returns only between runs.
    if !isRunning, oneIn(3), let old = gone.sorted().randomElement(using: &random) {
      id = old
      gone.remove(old)
      faults.count(.cameBack)
    } else {
      nextID += 1
    }
    version += 1
    let row = Row(id: id, version: version, form: form())
    note(row)
    switch vices.pages == .behindRow ? .anywhere : vices.arrangement {
    case .newestLast, .changedLast: rows.append(row)
    case .newestFirst, .changedFirst: rows.insert(row, at: 0)
    case .anywhere:
      faults.count(.inserted)
      rows.insert(row, at: Int.random(in: 0...rows.count, using: &random))
    }
  }

  mutating func touch(_ id: Int) {
    guard let place = rows.firstIndex(where: { $0.id == id }) else { return }
    version += 1
    let row = Row(id: id, version: version, form: form())
    note(row)
    rows[place] = row
    guard vices.pages != .behindRow, vices.arrangement == .changedFirst || vices.arrangement == .changedLast,
      movedRows.insert(id).inserted
    else { return }
    rows.remove(at: place)
    faults.count(vices.arrangement == .changedFirst ? .movedToTheFront : .moved)
    rows.insert(row, at: vices.arrangement == .changedFirst ? 0 : rows.count)
  }

  mutating func remove(_ id: Int) {
    rows.removeAll { $0.id == id }
    gone.insert(id)
    vanished.insert(id)
    faults.count(isRunning ? .vanishedWhileRead : .vanished)
  }

  private mutating func note(_ row: Row) {
    versions[row.id, default: []].insert(row.version)
    if row.form == .withoutIdentifier { odd.insert(row.id) }
  }

  /// Writes every odd row anew.
  mutating func heal() {
    for index in rows.indices where rows[index].form == .withoutIdentifier {
      version += 1
      rows[index] = Row(id: rows[index].id, version: version)
    }
  }

  mutating func beginRun() {
    (versions, vanished, odd, movedRows, isRunning) = ([:], [], [], [], true)
    (seen, lastValidator) = (rows, nil)
    for row in rows { note(row) }
    keys = []
    keep()
  }

  mutating func endRun() { isRunning = false }

  var mirror: [Int: Int] { rows.reduce(into: [:]) { $0[$1.id] = $1.version } }

  /// How many pages there are.
  var pageCount: Int {
    vices.pages == .none ? 1 : max((rows.count + vices.pageSize - 1) / vices.pageSize, 1)
  }

  // MARK: - Responses

  mutating func respond(to request: Snapshot.Request) -> Snapshot.Response {
    if vices.chaos > 0, Bool.random(using: &random) {
      vices.chaos -= 1
      faults.count(.changedWhileRead)
      change(oneIn(3) ? 6 : 1)
    }
    guard let start = start(of: request.place), let page = rows(from: start) else {
      faults.count(.gonePage)
      return .gone
    }
    let validator = validator(of: page)
    if start == 0 { firstPageValidator = validator }
    if let validator, validator == request.validator {
      faults.count(.unchanged)
      return .unchanged
    }
    faults.count(.validatorChangedWhileRead, if: lastValidator != nil && lastValidator != validator)
    lastValidator = validator
    let number = start / max(vices.pageSize, 1) + 1
    var next: Snapshot.Place?
    if vices.ignoresPages {
      next = .number(number + 1)
      if case .number(let asked) = request.place { next = .number(asked + 1) }
    } else if start + page.count < rows.count {
      faults.count(.severalPages)
      next = vices.pages == .numbered ? .number(number + 1) : .token("\(page.last?.id ?? 0)")
    }
    return .page(
      Snapshot.Page(
        lists: Self.lists(page), next: next, last: vices.pages == .numbered ? pageCount : nil, validator: validator))
  }

  /// The index of the first row of a page; `nil` if that page does not exist.
  private mutating func start(of place: Snapshot.Place) -> Int? {
    if vices.ignoresPages {
      faults.count(.ignoredPage)
      return 0
    }
    switch place {
    case .first: return 0
    case .number(let number):
      let start = (number - 1) * vices.pageSize
      return start < rows.count || !vices.refusesPages ? start : nil
    case .token(let token):
      // A list whose rows keep their places has a place also for a row that is gone, unless the service forgets it.
      let order = keys
      guard let id = Int(token), let place = order.firstIndex(of: id) else { return nil }
      let rest = Set(order[(place + 1)...])
      if vices.refusesPages, !rows.contains(where: { $0.id == id }) { return nil }
      return rows.firstIndex { rest.contains($0.id) } ?? rows.count
    }
  }

  /// The order in which rows keep their places, with rows that are gone.
  private var keys: [Int] = []

  private mutating func rows(from start: Int) -> [Row]? {
    if vices.pages == .behindRow { keep() }
    guard vices.pages != .none else { return rows }
    guard start < rows.count else { return [] }
    return Array(rows[start...].prefix(vices.pageSize))
  }

  /// Adds rows to the order that it does not have yet, each behind its neighbour.
  private mutating func keep() {
    for (index, row) in rows.enumerated() where !keys.contains(row.id) {
      let before = index > 0 ? keys.firstIndex(of: rows[index - 1].id) : nil
      keys.insert(row.id, at: before.map { $0 + 1 } ?? 0)
    }
  }

  private func validator(of page: [Row]) -> String? {
    let covered =
      switch vices.validator {
      case .none: nil as [Row]?
      case .list: rows
      case .response: page
      }
    return covered.map { "\(Fingerprint.of($0.map(\.text).joined()))" }
  }

  private static func lists(_ rows: [Row]) -> [SyncList] {
    types.enumerated().compactMap { number, type in
      let texts = rows.filter { $0.id % 2 == number }.map(\.text)
      guard let list = try? RawList(json: "[\(texts.joined(separator: ","))]") else { return nil }
      return SyncList(list, type: type) { interpret($0, of: type) }
    }
  }

  static func version(_ payload: RawJSON) -> Int { NumberRow.numbers(payload).dropFirst().first ?? -1 }

  /// The version of a row in quarantine that has lost its identifier.
  static func unidentifiedVersion(_ payload: RawJSON) -> Int? {
    let numbers = NumberRow.numbers(payload)
    return numbers.count == 4 ? numbers[0] : nil
  }

  @Sendable static func interpret(_ payload: RawJSON, of type: String) -> SyncRow {
    let numbers = NumberRow.numbers(payload)
    guard numbers.count != 4, let id = numbers.first else {
      return SyncRow(type: type, id: nil, kind: .upsert(payload), problem: "no identifier")
    }
    return SyncRow(
      type: type, id: "\(id)", kind: .upsert(payload), problem: numbers.count == 3 ? "does not decode" : nil)
  }
}
