import Tributary
import TributaryJSON

/// Responds to the requests of Search, version 3.
struct SearchRouter {
  let request: HTTPRequest
  /// The path as requested.
  let path: String

  /// How many queries a batch may hold; the service's bound is not documented.
  private static let batch = 100

  /// - Parameter segments: The path after the version.
  func respond(to segments: [String], in state: inout SellState) throws(Refusal) -> SellResponse {
    guard segments.count == 2, let resource = SearchTable.byPath[segments[0]] else {
      throw .incorrectPath(path, method: request.method)
    }
    switch (request.method, segments[1]) {
    case ("POST", "search"): return try search(resource, in: &state)
    case ("GET", "schema"): return SellResponse(status: 200, body: SearchSchema.text(of: resource), type: "text/yaml")
    default: throw .incorrectPath(path, method: request.method)
    }
  }

  private func search(_ resource: SearchResource, in state: inout SellState) throws(Refusal) -> SellResponse {
    guard let items = try Body.read(request)["items"]?.array, (1...Self.batch).contains(items.count) else {
      throw Refusal(
        422, "incorrect_payload", "request payload is incorrect",
        "The request payload needs 'items', a list of 1 to \(Self.batch) queries.")
    }
    var results: [JSONValue] = []
    for (index, item) in items.enumerated() {
      do throws(Refusal) {
        let query = try SearchQuery(item["data"], of: resource, in: state.database, at: "/items/\(index)/data")
        results.append(SearchPage(query: query).response(in: &state))
      } catch {
        results.append(SearchPage.failure(error))
      }
    }
    return .json(200, ["items": .array(results)])
  }
}

/// The schema of a resource, as YAML.
enum SearchSchema {
  static func text(of resource: SearchResource) -> SharedBytes {
    SharedBytes("attributes:\n" + lines(resource.attributes, under: "", "  ").joined(separator: "\n") + "\n")
  }

  private static func lines(_ attributes: [SearchAttribute], under path: String, _ indent: String) -> [String] {
    attributes.flatMap { attribute -> [String] in
      let name = path + attribute.name
      var lines = ["\(indent)\(attribute.name):", "\(indent)  type: \(attribute.isList ? "array" : attribute.type)"]
      if attribute.isList { lines += ["\(indent)  items:", "\(indent)    type: \(attribute.type)"] }
      if !attribute.attributes.isEmpty {
        lines.append("\(indent)  attributes:")
        lines += Self.lines(attribute.attributes, under: name + ".", indent + "    ")
      }
      if let sort = attribute.sortName { lines.append("\(indent)  sort_field: \(name).\(sort)") }
      if let filter = attribute.filterName { lines.append("\(indent)  filter_field: \(name).\(filter)") }
      return lines
    }
  }
}
