/// What `api.json` says, with every name looked up.
struct ResolvedAPI: Sendable {
  var parsed: ParsedAPI?
  var errors: LocatedType?

  /// The checked form.
  var declaration: API? {
    guard let parsed, let module = parsed.module?.value else { return nil }
    return API(
      module: module, service: Self.service(of: module), summary: parsed.summary, reference: parsed.reference,
      access: parsed.access ?? .public,
      environments: parsed.environments.compactMap { environment in
        environment.baseURL.map { API.Environment(name: environment.name.value, baseURL: $0) }
      },
      authentication: parsed.authentication, identifiers: parsed.identifiers, errors: errors?.value)
  }

  /// The words of a module's name in small letters: `ZendeskSell` is `zendesk-sell`.
  private static func service(of module: String) -> String {
    NamingStyle.camelCase.words(of: module).map { $0.lowercased() }.joined(separator: "-")
  }
}

extension SpecificationResolver {
  mutating func resolvedAPI() -> ResolvedAPI {
    guard let api = folder.api else { return ResolvedAPI() }
    if let module = api.module {
      if !Identifier.isValidType(module.value) {
        findings.error(
          "\(module.value.quoted) cannot be the name of a module", at: module.location,
          advice: "write letters, digits and underscores, beginning with a capital letter")
      } else if ReservedNames.modules.contains(module.value) {
        findings.error("the module name \(module.value.quoted) is taken", at: module.location)
      } else if let type = types.entries[module.value] {
        findings.error(
          "\(module.value.quoted) is also the module's name, which the type would hide", at: type.location,
          advice: "give it another one", notes: [Located(value: "the module", location: module.location)])
      }
    }
    var scope = NameScope(of: "environment", reserved: ReservedNames.members)
    for environment in api.environments where isValidName(environment.name, of: scope.kind) {
      scope.give(environment.name, wayOut: "give it another one", &findings)
    }
    return ResolvedAPI(parsed: api, errors: type(api.errors, in: .endpoint))
  }
}
