import TributaryJSON

/// An endpoint as it is written.
struct ParsedEndpoint: Sendable {
  /// `documents.list`.
  var key: Located<String>
  /// The resource that it was made from, if from one.
  var resource: ResourceOrigin?
  var summary: String?
  var reference: String?
  var deprecated: String?
  /// Who can use it, when it is said.
  var access: AccessLevel?
  /// What stands before the path in place of the API's prefix, when it is said.
  var prefix: String?
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
  /// How the list continues, when it is one.
  var pages: ParsedPages?
}

/// The resource that an endpoint was made from.
struct ResourceOrigin: Sendable {
  /// Where the resource's key stands.
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
}

extension FileReader {
  private static let endpointKeys = [
    "summary", "reference", "deprecated", "access", "request", "prefix", "path", "query", "headers", "body", "encoding",
    "wrap",
    "result", "responses", "errors", "retry", "base", "bodyLimit",
  ]

  mutating func endpoints(_ node: JSONNode) -> [ParsedEndpoint] {
    guard let members = entries(of: node, "\"endpoints\"") else { return [] }
    return members.compactMap { endpoint($0) }
  }

  private mutating func endpoint(_ member: JSONNode.Member) -> ParsedEndpoint? {
    guard let parts = parts(of: member.value, "an endpoint", keys: Self.endpointKeys) else { return nil }
    var endpoint = ParsedEndpoint(key: Located(value: member.key, location: location(member.keyOffset)))
    endpoint.summary = prose(parts["summary"], "the summary")
    endpoint.reference = reference(parts["reference"], "\"reference\"")
    endpoint.deprecated = sentence(parts["deprecated"], "\"deprecated\"")
    endpoint.access = access(parts["access"])
    endpoint.request = request(parts["request"])
    endpoint.prefix = prefix(parts["prefix"])
    endpoint.path = parameters(parts["path"], "\"path\"", keys: Self.parameterKeys)
    endpoint.query = parameters(parts["query"], "\"query\"", keys: Self.queryParameterKeys)
    endpoint.headers = parameters(parts["headers"], "\"headers\"", keys: Self.parameterKeys)
    endpoint.body = type(parts["body"], "\"body\"")
    endpoint.bodyLocation = parts["body"].map { location($0.offset) }
    endpoint.encoding = located(parts["encoding"], "\"encoding\"")
    endpoint.wrap = key(parts["wrap"], "\"wrap\"", such: "data")
    endpoint.result = key(parts["result"], "\"result\"", such: "data")
    endpoint.responses = parts["responses"].flatMap { responses($0) }
    endpoint.errors = type(parts["errors"], "\"errors\"")
    endpoint.retry = choice(parts["retry"], "\"retry\"")
    endpoint.base = baseURL(parts["base"], "\"base\"")
    endpoint.bodyLimit = byteCount(parts["bodyLimit"], "\"bodyLimit\"")
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

  private mutating func byteCount(_ node: JSONNode?, _ what: String) -> Int? {
    guard let node else { return nil }
    if case .number(let number) = node.kind, let count = number.int, count > 0 { return count }
    mismatch(node, expected: "a whole number of bytes above 0", what)
    return nil
  }
}
