@_spi(Generated) import TributaryJSON

/// Why a query cannot be sent, as a clause that reads on after its place.
struct QueryProblem: Error, CustomStringConvertible {
  var description: String

  init(_ reason: String, _ schema: QuerySchema) { description = "cannot be sent for \(schema.name): \(reason)" }

  /// The service's queries lack a place.
  static func lacksPlace(_ what: String, _ schema: QuerySchema) -> Self {
    Self("this service cannot \(what)", schema)
  }

  /// The service has no JSON for a kind of filter.
  static func cannotBeSaid(_ what: String, _ node: FilterNode, _ schema: QuerySchema) -> Self {
    Self("this service has no \"\(what)\", which is needed for \(node.shortened(by: schema))", schema)
  }
}

extension FilterNode {
  /// The filter in a readable form, cut where it is long.
  func shortened(by schema: QuerySchema) -> String {
    let text = described(by: schema)
    return text.count > 200 ? "\(text.prefix(200))…" : text
  }
}

extension JSONWriter {
  /// Writes what a query becomes, or reports why it cannot be sent.
  mutating func write(_ json: () throws(QueryProblem) -> JSONValue) {
    do throws(QueryProblem) { try json().encode(into: &self) } catch { refuse("\(error)") }
  }
}
