/// Brings filters into groups: a record matches if it matches all comparisons of one group.
struct FilterGroups {
  /// How many groups and comparisons are made at most, before equal ones are dropped.
  private static let groupLimit = 512
  private static let comparisonLimit = 8192

  let schema: QuerySchema
  let most: QueryShape.Bounds

  /// The groups of a filter without negation.
  ///
  /// How many there will be is known before one is made, since a short filter can have a huge number.
  func groups(of node: FilterNode) throws(QueryProblem) -> [[FilterNode]] {
    let node = node.simplified
    let size = try size(of: node)
    if size.comparisons > Self.comparisonLimit { throw tooMany(node, "\(Self.comparisonLimit) comparisons") }
    let groups = Self.withoutImplied(Self.made(of: node))
    if let most = most.groups, groups.count > most {
      throw problem(groups[most], "takes at most \(most) groups, and the filter becomes \(groups.count)")
    }
    var comparisons = 0
    for group in groups {
      if let most = most.clauses, group.count > most {
        throw problem([group[most]], "takes at most \(most) comparisons in a group, and one has \(group.count)")
      }
      comparisons += group.count
      if let most = most.comparisons, comparisons > most {
        throw problem(group, "takes at most \(most) comparisons, and the filter becomes more")
      }
    }
    return groups
  }

  private func problem(_ clauses: [FilterNode], _ words: String) -> QueryProblem {
    QueryProblem("this service \(words); too many are \(FilterNode.all(clauses).shortened(by: schema))", schema)
  }

  private func tooMany(_ node: FilterNode, _ limit: String) -> QueryProblem {
    QueryProblem("as groups of comparisons it has more than \(limit): \(node.shortened(by: schema))", schema)
  }

  private struct Size {
    var groups: Int
    var comparisons: Int
  }

  /// How many groups a filter becomes, and how many comparisons are in them. Every part is within the limit, so that
  /// nothing overflows.
  private func size(of node: FilterNode) throws(QueryProblem) -> Size {
    var size: Size
    switch node {
    case .all(let parts):
      size = Size(groups: 1, comparisons: 0)
      for part in parts {
        let inner = try self.size(of: part)
        size.comparisons = size.comparisons * inner.groups + inner.comparisons * size.groups
        size.groups *= inner.groups
        if size.groups > Self.groupLimit || size.comparisons > Self.comparisonLimit {
          throw tooMany(node, "\(Self.groupLimit) groups or \(Self.comparisonLimit) comparisons")
        }
      }
    case .any(let parts):
      size = Size(groups: 0, comparisons: 0)
      for part in parts {
        let inner = try self.size(of: part)
        size.groups += inner.groups
        size.comparisons += inner.comparisons
      }
    case .none, .comparison, .remoteID, .verbatim: size = Size(groups: 1, comparisons: 1)
    }
    if size.groups > Self.groupLimit { throw tooMany(node, "\(Self.groupLimit) groups") }
    return size
  }

  private static func made(of node: FilterNode) -> [[FilterNode]] {
    switch node {
    case .all(let parts):
      parts.reduce([[]]) { groups, part in
        let inner = made(of: part)
        return unique(groups.flatMap { group in inner.map { group + $0.filter { !group.contains($0) } } })
      }
    case .any(let parts): unique(parts.flatMap(made))
    case .none, .comparison, .remoteID, .verbatim: [[node]]
    }
  }

  private static func unique(_ groups: [[FilterNode]]) -> [[FilterNode]] {
    var seen: Set<Set<FilterNode>> = []
    return groups.filter { seen.insert(Set($0)).inserted }
  }

  /// The groups without those that have all comparisons of another one.
  private static func withoutImplied(_ groups: [[FilterNode]]) -> [[FilterNode]] {
    let sets = groups.map(Set.init)
    return groups.indices.filter { index in
      !sets.indices.contains { other in sets[other].count < sets[index].count && sets[other].isSubset(of: sets[index]) }
    }.map { groups[$0] }
  }
}

/// Turns *not* into comparisons, for services that have no *not*.
///
/// A comparison does not hold where the field has no value. What is true where it does not hold is therefore the
/// opposite comparison or the lack of a value, and both are needed.
struct WithoutNegation {
  private let schema: QuerySchema

  init(_ schema: QuerySchema) { self.schema = schema }

  func node(_ node: FilterNode) throws(QueryProblem) -> FilterNode {
    switch node {
    case .all(let parts): return .all(try nodes(parts))
    case .any(let parts): return .any(try nodes(parts))
    case .none(let parts): return try opposite(of: .any(parts)).simplified
    case .comparison, .remoteID, .verbatim: return node
    }
  }

  private func nodes(_ parts: [FilterNode]) throws(QueryProblem) -> [FilterNode] {
    var nodes: [FilterNode] = []
    for part in parts { nodes.append(try node(part)) }
    return nodes
  }

  private func opposite(of node: FilterNode) throws(QueryProblem) -> FilterNode {
    switch node {
    case .all(let parts):
      var opposites: [FilterNode] = []
      for part in parts { opposites.append(try opposite(of: part)) }
      return .any(opposites)
    case .any(let parts):
      var opposites: [FilterNode] = []
      for part in parts { opposites.append(try opposite(of: part)) }
      return .all(opposites)
    case .none(let parts): return try self.node(.any(parts))
    case .comparison(let name, let `operator`, let value):
      guard let field = schema.field(name), let comparison = schema.comparison(`operator`, field: name),
        let opposite = field.operator(comparison.complement)
      else { throw .cannotBeSaid("not", .none([node]), schema) }
      let inverted = FilterNode.comparison(field: name, operator: opposite, value)
      if comparison == .present || comparison == .absent { return inverted }
      guard let absent = field.operator(.absent) else { throw .cannotBeSaid("not", .none([node]), schema) }
      let nothing = FilterValue(type: ExactText(field.type), content: .nothing)
      return .any([inverted, .comparison(field: name, operator: absent, nothing)])
    case .remoteID, .verbatim: throw .cannotBeSaid("not", .none([node]), schema)
    }
  }
}

extension QuerySchema.Field {
  /// The name of the operator with a meaning.
  fileprivate func `operator`(_ comparison: FilterComparison) -> ExactText? {
    operators.first { $0.comparison == comparison }.map { ExactText($0.name) }
  }
}
