import TributaryJSON

/// A place in the JSON of a query.
enum QueryPlace: String, Sendable, CaseIterable {
  case filter, groups, order, limit, offset, cursor, fields, deleted
  case field, `operator`, value, values, valueType
  case clause, clauses
  case direction
  case connection, id

  /// The place of a text that is one as a whole: `{field}`.
  init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "{"), text.utf8.last == UInt8(ascii: "}") else { return nil }
    self.init(rawValue: String(text.dropFirst().dropLast()))
  }
}

/// JSON with places, which are whole strings or whole names of members.
indirect enum QueryTemplate: Sendable {
  /// The name of a member.
  enum Name: Sendable {
    case constant(String)
    case place(QueryPlace)
  }

  case constant(JSONValue)
  case place(QueryPlace)
  case array([QueryTemplate])
  case object([(name: Name, value: QueryTemplate)])

  init(_ json: JSONValue) {
    switch json {
    case .string(let text): self = QueryPlace(text).map(Self.place) ?? .constant(json)
    case .array(let elements): self = .array(elements.map(Self.init))
    case .object(let members):
      self = .object(
        members.map { name, value in (QueryPlace(name).map(Name.place) ?? .constant(name), Self(value)) })
    case .null, .bool, .number, .malformedString: self = .constant(json)
    }
  }

  /// The places in it.
  var places: Set<QueryPlace> {
    switch self {
    case .constant: []
    case .place(let place): [place]
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.places) }
    case .object(let members):
      members.reduce(into: []) { places, member in
        places.formUnion(member.value.places)
        if case .place(let place) = member.name { places.insert(place) }
      }
    }
  }

  /// The names that lead to a place; the elements of an array are named by their numbers.
  func path(to place: QueryPlace) -> [String]? {
    switch self {
    case .constant: return nil
    case .place(let own): return own == place ? [] : nil
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if let path = element.path(to: place) { return [String(index)] + path }
      }
    case .object(let members):
      for case (.constant(let name), let value) in members {
        if let path = value.path(to: place) { return [name] + path }
      }
    }
    return nil
  }

  /// How many bytes of it are constant: what it has more of tells it apart better.
  var constantLength: Int {
    switch self {
    case .constant(let json): JSONWriter.bytes(of: json).count
    case .place: 0
    case .array(let elements): elements.reduce(1) { $0 + $1.constantLength }
    case .object(let members):
      members.reduce(1) { length, member in
        if case .constant(let name) = member.name {
          length + name.utf8.count + 2 + member.value.constantLength
        } else {
          length + member.value.constantLength
        }
      }
    }
  }

  /// Whether nothing is left of it where no place has a value.
  var canBeLeftOut: Bool {
    switch self {
    case .constant: false
    case .place: true
    case .array(let elements): !elements.isEmpty && elements.allSatisfy(\.canBeLeftOut)
    case .object(let members):
      !members.isEmpty
        && members.allSatisfy { member in
          if case .place = member.name { true } else { member.value.canBeLeftOut }
        }
    }
  }

  /// A name twice in one object, where a place has the name of another member.
  struct Clash: Error {
    var name: String
  }

  /// The JSON with values in the places. What has none is left out, and with it an object or a list in which nothing
  /// else was; `nil` if nothing is left.
  func filled(_ values: [QueryPlace: JSONValue]) throws(Clash) -> JSONValue? {
    switch self {
    case .constant(let json): return json
    case .place(let place): return values[place]
    case .array(let elements):
      var filled: [JSONValue] = []
      for element in elements { if let value = try element.filled(values) { filled.append(value) } }
      return filled.isEmpty && !elements.isEmpty ? nil : .array(filled)
    case .object(let members):
      var filled = JSONFields()
      for (name, template) in members {
        guard let name = Self.name(name, values), let value = try template.filled(values) else { continue }
        guard filled[name] == nil else { throw Clash(name: name) }
        filled[name] = value
      }
      return filled.isEmpty && !members.isEmpty ? nil : .object(filled)
    }
  }

  private static func name(_ name: Name, _ values: [QueryPlace: JSONValue]) -> String? {
    switch name {
    case .constant(let name): name
    case .place(let place): values[place].flatMap { $0.string ?? $0.number?.text }
    }
  }
}
