/// Keys that are durable here and on their way to the service, oldest first.
struct PendingAcknowledgements: Sendable {
  private let limit: Int
  private var size: Int
  private var keys: ArraySlice<String> = []
  private var done: [String] = []
  /// How many keys were dropped because the service refuses each of them alone.
  private(set) var dropped = 0

  init(chunk: Int) {
    limit = max(chunk, 1)
    size = limit
  }

  var isEmpty: Bool { keys.isEmpty }

  /// Whether there are enough of them for one acknowledgement.
  var isFull: Bool { keys.count >= size }

  /// Whether what is sent next is all there is.
  var isLastChunk: Bool { keys.count <= size }

  /// What to send next.
  var chunk: [String] { Array(keys.prefix(size)) }

  mutating func add(_ more: [String]) { keys = isEmpty ? more[...] : keys + more }

  mutating func accept() { remove() }

  /// Halves the chunk, down to the one key that is to blame. Where no key is, the smaller chunk was what it took, and
  /// stays.
  mutating func refuse() {
    let count = min(size, keys.count)
    guard count <= 1 else { return size = count / 2 }
    dropped += count
    remove()
    size = limit
  }

  /// Sends fewer keys at once from now on, for a service that seems to pass over some of many.
  mutating func shrink() { size = max(size / 2, 1) }

  /// The keys that may leave the outbox.
  mutating func takeDone() -> [String] {
    defer { done = [] }
    return done
  }

  private mutating func remove() {
    done += keys.prefix(size)
    keys = keys.dropFirst(size)
  }
}
