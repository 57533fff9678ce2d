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
    case none([Step])
    case test(Int)
    /// A filter for a server, which finds its fields by names of its own.
    case whole(FilterEvaluator)

    /// Whether it holds for no record, whatever that is.
    var isNothing: Bool {
      switch self {
      case .all(let steps): steps.contains(where: \.isNothing)
      case .any(let steps): steps.allSatisfy(\.isNothing)
      case .whole(let evaluator): evaluator.matchesNothing
      case .none, .test: false
      }
    }
  }

  private let root: Step
  private let paths: FieldPaths
  /// The comparisons, each with the number of its path.
  private let tests: [(path: Int, test: FieldTest)]
  /// The comparisons of each path.
  private let testsOfPath: [[Int]]
  /// The path of each comparison.
  private let testPaths: [FieldPath]
  /// The path without steps, if there is one.
  private let wholePath: Int?

  /// Prepares a filter.
  ///
  /// - Throws: ``FilterError`` with ``FilterError/Reason/unknownMeaning(_:)`` when the filter has a part that only the
  ///   server understands.
  package convenience init<Entity>(_ filter: Filter<Entity>) throws(FilterError) {
    try self.init(filter.node, Entity.Fields.schema)
  }

  convenience init(_ node: FilterNode, _ schema: QuerySchema) throws(FilterError) {
    var plan = Plan()
    let root = try plan.step(node.simplified, schema)
    self.init(root, plan)
  }

  /// Prepares a local filter.
  ///
  /// - Throws: ``FilterError`` when a part of it is a server's, and only the server understands it.
  package convenience init<Record>(_ filter: LocalFilter<Record>) throws(FilterError) {
    try self.init(filter.node)
  }

  convenience init(_ node: LocalNode) throws(FilterError) {
    var plan = Plan()
    let root = try plan.step(node)
    self.init(root, plan)
  }

  private init(_ root: Step, _ plan: Plan) {
    self.root = root
    paths = plan.paths
    testPaths = plan.testPaths
    wholePath = plan.wholePath
    tests = plan.tests
    testsOfPath = (0..<plan.pathCount).map { path in plan.tests.indices.filter { plan.tests[$0].path == path } }
  }

  /// Whether the filter alone shows that no record matches.
  package var matchesNothing: Bool { root.isNothing }

  /// The keys of a field's index that a matching record can have, or `nil` if it can have any.
  package func ranges(in field: IndexedField) -> [IndexRange]? { ranges(of: root, in: field) }

  private func ranges(of step: Step, in field: IndexedField) -> [IndexRange]? {
    switch step {
    case .all(let steps):
      let found = steps.compactMap { ranges(of: $0, in: field) }
      if let points = found.first(where: { $0.allSatisfy(\.isPoint) }) { return points }
      // What two bounds leave is between them.
      let single = found.compactMap { $0.count == 1 ? $0.first : nil }
      guard let first = single.first else { return found.first }
      return [single.dropFirst().reduce(first) { $0.intersection($1) }]
    case .any(let steps):
      let found = steps.compactMap { ranges(of: $0, in: field) }
      return found.count == steps.count ? found.flatMap { $0 } : nil
    case .none: return nil
    case .test(let index):
      guard testPaths[index] == field.path else { return nil }
      return tests[index].test.range(in: field).map { [$0] }
    case .whole(let evaluator): return evaluator.ranges(in: field)
    }
  }

  /// Whether a record matches.
  public func matches(_ record: some JSONEncodable) -> Bool { matches(JSONWriter.bytes(of: record)) ?? false }

  /// Whether the JSON of a record matches.
  public func matches(_ payload: RawJSON) -> Bool { matches(payload.bytes) ?? false }

  /// Whether a text matches, or `nil` when it is not valid JSON.
  package func matches(_ text: SharedBytes) -> Bool? {
    // The results are on the stack unless there are a great many comparisons.
    withUnsafeTemporaryAllocation(of: Bool.self, capacity: max(tests.count, 1)) { results in
      for (index, test) in tests.enumerated() { results.initializeElement(at: index, to: test.test.holdsForNothing) }
      let limits = JSONLimits(depth: JSONLimits.greatestDepth)
      let isJSON: Void? = try? JSONReader.withReader(over: text, limits: limits) { (reader) throws(JSONError) in
        // A path without steps leads to the whole, as a test of a list's elements needs it.
        if let whole = wholePath {
          try visit(&reader, testsOfPath[whole], results)
        } else {
          try paths.read(&reader) { path in
            for index in testsOfPath[path] { results[index] = tests[index].test.holdsForNothing }
          } pass: { path in
            for index in testsOfPath[path] { results[index] = false }
          } visit: { (path, reader) throws(JSONError) in
            try visit(&reader, testsOfPath[path], results)
          }
        }
      }
      return isJSON.map { holds(root, results, text) }
    }
  }

  private func visit(
    _ reader: inout JSONReader, _ indices: [Int], _ results: UnsafeMutableBufferPointer<Bool>
  ) throws(JSONError) {
    if let form = indices.first.flatMap({ testPaths[$0].form }), try reader.nextKind().isScalar {
      return try visit(FormedValue(from: &reader, as: form), indices, results)
    }
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
    case .null: try reader.skipValue()
    case .object:
      for index in indices { results[index] = false }
      try reader.skipValue()
    case .array:
      guard indices.contains(where: { tests[$0].test.isOfElements }) else {
        for index in indices { results[index] = false }
        return try reader.skipValue()
      }
      for index in indices { results[index] = tests[index].test.holdsForEmptyList }
      var isFirst = true
      try reader.forEachElement { (reader) throws(JSONError) in
        if isFirst { for index in indices { results[index] = false } }
        isFirst = false
        let element = try reader.readRaw()
        for index in indices where !results[index] { results[index] = tests[index].test.holds(forElement: element) }
        return true
      }
    }
  }

  /// What a value says that travels in a form of its own.
  private func visit(_ value: FormedValue, _ indices: [Int], _ results: UnsafeMutableBufferPointer<Bool>) {
    for index in indices { results[index] = tests[index].test.holds(for: value) }
  }

  private func holds(_ step: Step, _ results: UnsafeMutableBufferPointer<Bool>, _ text: SharedBytes) -> Bool {
    switch step {
    case .all(let steps): steps.allSatisfy { holds($0, results, text) }
    case .any(let steps): steps.contains { holds($0, results, text) }
    case .none(let steps): !steps.contains { holds($0, results, text) }
    case .test(let index): results[index]
    case .whole(let evaluator): evaluator.matches(text) ?? false
    }
  }

  /// Collects paths and comparisons while the tree is turned into steps.
  private struct Plan {
    var paths = FieldPaths()
    var pathCount = 0
    var wholePath: Int?
    var tests: [(path: Int, test: FieldTest)] = []
    var testPaths: [FieldPath] = []

    mutating func step(_ node: FilterNode, _ schema: QuerySchema) throws(FilterError) -> Step {
      switch node {
      case .all(let parts): return .all(try steps(parts, schema))
      case .any(let parts): return .any(try steps(parts, schema))
      case .none(let parts): return .none(try steps(parts, schema))
      case .comparison(let field, let name, let value):
        guard let step = comparison(field, name, value, schema) else { throw schema.unknown(node) }
        return step
      case .remoteID(let connection, let id):
        guard let remoteIDs = schema.remoteIDs else { throw schema.unknown(node) }
        let test = FilterTest(comparison: .equal, operand: .text(Array(id.text.utf8)))
        return add(FieldPath(steps: (remoteIDs + [connection.text]).map { [$0] }), .value(test))
      case .verbatim: throw schema.unknown(node)
      }
    }

    /// The step of a comparison; `nil` if only the server understands it.
    private mutating func comparison(
      _ name: ExactText, _ operator: ExactText, _ value: FilterValue, _ schema: QuerySchema
    ) -> Step? {
      let field = schema.field(name)
      let path = field?.path ?? FieldPath(steps: [[name.text]])
      guard let comparison = schema.comparison(`operator`, field: name) else { return nil }
      switch (comparison, value.content) {
      case (.absent, .nothing): return add(path, .missing(field?.missing ?? MissingForms()))
      case (.present, .nothing): return .none([add(path, .missing(field?.missing ?? MissingForms()))])
      case (.oneOf, .several(let contents)): return tests(path, .equal, contents, name, value, schema).map(Step.any)
      case (.noneOf, .several(let contents)):
        return tests(path, .notEqual, contents, name, value, schema).map { tests in
          .all([.none([add(path, .missing(field?.missing ?? MissingForms()))])] + tests)
        }
      case (.oneOf, _), (.noneOf, _), (.absent, _), (.present, _): return nil
      case (_, .one(let content)): return tests(path, comparison, [content], name, value, schema)?.first
      default: return nil
      }
    }

    private mutating func tests(
      _ path: FieldPath, _ comparison: FilterComparison, _ contents: [ExactText], _ field: ExactText,
      _ value: FilterValue, _ schema: QuerySchema
    ) -> [Step]? {
      guard let kind = schema.kind(of: value.type, field: field) else { return nil }
      var steps: [Step] = []
      for content in contents {
        guard let operand = FilterTest.Operand(content, kind: kind) else { return nil }
        steps.append(add(path, .value(FilterTest(comparison: comparison, operand: operand))))
      }
      return steps
    }

    mutating func step(_ node: LocalNode) throws(FilterError) -> Step {
      switch node {
      case .all(let parts): return .all(try steps(parts))
      case .any(let parts): return .any(try steps(parts))
      case .none(let parts): return .none(try steps(parts))
      case .test(let path, let test): return add(path, try FieldTest(test))
      case .server(let node, let schema): return .whole(try FilterEvaluator(node, schema))
      }
    }

    private mutating func steps(_ parts: [FilterNode], _ schema: QuerySchema) throws(FilterError) -> [Step] {
      var steps: [Step] = []
      for part in parts { steps.append(try step(part, schema)) }
      return steps
    }

    private mutating func steps(_ parts: [LocalNode]) throws(FilterError) -> [Step] {
      var steps: [Step] = []
      for part in parts { steps.append(try step(part)) }
      return steps
    }

    private mutating func add(_ path: FieldPath, _ test: FieldTest) -> Step {
      var number = pathCount
      if path.steps.isEmpty {
        number = wholePath ?? pathCount
        wholePath = number
      } else {
        number = paths.add(path.steps[...], next: pathCount)
      }
      pathCount = max(pathCount, number + 1)
      tests.append((number, test))
      testPaths.append(path)
      return .test(tests.count - 1)
    }
  }
}

extension QuerySchema {
  fileprivate func unknown(_ node: FilterNode) -> FilterError {
    FilterError(entity: name, .unknownMeaning(node.described(by: self)))
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
