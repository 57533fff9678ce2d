/// Keys that are durable locally and still to be acknowledged to the service, oldest first.
struct PendingAcknowledgements: Sendable {
  /// What is stored locally because of the change that a key identifies.
  enum Holding: Sendable, Equatable {
    /// The record.
    case record(RecordReference)
    /// Nothing that could become outdated.
    case nothing
    /// Unknown: an earlier run stored the change and left only the key.
    case unknown
  }

  struct Key: Sendable {
    var text: String
    var holding: Holding
  }

  private var limit: Int
  private var size: Int
  private var keys: ArraySlice<Key> = []
  private var done: [String] = []
  /// How many keys were dropped because the service refuses each of them alone.
  private(set) var dropped = 0

  init(chunk: Int) {
    limit = max(chunk, 1)
    size = limit
  }

  var isEmpty: Bool { keys.isEmpty }

  /// Whether there are enough keys for one acknowledgement.
  var isFull: Bool { keys.count >= size }

  /// Whether the next acknowledgement contains all keys.
  var isLastChunk: Bool { keys.count <= size }

  /// What to send next.
  var chunk: [String] { keys.prefix(size).map(\.text) }

  /// Adds keys, except those already waiting. The service may deliver a change twice in one session, and a key listed
  /// twice would seem settled while one of the two is still to be sent.
  mutating func add(_ more: [Key]) {
    guard !isEmpty else {
      keys = more[...]
      return
    }
    let waiting = Set(keys.lazy.map { ExactText($0.text) })
    keys += more.filter { !waiting.contains(ExactText($0.text)) }
  }

  mutating func accept() { remove() }

  /// Halves the chunk, down to the single refused key. If no key is to blame, the smaller chunk helped and is kept.
  ///
  /// - Returns: What is stored of the change whose key was dropped, or `nil` if none was.
  mutating func refuse() -> Holding? {
    let count = min(size, keys.count)
    guard count <= 1 else {
      size = count / 2
      return nil
    }
    let refused = keys.first
    dropped += count
    remove()
    size = limit
    // Another key may identify a later change to the same record.
    if case .record? = refused?.holding, keys.contains(where: { $0.holding == refused?.holding }) { return .nothing }
    return refused?.holding
  }

  /// Sends fewer keys at once from now on, for a service that seems to ignore some of many.
  mutating func shrink() {
    limit = max(size / 2, 1)
    size = limit
  }

  /// The keys that may leave the outbox; not those that came again and are to be sent once more.
  mutating func drainSettled(excluding again: [String]) -> [String] {
    defer { done = [] }
    guard !done.isEmpty, !again.isEmpty else { return done }
    let again = Set(again.map(ExactText.init))
    return done.filter { !again.contains(ExactText($0)) }
  }

  private mutating func remove() {
    done += keys.prefix(size).lazy.map(\.text)
    keys = keys.dropFirst(size)
  }
}
