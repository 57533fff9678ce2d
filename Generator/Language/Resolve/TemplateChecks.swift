/// Checks that the clauses of a service can be told apart when they are read back.
enum TemplateChecks {
  private struct Clause {
    var what: String
    var template: ParsedTemplate
    /// The operator whose only shape it is.
    var name: String?
  }

  static func run(_ wire: ParsedQueryWire, _ operators: [ParsedOperator], _ findings: inout Findings) {
    var clauses = operators.compactMap { parsed in
      parsed.shape.map { Clause(what: parsed.name.value, template: $0, name: parsed.name.value) }
    }
    for part in [ParsedQueryWire.Part.comparison, .and, .or, .not, .remoteId] {
      if let template = wire[part] { clauses.append(Clause(what: part.rawValue, template: template)) }
    }
    for (index, clause) in clauses.enumerated() {
      for other in clauses[..<index] {
        var comparison = TemplateOverlap(operators: (other.name, clause.name))
        guard comparison.overlaps(other.template, clause.template), !comparison.isToldApart else { continue }
        findings.error(
          "no constant tells \(clause.what.quoted) from \(other.what.quoted) when a query is read back",
          at: clause.template.location,
          notes: [Located(value: "the other is this", location: other.template.location)])
      }
    }
  }
}

/// Whether a text can have the shapes of two templates, and whether a constant of one of them tells which it is.
private struct TemplateOverlap {
  let operators: (String?, String?)
  /// Whether one has a constant where the other has a place.
  private(set) var isToldApart = false

  init(operators: (String?, String?)) { self.operators = operators }

  mutating func overlaps(_ left: ParsedTemplate, _ right: ParsedTemplate) -> Bool {
    switch (left.kind, right.kind) {
    case (.null, .null): return true
    case (.constant(let left), .constant(let right)): return left == right
    case (.place(let left), .place(let right)): return overlap(left, right)
    case (.place(let place), .constant(let value)): return takes(place, value, operators.0)
    case (.constant(let value), .place(let place)): return takes(place, value, operators.1)
    case (.place(let place), .object), (.object, .place(let place)): return place == .clause
    case (.place(let place), .array(let elements)), (.array(let elements), .place(let place)):
      return place == .clause || (place == .clauses || place == .values) && elements.allSatisfy { _ in true }
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { overlaps($0, $1) }
    case (.object(let left), .object(let right)): return overlap(left, right)
    default: return false
    }
  }

  private mutating func overlap(_ left: QueryPlace, _ right: QueryPlace) -> Bool {
    if left == .operator, right == .operator, let one = operators.0, let other = operators.1 { return one == other }
    if left == .operator || right == .operator, operators.0 != nil || operators.1 != nil { isToldApart = true }
    let kinds = (kind(of: left), kind(of: right))
    return kinds.0 == kinds.1 || kinds.0 == .scalar && kinds.1 == .text || kinds.0 == .text && kinds.1 == .scalar
  }

  private enum Kind { case text, scalar, values, clause, clauses }

  private func kind(of place: QueryPlace) -> Kind {
    switch place {
    case .value, .direction, .limit, .offset, .cursor: .scalar
    case .values: .values
    case .clause, .filter: .clause
    case .clauses, .groups, .order, .fields: .clauses
    case .field, .operator, .valueType, .connection, .id, .deleted: .text
    }
  }

  /// Whether a place can have a value that is a constant in the other template.
  private mutating func takes(_ place: QueryPlace, _ value: ConstantValue, _ name: String?) -> Bool {
    if place == .operator, let name { return value == .string(name) }
    let fits =
      switch kind(of: place) {
      case .scalar: true
      case .text: value.type == .string
      case .values, .clause, .clauses: false
      }
    if fits { isToldApart = true }
    return fits
  }

  private mutating func overlap(_ left: [ParsedTemplate.Member], _ right: [ParsedTemplate.Member]) -> Bool {
    guard left.count == right.count else { return false }
    var rest = right
    var unmatched: [ParsedTemplate.Member] = []
    for member in left where member.place == nil {
      guard let index = rest.firstIndex(where: { $0.place == nil && $0.name.value == member.name.value }) else {
        unmatched.append(member)
        continue
      }
      guard overlaps(member.value, rest.remove(at: index).value) else { return false }
    }
    // What is left has at most one place on each side, for a name that the other side says or leaves open as well.
    unmatched += left.filter { $0.place != nil }
    guard unmatched.count <= 1, rest.count == unmatched.count else { return false }
    guard let one = unmatched.first, let other = rest.first else { return true }
    switch (one.place, other.place) {
    case (nil, nil): return false
    case (let place?, nil): guard takes(place, .string(other.name.value), operators.0) else { return false }
    case (nil, let place?): guard takes(place, .string(one.name.value), operators.1) else { return false }
    case (let place?, let second?): guard overlap(place, second) else { return false }
    }
    return overlaps(one.value, other.value)
  }
}
