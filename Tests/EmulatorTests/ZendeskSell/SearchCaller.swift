import Testing
import TributaryJSON

/// Searches a service as a client would, with JSON alone.
struct SearchCaller {
  let caller: SellCaller

  /// What one query of a batch came to.
  struct Found {
    var json: JSONValue

    var isSuccessful: Bool { json["successful"] == true }
    var records: [JSONValue] { (json["items"]?.array ?? []).compactMap { $0["data"] } }
    var ids: [Int] { records.compactMap { $0["id"]?.int } }
    var total: Int? { json["meta"]?["total_count"]?.int }
    var nextPage: String? { json["meta"]?["links"]?["next_page"]?.string }
    /// The codes and pointers of the errors.
    var errors: [String] {
      (json["errors"]?.array ?? []).map { error in
        [error["error"]?["code"]?.string, error["error"]?["field"]?.string].compactMap(\.self).joined(separator: " ")
      }
    }
  }

  /// Runs queries in one request; each is the `data` of an item.
  func batch(_ resource: String, _ queries: [JSONValue]) throws -> [Found] {
    let items = queries.map { query -> JSONValue in ["data": query] }
    let response = caller.call("POST", "/\(resource)/search", ["items": .array(items)], version: "v3")
    try #require(response.status == 200, "\(response.body.text)")
    return (response.json["items"]?.array ?? []).map(Found.init)
  }

  func find(_ resource: String, _ data: JSONFields) throws -> Found {
    try #require(try batch(resource, [.object(data)]).first)
  }

  /// The identifiers of all that match a filter, in the service's own order.
  func ids(_ resource: String, _ filter: JSONValue) throws -> [Int] {
    try everyPage(resource, ["filter": filter], perPage: 200).ids
  }

  /// Reads a query to its end by its cursors.
  func everyPage(_ resource: String, _ query: JSONValue, perPage: Int) throws -> (ids: [Int], requests: Int) {
    var ids: [Int] = []
    var cursor: String?
    for request in 1...1000 {
      var data: JSONFields = ["query": query, "per_page": .number(JSONNumber(perPage))]
      if let cursor { data["cursor"] = .string(cursor) }
      let found = try find(resource, data)
      try #require(found.isSuccessful, "\(found.json)")
      ids += found.ids
      cursor = found.nextPage
      if cursor == nil { return (ids, request) }
    }
    Issue.record("the query has no end")
    return (ids, 1000)
  }

  /// Every record of a resource as REST shows it.
  func all(_ resource: String) -> [JSONValue] {
    var records: [JSONValue] = []
    for page in 1...1000 {
      let items = caller.get("/\(resource)?per_page=100&sort_by=id&page=\(page)").json["items"]?.array ?? []
      if items.isEmpty { break }
      records += items.compactMap { $0["data"] }
    }
    return records
  }
}

extension JSONValue {
  static func equal(_ name: String, _ value: JSONValue) -> JSONValue {
    ["filter": ["attribute": ["name": .string(name)], "parameter": ["eq": value]]]
  }

  static func range(_ name: String, _ bounds: JSONFields) -> JSONValue {
    ["filter": ["attribute": ["name": .string(name)], "parameter": ["range": .object(bounds)]]]
  }
}
