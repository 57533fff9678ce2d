import TributaryJSON

/// The queries of a model, as written.
struct ParsedQuery: Sendable {
  /// The model.
  var model: Located<String>
  var summary: String?
  var fields: [ParsedQueryField] = []
  /// The path to the identifiers by connection.
  var remoteIDs: ParsedFieldPath?
  var deletions: ParsedDeletions?
}

/// A field that queries can name, as it is written.
struct ParsedQueryField: Sendable {
  var wireName: Located<String>
  var name: Located<String>?
  var summary: String?
  /// The type, if it is given.
  var type: TypeExpression?
  /// Whether there is a type, even if it could not be read.
  var saysType = false
  /// The service's name of the values' type, if it is given.
  var valueType: Located<String>?
  var operators: [ParsedOperator] = []
  var isSortable = false
  /// The path to the value, if it is given.
  var path: ParsedFieldPath?
  /// Why it should not be used any more.
  var deprecated: String?
  /// Whether all of it could be read, so that missing parts are really missing.
  var isComplete = false
}

/// An operator of a field, as it is written.
struct ParsedOperator: Sendable {
  /// The name on the wire.
  var name: Located<String>
  /// Its meaning, if the field gives it.
  var meaning: QueryDeclaration.Meaning?
  /// The JSON of its clauses, if it is not that of other comparisons.
  var shape: ParsedTemplate?
  /// The Swift name of its method.
  var method: Located<String>?
  var summary: String?
  /// Whether all of it could be read.
  var isComplete = true
}

/// The description of deleted records.
struct ParsedDeletions: Sendable {
  var values: [Located<String>] = []
  var standard: Located<String>?
  var marker: ParsedFieldPath?
  /// The value at the end of the path in a deleted record, if it is given.
  var markerValue: String?
}

extension FileReader {
  mutating func queries(_ node: JSONNode) -> [ParsedQuery] {
    guard let members = entries(of: node, "\"queries\"") else { return [] }
    return members.map { member in
      var query = ParsedQuery(model: Located(value: member.key, location: location(member.keyOffset)))
      let keys = ["summary", "fields", "remoteId", "deleted"]
      guard let parts = parts(of: member.value, "the queries of a model", keys: keys, strays: Self.queryStrays) else {
        return query
      }
      query.summary = prose(parts["summary"], "the summary")
      query.fields = parts["fields"].map { queryFields($0) } ?? []
      query.remoteIDs = fieldPath(parts["remoteId"], "\"remoteId\"")
      query.deletions = parts["deleted"].flatMap { deletions($0) }
      if parts.lacks("fields") {
        findings.error("\"fields\" is missing; it may be {}", at: query.model.location)
      }
      return query
    }
  }

  private static let queryStrays = Dictionary(
    uniqueKeysWithValues: ["operators", "values", "pages"].map { ($0, "it belongs under \"queries\" in api.json") })

  private mutating func queryFields(_ node: JSONNode) -> [ParsedQueryField] {
    guard let members = entries(of: node, "\"fields\"") else { return [] }
    return members.map { member in
      var field = ParsedQueryField(wireName: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        field.operators = operators(member.value)
        if case .array = member.value.kind { field.isComplete = true }
        return field
      }
      let keys = ["type", "value", "operators", "sortable", "at", "name", "summary", "deprecated"]
      let strays = ["path": "a query field's path is \"at\" now"]
      guard let parts = parts(of: member.value, "a field of a query", keys: keys, strays: strays) else { return field }
      field.type = type(parts["type"], "a field's type")
      field.saysType = parts["type"] != nil
      field.valueType = string(parts["value"], "\"value\"")
      field.operators = parts["operators"].map { operators($0) } ?? []
      field.isSortable = bool(parts["sortable"], "\"sortable\"")
      field.path = fieldPath(parts["at"], "\"at\"")
      field.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
      field.name = string(parts["name"], "\"name\"")
      field.summary = prose(parts["summary"], "the summary")
      field.isComplete = !parts.hasUnknownKeys
      return field
    }
  }

  /// A list of names, or names with their meanings.
  private mutating func operators(_ node: JSONNode) -> [ParsedOperator] {
    guard case .object = node.kind else {
      return strings(node, "\"operators\"", each: "an operator").map { ParsedOperator(name: $0) }
    }
    return meanings(node, "\"operators\"")
  }

  /// Names of operators with their meanings.
  mutating func meanings(_ node: JSONNode, _ what: String) -> [ParsedOperator] {
    guard let members = entries(of: node, what) else { return [] }
    return members.map { member in
      var element = ParsedOperator(name: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        element.meaning = choice(member.value, "the meaning of an operator")
        element.isComplete = element.meaning != nil
        return element
      }
      let keys = ["means", "wire", "name", "summary"]
      guard let parts = parts(of: member.value, "an operator", keys: keys) else { return element }
      element.meaning = choice(parts["means"], "the meaning of an operator")
      element.shape = template(parts["wire"], "\"wire\"", places: ParsedQueryWire.Part.comparison.places)
      element.method = string(parts["name"], "\"name\"")
      element.summary = prose(parts["summary"], "the summary")
      element.isComplete = element.meaning != nil && (parts["wire"] == nil || element.shape != nil)
      if parts.lacks("means") { findings.error("\"means\" is missing", at: element.name.location) }
      return element
    }
  }

  mutating func deletions(_ node: JSONNode) -> ParsedDeletions? {
    guard let parts = parts(of: node, "\"deleted\"", keys: ["values", "default", "marker"]) else { return nil }
    var deletions = ParsedDeletions(
      values: strings(parts["values"], "\"values\"", each: "a value"),
      standard: string(parts["default"], "\"default\""))
    guard let marker = parts["marker"] else { return deletions }
    guard case .object = marker.kind else {
      deletions.marker = fieldPath(marker, "\"marker\"")
      return deletions
    }
    let members = entries(of: marker, "\"marker\"") ?? []
    if members.count != 1 {
      findings.error(
        "\"marker\" is the path to a field, or an object of one path and its value", at: location(marker.offset),
        advice: "write something like \"deletedAt\" or {\"state\": \"deleted\"}")
    } else if let member = members.first {
      let text = Located(value: member.key, location: location(member.keyOffset))
      deletions.marker = fieldPath(text, "\"marker\"")
      deletions.markerValue = string(member.value, "the value of a marker")?.value
    }
    return deletions
  }
}
