/// The content of `api.json`, with every name looked up.
struct ResolvedAPI: Sendable {
  var parsed: ParsedAPI?
  var errors: [ResolvedError] = []
  var responseHeaders: [ResolvedParameter] = []
  var authentication = AuthenticationScheme.none
  /// The parameters of environments and of the prefix.
  var parameters: [ResolvedParameter] = []
  var query: [ResolvedParameter] = []
  var headers: [ResolvedParameter] = []
  /// How queries are written, if it is not the usual way.
  var queryWire: QueryWire?

  /// The checked form.
  var declaration: API? {
    guard let parsed, let module = parsed.module?.value else { return nil }
    let declared = Dictionary(
      parameters.compactMap { parameter in parameter.declaration(.path).map { ($0.wireName, $0) } },
      uniquingKeysWith: { first, _ in first })
    let prefix = parsed.prefix.flatMap { $0.parameters.isEmpty ? nil : $0 }
    return API(
      module: module, service: parsed.service?.value ?? ModuleName.service(of: module), summary: parsed.summary,
      reference: parsed.reference, access: parsed.access ?? .public,
      environments: parsed.environments.compactMap { environment in
        environment.baseURL.map {
          API.Environment(
            name: environment.name.value, baseURL: $0,
            parameters: environment.parameters.compactMap { declared[$0.value] })
        }
      },
      authentication: authentication, identifiers: parsed.identifiers, queryWire: queryWire,
      responseHeaders: responseHeaders.compactMap { $0.declaration(.header) },
      prefix: prefix?.parts ?? [],
      parameters: (prefix?.parameters ?? []).compactMap { declared[$0.value] }
        + query.compactMap { $0.declaration(.query, style: parsed.style?.value) }
        + headers.compactMap { $0.declaration(.header) })
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
    checkService(api)
    var scope = NameScope(of: "environment", reserved: ReservedNames.members)
    for environment in api.environments where isValidName(environment.name, of: scope.kind) {
      scope.give(environment.name, wayOut: "give it another one", &findings)
    }
    var resolved = ResolvedAPI(parsed: api, errors: self.resolved(api.errors))
    var fields = NameScope(of: "response header", reserved: ReservedNames.responseHeaders)
    resolved.responseHeaders = self.resolved(api.responseHeaders, .endpoint, in: &fields)
    var names = NameScope(of: "argument of the client", reserved: ReservedNames.clientArguments)
    resolved.parameters = self.resolved(api.parameters, .endpoint, in: &names)
    resolved.query = self.resolved(api.query, .endpoint, in: &names)
    resolved.headers = self.resolved(api.headers, .endpoint, in: &names)
    resolved.authentication = authentication(api.authentication, beside: names)
    return resolved
  }

  private mutating func checkService(_ api: ParsedAPI) {
    guard let service = api.service else { return }
    let words = service.value.split(separator: "-", omittingEmptySubsequences: false)
    let isName = words.allSatisfy { word in
      !word.isEmpty && word.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || 48...57 ~= $0 }
    }
    guard !isName || !(service.value.first?.isLetter ?? false) else { return }
    findings.error(
      "\(service.value.quoted) cannot be the name of a service", at: service.location,
      advice: "write small letters and digits, with hyphens between words, such as \"my-azur\"")
  }

  /// Names the arguments of every credential.
  ///
  /// - Parameter names: What the client is given besides.
  private mutating func authentication(
    _ authentication: ParsedAuthentication, beside names: NameScope
  ) -> AuthenticationScheme {
    switch authentication {
    case .none: return .none
    case .headers: return .headers
    case .credentials(let alternatives):
      return .credentials(
        alternatives.map { alternative in
          var scope = names
          return alternative.map { credential($0, in: &scope) }
        })
    }
  }

  private mutating func credential(_ parsed: ParsedCredential, in scope: inout NameScope) -> Credential {
    let wayOut = "give it another name with \"name\""
    func name(_ names: String...) -> String {
      for name in names { scope.give(Located(value: name, location: parsed.location), wayOut: wayOut, &findings) }
      return names.last ?? ""
    }
    switch parsed.kind {
    case .bearer: return Credential(kind: parsed.kind, name: name("token"))
    case .basic: return Credential(kind: parsed.kind, name: name("username", "password"))
    case .scheme:
      guard let given = parsed.name else { return Credential(kind: parsed.kind, name: name("token")) }
      return Credential(
        kind: parsed.kind, name: swiftName(given: given, wireName: given, wayOut: wayOut, in: &scope))
    case .header(let wireName), .query(let wireName):
      let wireName = Located(value: wireName, location: parsed.location)
      return Credential(
        kind: parsed.kind, name: swiftName(given: parsed.name, wireName: wireName, wayOut: wayOut, in: &scope))
    }
  }
}
