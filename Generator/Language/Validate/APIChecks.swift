/// What `api.json` says of the client: its parameters stand somewhere, and its credentials do not meet.
enum APIChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    guard let api = folder.api.parsed else { return }
    checkPlaces(api, &findings)
    let inPrefix = Set(api.prefix?.parameters.map(\.value) ?? [])
    for parameter in folder.api.parameters {
      if inPrefix.contains(parameter.parsed.wireName.value) {
        ParameterChecks.check(path: parameter, &findings)
      } else {
        checkEnvironment(parameter, &findings)
      }
    }
    ParameterChecks.check(query: folder.api.query, style: api.style?.value, &findings)
    ParameterChecks.check(headers: folder.api.headers, &findings)
    checkCredentials(api, folder.api.authentication, &findings)
    checkClashes(folder, api.authentication, &findings)
  }

  /// Every parameter in braces is declared, every declared one is in braces, in environments or in the prefix.
  private static func checkPlaces(_ api: ParsedAPI, _ findings: inout Findings) {
    let inEnvironments = api.environments.flatMap(\.parameters)
    let inPrefix = api.prefix?.parameters ?? []
    let declared = api.parameters.map(\.wireName.value)
    for parameter in inEnvironments + inPrefix where !declared.contains(parameter.value) {
      findings.error(
        "the parameter \(parameter.value.quoted) is not declared", at: parameter.location,
        misspelling: Misspelling(word: parameter.value, candidates: declared),
        advice: "add \"parameters\": {\(parameter.value.quoted): \"string\"}, or whatever its type is")
    }
    let environments = Set(inEnvironments.map(\.value))
    let prefix = Dictionary(inPrefix.map { ($0.value, $0.location) }) { first, _ in first }
    for name in api.parameters.map(\.wireName) {
      if let other = prefix[name.value], environments.contains(name.value) {
        findings.error(
          "\(name.value.quoted) is both in an environment and in the prefix", at: name.location,
          advice: "give one of them another name", notes: [Located(value: "the prefix", location: other)])
      } else if prefix[name.value] == nil, !environments.contains(name.value) {
        findings.error(
          "\(name.value.quoted) is in no environment and not in the prefix", at: name.location, advice: "remove it")
      }
    }
  }

  private static func checkEnvironment(_ parameter: ResolvedParameter, _ findings: inout Findings) {
    if let constant = parameter.parsed.constant {
      findings.error(
        "a parameter of an environment cannot be a constant", at: constant.location, advice: "write it into the URL")
    }
    guard let type = parameter.type else { return }
    switch type.value {
    case .scalar(.string), .scalar(.int), .enumeration: return
    default:
      findings.error(
        "a parameter of an environment cannot be \(type.value.kind)", at: type.location,
        advice: "it is a string, an int or an enum")
    }
  }

  // MARK: - Credentials

  private static func checkCredentials(
    _ api: ParsedAPI, _ scheme: AuthenticationScheme, _ findings: inout Findings
  ) {
    guard case .credentials(let alternatives) = api.authentication, case .credentials(let resolved) = scheme else {
      return
    }
    for alternative in alternatives {
      var first: [String: Location] = [:]
      for credential in alternative {
        checkName(of: credential, &findings)
        let place = credential.kind.place
        guard let other = first.updateValue(credential.location, forKey: place.lowercased()) else { continue }
        findings.error(
          "two credentials are sent in \(place)", at: credential.location,
          advice: "keep one of them, or make them alternatives (\"any\")",
          notes: [Located(value: "the other one", location: other)])
      }
    }
    var labels: [[String]: Location] = [:]
    for (alternative, names) in zip(alternatives, resolved) {
      guard let location = alternative.first?.location else { continue }
      guard let other = labels.updateValue(location, forKey: names.map(\.name)) else { continue }
      findings.error(
        "two alternatives are given by the same arguments", at: location,
        advice: "give one another name with \"name\"", notes: [Located(value: "the other one", location: other)])
    }
  }

  private static func checkName(of credential: ParsedCredential, _ findings: inout Findings) {
    switch credential.kind {
    case .header(let name):
      ParameterChecks.checkCredential(header: Located(value: name, location: credential.location), &findings)
    case .scheme(let word):
      if word.isEmpty || !word.utf8.allSatisfy(ParameterChecks.isTokenByte) {
        findings.error(
          "\(word.quoted) cannot be a scheme of authorization", at: credential.location,
          advice: "write one word, such as \"Bot\"")
      }
    case .bearer, .basic, .query: return
    }
  }

  /// No parameter has the name of what a credential is sent as.
  private static func checkClashes(
    _ folder: ResolvedFolder, _ authentication: ParsedAuthentication, _ findings: inout Findings
  ) {
    var headers: Set<String> = []
    var queries: Set<String> = []
    for credential in authentication.credentials {
      switch credential.kind {
      case .header(let name): headers.insert(name.lowercased())
      case .query(let name): queries.insert(name)
      case .bearer, .basic, .scheme: continue
      }
    }
    guard !headers.isEmpty || !queries.isEmpty else { return }
    let parameters = folder.api.query + folder.endpoints.flatMap(\.query)
    let fields = folder.api.headers + folder.endpoints.flatMap(\.headers)
    let clashes =
      parameters.filter { queries.contains($0.parsed.wireName.value) }
      + fields.filter { headers.contains($0.parsed.wireName.value.lowercased()) }
    for clash in clashes {
      findings.error(
        "\(clash.parsed.wireName.value.quoted) is sent by \"authentication\"", at: clash.parsed.wireName.location,
        advice: "remove it")
    }
  }
}

extension Credential.Kind {
  /// Where it is sent, in words.
  fileprivate var place: String {
    switch self {
    case .bearer, .basic, .scheme: "\"Authorization\""
    case .header(let name): name.quoted
    case .query(let name): "the query as \(name.quoted)"
    }
  }
}
