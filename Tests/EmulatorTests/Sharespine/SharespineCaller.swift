import Expect
import SharespineEmulator
import Testing
import Tributary
import TributaryJSON

/// Asks a service as a client would, without a network and without the SDK.
struct SharespineCaller {
  static let connection = "3fb2568eb7e165e34dd311af5550002b"

  let service: SharespineEmulator

  struct Response {
    var status: Int
    var headers: HTTPHeaders
    var json: JSONValue
    var body: SharedBytes

    /// The local ids of a list.
    var ids: [String] { (json.array ?? []).compactMap { $0["localId"]?.string } }
    /// The times of modification of a list.
    var stamps: [String] { (json.array ?? []).compactMap { $0["lastModified"]?.string } }
  }

  func call(
    _ method: String, _ path: String, _ body: JSONValue? = nil, headers more: [String: String?] = [:]
  ) -> Response {
    var headers: HTTPHeaders = [
      "Authorization": "Basic dXNlcjpwYXNz", "User-Agent": "test/1", "X-Tenant": "aTenant",
      "X-ConnectionId": Self.connection,
    ]
    for (name, value) in more { headers[name] = value }
    let response = service.respond(
      to: HTTPRequest(
        method: method, url: "http://127.0.0.1:1" + path, headers: headers, body: body.map { JSONWriter.bytes(of: $0) })
    )
    let json = try? JSONReader.read(JSONValue.self, from: response.body)
    return Response(status: response.status, headers: response.headers, json: json ?? .null, body: response.body)
  }

  func get(_ path: String) -> Response { call("GET", path) }

  func query(_ type: String, _ query: String) throws -> Response {
    call("POST", "/api/\(type)/query", try RawJSON(query).value())
  }

  /// The identifiers of what a filter finds.
  func find(_ type: String, _ filter: String) throws -> [String] {
    let response = try query(type, #"{"filter":\#(filter)}"#)
    expect(response.status, equals: 200, "\(response.body.text)")
    return response.ids.sorted()
  }
}
