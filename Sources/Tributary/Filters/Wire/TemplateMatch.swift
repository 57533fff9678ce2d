import TributaryJSON

/// What the places of a template have in a text that has its shape.
struct TemplateMatch {
  /// A value and where it is.
  struct Value {
    var json: JSONValue
    var path: [JSONPath.Step]
  }

  /// Where and why a text does not have the shape.
  struct Mismatch: Error {
    var path: [JSONPath.Step]
    var reason: FilterError.Reason
  }

  /// How much of the shape must be there.
  private enum Strictness {
    /// All of it.
    case whole
    /// What would be left out where places have nothing may be missing.
    case partial
  }

  private(set) var values: [QueryPlace: Value] = [:]
  /// Members of the outermost object that the template lacks, if they are kept.
  private(set) var others = JSONFields()
  private let keepsOthers: Bool

  subscript(place: QueryPlace) -> Value? { values[place] }

  /// Reads a text that has all of a template's shape.
  init(_ template: QueryTemplate, _ json: JSONValue, at path: [JSONPath.Step]) throws(Mismatch) {
    keepsOthers = false
    try match(template, json, path, .whole)
  }

  /// Reads a text from which places that had nothing were left out.
  init(partial template: QueryTemplate, _ json: JSONValue, keepsOthers: Bool) throws(Mismatch) {
    self.keepsOthers = keepsOthers
    try match(template, json, [], .partial)
  }

  private mutating func match(
    _ template: QueryTemplate, _ json: JSONValue, _ path: [JSONPath.Step], _ strictness: Strictness
  ) throws(Mismatch) {
    switch template {
    case .constant(let constant):
      guard json == constant else { throw Mismatch(path: path, reason: .expected("\(constant)")) }
    case .place(let place):
      guard place.takes(json) else { throw Mismatch(path: path, reason: .expected(place.words)) }
      values[place] = Value(json: json, path: path)
    case .array(let templates):
      guard let elements = json.array else { throw Mismatch(path: path, reason: .expected("an array")) }
      try match(templates, elements, path, strictness)
    case .object(let members):
      guard let fields = json.object else { throw Mismatch(path: path, reason: .expected("an object")) }
      try match(members, fields, path, strictness)
    }
  }

  private mutating func match(
    _ templates: [QueryTemplate], _ elements: [JSONValue], _ path: [JSONPath.Step], _ strictness: Strictness
  ) throws(Mismatch) {
    var next = 0
    for (index, template) in templates.enumerated() {
      // An element that may be missing is skipped where the others need all that is there.
      let mayBeMissing = strictness == .partial && template.canBeLeftOut
      let needed = templates[(index + 1)...].count { !(strictness == .partial && $0.canBeLeftOut) }
      if mayBeMissing, elements.count - next <= needed { continue }
      guard next < elements.count else { throw Mismatch(path: path, reason: .expected("\(templates.count) elements")) }
      let before = self
      do throws(Mismatch) { try match(template, elements[next], path + [.index(next)], strictness) } catch {
        guard mayBeMissing else { throw error }
        self = before
        continue
      }
      next += 1
    }
    guard next == elements.count else { throw Mismatch(path: path, reason: .expected("\(templates.count) elements")) }
  }

  private mutating func match(
    _ members: [(name: QueryTemplate.Name, value: QueryTemplate)], _ fields: JSONFields, _ path: [JSONPath.Step],
    _ strictness: Strictness
  ) throws(Mismatch) {
    var rest = fields
    for (name, template) in members {
      guard case .constant(let name) = name else { continue }
      guard let value = fields[name] else {
        guard strictness == .partial, template.canBeLeftOut else {
          throw Mismatch(path: path, reason: .missingMember(name))
        }
        continue
      }
      try match(template, value, path + [.name(name)], strictness)
      rest[name] = nil
    }
    for (name, template) in members {
      guard case .place(let place) = name else { continue }
      guard let (name, value) = rest.first.map({ ($0.key, $0.value) }) else {
        if strictness == .partial { continue }
        throw Mismatch(path: path, reason: .expected("a member more"))
      }
      values[place] = Value(json: .string(name), path: path + [.name(name)])
      try match(template, value, path + [.name(name)], strictness)
      rest[name] = nil
    }
    guard let stray = rest.names.first else { return }
    guard path.isEmpty, keepsOthers else { throw Mismatch(path: path + [.name(stray)], reason: .unknownMember(stray)) }
    others = rest
  }
}

extension QueryPlace {
  /// Whether the place can have a value.
  fileprivate func takes(_ json: JSONValue) -> Bool {
    switch self {
    case .field, .operator, .valueType, .connection, .id, .deleted: json.string != nil
    case .value, .direction, .cursor: json.isScalar
    case .values: json.array?.allSatisfy(\.isScalar) ?? false
    case .limit, .offset: json.number != nil
    case .clauses, .groups, .order, .fields: json.array != nil
    case .clause: json.array != nil || json.object != nil
    case .filter: json.array != nil || json.object != nil
    }
  }

  /// What the place takes, in words.
  fileprivate var words: String {
    switch self {
    case .field, .operator, .valueType, .connection, .id, .deleted: "a string"
    case .value, .direction, .cursor: "a string, a number or a truth value"
    case .values: "an array of values"
    case .limit, .offset: "a whole number, not negative"
    case .clauses, .groups, .order, .fields: "an array"
    case .clause, .filter: "a clause"
    }
  }
}

extension JSONValue {
  fileprivate var isScalar: Bool {
    switch self {
    case .string, .number, .bool: true
    case .null, .array, .object, .malformedString: false
    }
  }
}
