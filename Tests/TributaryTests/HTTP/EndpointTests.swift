import Expect
import Foundation
import Testing
import Tributary
import TributaryJSON

/// How an endpoint becomes a request, and its answer a response.
@Suite struct EndpointTests {
  private func request<Response>(_ endpoint: Endpoint<Response>) async throws -> HTTPRequest {
    let transport = ScriptedTransport(.response(200, "{}"))
    let client = ServiceClient(
      baseURL: "https://api.example.com", transport: transport, policy: ClientPolicy(time: HeldTime()))
    let thrown = await failure { () async throws(APIError) in try await client.send(endpoint) }
    if let thrown, transport.requests.isEmpty { throw thrown }
    return try #require(transport.requests.first)
  }

  private func read<Response>(_ endpoint: Endpoint<Response>, _ text: String, status: Int = 200) async throws
    -> Response
  {
    let client = ServiceClient(
      baseURL: "https://api.example.com", transport: ScriptedTransport(.response(status, text)),
      policy: ClientPolicy(retry: .never, time: HeldTime()))
    return try await client.send(endpoint)
  }

  // MARK: - Path

  @Test(arguments: [
    ("a/b", "/items/a%2Fb/x"), ("100%", "/items/100%25/x"), ("ä €", "/items/%C3%A4%20%E2%82%AC/x"),
    ("a+b:c;d,e", "/items/a%2Bb%3Ac%3Bd%2Ce/x"), ("?q#f", "/items/%3Fq%23f/x"), ("a-b.c_d~e", "/items/a-b.c_d~e/x"),
    ("%2e%2e", "/items/%252e%252e/x"), ("...", "/items/.../x"), ("a\r\nb\u{0}", "/items/a%0D%0Ab%00/x"),
    ("..\\", "/items/..%5C/x"),
  ]) func aPathParameterStaysInItsSegment(value: String, target: String) async throws {
    let endpoint = Endpoint<Item>("a", "GET", "/items/\(value)/x", responses: [.json(200)])
    expect(endpoint.request.target, equals: target)
    try await expect(request(endpoint).url, equals: "https://api.example.com" + target)
  }

  @Test(arguments: [".", "..", ""]) func aPathParameterThatWouldLeadElsewhereIsRefused(value: String) async {
    let endpoint = Endpoint<Item>("a", "GET", "/items/\(value)/x", responses: [.json(200)])
    let error = await #expect(throws: APIError.self) { try await request(endpoint) }
    guard case .invalidRequest(let why) = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(why.contains("another resource"))
  }

  @Test func twoParametersDoNotMakeASegmentTogether() async {
    let path: EndpointPath = "/items/\(".")\(".")/x"
    #expect(path.problem != nil)
  }

  @Test func parametersOfEveryKind() throws {
    let uuid = try #require(UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"))
    let decimal = try #require(Decimal(string: "1234567890.0123456789"))
    let path: EndpointPath = "/\(5)/\(true)/\(uuid)/\(1.5)/\(decimal)/\(Int64.max)"
    expect(
      path.text, equals: "/5/true/E621E1F8-C36C-495A-93FC-0C247A3E6E5F/1.5/1234567890.0123456789/9223372036854775807")
    #expect(path.problem == nil)
  }

  // MARK: - Query and headers

  @Test func theQueryKeepsItsOrderAndLeavesOutNil() async throws {
    let endpoint = Endpoint<Item>(
      "a", "GET", "/b",
      query: [
        .item("incoming", true), .item("after", "2022-09-23T15:26:27.193661"), .item("none", String?.none),
        .commaList("ids", [1, 2, 3]), .commaList("empty", [Int]()), .commaList("absent", [Int]?.none),
        .repeated("id", ["a,b", "c&d"]), .repeated("gone", [Int]()), .item("address[city]", "a+b"), .item("e", ""),
      ], responses: [.json(200)])
    try await expect(
      request(endpoint).url,
      equals: """
        https://api.example.com/b?incoming=true&after=2022-09-23T15%3A26%3A27.193661&ids=1,2,3&empty=&id=a%2Cb&id=c%26d\
        &address%5Bcity%5D=a%2Bb&e=
        """)
  }

  @Test func withoutAnItemThereIsNoQuestionMark() async throws {
    let endpoint = Endpoint<Item>("a", "GET", "/b", query: [.item("a", Int?.none)], responses: [.json(200)])
    try await expect(request(endpoint).url, equals: "https://api.example.com/b")
  }

  @Test func headersOfTheEndpointAreSent() async throws {
    let endpoint = Endpoint<Item>(
      "a", "GET", "/b",
      headers: [
        .item("X-Device", "d"), .item("X-None", Int?.none), .commaList("X-List", [1, 2]), .repeated("X-Many", [1, 2]),
        .item("Accept", "text/csv"),
      ], responses: [.json(200)])
    let headers = try await request(endpoint).headers
    expect(headers["X-Device"], equals: "d")
    #expect(headers["X-None"] == nil)
    expect(headers["X-List"], equals: "1, 2")
    expect(headers.fields.filter { $0.name == "X-Many" }.map(\.value), equals: ["1", "2"])
    expect(headers["Accept"], equals: "text/csv")
  }

  @Test(arguments: ["a\r\nX-Evil: 1", "a\u{0}"]) func aHeaderThatWouldBeAnotherIsRefused(value: String) async {
    let endpoint = Endpoint<Item>("a", "GET", "/b", headers: [.item("X-A", value)], responses: [.json(200)])
    let error = await #expect(throws: APIError.self) { try await request(endpoint) }
    guard case .invalidRequest = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func anEndpointMayStandAtAnotherBase() async throws {
    let endpoint = Endpoint<Item>("a", "GET", "/b", responses: [.json(200)], baseURL: "https://other.example.com/v1/")
    try await expect(request(endpoint).url, equals: "https://other.example.com/v1/b")
  }

  // MARK: - Content

  @Test func contentIsJSONAndMayBeWrapped() async throws {
    var endpoint = Endpoint<Item>("a", "POST", "/b", body: .json(["k": "v"]), responses: [.json(200)])
    try await expect(request(endpoint).body?.text, equals: #"{"k":"v"}"#)
    try await expect(request(endpoint).headers["Content-Type"], equals: "application/json")
    endpoint.request.body = .json(["k": "v"], in: "data")
    try await expect(request(endpoint).body?.text, equals: #"{"data":{"k":"v"}}"#)
  }

  @Test func contentMayBeAForm() async throws {
    let fields: JSONValue = [
      "grant_type": "refresh_token", "a b": "c+d&e=ä", "n": 7, "t": true, "x": .null, "l": [1, "2"],
    ]
    let endpoint = Endpoint<Item>("a", "POST", "/b", body: .form(fields), responses: [.json(200)])
    let request = try await request(endpoint)
    expect(request.headers["Content-Type"], equals: "application/x-www-form-urlencoded")
    let pieces = try #require(request.body?.text).split(separator: "&").map(String.init).sorted()
    expect(
      pieces, equals: ["a%20b=c%2Bd%26e%3D%C3%A4", "grant_type=refresh_token", "l=1", "l=2", "n=7", "t=true", "x="])
  }

  @Test(arguments: [["a": ["b": 1]], ["a": [[1]]], [1]] as [JSONValue])
  func aFormHasNoPlaceForMore(value: JSONValue) async {
    let endpoint = Endpoint<Item>("a", "POST", "/b", body: .form(value), responses: [.json(200)])
    let error = await #expect(throws: APIError.self) { try await request(endpoint) }
    guard case .invalidRequest = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  // MARK: - Answers

  @Test func anyOtherSuccessIsReadLikeTheFirst() async throws {
    try await expect(read(.item(), #"{"id":7}"#, status: 203), equals: Item(id: 7))
  }

  @Test func aResponseIsUnwrapped() async throws {
    let endpoint = Endpoint<Item>("a", "GET", "/b", responses: [.json(200, in: "data")])
    try await expect(read(endpoint, #"{"meta":{},"data":{"id":7},"x":[1]}"#), equals: Item(id: 7))
    let error = await #expect(throws: APIError.self) { try await read(endpoint, #"{"id":7}"#) }
    guard case .decoding(let problem) = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(problem.description.contains("data"))
  }

  @Test func severalSuccessesBecomeAnOptional() async throws {
    let endpoint = Endpoint<Item?>(
      "a", "POST", "/b", responses: [.json(201, as: Item.self) { $0 }, .nothing(204, giving: nil)])
    try await expect(read(endpoint, #"{"id":7}"#, status: 201), equals: Item(id: 7))
    try await expect(read(endpoint, "", status: 204), equals: Item?.none)
    try await expect(read(endpoint, #"{"id":8}"#, status: 200), equals: Item(id: 8))
  }

  @Test func aResponseOfNothingIgnoresWhatCame() async throws {
    let endpoint = Endpoint<Void>("a", "DELETE", "/b", responses: [.nothing(204)])
    try await read(endpoint, "<html>", status: 204)
    try await read(endpoint, "anything", status: 200)
  }

  @Test func theSameResponseCanBeReadAsAnotherType() async throws {
    let endpoint = Endpoint<Item>("a", "GET", "/b", responses: [.json(200, in: "data")])
    let text = #"{"data": {"id": 7.0}}"#
    try await expect(read(endpoint.decoding(as: RawJSON.self), text).text, equals: #"{"id": 7.0}"#)
    try await expect(read(endpoint.raw, text).text, equals: text)
    expect(endpoint.decoding(as: RawJSON.self).request, equals: endpoint.request)
  }

  @Test func anErrorResponseIsReadAsTheErrorModel() async throws {
    var endpoint = Endpoint<Item>.item()
    endpoint.errors = .json(Item.self)
    let error = await #expect(throws: APIError.self) { try await read(endpoint, #"{"id":7}"#, status: 422) }
    expect(error?.model(as: Item.self), equals: Item(id: 7))
    expect(error?.body.text, equals: #"{"id":7}"#)
    let other = await #expect(throws: APIError.self) { try await read(endpoint, "oops", status: 422) }
    #expect(other?.model == nil)
    expect(other?.reason, equals: .status(422))
  }
}
