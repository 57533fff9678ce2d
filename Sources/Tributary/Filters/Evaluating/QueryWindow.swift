import TributaryJSON

/// Collects what a query asks for out of records that come one by one: what matches, in order, from offset to limit.
struct QueryWindow<Element> {
  private typealias Entry = (element: Element, keys: [OrderEvaluator.Key])

  let evaluator: FilterEvaluator
  private let order: OrderEvaluator
  private let offset: Int
  private let limit: Int?
  private var entries: [Entry] = []
  private var passed = 0

  init<Entity>(_ query: Query<Entity>) throws(FilterError) {
    evaluator = try FilterEvaluator(query.filter)
    order = try OrderEvaluator(query.order)
    offset = query.offset ?? 0
    limit = query.limit
  }

  /// Takes an element that matches.
  ///
  /// - Returns: Whether later ones can still count.
  mutating func add(_ element: Element, _ payload: SharedBytes) -> Bool {
    guard !order.isEmpty else { return add(element) }
    entries.append((element, order.keys(of: payload)))
    // Twice the room, so that sorting is rare; never more, so that a small page of a large store needs little memory.
    if let end, entries.count >= 2 * end + 64 {
      sort()
      entries.removeLast(entries.count - end)
    }
    return true
  }

  /// Takes an element that matches, where the query has no order.
  ///
  /// - Returns: Whether later ones can still count.
  mutating func add(_ element: Element) -> Bool {
    passed += 1
    if passed > offset, limit.map({ entries.count < $0 }) ?? true { entries.append((element, [])) }
    return limit.map { entries.count < $0 } ?? true
  }

  /// The elements of the response. Where the order sees no difference, what came first stays first.
  consuming func elements() -> [Element] {
    guard !order.isEmpty else { return entries.map(\.element) }
    sort()
    return entries.dropFirst(offset).prefix(limit ?? .max).map(\.element)
  }

  /// How many of the sorted entries can count; `nil` for all.
  private var end: Int? {
    guard let limit else { return nil }
    let (end, overflow) = offset.addingReportingOverflow(limit)
    return overflow || end > Int.max / 4 ? nil : end
  }

  /// The sort is stable: among equals what came first stays first.
  private mutating func sort() { entries.sort { order.precedes($0.keys, $1.keys) } }
}

extension Query {
  /// What the query gives on local records: those that match, in its order, from its offset to its limit.
  ///
  /// In ascending order records without a value come first, in descending order last; equal ones stay as received.
  ///
  /// - Throws: ``FilterError`` when the query has a part that only the server understands.
  public func results(in records: some Sequence<Entity>) throws(FilterError) -> [Entity] {
    var window = try QueryWindow<Entity>(self)
    guard !matchesNothing else { return [] }
    for record in records {
      let payload = JSONWriter.bytes(of: record)
      guard window.evaluator.matches(payload) == true else { continue }
      guard window.add(record, payload) else { break }
    }
    return window.elements()
  }
}
