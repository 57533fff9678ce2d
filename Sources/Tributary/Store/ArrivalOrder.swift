/// A set that remembers in which order its members came. A member that comes again keeps its place.
struct ArrivalOrder<Key: Hashable & Sendable>: Sendable {
  private var places: [Key: Int] = [:]
  private var next = 0

  /// The members, oldest first.
  var keys: [Key] { places.sorted { $0.value < $1.value }.map(\.key) }

  mutating func insert(_ key: Key) {
    guard places[key] == nil else { return }
    places[key] = next
    next += 1
  }

  mutating func remove(_ key: Key) { places[key] = nil }
}
