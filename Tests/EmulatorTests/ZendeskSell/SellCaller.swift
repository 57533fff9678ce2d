import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

/// Asks a service as a client would, without a network and without the SDK.
struct SellCaller {
  let service: any EmulatedService
  var device = "device-1"

  struct Response {
    var status: Int
    var headers: HTTPHeaders
    var json: JSONValue
    var body: SharedBytes

    /// The codes and pointers of the errors.
    var errors: [String] {
      (json["errors"]?.array ?? []).map { error in
        let inner = error["error"]
        return [inner?["code"]?.string, inner?["field"]?.string].compactMap(\.self).joined(separator: " ")
      }
    }
    /// The identifiers of a list.
    var ids: [Int] { (json["items"]?.array ?? []).compactMap { $0["data"]?["id"]?.int } }
  }

  func call(
    _ method: String, _ path: String, _ body: JSONValue? = nil, headers more: [String: String?] = [:],
    version: String = "v2"
  ) -> Response {
    var headers: HTTPHeaders = [
      "Authorization": "Bearer token", "User-Agent": "test/1", "Accept": "application/json",
      "X-Basecrm-Device-UUID": device,
    ]
    if body != nil { headers["Content-Type"] = "application/json" }
    for (name, value) in more { headers[name] = value }
    let response = service.respond(
      to: HTTPRequest(
        method: method, url: "http://127.0.0.1:1/\(version)" + path, headers: headers,
        body: body.map { JSONWriter.bytes(of: $0) }))
    let json = try? JSONReader.read(JSONValue.self, from: response.body)
    return Response(status: response.status, headers: response.headers, json: json ?? .null, body: response.body)
  }

  func get(_ path: String) -> Response { call("GET", path) }

  /// Creates or alters a record with these attributes.
  func send(_ method: String, _ path: String, _ attributes: JSONValue) -> Response {
    call(method, path, ["data": attributes])
  }

  /// One item of the queue.
  struct Item: Equatable {
    var type: String
    var id: Int
    var event: String
    var key: String
    var data: JSONValue
  }

  /// Starts a session; `nil` when there is nothing new.
  func start() -> String? { call("POST", "/sync/start").json["data"]?["id"]?.string }

  /// The next page, as the answer and its items.
  func page(_ session: String) -> (response: Response, items: [Item]) {
    let response = get("/sync/\(session)/queues/main")
    let items = (response.json["items"]?.array ?? []).compactMap { item -> Item? in
      guard let type = item["meta"]?["type"]?.string, let data = item["data"], let id = data["id"]?.int,
        let event = item["meta"]?["sync"]?["event_type"]?.string, let key = item["meta"]?["sync"]?["ack_key"]?.string
      else { return nil }
      return Item(type: type, id: id, event: event, key: key, data: data)
    }
    return (response, items)
  }

  @discardableResult
  func acknowledge(_ keys: [String]) -> Response {
    send("POST", "/sync/ack", ["ack_keys": .array(keys.map { .string($0) })])
  }

  /// Drains one session and acknowledges all of it; what came, in order.
  func drain(acknowledging: Bool = true) throws -> [Item] {
    guard let session = start() else { return [] }
    var received: [Item] = []
    for _ in 0..<10_000 {
      let (response, items) = page(session)
      if response.status == 204 { return received }
      try #require(response.status == 200)
      received += items
      if acknowledging, !items.isEmpty { acknowledge(items.map(\.key)) }
    }
    Issue.record("the queue has no end")
    return received
  }
}
