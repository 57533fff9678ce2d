import TributaryJSON

/// The filter of a query, parsed and checked.
///
/// `eq` and `range` are read: `eq` by every attribute that compares, `range` by numbers and moments. What else the
/// service reads is not documented where we could see it, and is refused. A list matches if one of its elements does.
indirect enum SearchFilter: Sendable {
  case all([SearchFilter])
  case any([SearchFilter])
  case not(SearchFilter)
  case equal(SearchPath, SearchValue)
  case range(SearchPath, [Bound])

  struct Bound: Sendable {
    var value: SearchValue
    /// The results of comparing a record's value with the bound that are within it.
    var accepted: ClosedRange<Int>
  }

  /// How deeply filters may be nested; the service's bound is not documented.
  private static let depth = 32

  func accepts(_ document: SearchDocument) -> Bool {
    switch self {
    case .all(let parts): parts.allSatisfy { $0.accepts(document) }
    case .any(let parts): parts.contains { $0.accepts(document) }
    case .not(let part): !part.accepts(document)
    case .equal(let path, let wanted): document.values(at: path).contains { $0.compared(to: wanted) == 0 }
    case .range(let path, let bounds):
      document.values(at: path).contains { value in
        bounds.allSatisfy { bound in value.compared(to: bound.value).map(bound.accepted.contains) ?? false }
      }
    }
  }
}

extension SearchFilter {
  /// Reads the wire form.
  ///
  /// - Parameter pointer: Where in the request it is.
  init(
    _ json: JSONValue, of resource: SearchResource, in database: Database, at pointer: String, level: Int = 0
  ) throws(Refusal) {
    func refusal(_ details: String) -> Refusal {
      .search("incorrect_value", "attribute value is incorrect", details, resource, at: pointer)
    }
    guard level < Self.depth else { throw refusal("The filter is nested more than \(Self.depth) levels deep.") }
    guard let object = json.object, object.count == 1, let (name, value) = object.first else {
      throw refusal("A filter is an object with one member.")
    }
    switch name {
    case "and", "or":
      guard let list = value.array, !list.isEmpty else { throw refusal("'\(name)' takes a list of filters.") }
      var parts: [SearchFilter] = []
      for (index, part) in list.enumerated() {
        parts.append(
          try SearchFilter(part, of: resource, in: database, at: "\(pointer)/\(name)/\(index)", level: level + 1))
      }
      self = name == "and" ? .all(parts) : .any(parts)
    case "not":
      self = .not(
        try SearchFilter(value, of: resource, in: database, at: pointer + "/not", level: level + 1))
    case "filter":
      guard let fields = value.object, fields.count == 2, let attribute = fields["attribute"]?.object,
        attribute.count == 1, let name = attribute["name"]?.string, let parameter = fields["parameter"]?.object,
        parameter.count == 1, let (operation, operand) = parameter.first
      else { throw refusal("'filter' takes an attribute with a name, and a parameter with one operator.") }
      let pointer = pointer + "/filter/attribute"
      let path = try SearchPath(name, for: .filter, of: resource, in: database, at: pointer)
      switch operation {
      case "eq": self = .equal(path, try Self.value(operand, path, resource, at: pointer))
      case "range": self = .range(path, try Self.bounds(operand, path, resource, at: pointer))
      default: throw refusal("'\(operation)' is not an operator.")
      }
    default: throw refusal("'\(name)' is not a filter.")
    }
  }

  private static func value(
    _ json: JSONValue, _ path: SearchPath, _ resource: SearchResource, at pointer: String
  ) throws(Refusal) -> SearchValue {
    guard let value = SearchValue(json, as: path.kind) else {
      throw .search(
        "invalid_type", "attribute has an invalid type",
        "The attribute '\(path.text)' is compared with a value of another type.", resource, at: pointer)
    }
    return value
  }

  private static func bounds(
    _ json: JSONValue, _ path: SearchPath, _ resource: SearchResource, at pointer: String
  ) throws(Refusal) -> [Bound] {
    func refusal(_ details: String) -> Refusal {
      .search("incorrect_value", "attribute value is incorrect", details, resource, at: pointer)
    }
    guard [.number, .date, .moment].contains(path.kind) else {
      throw refusal("The attribute '\(path.text)' has no range.")
    }
    guard let object = json.object, !object.isEmpty else { throw refusal("'range' takes an object with bounds.") }
    var bounds: [Bound] = []
    for (name, value) in object {
      let accepted: ClosedRange<Int>? =
        switch name {
        case "gt": 1...1
        case "gte": 0...1
        case "lt": -1 ... -1
        case "lte": -1...0
        default: nil
        }
      guard let accepted else { throw refusal("'\(name)' is not a bound of a range.") }
      bounds.append(Bound(value: try Self.value(value, path, resource, at: pointer), accepted: accepted))
    }
    return bounds
  }
}
