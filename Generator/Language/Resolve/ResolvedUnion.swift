/// A union with the model of every case looked up and every case named.
struct ResolvedUnion: Sendable {
  var parsed: ParsedUnion
  /// The cases that tags lead to, then those that only conditions of fields lead to.
  private(set) var cases: [UnionDeclaration.Case] = []
  /// Where each case is declared, by its Swift name.
  private var places: [String: (index: Int, location: Location)] = [:]

  init(parsed: ParsedUnion) { self.parsed = parsed }

  /// The checked form.
  var declaration: UnionDeclaration {
    UnionDeclaration(
      name: parsed.name.value, access: parsed.access ?? .public, summary: parsed.summary, cases: cases)
  }

  /// Adds a case, unless it is there already.
  ///
  /// - Returns: Where another case of that name is declared, if that is in the way.
  mutating func add(_ element: UnionDeclaration.Case, at location: Location) -> Location? {
    guard let other = places[element.name] else {
      places[element.name] = (cases.count, location)
      cases.append(element)
      return nil
    }
    // A condition may lead to a case that is there; two tags may not lead to one.
    let isSame = element.tag == nil && cases[other.index].type == element.type
    return isSame ? nil : other.location
  }
}

extension SpecificationResolver {
  mutating func resolved(_ union: ParsedUnion) -> ResolvedUnion {
    var result = ResolvedUnion(parsed: union)
    for element in union.cases {
      _ = add(element, isTagged: true, to: &result)
    }
    return result
  }

  /// Adds a case to a union.
  ///
  /// - Parameter isTagged: Whether the value is a tag, and not one of a field's conditions.
  /// - Returns: The Swift name of the case, or `nil` when it cannot be added, which is reported.
  mutating func add(_ element: ParsedUnionCase, isTagged: Bool, to union: inout ResolvedUnion) -> String? {
    let wayOut = "give it another name, as in {\"type\": ..., \"name\": ...}"
    var scope = NameScope(of: "case", reserved: ReservedNames.unionCases)
    let name = swiftName(given: element.name, wireName: element.value, wayOut: wayOut, in: &scope)
    guard let type = type(element.type, in: .endpoint), !name.isEmpty else { return nil }
    guard case .model = type.value else {
      findings.error("a case of a union holds a model, but this is \(type.value.kind)", at: type.location)
      return nil
    }
    let tag = isTagged ? element.value.value : nil
    let place = element.name?.location ?? element.value.location
    if let other = union.add(UnionDeclaration.Case(name: name, tag: tag, type: type.value), at: place) {
      findings.error(
        "another case of \(union.parsed.name.value.quoted) has the Swift name \(name.quoted)", at: place,
        advice: wayOut, notes: [Located(value: "it is this case", location: other)])
      return nil
    }
    return name
  }
}
