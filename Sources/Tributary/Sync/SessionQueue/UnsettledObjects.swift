import TributaryJSON

/// Objects to fetch one by one at the end of a run, because the queue is not enough: those that the service could not
/// deliver, and those stored without an accepted acknowledgement, whose deletion the service may never report.
///
/// An object stays unsettled until the queue delivers it with a key, or it is gone.
struct UnsettledObjects: Sendable {
  private var objects: Set<RecordReference> = []
  /// Those that are stored in the service's current state.
  private var current: Set<RecordReference> = []
  /// Those that the store does not hold yet.
  private var unsaved: [RecordReference] = []
  private var toAsk: [RecordReference] = []

  init(_ objects: [RecordReference] = []) { self.objects = Set(objects) }

  var all: Set<RecordReference> { objects }

  /// How many may be missing or outdated locally.
  var failing: Int { objects.count - current.count }

  /// Records the objects of a stored page that became unsettled or were settled.
  mutating func add(_ page: ReceivedPage) {
    objects.formUnion(page.unsettledObjects)
    current.subtract(page.unsettledObjects)
    current.formUnion(page.unacknowledgeable)
    objects.subtract(page.recovered)
    current.subtract(page.recovered)
  }

  /// Adds a stored record whose key the service refuses.
  mutating func remember(_ object: RecordReference) {
    if objects.insert(object).inserted { unsaved.append(object) }
    current.insert(object)
  }

  /// What the next commit must add to the store.
  mutating func drainUnsaved() -> [RecordReference] {
    defer { unsaved = [] }
    return unsaved
  }

  /// Begins to ask. After the proof that nothing is left, every object is requested, because objects stored during the
  /// run may have been deleted before that proof.
  ///
  /// - Returns: The last requested object if not all can be requested; the next run begins after it.
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
