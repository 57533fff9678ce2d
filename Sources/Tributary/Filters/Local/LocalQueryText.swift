import TributaryJSON

/// A local query as a person writes it, for records of any type.
///
/// A filter is JSON: `{"type":"eq","field":"address.city","value":"Kraków"}`. The types are `eq`, `ne`, `gt`, `ge`,
/// `lt`, `le`, `prefix`, `contains` (a text in a text, or an element of a list), `missing`, and `and`, `or`, `none` with
/// `subclauses`. A value is a text, a number, a truth value, or an object with `type` and `value`.
package struct LocalQueryText: Sendable {
  let filter: LocalNode
  let order: [OrderStep]
  let limit: Int?
  let offset: Int

  /// How deeply filters may be nested.
  private static let depthLimit = 64

  /// Reads a query.
  ///
  /// - Parameters:
  ///   - filter: JSON, or `nil` for every record.
  ///   - order: A field, and with a colon the direction: `created_at:descending`.
  ///   - entity: The record type, as messages call it.
  ///   - fields: The names that a path can begin with; none for any.
  package init(
    filter: String?, order: String?, limit: Int?, offset: Int?, of entity: String, fields: [String]
  ) throws(FilterError) {
    let reader = Reader(entity: entity, fields: fields)
    self.filter = try filter.map { (text) throws(FilterError) in try reader.filter(text) } ?? .all([])
    self.order = try order.map { (text) throws(FilterError) in [try reader.order(text)] } ?? []
    self.limit = limit
    self.offset = offset ?? 0
  }

  private struct Reader {
    let entity: String
    let fields: [String]

    func filter(_ text: String) throws(FilterError) -> LocalNode {
      let json: JSONValue
      do { json = try JSONReader.read(JSONValue.self, from: SharedBytes(text)) } catch {
        throw FilterError(entity: entity, .invalidJSON(error))
      }
      return try node(json, [], 0)
    }

    func order(_ text: String) throws(FilterError) -> OrderStep {
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      let direction = parts.count > 1 ? parts[1] : "ascending"
      guard direction == "ascending" || direction == "descending" else {
        throw FilterError(entity: entity, .unknownDirection(direction))
      }
      return OrderStep(path: try path(parts.first ?? "", []), kind: nil, isDescending: direction == "descending")
    }

    private func node(_ json: JSONValue, _ path: [JSONPath.Step], _ depth: Int) throws(FilterError) -> LocalNode {
      guard depth < LocalQueryText.depthLimit else {
        throw error(.tooDeep(limit: LocalQueryText.depthLimit), path)
      }
      guard let members = json.object else { throw error(.expected("an object"), path) }
      let type = try text("type", in: members, path)
      switch type {
      case "and": return .all(try parts(members, path, depth))
      case "or": return .any(try parts(members, path, depth))
      case "none": return .none(try parts(members, path, depth))
      default: return try clause(type, members, path)
      }
    }

    private func parts(_ members: JSONFields, _ path: [JSONPath.Step], _ depth: Int) throws(FilterError) -> [LocalNode]
    {
      try check(members, ["type", "subclauses"], path)
      let inside = path + [.name("subclauses")]
      guard let clauses = members["subclauses"]?.array else { throw error(.expected("an array"), inside) }
      var parts: [LocalNode] = []
      for (index, clause) in clauses.enumerated() {
        parts.append(try node(clause, inside + [.index(index)], depth + 1))
      }
      return parts
    }

    private func clause(_ type: String, _ members: JSONFields, _ path: [JSONPath.Step]) throws(FilterError) -> LocalNode
    {
      let field = try self.path(try text("field", in: members, path), path + [.name("field")])
      if type == "missing" {
        try check(members, ["type", "field"], path)
        return .test(field, .missing(MissingForms(JSONValue.self)))
      }
      try check(members, ["type", "field", "value"], path)
      guard let value = members["value"] else { throw error(.missingMember("value"), path) }
      let operand = try operand(value, path + [.name("value")])
      if let comparison = Self.comparisons[type] {
        return .test(field, .value(FilterTest(comparison: comparison, operand: operand)))
      }
      switch (type, operand) {
      case ("prefix", .text(let bytes)): return .test(field, .prefix(bytes))
      case ("contains", .text(let bytes)): return .any([.test(field, .infix(bytes)), .test(field, element(operand))])
      case ("contains", _): return .test(field, element(operand))
      default:
        let known = ["and", "or", "none", "missing", "prefix", "contains"] + Self.comparisons.keys.sorted()
        throw error(.unknownType(type, known: known), path + [.name("type")])
      }
    }

    private func element(_ operand: FilterTest.Operand) -> LocalTest {
      .element(.test(FieldPath(), .value(FilterTest(comparison: .equal, operand: operand))))
    }

    private func operand(_ json: JSONValue, _ path: [JSONPath.Step]) throws(FilterError) -> FilterTest.Operand {
      switch json {
      case .string(let text): return .text(Array(text.utf8))
      case .number(let number): return .number(number)
      case .bool(let value): return .boolean(value)
      case .object(let members):
        try check(members, ["type", "value"], path)
        let (type, value) = (try text("type", in: members, path), try text("value", in: members, path))
        guard let kind = Self.kinds[type] else {
          throw error(
            .wrongValueType(type, field: "value", expected: Self.kinds.keys.sorted().joined(separator: ", ")),
            path + [.name("type")])
        }
        guard let operand = FilterTest.Operand(ExactText(value), kind: kind) else {
          throw error(.invalidValue(value, type: type), path + [.name("value")])
        }
        return operand
      default: throw error(.expected("a text, a number, a truth value or an object"), path)
      }
    }

    private static let comparisons: [String: FilterComparison] = [
      "eq": .equal, "ne": .notEqual, "gt": .greater, "ge": .atLeast, "lt": .less, "le": .atMost,
    ]

    private static let kinds: [String: FilterKind] = [
      "string": .text, "number": .number, "bool": .boolean, "datetime": .instant, "localDatetime": .localTime,
      "date": .day, "uuid": .uuid,
    ]

    private func path(_ text: String, _ place: [JSONPath.Step]) throws(FilterError) -> FieldPath {
      let steps = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard let first = steps.first, fields.isEmpty || fields.contains(where: { ExactText($0) == ExactText(first) })
      else { throw error(.unknownField(steps.first ?? "", known: fields), place) }
      return FieldPath(steps: steps.map { [$0] })
    }

    private func text(
      _ name: String, in members: JSONFields, _ path: [JSONPath.Step]
    ) throws(FilterError) -> String {
      guard let value = members[name] else { throw error(.missingMember(name), path) }
      guard let text = value.string else { throw error(.expected("a string"), path + [.name(name)]) }
      return text
    }

    private func check(_ members: JSONFields, _ known: [String], _ path: [JSONPath.Step]) throws(FilterError) {
      for name in members.names where !known.contains(where: { ExactText($0) == ExactText(name) }) {
        throw error(.unknownMember(name), path + [.name(name)])
      }
    }

    private func error(_ reason: FilterError.Reason, _ path: [JSONPath.Step]) -> FilterError {
      FilterError(path: JSONPath(steps: path), entity: entity, reason)
    }
  }
}
