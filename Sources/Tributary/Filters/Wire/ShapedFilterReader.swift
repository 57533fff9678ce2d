import TributaryJSON

/// Reads the JSON of a query back by the templates of its service.
///
/// The clauses of operators with JSON of their own are tried first, those with the longest constant part before the
/// others. What is unknown is an error, or is kept as JSON.
struct ShapedFilterReader {
  /// What a template of a clause stands for.
  private enum Kind {
    case comparison(QueryTemplate)
    case own(QueryTemplate, operator: ExactText, field: ExactText?)
    case and(QueryTemplate)
    case or(QueryTemplate)
    case not(QueryTemplate)
    case remoteID(QueryTemplate)

    var template: QueryTemplate {
      switch self {
      case .comparison(let template), .own(let template, _, _), .and(let template), .or(let template),
        .not(let template), .remoteID(let template):
        template
      }
    }

    var isOwn: Bool { if case .own = self { true } else { false } }
  }

  private let schema: QuerySchema
  private let shape: QueryShape
  private let keepsUnknown: Bool
  private let kinds: [Kind]

  init(schema: QuerySchema, shape: QueryShape, keepsUnknown: Bool) {
    self.schema = schema
    self.shape = shape
    self.keepsUnknown = keepsUnknown
    var kinds = shape.operators.map { Kind.own($0.template, operator: $0.name, field: nil) }
    for field in schema.fields {
      kinds += field.shapes.map { Kind.own($0.template, operator: $0.name, field: ExactText(field.name)) }
    }
    kinds.append(.comparison(shape.comparison))
    if let and = shape.and { kinds.append(.and(and)) }
    if let or = shape.or { kinds.append(.or(or)) }
    if let not = shape.not { kinds.append(.not(not)) }
    if let remoteID = shape.remoteID, schema.remoteIDs != nil || keepsUnknown { kinds.append(.remoteID(remoteID)) }
    self.kinds = kinds.map { (kind: $0, length: $0.template.constantLength) }
      .sorted { ($0.kind.isOwn ? 0 : 1, -$0.length) < ($1.kind.isOwn ? 0 : 1, -$1.length) }.map(\.kind)
  }

  // MARK: - Queries

  func query<Entity>(_ json: JSONValue) throws(FilterError) -> Query<Entity> {
    let match: TemplateMatch
    do throws(TemplateMatch.Mismatch) {
      match = try TemplateMatch(partial: shape.query, json, keepsOthers: keepsUnknown)
    } catch {
      throw self.error(error.reason, error.path)
    }
    let parser = FilterParser(schema: schema, keepsUnknown: keepsUnknown)
    var query = Query<Entity>()
    if let place = match[.filter] ?? match[.groups] {
      query.filter = Filter(try filter(place.json, at: place.path, depth: 0))
    }
    if let order = match[.order] {
      for (index, step) in (order.json.array ?? []).enumerated() {
        query.order.append(try self.order(step, order.path + [.index(index)]))
      }
    }
    if let limit = match[.limit] { query.limit = try parser.count(limit.json, limit.path) }
    if let offset = match[.offset] { query.offset = try parser.count(offset.json, offset.path) }
    query.cursor = match[.cursor]?.json
    if let deleted = match[.deleted] { query.deleted = try parser.deleted(deleted.json, deleted.path) }
    if shape.places.contains(.fields) {
      var names: [String] = []
      for (index, field) in (match[.fields]?.json.array ?? []).enumerated() {
        names.append(try projection(field, (match[.fields]?.path ?? []) + [.index(index)]))
      }
      let all = schema.fields.map(\.name)
      if names.map(ExactText.init) != all.map(ExactText.init) { query.fields = names }
    }
    query.others = match.others
    return query
  }

  private func order<Entity>(_ json: JSONValue, _ path: [JSONPath.Step]) throws(FilterError) -> QueryOrder<Entity> {
    let match = try self.match(shape.order ?? .place(.field), json, path)
    guard let field = match[.field], let name = field.json.string else {
      throw error(.missingMember(QueryPlace.field.rawValue), path)
    }
    if !keepsUnknown, schema.field(ExactText(name))?.isSortable != true {
      throw error(.unknownField(name, known: schema.fields.filter(\.isSortable).map(\.name)), field.path)
    }
    let direction: QueryDirection
    switch match[.direction] {
    case let word? where word.json == shape.directions.last: direction = .descending
    case let word? where word.json != shape.directions.first:
      let text = word.json.string ?? JSONWriter.text(of: word.json)
      // Nothing but a text is written again as it was.
      guard keepsUnknown, word.json.string != nil else { throw error(.unknownDirection(text), word.path) }
      direction = .other(text)
    default: direction = .ascending
    }
    return QueryOrder(field: name, direction: direction)
  }

  private func projection(_ json: JSONValue, _ path: [JSONPath.Step]) throws(FilterError) -> String {
    let match = try self.match(shape.projection ?? .place(.field), json, path)
    guard let field = match[.field], let name = field.json.string else {
      throw error(.missingMember(QueryPlace.field.rawValue), path)
    }
    if !keepsUnknown, schema.field(ExactText(name)) == nil {
      throw error(.unknownField(name, known: schema.fields.map(\.name)), field.path)
    }
    return name
  }

  // MARK: - Filters

  /// A whole filter: a clause, or a list of groups.
  func filter(_ json: JSONValue, at path: [JSONPath.Step], depth: Int) throws(FilterError) -> FilterNode {
    guard let group = shape.group else { return try clause(json, path, depth) }
    guard let elements = json.array else { throw error(.expected("an array"), path) }
    var groups: [FilterNode] = []
    for (index, element) in elements.enumerated() {
      let match = try self.match(group, element, path + [.index(index)])
      groups.append(.all(try clauses(match[.clauses], depth + 1)))
    }
    return groups.count == 1 ? groups[0] : .any(groups)
  }

  private func clauses(_ value: TemplateMatch.Value?, _ depth: Int) throws(FilterError) -> [FilterNode] {
    guard let value else { return [] }
    var parts: [FilterNode] = []
    for (index, part) in (value.json.array ?? []).enumerated() {
      parts.append(try clause(part, value.path + [.index(index)], depth))
    }
    return parts
  }

  private func clause(_ json: JSONValue, _ path: [JSONPath.Step], _ depth: Int) throws(FilterError) -> FilterNode {
    guard depth < FilterParser.depthLimit else { throw error(.tooDeep(limit: FilterParser.depthLimit), path) }
    do { return try known(json, path, depth) } catch {
      if case .tooDeep = error.reason { throw error }
      guard keepsUnknown else { throw error }
      return .verbatim(VerbatimClause(json: json))
    }
  }

  private func known(_ json: JSONValue, _ path: [JSONPath.Step], _ depth: Int) throws(FilterError) -> FilterNode {
    // Of the shapes that do not fit, the one that fits furthest says why.
    var mismatch: FilterError?
    var refusal: FilterError?
    for kind in kinds {
      let match: TemplateMatch
      do throws(TemplateMatch.Mismatch) { match = try TemplateMatch(kind.template, json, at: path) } catch {
        if mismatch.map({ $0.path.steps.count < error.path.count }) ?? true {
          mismatch = self.error(error.reason, error.path)
        }
        continue
      }
      do throws(FilterError) { if let node = try node(kind, match, path, depth) { return node } } catch {
        if case .tooDeep = error.reason { throw error }
        refusal = refusal ?? error
      }
    }
    throw refusal ?? mismatch ?? error(.expected("a clause"), path)
  }

  /// What a text of the shape of a clause says; `nil` if it is another clause after all.
  private func node(
    _ kind: Kind, _ match: TemplateMatch, _ path: [JSONPath.Step], _ depth: Int
  ) throws(FilterError) -> FilterNode? {
    switch kind {
    case .and: return .all(try clauses(match[.clauses], depth + 1))
    case .or: return .any(try clauses(match[.clauses], depth + 1))
    case .not:
      if let clause = match[.clause] { return .none([try self.clause(clause.json, clause.path, depth + 1)]) }
      let parts = try clauses(match[.clauses], depth + 1)
      return parts.isEmpty ? .everything : .none(parts)
    case .remoteID:
      guard let connection = match[.connection]?.json.string, let id = match[.id]?.json.string else { return nil }
      return .remoteID(connection: ExactText(connection), id: ExactText(id))
    case .comparison:
      let name = match[.operator]?.json.string.map(ExactText.init)
      return try comparison(match, path) { field, candidate in
        // Without a place for the operator, only one of a field's is written so.
        (name ?? candidate) == candidate && !shape.hasTemplate(of: candidate, field)
      }
    case .own(_, let name, let owner):
      if let said = match[.operator]?.json.string, ExactText(said) != name { return nil }
      if let owner, match[.field]?.json.string.map(ExactText.init) != owner { return nil }
      return try comparison(match, path) { field, candidate in
        candidate == name && (owner != nil || !field.shapes.contains { $0.name == name })
      }
    }
  }

  private func comparison(
    _ match: TemplateMatch, _ path: [JSONPath.Step], _ isMeant: (QuerySchema.Field, ExactText) -> Bool
  ) throws(FilterError) -> FilterNode? {
    guard let place = match[.field], let fieldName = place.json.string else { return nil }
    guard let field = schema.field(ExactText(fieldName)) else {
      throw error(.unknownField(fieldName, known: schema.fields.map(\.name)), place.path)
    }
    guard let known = field.operators.first(where: { isMeant(field, ExactText($0.name)) }) else {
      let name = match[.operator]?.json.string ?? JSONPath(steps: path).description
      throw error(
        .unknownOperator(name, field: fieldName, known: field.operators.map(\.name)), match[.operator]?.path ?? path)
    }
    let name = ExactText(known.name)
    if let type = match[.valueType], let text = type.json.string, ExactText(text) != ExactText(field.type) {
      throw error(.wrongValueType(text, field: fieldName, expected: field.type), type.path)
    }
    var value = FilterValue(type: ExactText(field.type), content: .nothing)
    if let one = match[.value] {
      value = FilterValue(type: value.type, content: .one(try text(one.json, one.path, field, known.comparison)))
    } else if let several = match[.values] {
      var contents: [ExactText] = []
      for (index, json) in (several.json.array ?? []).enumerated() {
        contents.append(try text(json, several.path + [.index(index)], field, known.comparison))
      }
      value = FilterValue(type: value.type, content: .several(contents))
    }
    return .comparison(field: ExactText(field.name), operator: name, value)
  }

  private func text(
    _ json: JSONValue, _ path: [JSONPath.Step], _ field: QuerySchema.Field, _ comparison: FilterComparison?
  ) throws(FilterError) -> ExactText {
    guard let text = field.text(of: json, for: comparison) else {
      let type = field.type.isEmpty ? "\(field.kind)" : field.type
      throw error(.invalidValue(json.string ?? JSONWriter.text(of: json), type: type), path)
    }
    return ExactText(text)
  }

  // MARK: - Templates

  private func match(
    _ template: QueryTemplate, _ json: JSONValue, _ path: [JSONPath.Step]
  ) throws(FilterError) -> TemplateMatch {
    do throws(TemplateMatch.Mismatch) { return try TemplateMatch(template, json, at: path) } catch {
      throw self.error(error.reason, error.path)
    }
  }

  private func error(_ reason: FilterError.Reason, _ path: [JSONPath.Step]) -> FilterError {
    FilterError(path: JSONPath(steps: path), entity: schema.name, reason)
  }
}
