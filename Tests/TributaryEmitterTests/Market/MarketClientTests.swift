import Market
import Testing
import Tributary
import TributaryJSON

@Suite("Compiled reference client: how it is made")
struct MarketClientTests {
  private let list = #"[{"id":1,"name":"Fruit"}]"#

  @Test("What the client is given and the constants go with every request, under the client's prefix")
  func standing() async throws {
    let stand = Stand(200, #"{"id":1,"name":"Fruit"}"#)
    let client = Market.Client(
      token: "secret", account: "a/b", channel: "web", marketStall: 5, acceptLanguage: ["sv", "en"], transport: stand)
    #expect(try await client.stalls.get(1).name == "Fruit")
    let request = try #require(stand.request)
    #expect(request.url == "http://127.0.0.1:8080/v1/accounts/a%2Fb/stalls/1?format=plain&channel=web")
    #expect(request.headers["Authorization"] == "Bearer secret")
    #expect(request.headers["X-Version"] == "2024-05-01" && request.headers["User-Agent"] == "market-tests/1")
    #expect(request.headers["Market-Stall"] == "5" && request.headers["Accept-Language"] == "sv, en")
  }

  @Test("An endpoint's own parameters replace the client's, also where they are left out")
  func replaced() async throws {
    let stand = Stand(200, list)
    let client = Market.Client(token: "secret", account: "a", channel: "web", transport: stand)
    _ = try await client.stalls.find(limit: 3)
    #expect(stand.request?.url == "http://127.0.0.1:8080/v1/accounts/a/stalls?kind=open&limit=3&format=plain")
    #expect(stand.request?.headers["X-Version"] == nil && stand.request?.headers["X-Depth"] == "2")
    _ = try await client.stalls.find(channel: "shop", xVersion: "1")
    #expect(stand.request?.url == "http://127.0.0.1:8080/v1/accounts/a/stalls?kind=open&channel=shop&format=plain")
    #expect(stand.request?.headers["X-Version"] == "1")
  }

  @Test("An endpoint with a prefix or a base URL of its own is not under the client's")
  func ownPlaces() async throws {
    let stand = Stand(200, list)
    let client = Market.Client(token: "secret", account: "a", transport: stand)
    _ = try await client.stalls.elsewhere()
    #expect(stand.request?.url == "http://127.0.0.1:8080/v2/status?format=plain")
    _ = try await client.stalls.search()
    #expect(stand.request?.url == "https://search.example.com/search?format=plain")
  }

  @Test("Parameters of an environment become labels and segments, and nothing else")
  func environments() async throws {
    let stand = Stand(200, list)
    func failure(_ environment: Market.Client.Environment) async -> APIError? {
      let client = Market.Client(token: "secret", account: "a", environment: environment, transport: stand)
      do {
        _ = try await client.stalls.find()
        return nil
      } catch { return error }
    }
    #expect(await failure(.production(shop: "acme", region: .other("eu.1_~"))) == nil)
    #expect(stand.request?.url.hasPrefix("https://acme.market.example.com/eu.1_~/v1/accounts/a/stalls") == true)
    #expect(await failure(.test(shop: "acme")) == nil)
    #expect(stand.request?.url.hasPrefix("https://test-acme.market.example.com:8443/v1/") == true)
    let count = stand.requests.count
    for shop in ["", "a.b", "evil.com/", "a@b", "ä", "-a", "a-", "a:1", "a b", "a\r\n"] {
      let error = await failure(.production(shop: shop, region: .north))
      #expect(error?.description.contains("the base URL's \"shop\"") == true, "\(shop)")
    }
    for region in ["", ".", "..", "a/b", "a?b", "a#b", "ä", "%2e"] {
      let error = await failure(.production(shop: "a", region: .other(region)))
      #expect(error?.description.contains("the base URL's \"region\"") == true, "\(region)")
    }
    #expect(stand.requests.count == count)
  }

  @Test("Each way of authorization has an initializer")
  func credentials() async throws {
    let stand = Stand(200, list)
    _ = try await Market.Client(username: "u", password: "p", tenantKey: "t", account: "a", transport: stand).stalls
      .find()
    #expect(stand.request?.headers["Authorization"] == "Basic dTpw" && stand.request?.headers["X-Tenant-Key"] == "t")
    _ = try await Market.Client(bot: "b", account: "a", transport: stand).stalls.find()
    #expect(stand.request?.headers["Authorization"] == "Bot b")
    _ = try await Market.Client(apiKey: "k&k", account: "a", transport: stand).stalls.find()
    #expect(stand.request?.url.hasSuffix("?kind=open&format=plain&api_key=k%26k") == true)
    #expect(stand.request?.headers["Authorization"] == nil)
  }

  @Test("A key in the query is hidden, and goes to no other origin")
  func keyInQuery() async throws {
    let log = Locked<[String]>([])
    var policy = ClientPolicy()
    policy.log = { record in
      log.withLock { $0.append("\(record) \(record.url) \(record.responseHeaders["Location"] ?? "")") }
    }
    func redirect(_ location: String) -> HTTPResponse { HTTPResponse(status: 302, headers: ["Location": location]) }
    let stand = Stand([
      redirect("/b?page=2&api_key=sesame"), redirect("https://other.example.com/c?api_key=sesame&x=1"),
      redirect("http://127.0.0.1:8080/d"), HTTPResponse(status: 404, body: SharedBytes("no sesame")),
    ])
    let client = Market.Client(apiKey: "sesame", account: "a", transport: stand, policy: policy)
    let error = await #expect(throws: APIError.self) { try await client.stalls.find() }
    #expect(
      stand.requests.dropFirst().map(\.url) == [
        "http://127.0.0.1:8080/b?page=2&api_key=sesame", "https://other.example.com/c?x=1",
      ])
    // From encrypted back to clear text is refused anyway.
    guard case .redirect? = error?.reason else { return #expect(Bool(false)) }
    #expect(!"\(error as Any)".contains("sesame") && !log.withLock { "\($0)" }.contains("sesame"))
    #expect(log.withLock { "\($0)" }.contains("api_key=(secret)"))
  }

  @Test("A key in the query never goes over clear-text HTTP to another machine")
  func clearText() async throws {
    let stand = Stand(200, list)
    let client = Market.Client(
      apiKey: "k", account: "a", environment: .init("http://market.example.com"), transport: stand)
    let error = await #expect(throws: APIError.self) { try await client.stalls.find() }
    #expect(error?.reason == .clearText(host: "market.example.com") && stand.requests.isEmpty)
  }
}
