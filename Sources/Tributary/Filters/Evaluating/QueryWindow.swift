import TributaryJSON

/// Collects the results of a query from records that come one by one: those in its order, from its offset to its limit.
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

  init(_ query: LocalQueryText) throws(FilterError) {
    evaluator = try FilterEvaluator(query.filter)
    order = OrderEvaluator(query.order)
    offset = query.offset
    limit = query.limit
  }

  private init(_ evaluator: FilterEvaluator, _ order: OrderEvaluator, _ offset: Int, _ limit: Int?) {
    (self.evaluator, self.order, self.offset, self.limit) = (evaluator, order, offset, limit)
  }

  /// The same window for elements of another type.
  func collecting<Other>(_ type: Other.Type) -> QueryWindow<Other> {
    QueryWindow<Other>(evaluator, order, offset, limit)
  }

  init<Record>(_ query: LocalQuery<Record>) throws(FilterError) {
    evaluator = try FilterEvaluator(query.filter)
    order = OrderEvaluator(query.order.map(\.step))
    offset = query.offset
    limit = query.limit
  }

  /// Whether the result has an order of its own.
  var isOrdered: Bool { !order.isEmpty }

  /// Whether the result is empty whatever the records are.
  var matchesNothing: Bool { limit == 0 || evaluator.matchesNothing }

  /// Adds an element that matches.
  ///
  /// - Returns: Whether later elements can still be part of the result.
  mutating func add(_ element: Element, _ payload: SharedBytes) -> Bool {
    guard !order.isEmpty else { return add(element) }
    entries.append((element, order.keys(of: payload)))
    // Sorting only when there are twice as many as needed keeps it rare, and keeps memory small for a page of a large
    // store.
    if let end, entries.count >= 2 * end + 64 {
      sort()
      entries.removeLast(entries.count - end)
    }
    return true
  }

  /// Adds an element that matches a query without an order.
  ///
  /// - Returns: Whether later elements can still be part of the result.
  mutating func add(_ element: Element) -> Bool {
    passed += 1
    if passed > offset, limit.map({ entries.count < $0 }) ?? true { entries.append((element, [])) }
    return limit.map { entries.count < $0 } ?? true
  }

  /// The result. Elements that are equal in the order stay as they came.
  consuming func elements() -> [Element] {
    guard !order.isEmpty else { return entries.map(\.element) }
    sort()
    return entries.dropFirst(offset).prefix(limit ?? .max).map(\.element)
  }

  /// How many of the sorted entries can be part of the result; `nil` for all.
  private var end: Int? {
    guard let limit else { return nil }
    let (end, overflow) = offset.addingReportingOverflow(limit)
    return overflow || end > Int.max / 4 ? nil : end
  }

  /// The sort is stable: equal elements stay as they came.
  private mutating func sort() { entries.sort { order.precedes($0.keys, $1.keys) } }
}

extension Query {
  /// The results of the query among local records: those that match, in its order, from its offset to its limit.
  ///
  /// In ascending order records without a value come first, in descending order last; equal ones stay as received.
  ///
  /// - Throws: ``FilterError`` when the query has a part that only the server understands.
  public func results(in records: some Sequence<Entity>) throws(FilterError) -> [Entity] {
    try QueryWindow<Entity>(self).results(in: records)
  }
}

extension QueryWindow where Element: JSONEncodable {
  /// The results among values.
  consuming func results(in records: some Sequence<Element>) -> [Element] {
    guard !matchesNothing else { return [] }
    for record in records {
      let payload = JSONWriter.bytes(of: record)
      guard evaluator.matches(payload) == true else { continue }
      guard add(record, payload) else { break }
    }
    return elements()
  }
}
