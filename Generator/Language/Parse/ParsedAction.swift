import TributaryJSON

/// An action of a resource as it is written: its differences from the standard.
struct ParsedAction: Sendable {
  var name: Located<String>
  /// The method, and the rest of the path after the resource's; `nil` if there is no request.
  var request: ParsedRequest?
  /// Whether there is a request, even if it could not be read.
  var saysRequest = false
  /// Whether a path follows the method, so that it replaces the standard one.
  var hasPath = false
  var endpoint: ParsedEndpoint

  /// The standard action, or `nil` for one of the resource's own.
  var standard: ResourceAction? { ResourceAction(rawValue: name.value) }
}

/// The standard actions of resources.
enum ResourceAction: String, Sendable, CaseIterable {
  case list, get, create, update, delete, upsert
}

extension FileReader {
  /// Reads a list of standard actions.
  mutating func standardActions(_ node: JSONNode) -> [ParsedAction] {
    let names = ResourceAction.allCases.map(\.rawValue)
    return strings(node, "\"actions\"", each: "an action").compactMap { word in
      if names.contains(word.value) { return ParsedAction(name: word, endpoint: ParsedEndpoint(key: word)) }
      findings.error(
        "an action cannot be \(word.value.quoted)", at: word.location,
        misspelling: Misspelling(word: word.value, candidates: names),
        advice: "it is \(listed(names, by: "or")); for one of your own, write \"actions\" as an object")
      return nil
    }
  }

  /// Reads actions by name, each with its differences.
  mutating func differences(_ node: JSONNode) -> [ParsedAction] {
    guard let members = entries(of: node, "\"actions\"") else { return [] }
    return members.compactMap { member in
      let name = Located(value: member.key, location: location(member.keyOffset))
      guard let parts = endpointParts(of: member.value, "an action") else { return nil }
      var action = ParsedAction(name: name, endpoint: ParsedEndpoint(key: name))
      readEndpoint(parts, &action.endpoint)
      if let text = string(parts["request"], "\"request\"") {
        action.saysRequest = true
        action.hasPath = text.value.contains(" ")
        action.request = actionRequest(text)
      }
      if action.standard == .list, let query = parts["query"] {
        findings.error(
          "the parameters of a list are \"filters\"", at: location(query.offset), advice: "declare them there")
        action.endpoint.query = []
      }
      return action
    }
  }
}
