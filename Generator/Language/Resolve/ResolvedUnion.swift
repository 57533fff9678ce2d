/// A union with the type of every case looked up and every case named.
struct ResolvedUnion: Sendable {
  var parsed: ParsedUnion
  /// The declared cases, and then those that only conditions of fields select.
  private(set) var cases: [UnionDeclaration.Case] = []
  /// The parameters whose identifiers are used.
  var identified: Set<String> = []
  /// Where each case is declared, by its Swift name.
  private var places: [String: (index: Int, location: Location)] = [:]

  init(parsed: ParsedUnion) { self.parsed = parsed }

  /// The checked form.
  var declaration: UnionDeclaration {
    UnionDeclaration(
      name: parsed.name.value, access: parsed.access ?? .public, summary: parsed.summary,
      deprecated: parsed.deprecated,
      parameters: parsed.parameters.map { TypeParameter(name: $0.value, isIdentified: identified.contains($0.value)) },
      teller: parsed.isToldByJSON ? .json : parsed.tag.map { .tag(name: $0.value, raw: parsed.raw) } ?? .field,
      cases: cases)
  }

  /// Where a case is declared.
  func location(of name: String) -> Location { places[name]?.location ?? parsed.name.location }

  /// Adds a case, or a tag to the case that several values share.
  ///
  /// - Returns: The position of another case of that name, if it conflicts.
  mutating func add(_ element: UnionDeclaration.Case, at location: Location) -> Location? {
    guard let other = places[element.name] else {
      places[element.name] = (cases.count, location)
      cases.append(element)
      return nil
    }
    // A condition may select an existing case, and several tags of the value itself may select the same one.
    guard !parsed.isToldByJSON, cases[other.index].type == element.type, element.tags.isEmpty || parsed.tag != nil
    else {
      return other.location
    }
    cases[other.index].tags += element.tags
    return nil
  }

  /// Notes the kinds of JSON of the cases.
  mutating func noteKinds(_ kinds: (UnionDeclaration.Case) -> Set<CaseKind>) {
    for index in cases.indices {
      let found = kinds(cases[index])
      cases[index].kinds = CaseKind.allCases.filter(found.contains)
    }
  }

  /// Notes the names on a mark's path, each as the model has it.
  mutating func noteMark(at index: Int, path: [String]) { cases[index].mark?.path = path }

  /// Notes that the content of a case always writes the tag itself.
  mutating func noteTagWriter(at index: Int) { cases[index].writesTag = true }
}

extension SpecificationResolver {
  mutating func resolved(_ union: ParsedUnion) -> ResolvedUnion {
    checkParameters(union.parameters, of: union.name)
    var result = ResolvedUnion(parsed: union)
    for element in union.cases {
      _ = add(element, isCondition: false, to: &result)
    }
    return result
  }

  /// Adds a case to a union.
  ///
  /// - Parameter isCondition: Whether the value is one of a field's conditions.
  /// - Returns: The Swift name of the case, or `nil` if it cannot be added, which is reported.
  mutating func add(_ element: ParsedUnionCase, isCondition: Bool, to union: inout ResolvedUnion) -> String? {
    let wayOut = "give it another name, as in {\"type\": ..., \"name\": ...}"
    let parsed = union.parsed
    let isNothing = element.type?.isNothing ?? false && parsed.tag != nil && !isCondition
    let context: TypeResolver.Context =
      parsed.parameters.isEmpty || isCondition ? .endpoint : .generic(parameters: parsed.parameters.map(\.value))
    let type = isNothing ? nil : self.type(element.type, in: context)
    guard isNothing || type != nil else { return nil }
    var scope = NameScope(of: "case", reserved: ReservedNames.unionCases)
    let derived = element.name ?? nameOfCase(element, type: type?.value, isToldByJSON: parsed.isToldByJSON)
    let name = swiftName(given: derived, wireName: element.value, wayOut: wayOut, in: &scope)
    guard !name.isEmpty, let tags = tags(of: element, isCondition: isCondition, in: parsed) else { return nil }
    if let type, !checkCase(type, of: parsed, isCondition: isCondition) { return nil }
    if let wire = element.wire, let type { WireChecks.check(wire, of: type.value, &findings) }
    let place = element.name?.location ?? element.value.location
    var result = UnionDeclaration.Case(name: name, tags: tags, type: type?.value)
    result.wire = element.wire?.value ?? type.flatMap { wireForm(of: $0.value) }
    result.mark = element.mark.map { FieldMark(path: $0.path.names.map(\.value), value: $0.value) }
    (result.summary, result.deprecated) = (element.summary, element.deprecated)
    if let other = union.add(result, at: place) {
      findings.error(
        "another case of \(parsed.name.value.quoted) has the Swift name \(name.quoted)", at: place,
        advice: wayOut, notes: [Located(value: "it is this case", location: other)])
      return nil
    }
    return name
  }

  /// The values of the tag that select a case; `nil` if they are of another kind than tags, which is reported.
  private mutating func tags(
    of element: ParsedUnionCase, isCondition: Bool, in union: ParsedUnion
  ) -> [EnumDeclaration.RawValue]? {
    if isCondition || union.isToldByJSON { return [] }
    guard union.tag != nil, union.raw == .int else { return [.string(element.value.value)] }
    if let number = Int(element.value.value), String(number) == element.value.value { return [.int(number)] }
    findings.error(
      "the tag is an integer, and \(element.value.value.quoted) is none", at: element.value.location,
      advice: "write digits alone, or remove \"raw\"")
    return nil
  }

  /// The name that a case gets from its type, if the JSON decides it or its value is not a name.
  private func nameOfCase(
    _ element: ParsedUnionCase, type: TypeReference?, isToldByJSON: Bool
  ) -> Located<String>? {
    guard isToldByJSON || style?.swiftName(for: element.value.value) == nil, let type else { return nil }
    return type.caseName.map { Located(value: $0, location: element.value.location) }
  }

  /// Whether a case can hold a type. If not, this reports it.
  private mutating func checkCase(_ type: LocatedType, of union: ParsedUnion, isCondition: Bool) -> Bool {
    switch type.value {
    case .optional:
      findings.error("a case of a union cannot be optional", at: type.location, advice: "remove the \"?\"")
    case .model: return true
    case .union(let name, _) where union.tag != nil && !isCondition:
      if folder.unions[name]?.tag != nil { return true }
      findings.error(
        "\(name.quoted) has no \"tag\" of its own and cannot be a case of a union that has one", at: type.location)
    case .scalar(.json) where union.isToldByJSON:
      findings.error(
        "a case cannot be JSON of any kind", at: type.location,
        advice: "remove it: what is not listed is kept as `.other`")
    case _ where union.tag != nil && !isCondition:
      findings.error(
        "a case of a union with a tag holds a model, but this is \(type.value.kind)", at: type.location)
    default: return true
    }
    return false
  }
}

extension ParsedFolder {
  /// The unions by name.
  var unions: [String: ParsedUnion] {
    Dictionary(files.flatMap(\.unions).map { ($0.name.value, $0) }) { first, _ in first }
  }
}

extension TypeExpression {
  /// Whether it says that there is no value.
  var isNothing: Bool {
    if case .named("nothing", let arguments) = form { arguments.isEmpty } else { false }
  }
}

extension TypeReference {
  /// The name of a case that holds it: `string`, `id`, the model's, `list`.
  fileprivate var caseName: String? {
    switch self {
    case .scalar(let scalar): scalar.rawValue
    case .identifier: "id"
    case .model(let name, _), .union(let name, _), .enumeration(let name), .parameter(let name):
      NamingStyle.camelCase.swiftName(for: name)
    case .list, .records: "list"
    case .map: "map"
    case .optional, .query, .change: nil
    }
  }
}
