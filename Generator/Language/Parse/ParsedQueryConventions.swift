import TributaryJSON

/// The conventions for every query in `api.json`.
struct ParsedQueryConventions: Sendable {
  /// Its position.
  var location: Location
  /// The operators of the service with their meanings.
  var operators: [ParsedOperator]?
  /// The service's names for the types of values, by our names.
  var valueTypes: [ParsedValueType] = []
  /// How answers to queries go on.
  var pages: ParsedPages?
  var wire: ParsedQueryWire?
  var deletions: ParsedDeletions?
}

/// What a service calls values of a type, and how they travel in queries.
struct ParsedValueType: Sendable {
  /// Our name of the type.
  var type: Located<String>
  /// The service's.
  var name: Located<String>?
  var wire: Located<WireForm>?
}

extension FileReader {
  mutating func queryConventions(_ node: JSONNode) -> ParsedQueryConventions {
    var conventions = ParsedQueryConventions(location: location(node.offset))
    let keys = ["operators", "values", "pages", "deleted", "wire"]
    guard let parts = parts(of: node, "\"queries\" of api.json", keys: keys) else { return conventions }
    conventions.operators = parts["operators"].map { meanings($0, "\"operators\"") }
    conventions.valueTypes = parts["values"].map { valueTypes($0) } ?? []
    conventions.wire = parts["wire"].flatMap { queryWire($0) }
    conventions.pages = parts["pages"].flatMap { queryPages($0) }
    conventions.deletions = parts["deleted"].flatMap { deletions($0) }
    return conventions
  }

  private mutating func valueTypes(_ node: JSONNode) -> [ParsedValueType] {
    guard let members = entries(of: node, "\"values\"") else { return [] }
    return members.compactMap { member in
      var type = ParsedValueType(type: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        type.name = string(member.value, "the name of a type of values")
        return type.name == nil ? nil : type
      }
      guard let parts = parts(of: member.value, "a type of values", keys: ["value", "wire"]) else { return nil }
      type.name = string(parts["value"], "\"value\"")
      type.wire = located(parts["wire"], "\"wire\"")
      return type
    }
  }
}
