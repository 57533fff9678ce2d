/// What is to happen, in the order of its moments; of equal moments, in the order in which it was added.
struct EventQueue<Event> {
  private var heap: [(time: Duration, number: Int, event: Event)] = []
  private var count = 0

  var isEmpty: Bool { heap.isEmpty }
  var next: Duration? { heap.first?.time }

  mutating func add(_ event: Event, at time: Duration) {
    count += 1
    heap.append((time, count, event))
    var index = heap.count - 1
    while index > 0, isBefore(index, (index - 1) / 2) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func popFirst() -> (time: Duration, event: Event)? {
    guard let first = heap.first else { return nil }
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var index = 0
    while true {
      let children = [2 * index + 1, 2 * index + 2].filter { $0 < heap.count }
      guard let child = children.min(by: { isBefore($0, $1) }), isBefore(child, index) else { break }
      heap.swapAt(child, index)
      index = child
    }
    return (first.time, first.event)
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    (heap[left].time, heap[left].number) < (heap[right].time, heap[right].number)
  }
}
