/// Checks the templates of queries: what one needs of another, what operators need of theirs, and that each text can be
/// read back.
enum QueryWireChecks {
  static func run(_ queries: ParsedQueryConventions, _ conventions: QueryConventions, _ findings: inout Findings) {
    for parsed in queries.operators ?? [] {
      if parsed.isComplete, let meaning = parsed.meaning, let template = conventions.template(of: parsed) {
        check(parsed, meaning, template, &findings)
      }
    }
    if let wire = queries.wire {
      checkParts(wire, &findings)
      checkBounds(wire, &findings)
      checkDeletions(queries, wire, &findings)
    }
    if let wire = conventions.wire { TemplateChecks.run(wire, queries.operators ?? [], &findings) }
    if let pages = queries.pages { check(pages, (queries.wire ?? .standard)[.query], &findings) }
  }

  // MARK: - Templates

  private static func checkParts(_ wire: ParsedQueryWire, _ findings: inout Findings) {
    typealias Part = ParsedQueryWire.Part
    let needed: [(Part, QueryPlace)] = [
      (.comparison, .field), (.and, .clauses), (.or, .clauses), (.group, .clauses), (.order, .field),
      (.order, .direction), (.projection, .field), (.remoteId, .connection), (.remoteId, .id),
    ]
    for (part, place) in needed {
      guard let template = wire[part], !template.has(place) else { continue }
      findings.error("\(part.rawValue.quoted) has no \(place.text.quoted)", at: template.location)
    }
    if let not = wire[.not], not.has(.clause) == not.has(.clauses) {
      findings.error("\"not\" has either \"{clause}\" or \"{clauses}\"", at: not.location)
    }
    if let comparison = wire[.comparison] { checkValues(of: comparison, &findings) }
    if wire.said[.group] != nil {
      for part in [Part.and, .or, .not] {
        guard let place = wire.said[part] else { continue }
        findings.error("\"group\" stands for \(part.rawValue.quoted)", at: place, advice: "remove one of them")
      }
    }
    guard let query = wire[.query] else { return }
    if query.has(.filter) == query.has(.groups) {
      findings.error(
        "\"query\" has either \"{filter}\" or, with \"group\", \"{groups}\"", at: query.location)
    } else if query.has(.groups) != (wire.said[.group] != nil) {
      findings.error(
        query.has(.groups) ? "\"{groups}\" needs \"group\"" : "\"group\" needs \"{groups}\" in \"query\"",
        at: wire.said[.group] ?? query.location)
    }
    let dependent: [(QueryPlace, Part, isNeeded: Bool)] = [(.order, .order, true), (.fields, .projection, false)]
    for (place, part, isNeeded) in dependent {
      if query.has(place), isNeeded, wire.said[part] == nil {
        findings.error("\(place.text.quoted) needs \(part.rawValue.quoted)", at: query.location)
      } else if !query.has(place), let location = wire.said[part] {
        findings.error(
          "\(part.rawValue.quoted) needs \(place.text.quoted) in \"query\"", at: location,
          advice: "add it, or remove this")
      }
    }
    if let word = wire.directions.first, wire.said[.order] == nil {
      findings.error("\"directions\" needs \"order\"", at: word.location)
    }
    checkElements(of: query, &findings)
  }

  /// A place that is read again must not move when something before it is left out.
  private static func checkElements(of template: ParsedTemplate, _ findings: inout Findings) {
    switch template.kind {
    case .null, .constant, .place: return
    case .object(let members): for member in members { checkElements(of: member.value, &findings) }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        checkElements(of: element, &findings)
        guard element.has(.cursor) || element.has(.offset), elements[..<index].contains(where: \.canBeLeftOut) else {
          continue
        }
        findings.error(
          "what is before this in the list can be left out, so that it has no fixed place", at: element.location,
          advice: "let it come first")
      }
    }
  }

  private static func checkBounds(_ wire: ParsedQueryWire, _ findings: inout Findings) {
    let isGrouped = wire.said[.group] != nil
    if !isGrouped, let place = wire.bounds["groups"] {
      findings.error("\"groups\" has no use without \"group\"", at: place, advice: "remove it")
    }
    if isGrouped, let place = wire.bounds["depth"] {
      findings.error("\"depth\" has no use beside \"group\"", at: place, advice: "remove it")
    }
  }

  private static func checkDeletions(
    _ queries: ParsedQueryConventions, _ wire: ParsedQueryWire, _ findings: inout Findings
  ) {
    guard let value = queries.deletions?.values.first, let query = wire[.query], !query.has(.deleted) else { return }
    findings.error(
      "no query can say this, since \"query\" has no \"{deleted}\"", at: value.location,
      advice: "add it, or remove this")
  }

  private static func check(_ pages: ParsedPages, _ query: ParsedTemplate?, _ findings: inout Findings) {
    guard let query else { return }
    let hasNext = pages.next != nil || pages.last != nil
    if query.has(.cursor), !hasNext, !query.has(.offset) {
      findings.error(
        "\"pages\" of queries needs \"next\" or \"last\", which say what \"{cursor}\" is after a page",
        at: pages.location)
    } else if !query.has(.cursor), !query.has(.offset) {
      findings.error(
        "\"pages\" of queries needs \"{cursor}\" or \"{offset}\" in \"query\"", at: pages.location,
        advice: "add it, or remove \"pages\"")
    } else if !query.has(.cursor), let last = pages.last {
      findings.error(
        "\"last\" is what \"{cursor}\" is after a page, and \"query\" has none",
        at: last.names.first?.location ?? pages.location)
    }
  }

  // MARK: - Operators

  /// What an operator with a template is given.
  static func argument(of template: ParsedTemplate) -> QueryDeclaration.Argument {
    template.has(.values) ? .several : template.has(.value) ? .one : .nothing
  }

  private static func checkValues(of template: ParsedTemplate, _ findings: inout Findings) {
    guard template.has(.value), template.has(.values) else { return }
    findings.error(
      "a clause has \"{value}\" or \"{values}\", not both", at: template.location, advice: "give an operator a \"wire\""
    )
  }

  /// Checks that an operator finds what its meaning needs in its template.
  static func check(
    _ parsed: ParsedOperator, _ meaning: QueryDeclaration.Meaning, _ template: ParsedTemplate,
    _ findings: inout Findings
  ) {
    if let shape = parsed.shape {
      checkValues(of: shape, &findings)
      if !shape.has(.field) { findings.error("\"wire\" has no \"{field}\"", at: shape.location) }
    }
    if let method = parsed.method, meaning != .serverOnly {
      findings.error(
        "\"name\" is for \"serverOnly\"; what means \(meaning.rawValue.quoted) has its name in Swift",
        at: method.location, advice: "remove it")
    }
    let argument = argument(of: template)
    let wanted: QueryDeclaration.Argument
    switch meaning {
    case .serverOnly: return
    case .equal, .notEqual, .greater, .atLeast, .less, .atMost: wanted = .one
    case .oneOf, .noneOf: wanted = .several
    case .present, .absent: wanted = .nothing
    }
    guard argument != wanted else { return }
    let place = parsed.shape?.location ?? parsed.name.location
    let needs =
      switch wanted {
      case .one: "needs \"{value}\""
      case .several: "needs \"{values}\""
      case .nothing: "takes no value"
      }
    let whose = parsed.shape == nil ? "that of \"comparison\"" : "its \"wire\""
    let has =
      switch argument {
      case .one: "has \"{value}\""
      case .several: "has \"{values}\""
      case .nothing: "has none"
      }
    findings.error(
      "\(parsed.name.value.quoted) means \(meaning.rawValue.quoted) and \(needs), but \(whose) \(has)", at: place,
      advice: parsed.shape == nil ? "give it a \"wire\" of its own" : nil)
  }
}
