/// An enum with every case named.
struct ResolvedEnum: Sendable {
  var parsed: ParsedEnum
  var cases: [Case]

  struct Case: Sendable {
    var parsed: ParsedCase
    var name: String
  }

  /// The checked form.
  var declaration: EnumDeclaration {
    EnumDeclaration(
      name: parsed.name.value, access: parsed.access ?? .public, summary: parsed.summary,
      deprecated: parsed.deprecated, raw: parsed.raw ?? .string,
      cases: cases.compactMap { item in
        item.parsed.value.map { value in
          EnumDeclaration.Case(
            name: item.name, value: value.value, summary: item.parsed.summary, deprecated: item.parsed.deprecated)
        }
      })
  }
}

extension SpecificationResolver {
  mutating func resolved(_ declaration: ParsedEnum) -> ResolvedEnum {
    var scope = NameScope(of: "case", reserved: ReservedNames.cases)
    var derived: Set<String> = []
    let cases = declaration.cases.map { item in
      var wireName = Located(value: "", location: declaration.name.location)
      if let value = item.value, case .string(let text) = value.value {
        wireName = Located(value: text, location: value.location)
      }
      // A repeated value is reported only for that, and not also for its name.
      let isNameless = item.name == nil && (item.value == nil || !derived.insert(wireName.value).inserted)
      guard !isNameless else { return ResolvedEnum.Case(parsed: item, name: "") }
      let wayOut =
        item.name == nil
        ? "write the cases as {\"name\": value, ...} and give it another name" : "give it another name"
      let name = swiftName(given: item.name, wireName: wireName, wayOut: wayOut, in: &scope)
      return ResolvedEnum.Case(parsed: item, name: name)
    }
    return ResolvedEnum(parsed: declaration, cases: cases)
  }
}
