import TributaryJSON

/// The conventions for every resource in `api.json`.
struct ParsedConventions: Sendable {
  /// Its position.
  var location: Location
  /// The response of a list, in which `Item` is the resource's model.
  var list: TypeExpression?
  /// The parameters of every list with pages.
  var query: [ParsedParameter] = []
  /// The parameter that a list is sorted by.
  var sort: Located<String>?
  var pages: ParsedPages?
  /// The settings of all actions of all resources.
  var call: ParsedEndpoint
  /// The settings of one action of all resources.
  var actions: [ParsedAction] = []
  /// Whether all of it but `pages` could be read, so that missing parts are really missing.
  var isComplete = false
}

extension FileReader {
  private static let conventionKeys = ["list", "query", "sort", "pages", "actions"] + callKeys

  private static let conventionStrays = [
    "update": "an action says it: \"actions\": {\"update\": {\"request\": \"PATCH\"}}"
  ]

  mutating func conventions(_ node: JSONNode) -> ParsedConventions {
    let place = location(node.offset)
    var conventions = ParsedConventions(
      location: place, call: ParsedEndpoint(key: Located(value: "resources", location: place)))
    let problems = findings.findings.count
    guard
      let parts = parts(
        of: node, "\"resources\" of api.json", keys: Self.conventionKeys, strays: Self.conventionStrays)
    else { return conventions }
    conventions.list = type(parts["list"], "\"list\"")
    conventions.query = parameters(parts["query"], "\"query\"", keys: Self.queryParameterKeys)
    conventions.sort = key(parts["sort"], "\"sort\"", such: "sort_by")
    readCall(parts, &conventions.call)
    conventions.actions = parts["actions"].map { differences($0) } ?? []
    conventions.isComplete = findings.findings.count == problems
    conventions.pages = parts["pages"].flatMap { pages($0) }
    return conventions
  }
}
