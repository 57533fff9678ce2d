import Tributary
import TributaryEmulator
import TributaryJSON

/// Accepts or refuses a request, and finds the code that responds.
enum Router {
  static func respond(to request: HTTPRequest, in state: inout SellState) -> HTTPResponse {
    state.counts.total += 1
    let reference = state.newUUID()
    var headers: HTTPHeaders = ["Date": state.dateHeader(), "X-Request-Id": reference]
    var response: SellResponse
    if let form = rateLimit(&state) {
      state.counts.rateLimited += 1
      if let wait = state.behavior.retryAfter { headers["Retry-After"] = String(wait) }
      response = rateLimited(form, request, reference)
    } else {
      do throws(Refusal) { response = try responseTo(request, in: &state) } catch {
        response = .json(error.status, error.body(reference: reference))
      }
    }
    if response.body != nil { headers["Content-Type"] = response.type }
    return HTTPResponse(status: response.status, headers: headers, body: response.body ?? SharedBytes())
  }

  private static func responseTo(_ request: HTTPRequest, in state: inout SellState) throws(Refusal) -> SellResponse {
    guard let target = RequestTarget(request.url), var segments = Optional(target.path) else {
      throw .incorrectPath(request.url, method: request.method)
    }
    guard request.headers["User-Agent"]?.isEmpty == false else {
      throw Refusal(
        400, state.behavior.codeOfMissingUserAgent, "invalid request header",
        "The request header 'User-Agent' is malformed, missing, or has an invalid value.")
    }
    let now = state.seconds
    if target.path == ["oauth2", "token"], request.method == "POST",
      let response = state.tokens?.respond(to: request, at: now)
    {
      return response
    }
    guard isAuthorized(request, in: state) else { throw .unauthorized }
    let path = "/" + target.path.joined(separator: "/")
    if segments.first == "v3" {
      state.counts.rest += 1
      try require("read", in: state)
      return try SearchRouter(request: request, path: path).respond(to: Array(segments.dropFirst()), in: &state)
    }
    guard let version = segments.first, version == "v2" || version == "v2_beta", segments.count > 1 else {
      throw .incorrectPath(path, method: request.method)
    }
    segments.removeFirst()
    if let last = segments.last, last.hasSuffix(".json") { segments[segments.count - 1] = String(last.dropLast(5)) }
    let root = String(request.url.prefix(request.url.count - pathLength(request.url)))
    if segments[0] == "sync" {
      try require("sync", in: state)
      return try SyncRouter(request: request, root: root).respond(to: Array(segments.dropFirst()), in: &state)
    }
    state.counts.rest += 1
    let isProfile = segments[0] == "users" || segments[0] == "accounts"
    try require(isProfile ? "profile" : request.method == "GET" ? "read" : "write", in: state)
    return try Resources(request: request, target: target, root: root, path: path)
      .respond(to: segments, in: &state)
  }

  /// The number of characters after a URL's host.
  private static func pathLength(_ url: String) -> Int {
    guard let scheme = url.firstRange(of: "://") else { return url.count }
    return url[scheme.upperBound...].firstIndex(of: "/").map { url[$0...].count } ?? 0
  }

  private static func isAuthorized(_ request: HTTPRequest, in state: SellState) -> Bool {
    guard let value = request.headers["Authorization"], value.hasPrefix("Bearer ") else { return false }
    let token = value.dropFirst("Bearer ".count)
    if let tokens = state.tokens, tokens.accept(token, at: state.seconds) { return true }
    if let only = state.configuration.token { return token == only }
    return !token.isEmpty && state.tokens == nil
  }

  private static func require(_ scope: String, in state: SellState) throws(Refusal) {
    guard state.configuration.scopes.contains(scope) else { throw .scope(scope) }
  }

  private static func rateLimit(_ state: inout SellState) -> EmulatedSell.RateLimitForm? {
    if state.rateLimitedNext > 0 {
      state.rateLimitedNext -= 1
      return state.rateLimitedNextForm
    }
    guard let every = state.behavior.rateLimitedEvery, state.counts.total.isMultiple(of: max(2, every)) else {
      return nil
    }
    return state.behavior.rateLimitForm
  }

  private static func rateLimited(
    _ form: EmulatedSell.RateLimitForm, _ request: HTTPRequest, _ reference: String
  ) -> SellResponse {
    switch form {
    case .emptyBody: return .empty(429)
    case .envelope:
      let refusal = Refusal(
        429, "rate_limit_exceeded", "rate limit exceeded", "The limit of requests of the access token is exceeded.")
      return .json(429, refusal.body(reference: reference))
    case .disguised:
      return .json(
        404, Refusal.incorrectPath("/429.json", method: request.method).body(reference: reference))
    }
  }
}
