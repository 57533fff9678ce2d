import Tributary
import TributaryEmulator
import TributaryJSON

/// A service that returns what changed since a token, with the vices that a real one might have.
struct TokenCursorServer: Sendable {
  struct Entry: Sendable {
    enum Form { case good, undecodable, withoutIdentifier }

    /// The number of the change, which is the record's version.
    var version: Int
    var isDeleted = false
    var form = Form.good
  }

  struct Vices: Sendable {
    var pageSize = 3
    /// Whether the pages of a pass show the moment of its first page.
    var isFrozen = false
    /// Whether deleted records come in lists of their own.
    var listsDeletions = false
    /// Whether a token that is too old brings everything, and says so, instead of being refused.
    var saysEverything = false
    /// One in so many page tokens expires; 0 for none.
    var expiry = 0
    var hasOddRows = false
    /// How many more changes happen, each just before a request.
    var chaos = 0
    /// How many pages lead to themselves.
    var repeats = 0
  }

  var vices = Vices()
  private(set) var entries: [Int: Entry] = [:]
  /// What could be seen when the current run began, and the last change at that time.
  private(set) var seen: [Int: Entry] = [:]
  private(set) var seenVersion = 0
  /// Records that ever had a state without an identifier.
  private(set) var everOdd: Set<Int> = []
  /// When each record was last deleted.
  private(set) var lastDeletion: [Int: Int] = [:]
  private var version = 0
  /// Tombstones up to here are forgotten.
  private var forgottenTo = 0
  private var frozen: [Int: [Int: Entry]] = [:]
  /// The token that the last response's pass ends with.
  private(set) var passToken = ""
  var faults = Tally<TokenCursorFault>()
  private var random: SeededRandom

  static let types = ["even", "odd"]

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  // MARK: - Changes

  private mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

  mutating func change(_ count: Int, among ids: Int = 16) {
    for _ in 0..<count {
      let id = Int.random(in: 0..<ids, using: &random)
      let isLive = entries[id].map { !$0.isDeleted } ?? false
      if isLive, oneIn(3) { delete(id) } else { touch(id, vices.hasOddRows && oneIn(6) ? oddForm() : .good) }
    }
  }

  private mutating func oddForm() -> Entry.Form { oneIn(2) ? .undecodable : .withoutIdentifier }

  mutating func touch(_ id: Int, _ form: Entry.Form = .good) {
    version += 1
    faults.count(.cameBack, if: lastDeletion.keys.contains(id) && entries[id]?.isDeleted ?? true)
    faults.count(.unidentified, if: form == .withoutIdentifier)
    faults.count(.undecodable, if: form == .undecodable)
    if form == .withoutIdentifier { everOdd.insert(id) }
    entries[id] = Entry(version: version, form: form)
  }

  mutating func delete(_ id: Int) {
    version += 1
    entries[id] = Entry(version: version, isDeleted: true)
    lastDeletion[id] = version
  }

  /// Forgets tombstones, and with them the tokens from before.
  mutating func forget() {
    forgottenTo = version
    entries = entries.filter { !$0.value.isDeleted }
  }

  /// Writes every odd row anew.
  mutating func heal() {
    for id in entries.filter({ $0.value.form == .withoutIdentifier && !$0.value.isDeleted }).keys.sorted() { touch(id) }
  }

  mutating func beginRun() {
    seen = entries
    seenVersion = version
  }

  var mirror: [Int: Int] { entries.filter { !$0.value.isDeleted }.mapValues(\.version) }

  // MARK: - Responses

  /// A pass: what it returns, after which change, up to which, and behind which record.
  private struct Position {
    var from: Int
    var to: Int
    var last: Int

    init(from: Int, to: Int, last: Int) { (self.from, self.to, self.last) = (from, to, last) }

    init?(_ text: String) {
      let parts = text.split(separator: "#")[0].split(separator: "_").compactMap { Int($0) }
      guard parts.count == 3 else { return nil }
      self.init(from: parts[0], to: parts[1], last: parts[2])
    }

    var text: String { "\(from)_\(to)_\(last)" }
    var isEverything: Bool { from < 0 }
  }

  mutating func respond(to request: TokenCursor.Request) -> TokenCursor.Response {
    if vices.chaos > 0, Bool.random(using: &random) {
      vices.chaos -= 1
      faults.count(.changedWhileRead)
      change(1)
      if oneIn(3) { forget() }
    }
    var position = Position(from: request.token.flatMap { Int($0) } ?? -1, to: version, last: -1)
    if let page = request.page {
      guard let read = Position(page) else { return .expired }
      position = read
      if vices.expiry > 0, oneIn(vices.expiry) {
        faults.count(.pageExpired)
        return .expired
      }
    }
    var isEverything = false
    if !position.isEverything, position.from < forgottenTo {
      faults.count(request.page == nil ? .tokenExpired : .pageExpired, if: !vices.saysEverything)
      guard vices.saysEverything else { return .expired }
      faults.count(request.page == nil ? .everything : .everythingInMidPass)
      position.from = -1
      isEverything = true
    }
    return .page(page(at: position, asked: request.page, isEverything: isEverything))
  }

  private mutating func page(at start: Position, asked: String?, isEverything: Bool) -> TokenCursor.Page {
    var shown = entries
    if vices.isFrozen {
      if asked == nil { frozen[start.to] = entries }
      shown = frozen[start.to] ?? entries
    }
    let rest = shown.filter { id, entry in
      id > start.last && entry.version > start.from && !(start.isEverything && entry.isDeleted)
    }.sorted { $0.key < $1.key }
    let rows = rest.prefix(vices.pageSize)
    passToken = "\(start.to)"
    var next = TokenCursor.Next.token(passToken)
    if rows.count < rest.count, let last = rows.last?.key {
      faults.count(.severalPages)
      next = .page(Position(from: start.from, to: start.to, last: last).text)
    }
    if vices.repeats > 0, let asked {
      vices.repeats -= 1
      faults.count(.repeatedPage)
      next = .page(asked)
    }
    return TokenCursor.Page(lists: lists(of: rows.map { ($0.key, $0.value) }), isEverything: isEverything, next: next)
  }

  private mutating func lists(of rows: [(id: Int, entry: Entry)]) -> [SyncList] {
    var lists: [SyncList] = []
    for (number, type) in Self.types.enumerated() {
      let rows = rows.filter { $0.id % 2 == number }
      var (texts, deletions): ([String], [String]) = ([], [])
      for (id, entry) in rows {
        guard entry.isDeleted else {
          texts.append(Self.text(id, entry))
          continue
        }
        if oneIn(3) {
          faults.count(.createdAndDeleted)
          texts.append(Self.text(id, Entry(version: entry.version - 1)))
        }
        faults.count(vices.listsDeletions ? .deletedByList : .deletedByMark)
        if vices.listsDeletions { deletions.append(Self.text(id, entry)) } else { texts.append(Self.text(id, entry)) }
      }
      // The list of deletions comes first: the protocol must know that it counts last.
      if !deletions.isEmpty { lists += Self.list(deletions, type, isDeletions: true) }
      if !texts.isEmpty || oneIn(2) { lists += Self.list(texts, type) }
    }
    return lists
  }

  private static func list(_ texts: [String], _ type: String, isDeletions: Bool = false) -> [SyncList] {
    guard let rows = try? RawList(json: "[\(texts.joined(separator: ","))]") else { return [] }
    return [SyncList(rows, type: type, isDeletions: isDeletions) { interpret($0, of: type) }]
  }

  // MARK: - Rows

  /// What tells the forms apart is how many numbers a row has.
  private static func text(_ id: Int, _ entry: Entry) -> String {
    if entry.isDeleted { return NumberRow.text(id, entry.version, 0, 0, 0) }
    switch entry.form {
    case .good: return NumberRow.text(id, entry.version)
    case .undecodable: return NumberRow.text(id, entry.version, 0)
    case .withoutIdentifier: return "[null,\(entry.version),\(id),0,0]"
    }
  }

  static func version(_ payload: RawJSON) -> Int { NumberRow.numbers(payload).dropFirst().first ?? -1 }

  /// The version and the identifier of a row in quarantine that has lost its identifier.
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
      type: type, id: "\(id)", kind: numbers.count == 5 ? .delete : .upsert(payload),
      problem: numbers.count == 3 ? "does not decode" : nil)
  }
}
