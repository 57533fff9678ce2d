import TributaryJSON

/// How a service writes queries, as it is written.
struct ParsedQueryWire: Sendable {
  /// What there are templates for.
  enum Part: String, Sendable, CaseIterable {
    case query, comparison, and, or, not, group, order, projection, remoteId

    /// The places that it may have.
    var places: [QueryPlace] {
      switch self {
      case .query: [.filter, .groups, .order, .limit, .offset, .cursor, .fields, .deleted]
      case .comparison: [.field, .operator, .value, .values, .valueType]
      case .and, .or, .group: [.clauses]
      case .not: [.clause, .clauses]
      case .order: [.field, .direction]
      case .projection: [.field]
      case .remoteId: [.connection, .id]
      }
    }
  }

  var location: Location
  var templates: [Part: ParsedTemplate] = [:]
  /// The parts that are there, even if they could not be read.
  var said: [Part: Location] = [:]
  /// The words for ascending and descending.
  var directions: [Located<ConstantValue>] = []
  var most = QueryWire.Bounds()
  /// The positions of bounds by their keys.
  var bounds: [String: Location] = [:]

  subscript(part: Part) -> ParsedTemplate? { templates[part] }

  /// The checked form, or `nil` if what is needed is missing.
  func declaration(_ operators: [QueryWire.Shape]) -> QueryWire? {
    guard let query = self[.query], let comparison = self[.comparison] else { return nil }
    return QueryWire(
      query: query.declaration, comparison: comparison.declaration, and: self[.and]?.declaration,
      or: self[.or]?.declaration, not: self[.not]?.declaration, group: self[.group]?.declaration,
      order: self[.order]?.declaration, directions: directions.map(\.value),
      projection: self[.projection]?.declaration, remoteID: self[.remoteId]?.declaration, operators: operators,
      most: most)
  }
}

extension ParsedQueryWire {
  /// How queries are written where `api.json` does not say it.
  static let standard: ParsedQueryWire = {
    let place = Location(file: 0, offset: 0)
    func object(_ members: KeyValuePairs<String, ParsedTemplate.Kind>) -> ParsedTemplate.Kind {
      .object(
        members.map { name, kind in
          ParsedTemplate.Member(
            name: Located(value: name, location: place), value: ParsedTemplate(location: place, kind: kind))
        })
    }
    func group(_ type: String) -> ParsedTemplate.Kind {
      object(["type": .constant(.string(type)), "subclauses": .place(.clauses)])
    }
    let kinds: [Part: ParsedTemplate.Kind] = [
      .query: object([
        "filter": .place(.filter), "order": .place(.order), "numRecords": .place(.limit), "offset": .place(.offset),
        "deleted": .place(.deleted),
      ]),
      .comparison: object([
        "type": .place(.operator), "field": .place(.field),
        "value": object(["type": .place(.valueType), "value": .place(.value)]),
      ]),
      .and: group("and"), .or: group("or"),
      .order: object(["field": .place(.field), "direction": .place(.direction)]),
      .remoteId: object([
        "type": .constant(.string("remoteId")), "connectionId": .place(.connection), "remoteId": .place(.id),
      ]),
    ]
    return ParsedQueryWire(
      location: place, templates: kinds.mapValues { ParsedTemplate(location: place, kind: $0) })
  }()
}

extension FileReader {
  private static let boundKeys = ["groups", "clauses", "comparisons", "depth"]

  mutating func queryWire(_ node: JSONNode) -> ParsedQueryWire? {
    let keys = ParsedQueryWire.Part.allCases.map(\.rawValue) + ["directions", "most"]
    guard let parts = parts(of: node, "\"wire\"", keys: keys) else { return nil }
    var wire = ParsedQueryWire(location: location(node.offset))
    for part in ParsedQueryWire.Part.allCases {
      guard let node = parts[part.rawValue] else { continue }
      wire.said[part] = location(node.offset)
      wire.templates[part] = template(node, part.rawValue.quoted, places: part.places)
    }
    for part in [ParsedQueryWire.Part.query, .comparison] where parts.lacks(part.rawValue) {
      findings.error(
        "\(part.rawValue.quoted) is missing in \"wire\"", at: wire.location,
        advice: "it is the JSON of \(part == .query ? "a whole query" : "a comparison") with places")
    }
    if let node = parts["directions"] { wire.directions = directions(node) }
    if let node = parts["most"], let bounds = self.parts(of: node, "\"most\"", keys: Self.boundKeys) {
      wire.most = QueryWire.Bounds(
        groups: bound(bounds, "groups", &wire), clauses: bound(bounds, "clauses", &wire),
        comparisons: bound(bounds, "comparisons", &wire), depth: bound(bounds, "depth", &wire))
    }
    return wire
  }

  private mutating func directions(_ node: JSONNode) -> [Located<ConstantValue>] {
    guard case .array(let elements) = node.kind, elements.count == 2 else {
      mismatch(node, expected: "an array of two words", "\"directions\"")
      return []
    }
    let words = elements.compactMap { constant($0, "a direction").flatMap { exact($0) } }
    guard words.count == 2, words[0].value == words[1].value else { return words.count == 2 ? words : [] }
    findings.error(
      "both directions are the same", at: words[1].location,
      advice: "write the word for ascending and the one for descending")
    return []
  }

  private mutating func bound(_ parts: ObjectParts, _ key: String, _ wire: inout ParsedQueryWire) -> Int? {
    guard let node = parts[key] else { return nil }
    wire.bounds[key] = location(node.offset)
    if case .number(let number) = node.kind, let value = number.int, value > 0 { return value }
    mismatch(node, expected: "a whole number above 0", key.quoted)
    return nil
  }
}
