public import TributaryJSON

extension Query {
  /// The names that lead to a place in what is sent.
  static func path(to place: QueryPlace) -> [String] {
    Entity.Fields.schema.shape?.query.path(to: place) ?? [place.rawValue]
  }
}

/// How a service writes queries: its JSON with places, such as `{field}`.
///
/// A place is a whole string or a whole name of a member. A member or an element whose place has nothing is left out,
/// and with it an object or a list in which nothing else was.
@_spi(Generated) public struct QueryShape: Sendable {
  /// What a service accepts at most; `nil` for no bound.
  public struct Bounds: Sendable {
    let groups: Int?
    let clauses: Int?
    let comparisons: Int?
    let depth: Int?

    /// Bounds; generated code calls this.
    ///
    /// - Parameters:
    ///   - groups: The groups of a filter.
    ///   - clauses: The clauses of a group, and of an *and*, an *or* or a *not*.
    ///   - comparisons: The comparisons of a filter.
    ///   - depth: The *and*, *or* and *not* around a comparison.
    public init(groups: Int? = nil, clauses: Int? = nil, comparisons: Int? = nil, depth: Int? = nil) {
      self.groups = groups
      self.clauses = clauses
      self.comparisons = comparisons
      self.depth = depth
    }
  }

  let query: QueryTemplate
  let comparison: QueryTemplate
  let and: QueryTemplate?
  let or: QueryTemplate?
  let not: QueryTemplate?
  let group: QueryTemplate?
  let order: QueryTemplate?
  let directions: [JSONValue]
  let projection: QueryTemplate?
  let remoteID: QueryTemplate?
  let operators: [(name: ExactText, template: QueryTemplate)]
  let most: Bounds
  /// The places that queries have.
  let places: Set<QueryPlace>

  /// A shape; generated code calls this.
  ///
  /// - Parameters:
  ///   - query: The whole, with `{filter}` or `{groups}`, `{order}`, `{limit}`, `{offset}`, `{cursor}`, `{fields}` and
  ///     `{deleted}`.
  ///   - comparison: A clause, with `{field}`, `{operator}`, `{value}` or `{values}`, and `{valueType}`.
  ///   - and: All of several clauses, with `{clauses}`.
  ///   - or: One of several clauses, with `{clauses}`.
  ///   - not: Not a clause, with `{clause}`, or none of several, with `{clauses}`.
  ///   - group: All of several comparisons, with `{clauses}`, where a filter is one of several groups.
  ///   - order: A step of an order, with `{field}` and `{direction}`.
  ///   - directions: The words for ascending and descending.
  ///   - projection: A field to return, with `{field}`.
  ///   - remoteID: A clause for an identifier by connection, with `{connection}` and `{id}`.
  ///   - operators: The clauses of operators that have other JSON than the comparison.
  ///   - most: What the service accepts at most.
  public init(
    query: JSONValue, comparison: JSONValue, and: JSONValue? = nil, or: JSONValue? = nil, not: JSONValue? = nil,
    group: JSONValue? = nil, order: JSONValue? = nil, directions: [JSONValue] = ["ascending", "descending"],
    projection: JSONValue? = nil, remoteID: JSONValue? = nil, operators: KeyValuePairs<String, JSONValue> = [:],
    most: Bounds = Bounds()
  ) {
    self.query = QueryTemplate(query)
    self.comparison = QueryTemplate(comparison)
    self.and = and.map(QueryTemplate.init)
    self.or = or.map(QueryTemplate.init)
    self.not = not.map(QueryTemplate.init)
    self.group = group.map(QueryTemplate.init)
    self.order = order.map(QueryTemplate.init)
    self.directions = directions
    self.projection = projection.map(QueryTemplate.init)
    self.remoteID = remoteID.map(QueryTemplate.init)
    self.operators = operators.map { (ExactText($0.key), QueryTemplate($0.value)) }
    self.most = most
    places = self.query.places
  }

  /// Whether an operator of a field has JSON of its own.
  func hasTemplate(of name: ExactText, _ field: QuerySchema.Field) -> Bool {
    field.shapes.contains { $0.name == name } || operators.contains { $0.name == name }
  }

  /// The clause of an operator of a field.
  func template(of name: ExactText, _ field: QuerySchema.Field?) -> QueryTemplate {
    field?.shapes.first { $0.name == name }?.template ?? operators.first { $0.name == name }?.template ?? comparison
  }
}
