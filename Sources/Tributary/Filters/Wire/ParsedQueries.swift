public import TributaryJSON

extension Filter {
  /// Reads a filter from the JSON that the server reads.
  ///
  /// - Parameters:
  ///   - json: The filter.
  ///   - keepingUnknown: Whether fields, operators, value types and kinds of clauses that the spec lacks are kept as
  ///     they are; off by default.
  /// - Throws: ``FilterError``, which names what is unknown.
  public init(wire json: JSONValue, keepingUnknown: Bool = false) throws(FilterError) {
    let parser = FilterParser(schema: Entity.Fields.schema, keepsUnknown: keepingUnknown)
    node = try parser.node(json, at: [], depth: 0)
  }

  /// Reads a filter from the text of its JSON; see ``init(wire:keepingUnknown:)``.
  public init(wireText text: String, keepingUnknown: Bool = false) throws(FilterError) {
    try self.init(wire: Entity.Fields.schema.json(text), keepingUnknown: keepingUnknown)
  }
}

extension Query {
  /// Reads a query object from the JSON that the server reads.
  ///
  /// - Parameters:
  ///   - json: The query object.
  ///   - keepingUnknown: Whether what the spec lacks is kept as it is; off by default.
  /// - Throws: ``FilterError``, which names what is unknown.
  public init(wire json: JSONValue, keepingUnknown: Bool = false) throws(FilterError) {
    let schema = Entity.Fields.schema
    if let shape = schema.shape {
      self = try ShapedFilterReader(schema: schema, shape: shape, keepsUnknown: keepingUnknown).query(json)
      return
    }
    let parser = FilterParser(schema: schema, keepsUnknown: keepingUnknown)
    self.init()
    for (name, value) in try parser.object(json, []) {
      do throws(FilterError) { try set(name, value, parser) } catch {
        if case .tooDeep = error.reason { throw error }
        guard keepingUnknown else { throw error }
        others[name] = value
      }
    }
  }

  /// Reads a query object from the text of its JSON; see ``init(wire:keepingUnknown:)``.
  public init(wireText text: String, keepingUnknown: Bool = false) throws(FilterError) {
    try self.init(wire: Entity.Fields.schema.json(text), keepingUnknown: keepingUnknown)
  }

  private mutating func set(_ name: String, _ value: JSONValue, _ parser: FilterParser) throws(FilterError) {
    let path: [JSONPath.Step] = [.name(name)]
    switch name {
    case "filter": filter = Filter(try parser.node(value, at: path, depth: 0))
    case "order": order = try parser.order(value, path)
    case "deleted": deleted = try parser.deleted(value, path)
    case "numRecords": limit = try parser.count(value, path)
    case "offset": offset = try parser.count(value, path)
    default: throw parser.error(.unknownMember(name), path)
    }
  }
}

extension FilterParser {
  fileprivate func order<Entity>(
    _ json: JSONValue, _ path: [JSONPath.Step]
  ) throws(FilterError) -> [QueryOrder<Entity>] {
    guard let elements = json.array else { throw error(.expected("an array"), path) }
    var order: [QueryOrder<Entity>] = []
    for (index, element) in elements.enumerated() {
      let path = path + [.index(index)]
      let members = try object(element, path)
      try checkNames(of: members, ["field", "direction"], path)
      let field = try string("field", in: members, path)
      let direction = QueryDirection(rawValue: try string("direction", in: members, path))
      if !keepsUnknown {
        guard schema.field(ExactText(field))?.isSortable == true else {
          let known = schema.fields.filter(\.isSortable).map(\.name)
          throw error(.unknownField(field, known: known), path + [.name("field")])
        }
        if case .other(let name) = direction { throw error(.unknownDirection(name), path + [.name("direction")]) }
      }
      order.append(QueryOrder(field: field, direction: direction))
    }
    return order
  }

  func deleted(_ json: JSONValue, _ path: [JSONPath.Step]) throws(FilterError) -> DeletedRecords {
    guard let text = json.string else { throw error(.expected("a string"), path) }
    let known = schema.deletions?.values ?? []
    guard keepsUnknown || known.isEmpty || known.contains(where: { ExactText($0) == ExactText(text) }) else {
      throw error(.invalidValue(text, type: "deleted"), path)
    }
    return DeletedRecords(rawValue: text)
  }

  func count(_ json: JSONValue, _ path: [JSONPath.Step]) throws(FilterError) -> Int {
    guard let count = json.int, count >= 0 else { throw error(.expected("a whole number, not negative"), path) }
    return count
  }
}

extension QuerySchema {
  fileprivate func json(_ text: String) throws(FilterError) -> JSONValue {
    do { return try JSONReader.read(JSONValue.self, from: SharedBytes(text)) } catch {
      throw FilterError(entity: name, .invalidJSON(error))
    }
  }
}
