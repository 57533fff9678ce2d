@_spi(Generated) public import TributaryJSON

/// A filter that is prepared for many records.
///
/// It looks at a record's JSON, whether that comes from a server, a store or a model. One walk through the JSON makes
/// all comparisons, without building anything. Texts are compared by their UTF-8 bytes, instants whatever their zone,
/// numbers by their exact decimal value. A field passes no comparison, not even *differs from*, if it is missing,
/// `null`, or of another kind than the comparison expects, such as a text in place of a date-time. A string that is not
/// valid text, because it is not UTF-8 or has half a surrogate pair, differs from every text.
public final class FilterEvaluator: Sendable {
  private indirect enum Step: Sendable {
    case all([Step])
    case any([Step])
    case test(Int)
  }

  private let root: Step
  private let paths: FieldPaths
  /// The comparisons, each with the number of its path.
  private let tests: [(path: Int, test: FilterTest)]
  /// The comparisons of each path.
  private let testsOfPath: [[Int]]

  /// Prepares a filter.
  ///
  /// - Throws: ``FilterError`` with ``FilterError/Reason/unknownMeaning(_:)`` when the filter has a part that only the
  ///   server understands.
  package convenience init<Entity>(_ filter: Filter<Entity>) throws(FilterError) {
    try self.init(filter.node, Entity.Fields.schema)
  }

  init(_ node: FilterNode, _ schema: QuerySchema) throws(FilterError) {
    var plan = Plan(schema: schema)
    root = try plan.step(node.simplified)
    paths = plan.paths
    tests = plan.tests
    testsOfPath = (0..<plan.pathCount).map { path in plan.tests.indices.filter { plan.tests[$0].path == path } }
  }

  /// Whether a record matches.
  public func matches(_ record: some JSONEncodable) -> Bool { matches(JSONWriter.bytes(of: record)) ?? false }

  /// Whether the JSON of a record matches.
  public func matches(_ payload: RawJSON) -> Bool { matches(payload.bytes) ?? false }

  /// Whether a text matches, or `nil` when it is not valid JSON.
  package func matches(_ text: SharedBytes) -> Bool? {
    // The results are on the stack unless there are a great many comparisons.
    withUnsafeTemporaryAllocation(of: Bool.self, capacity: max(tests.count, 1)) { results in
      results.initialize(repeating: false)
      let limits = JSONLimits(depth: JSONLimits.greatestDepth)
      let isJSON: Void? = try? JSONReader.withReader(over: text, limits: limits) { (reader) throws(JSONError) in
        try paths.read(&reader) { path in
          for index in testsOfPath[path] { results[index] = false }
        } visit: { (path, reader) throws(JSONError) in
          try compare(&reader, testsOfPath[path], results)
        }
      }
      return isJSON.map { holds(root, results) }
    }
  }

  private func compare(
    _ reader: inout JSONReader, _ indices: [Int], _ results: UnsafeMutableBufferPointer<Bool>
  ) throws(JSONError) {
    switch try reader.nextKind() {
    case .string:
      try reader.withString { text in
        for index in indices { results[index] = tests[index].test.holds(for: text) }
      }
    case .number:
      let number = try reader.readNumber()
      for index in indices { results[index] = tests[index].test.holds(for: number) }
    case .bool:
      let value = try reader.readBool()
      for index in indices { results[index] = tests[index].test.holds(for: value) }
    case .null, .array, .object: try reader.skipValue()
    }
  }

  private func holds(_ step: Step, _ results: UnsafeMutableBufferPointer<Bool>) -> Bool {
    switch step {
    case .all(let steps): steps.allSatisfy { holds($0, results) }
    case .any(let steps): steps.contains { holds($0, results) }
    case .test(let index): results[index]
    }
  }

  /// Collects paths and comparisons while the tree is turned into steps.
  private struct Plan {
    let schema: QuerySchema
    var paths = FieldPaths()
    var pathCount = 0
    var tests: [(path: Int, test: FilterTest)] = []

    mutating func step(_ node: FilterNode) throws(FilterError) -> Step {
      switch node {
      case .all(let parts): return .all(try steps(parts))
      case .any(let parts): return .any(try steps(parts))
      case .comparison(let field, let name, let value):
        guard let comparison = schema.comparison(name, field: field), let kind = schema.kind(of: value.type),
          let operand = FilterTest.Operand(value.content, kind: kind)
        else { throw unknown(node) }
        let path = schema.field(field)?.path ?? [field.text]
        return add(path, FilterTest(comparison: comparison, operand: operand))
      case .remoteID(let connection, let id):
        guard let remoteIDs = schema.remoteIDs else { throw unknown(node) }
        let test = FilterTest(comparison: .equal, operand: .text(Array(id.text.utf8)))
        return add(remoteIDs + [connection.text], test)
      case .verbatim: throw unknown(node)
      }
    }

    private mutating func steps(_ parts: [FilterNode]) throws(FilterError) -> [Step] {
      var steps: [Step] = []
      for part in parts { steps.append(try step(part)) }
      return steps
    }

    private mutating func add(_ path: [String], _ test: FilterTest) -> Step {
      let number = paths.add(path[...], next: pathCount)
      pathCount = max(pathCount, number + 1)
      tests.append((number, test))
      return .test(tests.count - 1)
    }

    private func unknown(_ node: FilterNode) -> FilterError {
      FilterError(entity: schema.name, .unknownMeaning(node.described(by: schema)))
    }
  }
}

extension Filter {
  /// Whether a record matches.
  ///
  /// To filter many records, use ``Query/results(in:)``.
  ///
  /// - Throws: ``FilterError`` when the filter has a part that only the server understands.
  public func matches(_ record: Entity) throws(FilterError) -> Bool { try FilterEvaluator(self).matches(record) }
}
