import Expect
import Testing
import Tributary

/// Credentials over unencrypted HTTP are refused, unless they do not leave this machine.
@Suite struct ClearTextTests {
  private let transport = ScriptedTransport(.response(200, #"{"id":1}"#))

  private func reason(
    _ base: String, _ authentication: Authentication = .bearer("a token"), query: [RequestItem] = [],
    options: CallOptions = .default
  ) async -> APIError.Reason? {
    let client = ServiceClient(
      baseURL: base, authentication: authentication, transport: transport, policy: ClientPolicy(time: HeldTime()))
    let endpoint = Endpoint<Item>("items.get", "GET", "/items/1", query: query, responses: [.json(200)])
    return await failure { () async throws(APIError) in try await client.send(endpoint, options: options) }?.reason
  }

  @Test(arguments: [
    "http://example.com", "http://10.0.0.1", "http://127.0.0.1.example.com", "http://localhost.example.com",
    "http://128.0.0.1", "http://127.0.0.256", "http://127.1", "http://0x7f.0.0.1", "http://[::2]:80",
    "HTTP://EXAMPLE.COM",
    "http://127.0.0.0x1", "http://127.0.0.+1", "http://localhost.",
  ]) func aCredentialToAnotherMachineIsRefused(base: String) async {
    guard case .clearText = await reason(base) else {
      Issue.record("\(base) was not refused")
      return
    }
    #expect(transport.requests.isEmpty)
  }

  @Test(arguments: [
    "http://127.0.0.1", "http://127.0.0.1:8080", "http://127.255.3.4", "http://localhost:1", "http://LOCALHOST",
    "http://[::1]:8080", "https://example.com", "HTTPS://example.com",
  ]) func thisMachineAndEncryptionAreFine(base: String) async {
    #expect(await reason(base) == nil)
    expect(transport.requests.count, equals: 1)
  }

  @Test func withoutACredentialClearTextIsFine() async {
    #expect(await reason("http://example.com", .none) == nil)
  }

  @Test func aCredentialInTheCallOrTheQueryCounts() async {
    #expect(
      await reason("http://example.com", .none, options: CallOptions(headers: ["X-Api-Key": "k"]))
        == .clearText(host: "example.com"))
    await expect(
      reason("http://example.com", .none, query: [.item("access_token", "t")]), equals: .clearText(host: "example.com"))
  }

  @Test func noTokenIsFetchedForARefusedCall() async {
    let source = TokenSource { _ in
      Issue.record("a token was fetched")
      return AccessToken("a")
    }
    await expect(reason("http://example.com", .refreshing(source)), equals: .clearText(host: "example.com"))
  }

  @Test func theErrorSaysWhatToDo() async {
    let client = ServiceClient(baseURL: "http://example.com", authentication: .bearer("a token"), transport: transport)
    let error = await failure { () async throws(APIError) in try await client.send(.item()) }
    expect(
      error?.description,
      equals: """
        items.get: the request was not sent: clear-text http would show the credential on the way to example.com; \
        use https, or a loopback host
        """)
  }

  @Test(arguments: ["", "example.com", "ftp://example.com", "https://u:p@example.com", "https://example.com?a=b"])
  func aBaseThatIsNoneIsNamed(base: String) async {
    guard case .invalidRequest = await reason(base) else {
      Issue.record("\(base) was not refused")
      return
    }
  }
}
