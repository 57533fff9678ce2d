import Testing
import Tributary
import TributaryEmulator
import ZendeskSell
import ZendeskSellEmulator

@Suite("Zendesk Sell: tokens that are refreshed")
struct TokenRefreshTests {
  private let service: ZendeskSellEmulator
  private let time = SteppedTime()
  private let texts = Texts()

  /// What was kept, logged and thrown.
  private final class Texts: Sendable {
    let kept = Locked<[String]>([])
    let seen = Locked<[String]>([])
    func see(_ text: String) { seen.withLock { $0.append(text) } }
  }

  init() {
    var configuration = ZendeskSellEmulator.Configuration(records: 40)
    configuration.application = .init(
      clientID: "a client", clientSecret: "hidden-secret", refreshToken: "hidden-refresh/token+0")
    configuration.application?.changesRefreshToken = true
    service = ZendeskSellEmulator(configuration)
  }

  private func client(_ server: LoopbackServer, secret: Secret = "hidden-secret", token: Secret) -> Client {
    let policy = ClientPolicy(
      log: { [texts] record in texts.see("\(record) \(record.requestHeaders) \(record.responseHeaders)") }, time: time)
    var refresh = TokenRefresh(clientID: "a client", clientSecret: secret, refreshToken: token)
    refresh.baseURL = server.baseURL
    refresh.keep = { [texts] token in texts.kept.withLock { $0.append(token.exposed) } }
    texts.see("\(refresh) \(String(reflecting: refresh))")
    return Client(
      authentication: .zendeskSell(refresh, policy: policy), environment: .init(server.baseURL), policy: policy)
  }

  private func callAtOnce(_ client: Client) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<12 { group.addTask { _ = try await client.users.current() } }
      try await group.waitForAll()
    }
  }

  @Test("One token is fetched for all who wait: at first, before it ends, and when it is refused")
  func refreshes() async throws {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let client = client(server, token: "hidden-refresh/token+0")
    try await callAtOnce(client)
    #expect(service.tokenCount == 1)
    time.pass(.seconds(3539))
    try await callAtOnce(client)
    #expect(service.tokenCount == 1)
    time.pass(.seconds(1))
    try await callAtOnce(client)
    #expect(service.tokenCount == 2)
    service.expireTokens()
    try await callAtOnce(client)
    #expect(service.tokenCount == 3)
    #expect(texts.kept.withLock { $0 } == (1...3).map { "hidden-refresh/token+0-\($0)" })
    texts.see("\(client) \(String(reflecting: client))")
    expectNoSecrets()
  }

  @Test(
    "A refused client and a refused token end the call with the reason, and no text has a token",
    arguments: [
      ("wrong-hidden-secret", "hidden-refresh/token+0", "invalid_client"),
      ("hidden-secret", "wrong-hidden-refresh/token", "invalid_grant"),
    ])
  func refusals(secret: String, token: String, code: String) async throws {
    let server = try LoopbackServer(service: service)
    defer { server.stop() }
    let client = client(server, secret: Secret(secret), token: Secret(token))
    let error = await #expect(throws: APIError.self) { try await client.users.current() }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.contains(code), "\(text)")
    texts.see(text + error.debugDescription)
    expectNoSecrets()
    #expect(service.tokenCount == 0)
  }

  private func expectNoSecrets() {
    let seen = texts.seen.withLock { $0 }
    #expect(seen.filter { $0.contains("hidden-") || $0.contains("emulated-access") } == [])
    #expect(seen.count > 1)
  }
}
