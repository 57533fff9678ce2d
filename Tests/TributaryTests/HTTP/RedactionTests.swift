import Expect
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// A marked credential is sent through everything that can fail, and must not be seen anywhere afterwards.
@Suite struct RedactionTests {
  private static let mark = "MARKED/token+1"
  private static let encoded = "MARKED%2Ftoken%2B1"

  /// Everything that a person or a program may get to see of an error.
  private func shown(_ error: APIError) -> String {
    var text = error.description + " \(error)" + String(reflecting: error) + error.localizedDescription
    dump(error, to: &text)
    return text + error.body.text + error.headers.fields.map { "\($0.name): \($0.value)" }.joined()
  }

  private func expectClean(_ text: String, _ place: String) {
    for form in [Self.mark, Self.encoded, "MARKED\\/token", "TUFSS0VEL3Rva2VuKzE"] {
      #expect(!text.contains(form), "\(place): \(text)")
    }
  }

  private static let authentications: [Authentication] = [
    .bearer(Secret(mark)), .basic(username: "", password: Secret(mark)), .headers([("X-Own", Secret(mark))]),
    .refreshing(TokenSource { _ in AccessToken(Secret(mark)) }),
  ]

  /// A service or network that repeats the credential wherever it can.
  private static let responses: [ScriptedTransport.Response] = [
    .response(403, #"{"message":"bad MARKED/token+1 and MARKED\/token+1 and MARKED%2Ftoken%2B1"}"#),
    .response(401, mark, headers: ["WWW-Authenticate": mark, "X-Echo": "a \(mark)", "Set-Cookie": "a=\(mark)"]),
    .response(500, String(repeating: " ", count: (64 << 10) - 5) + mark),
    .response(302, headers: ["Location": "https://user:\(mark)@api.example.com/?token=abc"]),
    .response(302, headers: ["Location": "http://api.example.com/?a=\(encoded)"]),
    .response(200, "<html>\(mark)"), .response(200, #"{"id":"MARKED/token+1"}"#), .response(200, ""),
    .failure(.failed(mark)), .failure(.unreachable("to \(encoded)")), .failure(.untrusted(mark)),
    .failure(.invalidRequest(mark)), .failure(.connectionLost(while: .waiting)),
  ]

  @Test(arguments: 0..<13, 0..<4) func noErrorAndNoLogShowsIt(response: Int, authentication: Int) async throws {
    let log = Locked<[ExchangeRecord]>([])
    let client = ServiceClient(
      baseURL: "https://api.example.com", authentication: Self.authentications[authentication],
      transport: ScriptedTransport(Self.responses[response]),
      policy: ClientPolicy(log: { record in log.withLock { $0.append(record) } }, time: HeldTime()))
    let endpoint = Endpoint<Item>(
      "items.get", "GET", "/items/1", query: [.item("key", Self.mark), .item("q", Self.mark)], responses: [.json(200)])
    let error = try #require(await failure { () async throws(APIError) in try await client.send(endpoint) })
    expectClean(shown(error), "error")
    let records = log.withLock { $0 }
    #expect(!records.isEmpty)
    for record in records {
      var text = "\(record)"
      dump(record, to: &text)
      expectClean(text, "log")
    }
  }

  @Test func aSuccessIsLoggedWithoutIt() async throws {
    let log = Locked<[ExchangeRecord]>([])
    let transport = ScriptedTransport(.response(200, #"{"id":1}"#, headers: ["Set-Cookie": "a=b", "X-Kind": "plain"]))
    let client = ServiceClient(
      baseURL: "https://api.example.com", authentication: .bearer(Secret(Self.mark)), transport: transport,
      policy: ClientPolicy(log: { record in log.withLock { $0.append(record) } }, time: HeldTime()))
    _ = try await client.send(.item(), options: CallOptions(headers: ["X-Goog-Api-Key": "abcdefgh"]))
    let record = try #require(log.withLock { $0.first })
    expect(record.description, equals: "items.get: GET https://api.example.com/items/1 -> 200, 8 bytes, 0 s")
    expect(record.requestHeaders["Authorization"], equals: "(secret)")
    expect(record.requestHeaders["X-Goog-Api-Key"], equals: "(secret)")
    expect(record.responseHeaders["Set-Cookie"], equals: "(secret)")
    expect(record.responseHeaders["X-Kind"], equals: "plain")
  }

  @Test(arguments: ["key", "token", "password", "access_token", "api_key", "client_secret", "Signature"])
  func secretQueryValuesAreTakenOut(name: String) async throws {
    let client = ServiceClient(
      baseURL: "https://api.example.com", transport: ScriptedTransport(.response(404)),
      policy: ClientPolicy(time: HeldTime()))
    let endpoint = Endpoint<Item>(
      "a", "GET", "/b", query: [.item("page", 2), .item(name, "abc"), .item("z", 1)], responses: [.json(200)])
    let error = try #require(await failure { () async throws(APIError) in try await client.send(endpoint) })
    expect(error.request, equals: "GET https://api.example.com/b?page=2&\(name)=(secret)&z=1")
  }

  @Test func furtherSecretsOfThePolicyAreTakenOut() async throws {
    let transport = ScriptedTransport(.response(400, #"{"password":"hunter2-long"}"#))
    let client = ServiceClient(
      baseURL: "https://api.example.com", transport: transport,
      policy: ClientPolicy(secrets: ["hunter2-long"], time: HeldTime()))
    let error = try #require(await failure { () async throws(APIError) in try await client.send(.item("POST")) })
    expect(error.body.text, equals: #"{"password":"(secret)"}"#)
  }

  @Test func overRealSocketsNothingShowsIt() async throws {
    let service = FunctionService { request in
      HTTPResponse(status: 418, body: SharedBytes("you sent \(request.headers["Authorization"] ?? "")"))
    }
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let client = ServiceClient(baseURL: server.baseURL, authentication: .bearer(Secret(Self.mark)))
    let error = try #require(await failure { () async throws(APIError) in try await client.send(.item()) })
    expect(service.requests.first?.headers["Authorization"], equals: "Bearer \(Self.mark)")
    expectClean(shown(error), "error")
    expect(error.body.text, equals: "you sent (secret)")
  }

  @Test func aSecretNeverPrints() {
    let secret = Secret(Self.mark)
    var text = "\(secret) \(String(reflecting: secret)) \(String(describing: Optional(secret))) \([secret])"
    dump(secret, to: &text)
    dump(Authentication.bearer(secret), to: &text)
    dump(AccessToken(secret, refreshToken: secret), to: &text)
    dump(ServiceClient(baseURL: "", authentication: .basic(username: "u", password: secret)), to: &text)
    expectClean(text, "description")
    expect(secret, equals: Secret(Self.mark))
    #expect(secret != "another")
    expect(secret.exposed, equals: Self.mark)
  }
}
