import Expect
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// Where redirects are followed to, and what they may take along.
@Suite struct RedirectTests {
  private static let good = ScriptedTransport.Response.response(200, #"{"id":1}"#)

  private func client(_ transport: any HTTPTransport, base: String = "https://api.example.com") -> ServiceClient {
    ServiceClient(
      baseURL: base, authentication: .headers([("Authorization", "Bearer marked-token"), ("X-Tenant", "seven")]),
      transport: transport, policy: ClientPolicy(time: HeldTime()))
  }

  private static func redirect(_ status: Int = 302, to location: String) -> ScriptedTransport.Response {
    .response(status, headers: ["Location": location])
  }

  @Test(arguments: [301, 302, 303, 307, 308]) func followsWithinTheOrigin(status: Int) async throws {
    let transport = ScriptedTransport(Self.redirect(status, to: "/other/2?x=%2B"), Self.good)
    try await expect(client(transport).send(.item()), equals: Item(id: 1))
    expect(
      transport.requests.map(\.url),
      equals: ["https://api.example.com/items/1", "https://api.example.com/other/2?x=%2B"])
    expect(transport.requests.last?.headers["Authorization"], equals: "Bearer marked-token")
    expect(transport.requests.last?.headers["X-Tenant"], equals: "seven")
  }

  @Test(arguments: [
    ("3", "https://api.example.com/items/3"), ("?page=2", "https://api.example.com/items/1?page=2"),
    ("../b/./c", "https://api.example.com/b/c"), ("/a#fragment", "https://api.example.com/a"),
    ("https://API.example.com:443/a", "https://API.example.com:443/a"),
  ]) func resolvesAgainstTheRequest(location: String, url: String) async throws {
    let transport = ScriptedTransport(Self.redirect(to: location), Self.good)
    _ = try await client(transport).send(.item())
    expect(transport.requests.last?.url, equals: url)
    #expect(transport.requests.last?.headers["Authorization"] != nil)
  }

  @Test(arguments: [
    "https://other.example.com/a", "//other.example.com/a", "https://api.example.com:444/a",
    "https://api.example.com.evil.test/a",
  ]) func anotherOriginGetsNoCredential(location: String) async throws {
    let transport = ScriptedTransport(Self.redirect(to: location), Self.good)
    let options = CallOptions(headers: ["Cookie": "session=1", "X-Auth-Token": "t", "X-Plain": "p"])
    _ = try await client(transport).send(.item(), options: options)
    let last = try #require(transport.requests.last)
    expect(transport.requests.count, equals: 2)
    for name in ["Authorization", "X-Tenant", "Cookie", "X-Auth-Token"] {
      #expect(last.headers[name] == nil, "\(name)")
    }
    expect(last.headers["X-Plain"], equals: "p")
    expect(last.headers["Accept"], equals: "application/json")
  }

  @Test func theWayBackDoesNotBringTheCredentialBack() async throws {
    let transport = ScriptedTransport(
      Self.redirect(to: "https://other.example.com/"), Self.redirect(to: "https://api.example.com/items/1"), Self.good)
    _ = try await client(transport).send(.item())
    expect(transport.requests.map { $0.headers["Authorization"] != nil }, equals: [true, false, false])
  }

  @Test func isNeverFollowedFromHTTPSToClearText() async {
    let transport = ScriptedTransport(Self.redirect(to: "http://api.example.com/items/1"), Self.good)
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item()) }
    guard case .redirect(let why) = thrown?.reason else {
      Issue.record("\(String(describing: thrown))")
      return
    }
    #expect(why.contains("clear-text"))
    expect(transport.requests.count, equals: 1)
  }

  @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"]) func onlyReadingIsFollowed(method: String) async {
    let transport = ScriptedTransport(Self.redirect(307, to: "/other"), Self.good)
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item(method)) }
    guard case .redirect = thrown?.reason else {
      Issue.record("\(String(describing: thrown))")
      return
    }
    expect(thrown?.status, equals: 307)
    expect(transport.requests.count, equals: 1)
  }

  @Test func fiveAreFollowedAndNoMore() async throws {
    let hops = (1...5).map { Self.redirect(to: "/\($0)") }
    let five = ScriptedTransport(hops + [Self.good])
    try await expect(client(five).send(.item()), equals: Item(id: 1))
    let circle = ScriptedTransport(Self.redirect(to: "/items/1"))
    let thrown = await failure { () async throws(APIError) in try await client(circle).send(.item()) }
    expect(thrown?.reason, equals: .redirect("it comes after 5 others"))
    expect(circle.requests.count, equals: 6)
  }

  @Test(arguments: ["", "mailto:a@b", "https://user:pass@api.example.com/", "http://[::1", "https://"])
  func aTargetThatCannotBeAskedIsNamed(location: String) async {
    let transport = ScriptedTransport(Self.redirect(to: location), Self.good)
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item()) }
    switch thrown?.reason {
    case .redirect: break
    // An empty target is the request itself.
    default: #expect(location.isEmpty, "\(String(describing: thrown))")
    }
    #expect(transport.requests.count <= 2)
  }

  @Test func theErrorOfARedirectsTargetSaysSo() async {
    let transport = ScriptedTransport(Self.redirect(to: "https://other.example.com/a"), .response(404))
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item()) }
    let place = "items.get (GET https://other.example.com/a, after a redirect)"
    #expect(thrown?.description.hasPrefix(place) == true, "\(String(describing: thrown))")
    let nowhere = ScriptedTransport(.response(302))
    let error = await failure { () async throws(APIError) in try await client(nowhere).send(.item()) }
    #expect(error?.description.hasSuffix("it is a redirect that names no other URL; check the base URL") == true)
    #expect(error?.isRedirected == false)
  }

  @Test(arguments: [300, 304]) func otherStatusesOfTheKindAreErrors(status: Int) async {
    let transport = ScriptedTransport(Self.redirect(status, to: "/a"), Self.good)
    let thrown = await failure { () async throws(APIError) in try await client(transport).send(.item()) }
    expect(thrown?.reason, equals: .status(status))
  }

  @Test func overRealSocketsTheOtherServerSeesNoCredential() async throws {
    let service = FunctionService(#"{"id":2}"#)
    let other = try LoopbackServer(service: service)
    defer { other.stop() }
    let first = try LoopbackServer(
      service: FunctionService(""), faults: FaultPlan([.init(.redirect(other.baseURL + "/items/2"))]))
    defer { first.stop() }
    try await expect(client(SystemTransport(), base: first.baseURL).send(.item()), equals: Item(id: 2))
    let request = try #require(service.requests.first)
    #expect(request.headers["Authorization"] == nil)
    #expect(request.headers["X-Tenant"] == nil)
  }
}
