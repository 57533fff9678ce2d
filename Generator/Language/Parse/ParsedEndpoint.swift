import TributaryJSON

/// An endpoint as it is written, or what a resource, an action or `api.json` says of several: every part may be missing.
struct ParsedEndpoint: Sendable {
  /// `documents.list`.
  var key: Located<String>
  /// The resource that it was made from, if from one.
  var resource: ResourceOrigin?
  var summary: String?
  var reference: String?
  var deprecated: String?
  /// Its access level, if it is given.
  var access: AccessLevel?
  /// The prefix of the path in place of the API's, if there is one.
  var prefix: String?
  /// The method and path, or `nil` when they could not be read. Those of an action continue its resource's.
  var request: ParsedRequest?
  var parameters: [ParsedParameter] = []
  var query: [ParsedParameter] = []
  var headers: [ParsedParameter] = []
  /// The type of the body, where it is one value.
  var body: TypeExpression?
  /// The fields of the body, where it is made of them.
  var bodyFields: [ParsedParameter]?
  /// The position of the body, even if its type could not be read.
  var bodyLocation: Location?
  var encoding: Located<EndpointDeclaration.BodyEncoding>?
  var wrap: Located<String>?
  var result: Located<String>?
  /// The responses, or `nil` when they are not said or could not be read.
  var responses: [ParsedResponse]?
  var errors: [ParsedError] = []
  var failure: ParsedFailure?
  /// That no credential is sent, when it is said.
  var authentication: Located<NoAuthentication>?
  /// What a token must be allowed, when it is said.
  var scopes: [String]?
  /// How lists and maps are written in the query and in a form, when it is said.
  var style: Located<ParameterDeclaration.Style>?
  var retry: EndpointDeclaration.RetryClass?
  var base: String?
  var bodyLimit: Int?
  /// Whether and how a list continues, when it is said.
  var paging: ParsedPaging?
  /// How the list continues, once what is said in short is written out.
  var pages: ParsedPages?
}

/// The one way of authorization that an endpoint can have instead of the client's.
enum NoAuthentication: String, Sendable, CaseIterable { case none }

/// The resource that an endpoint was made from.
struct ResourceOrigin: Sendable {
  /// The position of the resource's key.
  var location: Location
  /// The model that it is made of, whose identifier `id` means in its parameters.
  var model: String
}

/// A response of an endpoint as it is written.
struct ParsedResponse: Sendable {
  var status: Located<String>
  /// The type, or `nil` when there is none or it could not be read.
  var type: TypeExpression?
  /// Whether it has content.
  var hasContent: Bool
  var summary: String?
  /// How the value travels, when it is said.
  var wire: Located<WireForm>?
  /// The text that ends a stream.
  var end: Located<String>?
  /// What decides the case of an event's union.
  var tag: Located<EventTag>?
}

/// What can decide the case of an event's union outside of its content.
enum EventTag: String, Sendable, CaseIterable { case event }

extension FileReader {
  /// What endpoints, actions, resources and `resources` of `api.json` say alike.
  static let callKeys = [
    "access", "prefix", "headers", "encoding", "style", "wrap", "result", "errors", "failure", "authentication",
    "scopes",
    "retry", "base", "bodyLimit",
  ]

  /// What endpoints and actions say alike.
  static let endpointKeys =
    ["summary", "reference", "deprecated", "request", "parameters", "query", "body", "responses", "pages"] + callKeys

  private static let strays = [
    "path": "the path stands in \"request\", and its parameters are declared under \"parameters\""
  ]

  mutating func endpoints(_ node: JSONNode) -> [ParsedEndpoint] {
    guard let members = entries(of: node, "\"endpoints\"") else { return [] }
    return members.compactMap { endpoint($0) }
  }

  private mutating func endpoint(_ member: JSONNode.Member) -> ParsedEndpoint? {
    guard let parts = endpointParts(of: member.value, "an endpoint") else { return nil }
    var endpoint = ParsedEndpoint(key: Located(value: member.key, location: location(member.keyOffset)))
    endpoint.request = request(parts["request"])
    readEndpoint(parts, &endpoint)
    if parts.lacks("request") {
      findings.error("\"request\" is missing; write something like \"GET /documents\"", at: endpoint.key.location)
    }
    if parts.lacks("responses") {
      findings.error(
        "\"responses\" is missing; write something like {\"200\": \"Document\"} or {\"204\": \"nothing\"}",
        at: endpoint.key.location)
    }
    return endpoint
  }

  /// The values of an endpoint or an action by key.
  mutating func endpointParts(of node: JSONNode, _ what: String) -> ObjectParts? {
    parts(of: node, what, keys: Self.endpointKeys, strays: Self.strays)
  }

  /// Reads what endpoints and actions say alike. A request is read differently.
  mutating func readEndpoint(_ parts: ObjectParts, _ endpoint: inout ParsedEndpoint) {
    endpoint.summary = prose(parts["summary"], "the summary")
    endpoint.reference = reference(parts["reference"], "\"reference\"")
    endpoint.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
    endpoint.parameters = parameters(parts["parameters"], "\"parameters\"", keys: Self.parameterKeys)
    endpoint.query = parameters(parts["query"], "\"query\"", keys: Self.queryParameterKeys)
    readBody(parts["body"], &endpoint)
    endpoint.bodyLocation = parts["body"].map { location($0.offset) }
    endpoint.responses = parts["responses"].flatMap { responses($0) }
    endpoint.paging = parts["pages"].flatMap { paging($0) }
    readCall(parts, &endpoint)
  }

  /// Reads what can also be said of several endpoints at once.
  mutating func readCall(_ parts: ObjectParts, _ endpoint: inout ParsedEndpoint) {
    endpoint.access = access(parts["access"])
    endpoint.prefix = prefix(parts["prefix"])
    endpoint.headers = parameters(parts["headers"], "\"headers\"", keys: Self.parameterKeys)
    endpoint.encoding = located(parts["encoding"], "\"encoding\"")
    endpoint.wrap = key(parts["wrap"], "\"wrap\"", such: "data")
    endpoint.result = key(parts["result"], "\"result\"", such: "data")
    endpoint.errors = errors(parts["errors"])
    endpoint.failure = failure(parts["failure"])
    endpoint.authentication = located(parts["authentication"], "\"authentication\" here")
    endpoint.scopes = scopes(parts["scopes"])
    endpoint.style = located(parts["style"], "\"style\"")
    endpoint.retry = choice(parts["retry"], "\"retry\"")
    endpoint.base = baseURL(parts["base"], "\"base\"")
    endpoint.bodyLimit = byteCount(parts["bodyLimit"], "\"bodyLimit\"")
  }

  private mutating func responses(_ node: JSONNode) -> [ParsedResponse]? {
    guard let members = entries(of: node, "\"responses\"") else { return nil }
    if members.isEmpty {
      findings.error("\"responses\" needs at least one, such as {\"204\": \"nothing\"}", at: location(node.offset))
    }
    return members.map { member in
      let status = Located(value: member.key, location: location(member.keyOffset))
      if case .string("nothing") = member.value.kind { return ParsedResponse(status: status, hasContent: false) }
      guard case .object = member.value.kind else {
        return ParsedResponse(status: status, type: type(member.value, "a response's type"), hasContent: true)
      }
      return response(member.value, status)
    }
  }

  private mutating func response(_ node: JSONNode, _ status: Located<String>) -> ParsedResponse {
    var response = ParsedResponse(status: status, hasContent: true)
    let keys = ["type", "summary", "wire", "end", "tag"]
    guard let parts = parts(of: node, "a response", keys: keys) else { return response }
    if case .string("nothing")? = parts["type"]?.kind {
      response.hasContent = false
    } else {
      response.type = type(parts["type"], "a response's type")
    }
    if parts.lacks("type") {
      findings.error("\"type\" is missing; without content it is \"nothing\"", at: status.location)
    }
    response.summary = prose(parts["summary"], "the summary")
    response.wire = located(parts["wire"], "\"wire\"")
    response.end = key(parts["end"], "\"end\"", such: "[DONE]")
    response.tag = located(parts["tag"], "\"tag\"")
    return response
  }

  /// Reads a type, or fields that become arguments.
  private mutating func readBody(_ node: JSONNode?, _ endpoint: inout ParsedEndpoint) {
    guard let node, case .object(let members) = node.kind else {
      endpoint.body = type(node, "\"body\"")
      return
    }
    let fields = parameters(node, "\"body\"", keys: Self.bodyFieldKeys)
    endpoint.bodyFields = fields
    if members.isEmpty {
      findings.error("\"body\" needs at least one field, such as {\"name\": \"string\"}", at: location(node.offset))
    }
    guard let only = fields.first, fields.count == 1, only.wireName.value == "type", let type = only.type else {
      return
    }
    findings.warning(
      "this body is an object with one field, which is called \"type\"", at: only.wireName.location,
      advice: "for a body of the type \(type.text.quoted) write \"body\": \(type.text.quoted)")
  }

  private mutating func scopes(_ node: JSONNode?) -> [String]? {
    guard let node else { return nil }
    let scopes = strings(node, "\"scopes\"", each: "a scope")
    return scopes.compactMap { scope in
      guard !scope.value.unicodeScalars.contains(where: { $0.isInvisible || $0 == "`" }), !scope.value.isEmpty else {
        findings.error(
          "\(scope.value.quoted) cannot be a scope", at: scope.location, advice: "write visible characters")
        return nil
      }
      return scope.value
    }
  }

  private mutating func byteCount(_ node: JSONNode?, _ what: String) -> Int? {
    guard let node else { return nil }
    if case .number(let number) = node.kind, let count = number.int, count > 0 { return count }
    mismatch(node, expected: "a whole number of bytes above 0", what)
    return nil
  }
}
