import TributaryJSON

/// The conventions for every query in `api.json`.
struct ParsedQueryConventions: Sendable {
  /// Its position.
  var location: Location
  /// The operators of the service with their meanings.
  var operators: [ParsedOperator]?
  /// The service's names for the types of values, by our names.
  var valueTypes: [(type: Located<String>, name: Located<String>)] = []
  /// The member of the query object that limits the number of records.
  var limit: Located<String>?
  /// The member of the query object for the number of records to skip.
  var offset: Located<String>?
  var deletions: ParsedDeletions?
}

extension FileReader {
  mutating func queryConventions(_ node: JSONNode) -> ParsedQueryConventions {
    var conventions = ParsedQueryConventions(location: location(node.offset))
    let keys = ["operators", "values", "pages", "deleted"]
    guard let parts = parts(of: node, "\"queries\" of api.json", keys: keys) else { return conventions }
    conventions.operators = parts["operators"].map { meanings($0, "\"operators\"") }
    conventions.valueTypes = parts["values"].map { valueTypes($0) } ?? []
    if let pages = parts["pages"], let keys = self.parts(of: pages, "\"pages\"", keys: ["limit", "offset"]) {
      conventions.limit = string(keys["limit"], "\"limit\"")
      conventions.offset = string(keys["offset"], "\"offset\"")
    }
    conventions.deletions = parts["deleted"].flatMap { deletions($0) }
    return conventions
  }

  private mutating func valueTypes(_ node: JSONNode) -> [(type: Located<String>, name: Located<String>)] {
    guard let members = entries(of: node, "\"values\"") else { return [] }
    return members.compactMap { member in
      string(member.value, "the name of a type of values").map { name in
        (Located(value: member.key, location: location(member.keyOffset)), name)
      }
    }
  }
}
