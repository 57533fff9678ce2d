import TributaryJSON

/// A resource as it is written: endpoints of a kind.
struct ParsedResource: Sendable {
  /// `lead_sources`, which the group's name is made from.
  var key: Located<String>
  var summary: String?
  /// The path, or `nil` if it could not be read.
  var path: ParsedPath?
  /// The path's parameters.
  var parameters: [ParsedParameter] = []
  /// The model, or `nil` if it could not be read.
  var model: Located<String>?
  /// The field in the path of one value, if it is given.
  var id: Located<String>?
  /// Whether there is one value, at the path itself.
  var isSingular = false
  var actions: [ParsedAction] = []
  /// Whether all actions could be read.
  var knowsActions = false
  var filters: [ParsedParameter] = []
  var filtersLocation: Location?
  /// The fields that a list can be sorted by.
  var sort: [Located<String>] = []
  var sortLocation: Location?
  /// The settings of all its actions.
  var call: ParsedEndpoint
}

extension FileReader {
  private static let resourceKeys =
    [
      "summary", "reference", "deprecated", "path", "parameters", "of", "id", "singular", "actions", "filters", "sort",
      "pages",
    ] + callKeys

  mutating func resources(_ node: JSONNode) -> [ParsedResource] {
    guard let members = entries(of: node, "\"resources\"") else { return [] }
    return members.compactMap { resource($0) }
  }

  private mutating func resource(_ member: JSONNode.Member) -> ParsedResource? {
    guard let parts = parts(of: member.value, "a resource", keys: Self.resourceKeys) else { return nil }
    let key = Located(value: member.key, location: location(member.keyOffset))
    var resource = ParsedResource(key: key, call: ParsedEndpoint(key: key))
    resource.summary = prose(parts["summary"], "the summary")
    resource.path = path(parts["path"], "\"path\"")
    resource.parameters = parameters(parts["parameters"], "\"parameters\"", keys: Self.parameterKeys)
    resource.model = string(parts["of"], "\"of\"")
    resource.id = self.key(parts["id"], "\"id\"", such: "number")
    resource.isSingular = bool(parts["singular"], "\"singular\"")
    if let node = parts["actions"] { readActions(node, &resource) }
    resource.filters = parameters(parts["filters"], "\"filters\"", keys: Self.queryParameterKeys)
    resource.filtersLocation = parts["filters"].map { location($0.offset) }
    resource.sort = strings(parts["sort"], "\"sort\"", each: "a field to sort by")
    resource.sortLocation = parts["sort"].map { location($0.offset) }
    readCall(parts, &resource.call)
    resource.call.reference = reference(parts["reference"], "\"reference\"")
    resource.call.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
    resource.call.paging = parts["pages"].flatMap { paging($0) }
    let examples = ["path": "\"/leads\"", "of": "\"Lead\"", "actions": "[\"list\", \"get\"]"]
    for key in Self.resourceKeys where parts.lacks(key) {
      guard let example = examples[key] else { continue }
      findings.error("\(key.quoted) is missing; write something like \(example)", at: resource.key.location)
    }
    return resource
  }

  private mutating func readActions(_ node: JSONNode, _ resource: inout ParsedResource) {
    let problems = findings.findings.count
    if case .object(let members) = node.kind {
      resource.actions = differences(node)
      if members.isEmpty { needsAction(node) }
    } else {
      resource.actions = standardActions(node)
      if case .array(let elements) = node.kind, elements.isEmpty { needsAction(node) }
    }
    resource.knowsActions = findings.findings.count == problems
  }

  private mutating func needsAction(_ node: JSONNode) {
    findings.error("\"actions\" needs at least one, such as \"list\"", at: location(node.offset))
  }
}
