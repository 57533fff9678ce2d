import TributaryJSON

/// What holds for every resource, as `api.json` says it.
struct ParsedConventions: Sendable {
  /// Where it is said.
  var location: Location
  /// The response of a list, in which `Item` is the resource's model.
  var list: TypeExpression?
  var wrap: Located<String>?
  var result: Located<String>?
  var update: UpdateMethod?
  /// The parameters of every list.
  var query: [ParsedParameter] = []
  /// The parameter that a list is sorted by.
  var sort: Located<String>?
  var pages: ParsedPages?
  /// Whether all of it but `pages` could be read, so that what is not here is not said.
  var isComplete = false
}

/// The methods that change a resource.
enum UpdateMethod: String, Sendable, CaseIterable {
  case put = "PUT"
  case patch = "PATCH"
  case post = "POST"

  /// The method of a request.
  var method: HTTPMethod {
    switch self {
    case .put: .put
    case .patch: .patch
    case .post: .post
    }
  }
}

/// How lists go on, as it is written.
struct ParsedPages: Sendable {
  /// Where it is said.
  var location: Location
  /// The parameter that numbers pages.
  var number: Located<String>?
  var items: ParsedFieldPath?
  var item: ParsedFieldPath?
  var next: ParsedFieldPath?
  var nextIndicator: ParsedFieldPath?
}

extension FileReader {
  private static let conventionKeys = ["list", "wrap", "result", "update", "query", "sort", "pages"]

  mutating func conventions(_ node: JSONNode) -> ParsedConventions {
    var conventions = ParsedConventions(location: location(node.offset))
    let problems = findings.findings.count
    guard let parts = parts(of: node, "\"resources\" of api.json", keys: Self.conventionKeys) else {
      return conventions
    }
    conventions.list = type(parts["list"], "\"list\"")
    conventions.wrap = key(parts["wrap"], "\"wrap\"", such: "data")
    conventions.result = key(parts["result"], "\"result\"", such: "data")
    conventions.update = choice(parts["update"], "\"update\"")
    conventions.query = parameters(parts["query"], "\"query\"", keys: Self.queryParameterKeys)
    conventions.sort = key(parts["sort"], "\"sort\"", such: "sort_by")
    conventions.isComplete = findings.findings.count == problems
    conventions.pages = parts["pages"].flatMap { pages($0) }
    return conventions
  }

  private mutating func pages(_ node: JSONNode) -> ParsedPages? {
    let keys = ["number", "items", "item", "next", "told"]
    guard let parts = parts(of: node, "\"pages\"", keys: keys) else { return nil }
    let place = location(node.offset)
    if parts.lacks("number") {
      findings.error("\"number\" is missing; it names the parameter that numbers pages", at: place)
    }
    if parts.lacks("items") {
      findings.error("\"items\" is missing; it is the path to the items of a page", at: place)
    }
    let pages = ParsedPages(
      location: place, number: string(parts["number"], "\"number\""), items: fieldPath(parts["items"], "\"items\""),
      item: fieldPath(parts["item"], "\"item\""), next: fieldPath(parts["next"], "\"next\""),
      nextIndicator: fieldPath(parts["told"], "\"told\""))
    if let told = parts["told"], parts.lacks("next") {
      findings.error(
        "\"told\" marks pages that indicate a next one, but there is no \"next\"", at: location(told.offset),
        advice: "remove it")
    }
    return pages
  }
}
