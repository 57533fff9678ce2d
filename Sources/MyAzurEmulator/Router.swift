@_spi(Generated) import Tributary
import TributaryEmulator
@_spi(Generated) import TributaryJSON

/// Responds to the requests of an emulated My Azur.
///
/// The bodies of its errors are the emulator's own: the service documents none.
struct Router {
  let configuration: MyAzurEmulator.Configuration

  func respond(to request: HTTPRequest, in state: inout MyAzurState) -> HTTPResponse {
    guard let target = RequestTarget(request.url) else { return error(400, "malformed URL", in: state) }
    switch (request.method, target.path.count) {
    case ("POST", 2) where target.path == ["v1", "accounts:signInWithPassword"]:
      return signIn(request, target, in: &state)
    case ("POST", 2) where target.path == ["v1", "token"]:
      return refresh(request, target, in: &state)
    case (let method, 3) where target.path[0] == "folders":
      guard isAuthorized(request, in: state) else { return error(401, "a bearer token is missing or wrong", in: state) }
      guard Int(target.path[1]) == configuration.folder else { return error(404, "no such folder", in: state) }
      switch (method, target.path[2]) {
      case ("GET", "documents"): return list(target, in: &state)
      case ("POST", "discoveries"): return discover(request, in: state)
      case (_, "documents"), (_, "discoveries"): return error(405, "method not allowed", in: state)
      default: return error(404, "no such resource", in: state)
      }
    default: return error(404, "no such resource", in: state)
    }
  }

  private func isAuthorized(_ request: HTTPRequest, in state: MyAzurState) -> Bool {
    guard let value = request.headers["Authorization"], value.hasPrefix("Bearer ") else { return false }
    let token = String(value.dropFirst("Bearer ".count))
    if token.hasPrefix(Self.tokenPrefix) { return state.tokens.contains(token) }
    return !token.isEmpty && (configuration.token == nil || configuration.token == token)
  }

  private func list(_ target: RequestTarget, in state: inout MyAzurState) -> HTTPResponse {
    guard let incoming = target.query["incoming"].flatMap(Bool.init) else {
      return error(400, "incoming must be true or false", in: state)
    }
    var after: EmulatedStamp?
    if let text = target.query["status_changed_after"] {
      guard let stamp = EmulatedStamp(text) else {
        return error(400, "status_changed_after must be YYYY-MM-DDTHH:MM:SS.ffffff", in: state)
      }
      after = stamp
    }
    let (now, documents) = state.list(folder: configuration.folder, incoming: incoming, after: after)
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("created_at", now.text)
    writer.field("objects", documents)
    writer.endObject()
    return json(200, writer.finish(), in: state)
  }

  private func discover(_ request: HTTPRequest, in state: MyAzurState) -> HTTPResponse {
    guard let body = request.body, let value = try? JSONReader.read(JSONValue.self, from: body),
      let scheme = value["scheme"]?.string, let identifier = value["identifier"]?.string
    else { return error(400, "scheme and identifier are required", in: state) }
    let isRegistered = configuration.registered.contains("\(scheme):\(identifier)")
    return json(200, ["code": .string(isRegistered ? "OK" : configuration.codeOfUnregistered)], in: state)
  }

  // The two Firebase calls, as far as an email sign-in needs them.

  private static let tokenPrefix = "emulated-id-token-"

  private func signIn(_ request: HTTPRequest, _ target: RequestTarget, in state: inout MyAzurState) -> HTTPResponse {
    guard target.query["key"]?.isEmpty == false, let body = request.body,
      let value = try? JSONReader.read(JSONValue.self, from: body),
      let email = value["email"]?.string, let password = value["password"]?.string, !password.isEmpty
    else { return firebaseError("INVALID_LOGIN_CREDENTIALS", in: state) }
    let token = newToken(in: &state)
    return json(
      200,
      [
        "idToken": .string(token), "refreshToken": "emulated-refresh-token", "expiresIn": "3600",
        "email": .string(email), "localId": "emulated-user", "registered": true,
      ], in: state)
  }

  private func refresh(_ request: HTTPRequest, _ target: RequestTarget, in state: inout MyAzurState) -> HTTPResponse {
    let form = RequestTarget.form(request.body?.text ?? "")
    guard target.query["key"]?.isEmpty == false, form["grant_type"] == "refresh_token",
      form["refresh_token"] == "emulated-refresh-token"
    else { return firebaseError("INVALID_REFRESH_TOKEN", in: state) }
    let token = newToken(in: &state)
    return json(
      200,
      [
        "id_token": .string(token), "refresh_token": "emulated-refresh-token", "expires_in": "3600",
        "token_type": "Bearer", "user_id": "emulated-user", "project_id": "emulated-project",
      ], in: state)
  }

  private func newToken(in state: inout MyAzurState) -> String {
    let token = Self.tokenPrefix + state.stamp().text
    state.tokens.insert(token)
    return token
  }

  private func firebaseError(_ message: String, in state: MyAzurState) -> HTTPResponse {
    json(400, ["error": ["code": 400, "message": .string(message)]], in: state)
  }

  private func error(_ status: Int, _ message: String, in state: MyAzurState) -> HTTPResponse {
    json(status, ["message": .string(message)], in: state)
  }

  private func json(_ status: Int, _ value: JSONValue, in state: MyAzurState) -> HTTPResponse {
    json(status, JSONWriter.bytes(of: value), in: state)
  }

  private func json(_ status: Int, _ body: SharedBytes, in state: MyAzurState) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: ["Content-Type": "application/json", "Date": EmulatedStamp.httpDate(seconds: state.seconds)], body: body)
  }
}
