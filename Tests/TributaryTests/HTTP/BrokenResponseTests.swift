import Expect
import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// Every fault ends in an error that says what happened, the same way in process and over real sockets.
@Suite struct BrokenResponseTests {
  private static let text = #"{"name":"a name long enough to be cut in two","id":1}"#

  /// Calls the usual endpoint over a transport that meets the faults, and gives the error.
  private func error(
    _ faults: String, overSockets: Bool, service: FunctionService = FunctionService(text),
    deadline: Duration = .seconds(120)
  ) async throws -> APIError? {
    let plan = try FaultPlan(faults)
    // Real time limits the exchange; waits between attempts take none.
    let policy = ClientPolicy(
      limits: HTTPLimits(bodyBytes: 1 << 20, deadline: deadline), retry: RetryPolicy(attempts: 3), time: HeldTime(),
      random: { 0 })
    guard overSockets else {
      let transport = InProcessTransport(service, faults: plan)
      let client = ServiceClient(baseURL: "http://localhost", transport: transport, policy: policy)
      return await failure { () async throws(APIError) in try await client.send(.item()) }
    }
    let server = try LoopbackServer(service: service, faults: plan)
    defer { server.stop() }
    let client = ServiceClient(baseURL: server.baseURL, transport: SystemTransport(), policy: policy)
    return await failure { () async throws(APIError) in try await client.send(.item()) }
  }

  @Test(arguments: [false, true]) func aPageInsteadOfJSON(overSockets: Bool) async throws {
    let error = try #require(try await error("html", overSockets: overSockets))
    expect(error.reason, equals: .notJSON("an HTML or XML page"))
    #expect(
      error.description.hasSuffix(
        "the service responded with 200 and an HTML or XML page instead of JSON; check the base URL, and whether a "
          + "proxy is in between"
      ))
    expect(error.headers["Content-Type"], equals: "text/html; charset=utf-8")
    #expect(error.body.text.hasPrefix("<!DOCTYPE html>"))
  }

  @Test func aByteOrderMarkBeforeJSONIsPassedOver() async throws {
    let mark = "\u{FEFF}"
    let error = try await error("slow=0", overSockets: false, service: FunctionService(mark + Self.text))
    #expect(error == nil)
    for (text, found) in [("<html></html>", "an HTML or XML page"), (" ", "nothing"), ("", "nothing")] {
      let error = try await self.error("slow=0", overSockets: false, service: FunctionService(mark + text))
      expect(error?.reason, equals: .notJSON(found))
    }
  }

  @Test(arguments: [false, true]) func nothingInsteadOfJSON(overSockets: Bool) async throws {
    let error = try #require(try await error("slow=0", overSockets: overSockets, service: FunctionService("")))
    expect(error.reason, equals: .notJSON("nothing"))
  }

  @Test(arguments: [false, true]) func truncatedJSON(overSockets: Bool) async throws {
    let error = try #require(try await error("truncated", overSockets: overSockets))
    guard case .decoding(let problem) = error.reason else {
      Issue.record("\(error)")
      return
    }
    expect(problem.path, equals: "$.name")
    expect(problem.offset, equals: Self.text.utf8.count / 2)
    expect(problem.line, equals: 1)
  }

  @Test(arguments: [false, true]) func wrongJSONIsPlaced(overSockets: Bool) async throws {
    let service = FunctionService("{\n  \"name\": \"x\",\n  \"id\": \"7\"\n}")
    let error = try #require(try await error("slow=0", overSockets: overSockets, service: service))
    guard case .decoding(let problem) = error.reason else {
      Issue.record("\(error)")
      return
    }
    expect(problem.path, equals: "$.id")
    expect(problem.line, equals: 3)
    expect(problem.column, equals: 9)
    expect(problem.offset, equals: 25)
    #expect(error.description.contains("items.get (GET http"))
    #expect(error.description.contains("$.id (line 3, column 9, byte 25)"))
  }

  @Test(arguments: [false, true]) func deeplyNestedJSON(overSockets: Bool) async throws {
    let error = try #require(try await error("deep", overSockets: overSockets))
    guard case .decoding(let problem) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(problem.description.utf8.count < 1000)
    // A model fails at the first bracket; a reader that keeps everything meets the limit of depth.
    let client = ServiceClient(
      baseURL: "http://localhost", transport: InProcessTransport(FunctionService(""), faults: try FaultPlan("deep")),
      policy: ClientPolicy(retry: .never))
    let raw = await failure { () async throws(APIError) in
      try await client.send(Endpoint<Item>.item().decoding(as: JSONValue.self))
    }
    guard case .decoding(let deep) = raw?.reason else {
      Issue.record("\(String(describing: raw))")
      return
    }
    #expect(deep.offset <= 1024)
    #expect(raw?.description.utf8.count ?? .max < 1000)
  }

  @Test(
    arguments: [
      ("cut:*", TransportError.connectionLost(while: .readingContent)), ("drop:*", .connectionLost(while: .waiting)),
      ("lose:*", .connectionLost(while: .waiting)),
      ("endless", .tooLarge(limit: 1 << 20)), ("bomb=60000000", .tooLarge(limit: 1 << 20)),
    ], [false, true])
  func aConnectionThatFails(fault: (String, TransportError), overSockets: Bool) async throws {
    let error = try #require(try await error(fault.0, overSockets: overSockets))
    expect(error.reason, equals: .transport(fault.1))
    expect(error.stop, equals: (fault.1.isTransient ? .attempts(3) : nil))
    #expect(error.status == nil)
  }

  @Test(arguments: [false, true]) func aSlowDrip(overSockets: Bool) async throws {
    let service = FunctionService(#"{"id":1,"name":"\#(String(repeating: "x", count: 5000))"}"#)
    let error = try #require(
      try await error("drip:*=50", overSockets: overSockets, service: service, deadline: .milliseconds(250)))
    guard case .transport(.timedOut) = error.reason else {
      Issue.record("\(error)")
      return
    }
  }

  @Test(arguments: [false, true]) func aChallenge(overSockets: Bool) async throws {
    let error = try #require(try await error("challenge", overSockets: overSockets))
    expect(error.reason, equals: .status(401))
    expect(error.headers["WWW-Authenticate"], equals: #"Basic realm="emulator""#)
    expect(error.attempts, equals: 1)
  }

  @Test(arguments: [400, 403, 404, 500], [false, true]) func aStatus(status: Int, overSockets: Bool) async throws {
    let error = try #require(try await error("\(status):*", overSockets: overSockets))
    expect(error.reason, equals: .status(status))
    expect(error.attempts, equals: (status == 500 ? 3 : 1))
    #expect(error.description.contains(#"it said: {"message":"a fault on demand"}"#))
  }

  @Test(arguments: ["429:2=0", "503:2", "500,cut", "cut,drop", "lose,502"], [false, true])
  func aFaultThatPasses(faults: String, overSockets: Bool) async throws {
    #expect(try await error(faults, overSockets: overSockets) == nil)
  }

  @Test(arguments: [false, true]) func aRedirectIsFollowed(overSockets: Bool) async throws {
    let service = FunctionService(Self.text)
    #expect(try await error("redirect=/items/9?a=%2B", overSockets: overSockets, service: service) == nil)
    expect(service.requests.first?.url.hasSuffix("/items/9?a=%2B"), equals: true)
  }
}
