// The Swift of the article on calls, in its words and order; `MarketArticleTests` compares them and runs it.

import Foundation
import Market
import Tributary
import TributaryJSON

enum MarketArticle {
  typealias Client = Market.Client
  typealias ResponseHeaders = Market.ResponseHeaders

  static func options(_ client: Client) async throws(APIError) {
    let stall = try await client.stalls.get(5, options: CallOptions(deadline: .seconds(5)))
    _ = stall
  }

  static func errors(_ client: Client) async {
    do throws(APIError) {
      try await print(client.stalls.get(5).name)
    } catch {
      if let missing = error.model(as: Missing.self) { print("no stall", missing.missing) }
      print(error.reason, error.status ?? 0, error)
    }
  }

  static func closure(_ client: Client) {
    Task {
      do throws(APIError) { try await print(client.stalls.get(5).name) } catch { print(error.reason) }
    }
  }

  static func changes(_ client: Client) async throws(APIError) {
    let patch = GoodPatch(name: .set("Plum"), notes: .clear)
    let changed = try await client.goods.change(1, patch)
    _ = changed
  }

  static func headers(_ client: Client) async throws(APIError) {
    let first = try await client.service.exchange(Client.Stalls.get(5))
    let version = ResponseHeaders(first).eTag
    print(first.value.name, first.response.status, first.duration, version ?? "")
  }

  static func values(_ client: Client) async throws(APIError) -> Int {
    var endpoint = Client.Stalls.find(limit: 10)
    endpoint.request.retry = .never
    let stalls = try await client.service.send(endpoint)

    let fields = try await client.service.send(endpoint.decoding(as: [JSONValue].self))
    let bytes = try await client.service.send(endpoint.raw)

    return stalls.count + fields.count + bytes.count
  }

  static func byHand(_ client: Client) async throws(APIError) {
    let count = Endpoint<Int>("stalls.count", "GET", "/stalls/count", response: .json(200))
    print(try await client.service.send(count))
  }

  static func signIn(_ secret: Secret) -> Client {
    struct NoToken: Error {}
    let accounts = ServiceClient(
      baseURL: "https://accounts.example.com", authentication: .basic(username: "my-program", password: secret))
    let tokens = TokenSource { _ in
      let form = EndpointBody.form(.field("grant_type", "client_credentials"))
      let issue = Endpoint<JSONValue>("tokens.issue", "POST", "/token", body: form, response: .json(200))
      let response = try await accounts.send(issue)
      guard let token = response["access_token"]?.string else { throw NoToken() }
      return AccessToken(Secret(token), lifetime: response["expires_in"]?.int.map { .seconds($0) })
    }
    let client = Client(authentication: .refreshing(tokens), account: "a")
    return client
  }

  static func lists(_ client: Client) async throws(APIError) {
    for try await good in client.goods.allSearch(text: "plum") { print(good.name) }
    for try await page in client.goods.allSearch(text: "plum").pages { print(page.goods.count) }
  }

  static func streams(_ client: Client) async throws {
    for try await good in try await client.media.watch() { print(good.name) }
    let film = try await client.media.whole()
    try await film.write(to: URL(filePath: "film.mp4"))
    try await client.media.put(path: "films/1.mp4", .file(URL(filePath: "film.mp4")))
  }

  struct Canned: HTTPTransport {
    var content: String

    func open(
      _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
    ) async throws(TransportError) -> HTTPStream {
      HTTPStream(HTTPResponse(status: 200, body: SharedBytes(content)))
    }
  }

  static func transport() async throws(APIError) -> String {
    let client = Client(token: "any", account: "a", transport: Canned(content: #"{"id":5,"name":"Fruit"}"#))
    return try await client.stalls.get(5).name
  }
}
