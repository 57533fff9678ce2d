import TributaryJSON

/// One query of a batch, parsed and checked.
struct SearchQuery: Sendable {
  struct Step: Sendable {
    var path: SearchPath
    var isDescending: Bool
  }

  struct Aggregation: Sendable {
    var path: SearchPath
    var name: String
    var kind: String
  }

  /// Where its page begins.
  enum Start: Sendable {
    case skipping(Int)
    case after(SearchCursor)
  }

  let resource: SearchResource
  /// What is shown of each record; `id` and `version` unless the query says otherwise.
  private(set) var projection: [SearchPath] = []
  private(set) var filter: SearchFilter?
  private(set) var order: [Step] = []
  private(set) var aggregations: [Aggregation] = []
  private(set) var showsHits = true
  private(set) var perPage = 50
  private(set) var start = Start.skipping(0)
  /// The filter and the order as text. A cursor only continues the query that it came from; whether the service minds
  /// is not documented.
  private(set) var identity = ""

  /// Reads the `data` of an item of the batch.
  init(
    _ json: JSONValue?, of resource: SearchResource, in database: Database, at pointer: String
  ) throws(Refusal) {
    self.resource = resource
    guard let fields = json?.object else {
      throw .search(
        "missing", "attribute is missing", "An item of the batch has an object 'data'.", resource, at: pointer)
    }
    try readQuery(fields["query"] ?? [:], in: database, at: pointer + "/query")
    for (name, value) in fields where name != "query" {
      let pointer = pointer + "/" + name
      switch name {
      case "aggregations": try readAggregations(value, in: database, at: pointer)
      case "hits":
        guard let flag = value.bool else { throw incorrect("'hits' is true or false.", at: pointer) }
        showsHits = flag
      case "per_page":
        guard let number = value.int, (0...200).contains(number) else {
          throw incorrect("'per_page' is a number from 0 to 200.", at: pointer)
        }
        perPage = number
      case "suggestions":
        // Their form is not documented where we could see it.
        guard value.array?.isEmpty == true else { throw incorrect("Suggestions are not emulated.", at: pointer) }
      case "page", "offset", "cursor": break
      default: throw unknown(name, at: pointer)
      }
    }
    try readStart(fields, at: pointer)
  }

  private mutating func readQuery(
    _ json: JSONValue, in database: Database, at pointer: String
  ) throws(Refusal) {
    guard let fields = json.object else { throw incorrect("'query' is an object.", at: pointer) }
    for (name, value) in fields {
      let pointer = pointer + "/" + name
      switch name {
      case "projection":
        for (index, item) in try list(value, at: pointer).enumerated() {
          projection.append(try path(item, for: .show, in: database, at: "\(pointer)/\(index)"))
        }
      case "filter": filter = try SearchFilter(value, of: resource, in: database, at: pointer)
      case "sort":
        for (index, item) in try list(value, at: pointer).enumerated() {
          order.append(try step(item, in: database, at: "\(pointer)/\(index)"))
        }
      default: throw unknown(name, at: pointer)
      }
    }
    if projection.isEmpty {
      for name in ["id", "version"] {
        projection.append(try SearchPath(name, for: .show, of: resource, in: database, at: pointer))
      }
    }
    identity = [fields["filter"], fields["sort"]].map { JSONWriter.bytes(of: $0 ?? .null).text }.joined(separator: " ")
  }

  private func step(_ json: JSONValue, in database: Database, at pointer: String) throws(Refusal) -> Step {
    guard let fields = json.object, fields.allSatisfy({ $0.key == "attribute" || $0.key == "order" }) else {
      throw incorrect("A step of 'sort' is an object with an attribute and an order.", at: pointer)
    }
    // Without an order it ascends; the service's own choice is not documented.
    let word = fields["order"] ?? "ascending"
    guard word == "ascending" || word == "descending" else {
      throw incorrect("'order' is 'ascending' or 'descending'.", at: pointer)
    }
    let path = try path(fields["attribute"] ?? .null, for: .sort, in: database, at: pointer + "/attribute")
    return Step(path: path, isDescending: word == "descending")
  }

  private mutating func readAggregations(
    _ json: JSONValue, in database: Database, at pointer: String
  ) throws(Refusal) {
    for (index, item) in try list(json, at: pointer).enumerated() {
      let pointer = "\(pointer)/\(index)"
      guard let fields = item.object, fields.count == 2, let kind = fields["aggregation_type"]?.string,
        ["max", "min", "avg"].contains(kind), let name = fields["attribute"]?["name"]?.string
      else { throw incorrect("An aggregation has an attribute and the type 'max', 'min' or 'avg'.", at: pointer) }
      let path = try path(fields["attribute"] ?? .null, for: .aggregate, in: database, at: pointer + "/attribute")
      aggregations.append(Aggregation(path: path, name: name, kind: kind))
    }
  }

  private mutating func readStart(_ fields: JSONFields, at pointer: String) throws(Refusal) {
    let given = ["page", "offset", "cursor"].filter { fields[$0].map { !$0.isNull } ?? false }
    guard given.count <= 1 else {
      throw incorrect("\(given.joined(separator: " and ")) exclude each other.", at: pointer)
    }
    guard let name = given.first, let value = fields[name] else { return }
    let pointer = pointer + "/" + name
    if name == "cursor" {
      guard let text = value.string, let cursor = SearchCursor(text, of: self) else {
        throw incorrect("This is not a cursor of this query.", at: pointer)
      }
      start = .after(cursor)
    } else {
      guard let number = value.int, number >= 0 else { throw incorrect("'\(name)' is a number from 0.", at: pointer) }
      let (skipped, isTooMany) = number.multipliedReportingOverflow(by: name == "page" ? perPage : 1)
      start = .skipping(isTooMany ? .max : skipped)
    }
  }

  private func path(
    _ json: JSONValue, for use: SearchPath.Use, in database: Database, at pointer: String
  ) throws(Refusal) -> SearchPath {
    guard let fields = json.object, fields.count == 1, let name = fields["name"]?.string else {
      throw incorrect("An attribute is an object with a name.", at: pointer)
    }
    return try SearchPath(name, for: use, of: resource, in: database, at: pointer)
  }

  private func list(_ json: JSONValue, at pointer: String) throws(Refusal) -> [JSONValue] {
    guard let list = json.array else { throw incorrect("A list is expected here.", at: pointer) }
    return list
  }

  private func incorrect(_ details: String, at pointer: String) -> Refusal {
    .search("incorrect_value", "attribute value is incorrect", details, resource, at: pointer)
  }

  private func unknown(_ name: String, at pointer: String) -> Refusal {
    .search("unknown", "unknown attribute", "A query has no '\(name)'.", resource, at: pointer)
  }
}
