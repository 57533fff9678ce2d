import TributaryJSON

/// A resource as it is written: endpoints of a kind.
struct ParsedResource: Sendable {
  /// `lead_sources`, which the group's name is made from.
  var key: Located<String>
  var summary: String?
  var reference: String?
  /// Who can use it, when it is said.
  var access: AccessLevel?
  /// The path, or `nil` when it could not be read.
  var path: ParsedPath?
  /// The path's parameters.
  var parameters: [ParsedParameter] = []
  /// The model, or `nil` when it could not be read.
  var model: Located<String>?
  var actions: [Located<ResourceAction>] = []
  /// Whether all actions could be read.
  var knowsActions = false
  var filters: [ParsedParameter] = []
  var filtersLocation: Location?
  /// What a list can be sorted by.
  var sort: [Located<String>] = []
  var sortLocation: Location?
  /// Whether a list comes in pages.
  var isPaged = true
  var pagesLocation: Location?
}

/// What can be done with a resource.
enum ResourceAction: String, Sendable, CaseIterable {
  case list, get, create, update, delete, upsert
}

extension FileReader {
  private static let resourceKeys = [
    "summary", "reference", "access", "path", "parameters", "of", "actions", "filters", "sort", "pages",
  ]

  mutating func resources(_ node: JSONNode) -> [ParsedResource] {
    guard let members = entries(of: node, "\"resources\"") else { return [] }
    return members.compactMap { resource($0) }
  }

  private mutating func resource(_ member: JSONNode.Member) -> ParsedResource? {
    guard let parts = parts(of: member.value, "a resource", keys: Self.resourceKeys) else { return nil }
    var resource = ParsedResource(key: Located(value: member.key, location: location(member.keyOffset)))
    resource.summary = prose(parts["summary"], "the summary")
    resource.reference = reference(parts["reference"], "\"reference\"")
    resource.access = access(parts["access"])
    resource.path = path(parts["path"], "\"path\"")
    resource.parameters = parameters(parts["parameters"], "\"parameters\"", keys: Self.parameterKeys)
    resource.model = string(parts["of"], "\"of\"")
    if let node = parts["actions"] { readActions(node, &resource) }
    resource.filters = parameters(parts["filters"], "\"filters\"", keys: Self.queryParameterKeys)
    resource.filtersLocation = parts["filters"].map { location($0.offset) }
    resource.sort = strings(parts["sort"], "\"sort\"", each: "a field to sort by")
    resource.sortLocation = parts["sort"].map { location($0.offset) }
    resource.isPaged = parts["pages"] == nil || bool(parts["pages"], "\"pages\"")
    resource.pagesLocation = parts["pages"].map { location($0.offset) }
    let examples = ["path": "\"/leads\"", "of": "\"Lead\"", "actions": "[\"list\", \"get\"]"]
    for key in Self.resourceKeys where parts.lacks(key) {
      guard let example = examples[key] else { continue }
      findings.error("\(key.quoted) is missing; write something like \(example)", at: resource.key.location)
    }
    return resource
  }

  private mutating func readActions(_ node: JSONNode, _ resource: inout ParsedResource) {
    let words = strings(node, "\"actions\"", each: "an action")
    let names = ResourceAction.allCases.map(\.rawValue)
    for word in words {
      if let action = ResourceAction(rawValue: word.value) {
        resource.actions.append(Located(value: action, location: word.location))
      } else {
        findings.error(
          "an action cannot be \(word.value.quoted)", at: word.location,
          misspelling: Misspelling(word: word.value, candidates: names), advice: "it is \(listed(names, by: "or"))")
      }
    }
    resource.knowsActions = resource.actions.count == words.count
    if case .array(let elements) = node.kind, elements.isEmpty {
      findings.error("\"actions\" needs at least one, such as \"list\"", at: location(node.offset))
    }
  }
}
