import TributaryJSON

/// JSON with places, as it is written.
struct ParsedTemplate: Sendable {
  indirect enum Kind: Sendable {
    case null
    case constant(ConstantValue)
    case place(QueryPlace)
    case array([ParsedTemplate])
    case object([Member])
  }

  struct Member: Sendable {
    var name: Located<String>
    /// The place that the name is, if it is one.
    var place: QueryPlace?
    var value: ParsedTemplate
  }

  /// How deeply a template may be nested.
  static let depth = 32

  var location: Location
  var kind: Kind

  /// The checked form.
  var declaration: JSONTemplate {
    switch kind {
    case .null: .null
    case .constant(let value): .constant(value)
    case .place(let place): .constant(.string(place.text))
    case .array(let elements): .array(elements.map(\.declaration))
    case .object(let members):
      .object(members.map { JSONTemplate.Member(name: $0.name.value, value: $0.value.declaration) })
    }
  }

  /// The places with their positions, in order.
  var places: [Located<QueryPlace>] {
    switch kind {
    case .null, .constant: []
    case .place(let place): [Located(value: place, location: location)]
    case .array(let elements): elements.flatMap(\.places)
    case .object(let members):
      members.flatMap { member in
        (member.place.map { [Located(value: $0, location: member.name.location)] } ?? []) + member.value.places
      }
    }
  }

  /// Whether it has a place.
  func has(_ place: QueryPlace) -> Bool { places.contains { $0.value == place } }

  /// Whether nothing is left of it where no place has a value.
  var canBeLeftOut: Bool {
    switch kind {
    case .null, .constant: false
    case .place: true
    case .array(let elements): !elements.isEmpty && elements.allSatisfy(\.canBeLeftOut)
    case .object(let members): !members.isEmpty && members.allSatisfy { $0.place != nil || $0.value.canBeLeftOut }
    }
  }
}

extension FileReader {
  /// Reads JSON with places.
  ///
  /// - Parameters:
  ///   - what: What it is the template of, in quotes.
  ///   - places: The places that it may have.
  mutating func template(_ node: JSONNode?, _ what: String, places: [QueryPlace]) -> ParsedTemplate? {
    guard let node, let template = template(node, what, places, depth: 0) else { return nil }
    var first: [QueryPlace: Location] = [:]
    for place in template.places {
      guard let other = first.updateValue(place.location, forKey: place.value) else { continue }
      findings.error(
        "\(place.value.text.quoted) appears twice in \(what)", at: place.location, advice: "remove one of them",
        notes: [Located(value: "it first appears here", location: other)])
    }
    switch template.kind {
    case .array, .object: return template
    case .place where what == "\"projection\"": return template
    case .null, .constant, .place:
      mismatch(node, expected: "an object or an array", what)
      return nil
    }
  }

  private mutating func template(
    _ node: JSONNode, _ what: String, _ places: [QueryPlace], depth: Int
  ) -> ParsedTemplate? {
    guard depth < ParsedTemplate.depth else {
      findings.error("\(what) is nested deeper than \(ParsedTemplate.depth)", at: location(node.offset))
      return nil
    }
    let kind: ParsedTemplate.Kind
    switch node.kind {
    case .null: kind = .null
    case .string(let text):
      switch place(Located(value: text, location: location(node.offset)), what, places) {
      case .place(let place): kind = .place(place)
      case .text: kind = .constant(.string(text))
      case .wrong: return nil
      }
    case .bool, .number:
      guard let value = constant(node, what), let number = exact(value) else { return nil }
      kind = .constant(number.value)
    case .array(let elements):
      var parts: [ParsedTemplate] = []
      for element in elements {
        guard let part = template(element, what, places, depth: depth + 1) else { return nil }
        parts.append(part)
      }
      kind = .array(parts)
    case .object:
      guard let members = self.members(node, what, places, depth: depth) else { return nil }
      kind = .object(members)
    }
    return ParsedTemplate(location: location(node.offset), kind: kind)
  }

  private mutating func members(
    _ node: JSONNode, _ what: String, _ places: [QueryPlace], depth: Int
  ) -> [ParsedTemplate.Member]? {
    guard let entries = entries(of: node, what) else { return nil }
    var members: [ParsedTemplate.Member] = []
    for entry in entries {
      let name = Located(value: entry.key, location: location(entry.keyOffset))
      var member = ParsedTemplate.Member(name: name, value: ParsedTemplate(location: name.location, kind: .null))
      switch place(name, what, places) {
      case .text: break
      case .wrong: return nil
      case .place(let place):
        guard place.isText else {
          findings.error(
            "\(place.text.quoted) is no text, so that it cannot be the name of a member", at: name.location,
            advice: "make it a value")
          return nil
        }
        if members.contains(where: { $0.place != nil }) {
          findings.error("only one name in an object can be a place", at: name.location)
          return nil
        }
        member.place = place
      }
      guard let value = template(entry.value, what, places, depth: depth + 1) else { return nil }
      member.value = value
      members.append(member)
    }
    return members
  }

  private enum Text {
    case place(QueryPlace)
    case text
    case wrong
  }

  /// What a string or a name is: a place, or a text that has none in it.
  private mutating func place(_ text: Located<String>, _ what: String, _ places: [QueryPlace]) -> Text {
    if let place = QueryPlace.allCases.first(where: { $0.text == text.value }) {
      if places.contains(place) { return .place(place) }
      findings.error(
        "\(place.text.quoted) is no place of \(what)", at: text.location, advice: "it has \(listed(places.map(\.text)))"
      )
      return .wrong
    }
    if let place = QueryPlace.allCases.first(where: { text.value.contains($0.text) }) {
      findings.error(
        "\(place.text.quoted) is only a part of \(text.value.quoted)", at: text.location,
        advice: "a place is a whole string or a whole name")
      return .wrong
    }
    guard text.value.hasPrefix("{"), text.value.hasSuffix("}") else { return .text }
    findings.error(
      "\(text.value.quoted) is no place of \(what)", at: text.location,
      misspelling: Misspelling(word: text.value, candidates: places.map(\.text)),
      advice: "it has \(listed(places.map(\.text)))")
    return .wrong
  }
}

extension QueryPlace {
  /// Whether its values are texts.
  fileprivate var isText: Bool {
    switch self {
    case .field, .operator, .valueType, .connection, .id, .direction: true
    case .filter, .groups, .order, .limit, .offset, .cursor, .fields, .deleted, .value, .values, .clause, .clauses:
      false
    }
  }
}
