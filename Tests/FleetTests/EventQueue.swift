/// What happens and when, the earliest first, and in the order of its addition at the same time.
struct EventQueue<Event> {
  /// Apart from the events, because unoptimized generic code is slow and this is compared most.
  private var places = EventPlaces()
  private var events: [Int: Event] = [:]
  private var count = 0

  var isEmpty: Bool { places.heap.isEmpty }
  var next: Duration? { places.heap.first?.time }

  mutating func add(_ event: Event, at time: Duration) {
    count += 1
    events[count] = event
    places.add(EventPlaces.Place(time: time, number: count))
  }

  mutating func popFirst() -> (time: Duration, event: Event)? {
    guard let first = places.popFirst(), let event = events.removeValue(forKey: first.number) else { return nil }
    return (first.time, event)
  }
}

/// A heap of moments.
private struct EventPlaces {
  struct Place {
    let time: Duration
    let number: Int

    static func < (left: Place, right: Place) -> Bool {
      left.time == right.time ? left.number < right.number : left.time < right.time
    }
  }

  private(set) var heap: [Place] = []

  mutating func add(_ place: Place) {
    heap.append(place)
    var index = heap.count - 1
    while index > 0, heap[index] < heap[(index - 1) / 2] {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func popFirst() -> Place? {
    guard let first = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var index = 0
    while 2 * index + 1 < heap.count {
      var child = 2 * index + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[index] else { break }
      heap.swapAt(child, index)
      index = child
    }
    return first
  }
}
