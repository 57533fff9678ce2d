import Expect
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// Plans of faults: their text, their order, and their bytes on the wire.
@Suite struct FaultTests {
  private func faults(_ text: String, _ paths: [String]) throws -> [Fault?] {
    let plan = try FaultPlan(text)
    return paths.map { plan.next(for: HTTPRequest(url: "http://127.0.0.1:1\($0)")) }
  }

  private func status(_ status: Int, _ headers: HTTPHeaders = [:]) -> Fault { .status(status, headers: headers) }

  @Test func faultsFollowOneAnother() throws {
    try expect(
      faults("429:2,cut,html", ["/", "/", "/", "/", "/"]), equals: [status(429), status(429), .cut, .html, nil])
  }

  @Test func aStartWaits() throws {
    try expect(faults("cut@3,html", ["/", "/", "/", "/"]), equals: [.html, nil, .cut, nil])
    try expect(faults("500:*@2", ["/", "/", "/"]), equals: [nil, status(500), status(500)])
  }

  @Test func aPathChooses() throws {
    try expect(
      faults("drop:2@2~/a/b", ["/a/b", "/c", "/a/b/d", "/a/bc", "/a/b?x"]), equals: [nil, nil, .drop, nil, .drop])
  }

  @Test func argumentsAreRead() throws {
    let text = "429=7,redirect=http://127.0.0.1:9/a?b:c@d~e=f,drip=20,slow=250,bomb=1000,deep=5"
    try expect(
      faults(text, Array(repeating: "/", count: 6)),
      equals: [
        status(429, ["Retry-After": "7"]), .redirect("http://127.0.0.1:9/a?b:c@d~e=f"), .drip(every: .milliseconds(20)),
        .latency(.milliseconds(250)), .gzipBomb(bytes: 1000), .deep(5),
      ])
    try expect(
      faults("drip,slow,bomb,deep,lose,hangup,endless,challenge,truncated", Array(repeating: "/", count: 9)),
      equals: [
        .drip(every: .seconds(1)), .latency(.seconds(1)), .gzipBomb(bytes: 100_000_000), .deep(100_000), .lose,
        .hangUp(after: .milliseconds(30)), .endless, .challenge, .truncated,
      ])
  }

  @Test(arguments: [
    "", ",", "boom", "200", "600", "cut:0", "cut:x", "cut@0", "cut~a", "cut=1", "redirect", "redirect=a b", "429=x",
    "deep=0", "bomb=99999999999", ":1", "drip=-1",
  ]) func aTextThatIsNoPlanIsExplained(text: String) {
    let problem = #expect(throws: FaultSyntaxError.self) { try FaultPlan(text) }
    expect(problem?.description.isEmpty, equals: false)
  }

  @Test func theHelpNamesEveryFault() {
    for name in [
      "html", "truncated", "cut", "drop", "lose", "hangup", "endless", "drip", "challenge", "bomb", "redirect", "deep",
      "slow",
    ] {
      #expect(FaultPlan.help.contains("  \(name) "))
    }
  }

  @Test func rulesMayBeAddedAndForgotten() {
    let plan = FaultPlan()
    let request = HTTPRequest(url: "http://a/")
    #expect(plan.next(for: request) == nil)
    plan.add(.init(.cut, count: nil))
    expect(plan.next(for: request), equals: .cut)
    plan.clear()
    #expect(plan.next(for: request) == nil)
  }

  // MARK: - On the wire

  /// The answer to a request for `/abcdefgh`, whose true content is `GET /abcdefgh [-]`, 17 bytes.
  private func exchange(_ fault: Fault) throws -> (response: String, asked: Int) {
    let service = EchoService()
    let server = try LoopbackServer(service: service, faults: FaultPlan([.init(fault)]))
    defer { server.stop() }
    let response = RawClient.exchange(
      "GET /abcdefgh HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", port: server.port)
    return (response, service.requests)
  }

  /// What stands behind the head.
  private func content(_ response: String) -> String {
    String(response.split(separator: "\r\n\r\n").dropFirst().joined())
  }

  @Test func cutPromisesMoreThanItSends() throws {
    let (response, asked) = try exchange(.cut)
    #expect(response.contains("Content-Length: 17\r\n"))
    expect(content(response), equals: "GET /abc")
    expect(asked, equals: 1)
  }

  @Test func truncatedLooksWhole() throws {
    let (response, _) = try exchange(.truncated)
    #expect(response.contains("Content-Length: 8\r\n"))
    expect(content(response), equals: "GET /abc")
  }

  @Test func dropAndLoseDifferInWhatTheServiceKnows() throws {
    #expect(try exchange(.drop) == ("", 0))
    #expect(try exchange(.lose) == ("", 1))
  }

  @Test(arguments: [Fault.drip(every: .milliseconds(1)), .latency(.milliseconds(1))])
  func aSlowResponseIsComplete(fault: Fault) throws {
    expect(content(try exchange(fault).response), equals: "GET /abcdefgh [-]")
  }

  @Test func aStatusTakesTheServicesPlace() throws {
    let (response, asked) = try exchange(status(429, ["Retry-After": "7"]))
    #expect(response.hasPrefix("HTTP/1.1 429 Too Many Requests\r\n"))
    #expect(response.contains("Retry-After: 7\r\n"))
    expect(asked, equals: 0)
  }

  @Test func everyStatusLineHasItsReasonOrNone() throws {
    let reasons = [
      402: "Payment Required", 418: "", 451: "Unavailable For Legal Reasons", 508: "Loop Detected", 599: "",
    ]
    for (code, reason) in reasons {
      let response = try exchange(status(code, [:])).response
      #expect(response.hasPrefix("HTTP/1.1 \(code) \(reason)\r\n"), "\(response)")
    }
  }

  @Test func deepIsBalanced() throws { expect(content(try exchange(.deep(3)).response), equals: "[[[]]]") }

  @Test func bytesAreSentAsTheyAre() throws {
    try expect(exchange(.bytes(SharedBytes("not http"))).response, equals: "not http")
  }

  @Test(arguments: [
    (Fault.drop, TransportError.connectionLost(while: .waiting)), (.lose, .connectionLost(while: .waiting)),
    (.cut, .connectionLost(while: .readingContent)),
    (.endless, .tooLarge(limit: 1000)), (.gzipBomb(bytes: 1001), .tooLarge(limit: 1000)),
    (.drip(every: .seconds(1)), .timedOut(after: .seconds(10))),
    (.latency(.seconds(11)), .timedOut(after: .seconds(10))),
  ]) func inProcessTheOutcomeIsTheSame(fault: Fault, error: TransportError) async {
    let transport = InProcessTransport(EchoService(), faults: FaultPlan([.init(fault)]))
    await #expect(throws: error) {
      try await transport.send(
        HTTPRequest(url: "http://a/abcdefgh"), limits: HTTPLimits(bodyBytes: 1000, deadline: .seconds(10)))
    }
  }
}
