#if os(Linux)
import Expect
import Testing
import TributaryEmulator
import TributaryJSON

@testable import TributaryHTTP

/// Which requests go through a proxy, and what comes of one that refuses.
@Suite struct ProxyTests {
  private static let limits = HTTPLimits(deadline: .seconds(600))

  private func transport(_ variables: [String: String]) -> CurlTransport {
    CurlTransport(environment: CurlEnvironment { variables[$0] })
  }

  @Test func smallLettersComeFirstAndAnEmptyVariableIsNone() {
    func proxy(_ variables: [String: String]) -> String? { CurlEnvironment { variables[$0] }.httpsProxy }
    expect(proxy(["https_proxy": "a", "HTTPS_PROXY": "b", "all_proxy": "c"]), equals: "a")
    expect(proxy(["HTTPS_PROXY": "b", "all_proxy": "c"]), equals: "b")
    expect(proxy(["https_proxy": "", "ALL_PROXY": "d"]), equals: "d")
    expect(proxy(["http_proxy": "e", "HTTP_PROXY": "f"]), equals: nil)
  }

  /// A stub that listens hears nothing of a request to this machine, however its address is written.
  @Test(arguments: ["127.0.0.1", "localhost", "LOCALHOST", "127.0.0.2", "127.1", "0x7f.0.0.1"])
  func aRequestToThisMachineGoesThroughNoProxy(host: String) async throws {
    let (service, heard) = (FunctionService("ok"), FunctionService("proxied"))
    let (server, proxy) = (
      try LoopbackServer(service: service, limits: .longIdleTimeout),
      try LoopbackServer(service: heard, limits: .longIdleTimeout)
    )
    defer {
      server.stop()
      proxy.stop()
    }
    let names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    let transport = transport(Dictionary(uniqueKeysWithValues: names.map { ($0, proxy.baseURL) }))
    for scheme in ["http", "HTTP", "https"] {
      let request = HTTPRequest(url: "\(scheme)://\(host):\(server.port)/", headers: ["Authorization": "Bearer t"])
      _ = try? await transport.send(request, limits: HTTPLimits(connectTimeout: .milliseconds(300)))
    }
    expect(proxy.acceptedConnections, equals: 0)
  }

  @Test func clearTextGoesThroughNoProxy() async throws {
    let proxy = try LoopbackServer(service: FunctionService("proxied"), limits: .longIdleTimeout)
    defer { proxy.stop() }
    let transport = transport(["http_proxy": proxy.baseURL, "all_proxy": proxy.baseURL])
    // A name that no lookup finds: only a proxy could answer.
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(HTTPRequest(url: "http://nowhere.invalid/"), limits: Self.limits)
    }
    #expect(error?.isTransient == true)
    expect(proxy.acceptedConnections, equals: 0)
  }

  @Test(arguments: [403, 407]) func aProxyThatRefusesIsNamedAndNotAskedAgain(status: Int) async throws {
    let proxy = try RawServer(
      "HTTP/1.1 \(status) No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 2\r\n\r\nno")
    let url = "http://someone:a-password@127.0.0.1:\(proxy.port)"
    let error = await #expect(throws: TransportError.self) {
      try await transport(["https_proxy": url]).send(HTTPRequest(url: "https://example.invalid/"), limits: Self.limits)
    }
    expect(error, equals: .proxy(host: "127.0.0.1:\(proxy.port)", status: status))
    #expect(error?.isTransient == false)
    #expect(error?.description.contains("a-password") == false)
    expect(proxy.connections, equals: 1)
  }

  @Test func aProxyThatCannotBeReachedIsNamed() async throws {
    let proxy = try LoopbackServer(service: FunctionService(""), limits: .longIdleTimeout)
    proxy.stop()
    let url = "http://someone:a-password@127.0.0.1:\(proxy.port)"
    let error = await #expect(throws: TransportError.self) {
      try await transport(["all_proxy": url]).send(HTTPRequest(url: "https://example.invalid/"), limits: Self.limits)
    }
    expect(error, equals: .proxy(host: "127.0.0.1:\(proxy.port)", status: nil))
    #expect(error?.description.contains("a-password") == false)
  }

  @Test(arguments: ["*", "example.invalid", ".invalid"]) func exceptionsAreHonored(list: String) async throws {
    let proxy = try LoopbackServer(service: FunctionService(""), limits: .longIdleTimeout)
    defer { proxy.stop() }
    let transport = transport(["https_proxy": proxy.baseURL, "no_proxy": list])
    await #expect(throws: TransportError.nameNotFound("example.invalid")) {
      try await transport.send(HTTPRequest(url: "https://example.invalid/"), limits: Self.limits)
    }
    expect(proxy.acceptedConnections, equals: 0)
  }
}

/// Addresses in every form that a URL can have.
@Suite struct AddressTests {
  @Test(arguments: ["HTTP://127.0.0.1", "http://LocalHost", "hTTp://localhost"])
  func schemesAndHostsHaveNoCase(root: String) async throws {
    let server = try LoopbackServer(service: FunctionService("ok"), limits: .longIdleTimeout)
    defer { server.stop() }
    let response = try await CurlTransport().send(
      HTTPRequest(url: "\(root):\(server.port)/a"), limits: HTTPLimits(deadline: .seconds(600)))
    expect(response.body.text, equals: "ok")
  }

  @Test func anIPv6AddressIsReached() async throws {
    let server = try RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", isIPv6: true)
    let response = try await CurlTransport().send(
      HTTPRequest(url: "http://[::1]:\(server.port)/a"), limits: HTTPLimits(deadline: .seconds(600)))
    expect(response.body.text, equals: "ok")
  }

  @Test func aHostThatIsNotASCIIIsNamed() async {
    await #expect(
      throws: TransportError.invalidRequest(
        "the URL's host \"bücher.example\" is not ASCII; write it in punycode (xn--...)")
    ) {
      try await CurlTransport().send(HTTPRequest(url: "https://bücher.example/"), limits: HTTPLimits())
    }
  }

  @Test(arguments: ["127.0.0.08", "127.0.0.01", "127.0.0.010", "0127.0.0.1", "127.0.0.1.", "127.0.0.256", "[::2]"])
  func whatOnlyLooksLikeThisMachineIsNot(host: String) throws {
    expect(try RequestURL.parse("http://\(host)/").get().isLoopback, equals: false)
  }
}
#endif
