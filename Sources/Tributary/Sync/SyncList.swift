public import TributaryJSON

/// One list of rows in a response, and how its rows are interpreted.
///
/// A response with records of several types has one list a type. A service that reports deletions apart from changes
/// has a list of them, which counts after the others.
public struct SyncList: Sendable {
  /// The rows, not decoded.
  public var rows: RawList
  /// The type of the records; a row may say that it is of another.
  public var type: String
  /// Whether every row stands for a record that is deleted.
  public var isDeletions: Bool
  /// Reads what the protocol needs to know about a row; a pure function.
  public var interpret: @Sendable (RawJSON) -> SyncRow

  /// A list from its parts.
  public init(
    _ rows: RawList, type: String, isDeletions: Bool = false, interpret: @escaping @Sendable (RawJSON) -> SyncRow
  ) {
    self.rows = rows
    self.type = type
    self.isDeletions = isDeletions
    self.interpret = interpret
  }
}

/// The lists of a response that are still to be read, in the order in which they count.
struct SyncLists: Sendable {
  private var waiting: [SyncList] = []
  private var current: SyncList?

  init() {}

  init(_ lists: [SyncList]) {
    waiting = Array((lists.filter { !$0.isDeletions } + lists.filter(\.isDeletions)).reversed())
  }

  /// The rows of the next list; `nil` after the last.
  mutating func next(batch: Int) -> SyncRows? {
    current = waiting.popLast()
    return current.map { SyncRows($0.rows, type: $0.type, batch: batch) }
  }

  /// Interprets a row of the list that is being read.
  func read(_ payload: RawJSON, of type: String) -> SyncRow {
    guard let current else { return SyncRow(type: type, id: nil, kind: nil) }
    var row = current.interpret(payload)
    if current.isDeletions { (row.kind, row.problem) = (.delete, row.id == nil ? row.problem : nil) }
    return row
  }
}

/// Notices that a service leads in a circle, in constant memory: it compares each value with one that it moves ahead in
/// ever longer strides, so a circle is closed at most three times.
struct CircleGuard: Sendable {
  private var anchor: String?
  private var steps = 0
  private var stride = 1

  init() {}

  /// Whether a value stood at the anchor.
  mutating func closes(_ value: String) -> Bool {
    if let anchor, ExactText(anchor) == ExactText(value) { return true }
    if anchor == nil || steps == stride {
      anchor = value
      stride = max(steps * 2, 1)
      steps = 0
    }
    steps += 1
    return false
  }
}
