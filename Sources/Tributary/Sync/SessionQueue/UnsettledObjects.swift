import TributaryJSON

/// Objects for which the queue is not enough, so that at the end they are asked for one by one: what the service could
/// not hand out, and what is stored here without an acknowledgement that it accepted, so that it may never tell of a
/// deletion.
///
/// An object is remembered until the queue hands it out with a key, or it is gone.
struct UnsettledObjects: Sendable {
  private var objects: Set<RecordReference> = []
  /// Those that are stored as the service has them.
  private var current: Set<RecordReference> = []
  /// Those that the store does not remember yet.
  private var unsaved: [RecordReference] = []
  private var toAsk: [RecordReference] = []

  init(_ objects: [RecordReference] = []) { self.objects = Set(objects) }

  var all: Set<RecordReference> { objects }

  /// How many may be missing or old here.
  var failing: Int { objects.count - current.count }

  /// Takes in a page whose records were stored, and what of it is to be remembered or no longer is.
  mutating func take(_ page: ReceivedPage) {
    objects.formUnion(page.unsettledObjects)
    current.subtract(page.unsettledObjects)
    current.formUnion(page.unacknowledgeable)
    objects.subtract(page.recovered)
    current.subtract(page.recovered)
  }

  /// Remembers a stored record whose key the service refuses.
  mutating func remember(_ object: RecordReference) {
    if objects.insert(object).inserted { unsaved.append(object) }
    current.insert(object)
  }

  /// What the next commit has to add to the store's memory.
  mutating func drainUnsaved() -> [RecordReference] {
    defer { unsaved = [] }
    return unsaved
  }

  /// Begins to ask. After the proof that nothing is left everything is asked for, as what was stored in the course of
  /// the run may have gone before that proof.
  ///
  /// - Returns: The last that is asked for, when not all can be: the turn of the others begins behind it.
  mutating func beginAsking(isProven: Bool, behind last: RecordReference?, atMost limit: Int) -> RecordReference? {
    if isProven { current = [] }
    let waiting = Self.sorted(objects.subtracting(current))
    let first = last.flatMap { last in waiting.firstIndex { Self.precedes(last, $0) } } ?? 0
    let turn = (waiting[first...] + waiting[..<first]).prefix(max(limit, 0))
    toAsk = turn.reversed()
    return turn.count < waiting.count ? turn.last ?? last : nil
  }

  /// What to ask for next.
  mutating func next() -> RecordReference? { toAsk.popLast() }

  mutating func markCurrent(_ object: RecordReference) { current.insert(object) }

  mutating func markMissing(_ object: RecordReference) {
    objects.remove(object)
    current.remove(object)
  }

  /// Forgets everything.
  ///
  /// - Returns: What there was.
  mutating func forget() -> [RecordReference] {
    defer { self = UnsettledObjects() }
    return Self.sorted(objects)
  }

  private static func sorted(_ objects: Set<RecordReference>) -> [RecordReference] { objects.sorted(by: precedes) }

  private static func precedes(_ left: RecordReference, _ right: RecordReference) -> Bool {
    (ExactText(left.type), ExactText(left.id)) < (ExactText(right.type), ExactText(right.id))
  }
}
