import TributaryJSON

/// The content of `api.json`.
struct ParsedAPI: Sendable {
  var module: Located<String>?
  var summary: String?
  var reference: String?
  /// Who can use the client, and everything that says nothing else, when it is said.
  var access: AccessLevel?
  var environments: [ParsedEnvironment] = []
  /// What stores call the service, when it is said.
  var service: Located<String>?
  var authentication = ParsedAuthentication.none
  /// The parameters in the base URLs of environments and in the prefix.
  var parameters: [ParsedParameter] = []
  /// Query parameters of every request.
  var query: [ParsedParameter] = []
  /// Header fields of every request.
  var headers: [ParsedParameter] = []
  /// How names are written, or `nil` if the value is not a valid style.
  var names: NamingStyle?
  var identifiers: IdentifierType
  var errors: [ParsedError] = []
  var failure: ParsedFailure?
  /// How bodies are written, when it is said.
  var encoding: Located<EndpointDeclaration.BodyEncoding>?
  /// How lists and maps are written in queries and forms, when it is said.
  var style: Located<ParameterDeclaration.Style>?
  /// Header fields of responses that have a meaning.
  var responseHeaders: [ParsedParameter] = []
  /// The conventions for every resource, if there are any.
  var conventions: ParsedConventions?
  /// The conventions for every query, if there are any.
  var queries: ParsedQueryConventions?
  /// The prefix of every endpoint's path.
  var prefix: ParsedPath?
  /// The default wire forms of types.
  var wire: [ScalarType: Located<WireForm>] = [:]
}

/// A named base URL.
struct ParsedEnvironment: Sendable {
  var name: Located<String>
  var baseURL: String?
  /// The wire names of the parameters in it, in order.
  var parameters: [Located<String>] = []
}

extension FileReader {
  static let apiKeys = [
    "module", "service", "summary", "reference", "access", "environments", "parameters", "prefix", "authentication",
    "headers", "query", "names", "identifiers", "encoding", "style", "wire", "errors", "failure", "responseHeaders",
    "resources", "queries",
  ]

  /// Reads `api.json`.
  mutating func parsedAPI(_ root: JSONNode) -> ParsedAPI? {
    let strays = Dictionary(
      uniqueKeysWithValues: Self.sections.filter { !Self.apiKeys.contains($0) && $0 != "$schema" }.map {
        ($0, "it belongs in the other files of the folder")
      })
    guard let parts = parts(of: root, "api.json", keys: ["$schema"] + Self.apiKeys, strays: strays) else {
      return nil
    }
    _ = string(parts["$schema"], "\"$schema\"")
    let module = string(parts["module"], "\"module\"")
    if parts.lacks("module") {
      findings.error("\"module\" is missing; it names the Swift module", at: location(root.offset))
    }
    return ParsedAPI(
      module: module,
      summary: prose(parts["summary"], "\"summary\""),
      reference: reference(parts["reference"], "\"reference\""),
      access: access(parts["access"]),
      environments: parts["environments"].map { environments($0) } ?? [],
      service: string(parts["service"], "\"service\""),
      authentication: authentication(parts["authentication"]),
      parameters: parameters(parts["parameters"], "\"parameters\"", keys: Self.parameterKeys),
      query: parameters(parts["query"], "\"query\"", keys: Self.queryParameterKeys.filter { $0 != "renamable" }),
      headers: parameters(parts["headers"], "\"headers\"", keys: Self.parameterKeys),
      names: parts["names"] == nil ? .exact : choice(parts["names"], "\"names\""),
      identifiers: choice(parts["identifiers"], "\"identifiers\"") ?? .int,
      errors: errors(parts["errors"]), failure: failure(parts["failure"]),
      encoding: sharedEncoding(parts["encoding"]), style: located(parts["style"], "\"style\""),
      responseHeaders: parameters(
        parts["responseHeaders"], "\"responseHeaders\"", keys: Self.parameterKeys.filter { $0 != "const" }),
      conventions: parts["resources"].map { conventions($0) },
      queries: parts["queries"].map { queryConventions($0) }, prefix: sharedPrefix(parts["prefix"]),
      wire: parts["wire"].map { wireForms($0) } ?? [:])
  }

  /// The types whose values have another form than usual in the whole API.
  private mutating func wireForms(_ node: JSONNode) -> [ScalarType: Located<WireForm>] {
    guard let members = entries(of: node, "\"wire\"") else { return [:] }
    let types = ScalarType.allCases.filter { !WireForm.forms(of: $0).isEmpty }
    var forms: [ScalarType: Located<WireForm>] = [:]
    for member in members {
      guard let type = types.first(where: { $0.rawValue == member.key }) else {
        let words = types.map(\.rawValue)
        findings.error(
          "values of the type \(member.key.quoted) have one form only", at: location(member.keyOffset),
          misspelling: Misspelling(word: member.key, candidates: words), advice: "there are others for \(listed(words))"
        )
        continue
      }
      guard let form: Located<WireForm> = located(member.value, "the form of \(member.key.quoted)") else { continue }
      if form.value.types.contains(type) {
        forms[type] = form
      } else {
        findings.error(
          "the form of \(member.key.quoted) cannot be \(form.value.rawValue.quoted)", at: form.location,
          advice: "it is \(listed(WireForm.forms(of: type).map(\.rawValue), by: "or"))")
      }
    }
    return forms
  }

  /// How all bodies are written. A file stands in a body of its own only.
  private mutating func sharedEncoding(_ node: JSONNode?) -> Located<EndpointDeclaration.BodyEncoding>? {
    let encoding: Located<EndpointDeclaration.BodyEncoding>? = located(node, "\"encoding\"")
    guard let encoding, encoding.value == .multipart else { return encoding }
    findings.error(
      "\"encoding\" cannot be \"multipart\" for all bodies", at: encoding.location,
      advice: "say it at the endpoints that send files")
    return nil
  }

  private mutating func environments(_ node: JSONNode) -> [ParsedEnvironment] {
    guard let members = entries(of: node, "\"environments\"") else { return [] }
    return members.map { member in
      var environment = ParsedEnvironment(name: Located(value: member.key, location: location(member.keyOffset)))
      let url = baseURL(member.value, "the URL of an environment", takesParameters: true)
      environment.baseURL = url?.text
      environment.parameters = url?.parameters ?? []
      return environment
    }
  }
}
