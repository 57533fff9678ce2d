import TributaryJSON

/// Makes the JSON of a query from the templates of its service.
struct ShapedQueryWriter {
  /// How deeply filters may be nested.
  static let depthLimit = FilterParser.depthLimit

  let schema: QuerySchema
  let shape: QueryShape

  // MARK: - Queries

  func query<Entity>(_ query: Query<Entity>) throws(QueryProblem) -> JSONValue {
    if query.filter.matchesNothing {
      throw QueryProblem("it matches nothing, so that there is nothing to ask", schema)
    }
    var values: [QueryPlace: JSONValue] = [:]
    if !query.filter.matchesEverything {
      values[shape.group == nil ? .filter : .groups] = try filter(query.filter.node)
    }
    if !query.order.isEmpty { values[.order] = .array(try query.order.map(order)) }
    values[.limit] = query.limit.map { .number(JSONNumber($0)) }
    values[.offset] = query.offset.map { .number(JSONNumber($0)) }
    values[.cursor] = query.cursor
    values[.deleted] = query.deleted.map { .string($0.rawValue) }
    for (place, what) in Self.abilities where values[place] != nil && !shape.places.contains(place) {
      throw .lacksPlace(what, schema)
    }
    if query.fields != nil, !shape.places.contains(.fields) { throw .lacksPlace("select fields", schema) }
    if shape.places.contains(.fields) {
      let names = query.fields ?? schema.fields.map(\.name)
      if !names.isEmpty { values[.fields] = .array(try names.map(projection)) }
    }
    let json = try fill(shape.query, values) ?? .object(JSONFields())
    guard !query.others.isEmpty else { return json }
    guard case .object(var fields) = json else { throw QueryProblem("this service takes no other members", schema) }
    for (name, value) in query.others where fields[name] == nil { fields[name] = value }
    return .object(fields)
  }

  /// What a query needs a place for, in words.
  private static let abilities: [(QueryPlace, String)] = [
    (.filter, "filter a query"), (.groups, "filter a query"), (.order, "order a query"), (.limit, "limit a query"),
    (.offset, "skip records"), (.cursor, "take a cursor"), (.deleted, "ask for deleted records"),
  ]

  private func order<Entity>(_ step: QueryOrder<Entity>) throws(QueryProblem) -> JSONValue {
    guard let template = shape.order else { throw .lacksPlace("order a query", schema) }
    let direction: JSONValue? =
      switch step.direction {
      case .ascending: shape.directions.first
      case .descending: shape.directions.last
      case .other(let text): .string(text)
      }
    return try filled(template, [.field: .string(step.field), .direction: direction])
  }

  private func projection(_ field: String) throws(QueryProblem) -> JSONValue {
    guard let template = shape.projection else { return .string(field) }
    return try filled(template, [.field: .string(field)])
  }

  // MARK: - Filters

  /// The JSON of a whole filter: a clause, or a list of groups.
  func filter(_ node: FilterNode) throws(QueryProblem) -> JSONValue {
    let node =
      shape.group != nil || shape.not == nil ? try WithoutNegation(schema).node(node.simplified).simplified : node
    guard let group = shape.group else {
      var comparisons = 0
      return try clause(node, depth: 0, &comparisons)
    }
    var groups: [JSONValue] = []
    for clauses in try FilterGroups(schema: schema, most: shape.most).groups(of: node) {
      var parts: [JSONValue] = []
      for clause in clauses { parts.append(try leaf(clause)) }
      groups.append(try filled(group, [.clauses: .array(parts)]))
    }
    return .array(groups)
  }

  private func clause(_ node: FilterNode, depth: Int, _ comparisons: inout Int) throws(QueryProblem) -> JSONValue {
    switch node {
    case .all(let parts): return try joined(parts, "and", shape.and, of: node, depth, &comparisons)
    case .any(let parts): return try joined(parts, "or", shape.or, of: node, depth, &comparisons)
    case .none(let parts):
      guard let not = shape.not else { throw .cannotBeSaid("not", node, schema) }
      if not.places.contains(.clauses) { return try joined(parts, "not", not, of: node, depth, &comparisons) }
      try check(node, parts.count, depth)
      if let part = parts.first, parts.count == 1 {
        return try filled(not, [.clause: try clause(part, depth: depth + 1, &comparisons)])
      }
      // What none of several matches is what not one of them matches.
      guard shape.or != nil || parts.isEmpty else {
        return try clause(.all(parts.map { .none([$0]) }), depth: depth, &comparisons)
      }
      return try filled(not, [.clause: try clause(.any(parts), depth: depth + 1, &comparisons)])
    case .comparison, .remoteID, .verbatim:
      comparisons += 1
      if let most = shape.most.comparisons, comparisons > most {
        throw QueryProblem(
          "this service takes at most \(most) comparisons, and \(node.shortened(by: schema)) is one more", schema)
      }
      return try leaf(node)
    }
  }

  private func joined(
    _ parts: [FilterNode], _ name: String, _ template: QueryTemplate?, of node: FilterNode, _ depth: Int,
    _ comparisons: inout Int
  ) throws(QueryProblem) -> JSONValue {
    guard let template else { throw .cannotBeSaid(name, node, schema) }
    try check(node, parts.count, depth)
    if let most = shape.most.clauses, parts.count > most {
      throw QueryProblem(
        "this service joins at most \(most) clauses, and \(parts[most].shortened(by: schema)) is one more", schema)
    }
    var clauses: [JSONValue] = []
    for part in parts { clauses.append(try clause(part, depth: depth + 1, &comparisons)) }
    return try filled(template, [.clauses: .array(clauses)])
  }

  /// Whether there may be one more *and*, *or* or *not* at a depth.
  private func check(_ node: FilterNode, _ count: Int, _ depth: Int) throws(QueryProblem) {
    let most = min(shape.most.depth ?? Self.depthLimit, Self.depthLimit)
    guard depth >= most else { return }
    throw QueryProblem(
      "this service nests filters at most \(most) deep, and \(node.shortened(by: schema)) is deeper", schema)
  }

  // MARK: - Comparisons

  private func leaf(_ node: FilterNode) throws(QueryProblem) -> JSONValue {
    switch node {
    case .comparison(let field, let name, let value): return try comparison(field, name, value, node)
    case .remoteID(let connection, let id):
      guard let template = shape.remoteID else { throw .cannotBeSaid("remoteId", node, schema) }
      return try filled(template, [.connection: .string(connection.text), .id: .string(id.text)])
    case .verbatim(let clause): return clause.json
    case .all, .any, .none: throw .cannotBeSaid("group in a group", node, schema)
    }
  }

  private func comparison(
    _ name: ExactText, _ operator: ExactText, _ value: FilterValue, _ node: FilterNode
  ) throws(QueryProblem) -> JSONValue {
    let field = schema.field(name)
    let template = shape.template(of: `operator`, field)
    var values: [QueryPlace: JSONValue?] = [.field: .string(name.text), .operator: .string(`operator`.text)]
    if !value.type.text.isEmpty { values[.valueType] = .string(value.type.text) }
    let places = template.places
    switch value.content {
    case .one(let content) where places.contains(.value): values[.value] = try json(content, value.type, field)
    case .several(let contents) where places.contains(.values):
      if contents.isEmpty { throw QueryProblem("\(name.text) is compared with an empty list", schema) }
      var elements: [JSONValue] = []
      for content in contents { elements.append(try json(content, value.type, field)) }
      values[.values] = .array(elements)
    case .nothing where !places.contains(.value) && !places.contains(.values): break
    default:
      throw QueryProblem(
        "\"\(`operator`.text)\" takes another number of values than \(node.shortened(by: schema)) has", schema)
    }
    for place in [QueryPlace.valueType] where places.contains(place) && values[place] == nil {
      throw QueryProblem("\(name.text) is compared with values of an unnamed type", schema)
    }
    return try filled(template, values)
  }

  private func json(
    _ content: ExactText, _ type: ExactText, _ field: QuerySchema.Field?
  ) throws(QueryProblem) -> JSONValue {
    let own = field.flatMap { ExactText($0.type) == type ? $0 : nil }
    guard
      let json = own.map({ $0.json(of: content) }) ?? JSONValue(content.text, kind: schema.kind(of: type), form: nil)
    else { throw QueryProblem("\(field?.name ?? "a field") is compared with a number that is not finite", schema) }
    return json
  }

  // MARK: - Templates

  private func fill(_ template: QueryTemplate, _ values: [QueryPlace: JSONValue]) throws(QueryProblem) -> JSONValue? {
    do throws(QueryTemplate.Clash) { return try template.filled(values) } catch {
      throw QueryProblem("\"\(error.name)\" is also the name of another member of its clause", schema)
    }
  }

  private func filled(
    _ template: QueryTemplate, _ values: [QueryPlace: JSONValue?]
  ) throws(QueryProblem) -> JSONValue {
    try fill(template, values.compactMapValues { $0 }) ?? .object(JSONFields())
  }
}
