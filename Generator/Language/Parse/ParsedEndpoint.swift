import TributaryJSON

/// An endpoint as it is written.
struct ParsedEndpoint: Sendable {
  /// `documents.list`.
  var key: Located<String>
  var summary: String?
  var reference: String?
  var deprecated: String?
  /// The method and path, or `nil` when they could not be read.
  var request: ParsedRequest?
  var path: [ParsedParameter] = []
  var query: [ParsedParameter] = []
  var headers: [ParsedParameter] = []
  var body: TypeExpression?
  /// Where the body stands, also when its type could not be read.
  var bodyLocation: Location?
  var encoding: Located<EndpointDeclaration.BodyEncoding>?
  var wrap: Located<String>?
  var result: Located<String>?
  /// The responses, or `nil` when they could not be read.
  var responses: [ParsedResponse]?
  var errors: TypeExpression?
  var retry: EndpointDeclaration.RetryClass?
  var base: String?
  var bodyLimit: Int?
}

/// A parameter of an endpoint as it is written.
struct ParsedParameter: Sendable {
  var wireName: Located<String>
  var name: Located<String>?
  var type: TypeExpression?
  var summary: String?
  var style: Located<ParameterDeclaration.Style>?
}

/// A response of an endpoint as it is written.
struct ParsedResponse: Sendable {
  var status: Located<String>
  /// The type, or `nil` when there is none or it could not be read.
  var type: TypeExpression?
  /// Whether it has content.
  var hasContent: Bool
}

extension FileReader {
  private static let endpointKeys = [
    "summary", "reference", "deprecated", "request", "path", "query", "headers", "body", "encoding", "wrap", "result",
    "responses", "errors", "retry", "base", "bodyLimit",
  ]

  mutating func endpoints(_ node: JSONNode) -> [ParsedEndpoint] {
    guard let members = entries(of: node, "\"endpoints\"") else { return [] }
    return members.compactMap { endpoint($0) }
  }

  private mutating func endpoint(_ member: JSONNode.Member) -> ParsedEndpoint? {
    guard let parts = parts(of: member.value, "an endpoint", keys: Self.endpointKeys) else { return nil }
    var endpoint = ParsedEndpoint(key: Located(value: member.key, location: location(member.keyOffset)))
    endpoint.summary = sentence(parts["summary"], "the summary")
    endpoint.reference = reference(parts["reference"], "\"reference\"")
    endpoint.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
    endpoint.request = request(parts["request"])
    endpoint.path = parameters(parts["path"], "\"path\"", keys: ["type", "name", "summary"])
    endpoint.query = parameters(parts["query"], "\"query\"", keys: ["type", "name", "summary", "style"])
    endpoint.headers = parameters(parts["headers"], "\"headers\"", keys: ["type", "name", "summary"])
    endpoint.body = type(parts["body"], "\"body\"")
    endpoint.bodyLocation = parts["body"].map { location($0.offset) }
    endpoint.encoding = located(parts["encoding"], "\"encoding\"")
    endpoint.wrap = string(parts["wrap"], "\"wrap\"")
    endpoint.result = string(parts["result"], "\"result\"")
    endpoint.responses = parts["responses"].flatMap { responses($0) }
    endpoint.errors = type(parts["errors"], "\"errors\"")
    endpoint.retry = choice(parts["retry"], "\"retry\"")
    endpoint.base = baseURL(parts["base"], "\"base\"")
    endpoint.bodyLimit = byteCount(parts["bodyLimit"], "\"bodyLimit\"")
    if parts.lacks("request") {
      findings.error("\"request\" is missing; it is such as \"GET /documents\"", at: endpoint.key.location)
    }
    if parts.lacks("responses") {
      findings.error(
        "\"responses\" is missing; it is such as {\"200\": \"Document\"} or {\"204\": \"nothing\"}",
        at: endpoint.key.location)
    }
    return endpoint
  }

  private mutating func parameters(_ node: JSONNode?, _ what: String, keys: [String]) -> [ParsedParameter] {
    guard let node, let members = entries(of: node, what) else { return [] }
    return members.map { member in
      var parameter = ParsedParameter(wireName: Located(value: member.key, location: location(member.keyOffset)))
      guard case .object = member.value.kind else {
        parameter.type = type(member.value, "a parameter's type")
        return parameter
      }
      guard let parts = parts(of: member.value, "a parameter of \(what)", keys: keys) else { return parameter }
      parameter.type = type(parts["type"], "a parameter's type")
      if parts.lacks("type") {
        findings.error("\"type\" is missing", at: parameter.wireName.location)
      }
      parameter.name = string(parts["name"], "\"name\"")
      parameter.summary = sentence(parts["summary"], "the summary")
      parameter.style = located(parts["style"], "\"style\"")
      return parameter
    }
  }

  private mutating func responses(_ node: JSONNode) -> [ParsedResponse]? {
    guard let members = entries(of: node, "\"responses\"") else { return nil }
    if members.isEmpty {
      findings.error("\"responses\" needs at least one, such as {\"204\": \"nothing\"}", at: location(node.offset))
    }
    return members.map { member in
      let status = Located(value: member.key, location: location(member.keyOffset))
      if case .string("nothing") = member.value.kind { return ParsedResponse(status: status, hasContent: false) }
      return ParsedResponse(status: status, type: type(member.value, "a response's type"), hasContent: true)
    }
  }

  private mutating func located<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ node: JSONNode?, _ what: String
  ) -> Located<Choice>? {
    guard let node, let value = choice(node, what, of: Choice.self) else { return nil }
    return Located(value: value, location: location(node.offset))
  }

  private mutating func byteCount(_ node: JSONNode?, _ what: String) -> Int? {
    guard let node else { return nil }
    if case .number(let number) = node.kind, let count = number.int, count > 0 { return count }
    mismatch(node, expected: "a whole number of bytes above 0", what)
    return nil
  }
}
