import Shop
import Tributary

/// Answers every request with one shelf.
struct Shelves: HTTPTransport {
  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    HTTPStream(try await response(to: request, limits: limits))
  }

  private func response(to request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    print("request", request.url)
    let shelf = #"{"rows":[{"id":"a","size":"huge","price":"1.50","contains":{"id":"b","price":2},"new":true}]}"#
    return HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: SharedBytes(shelf))
  }
}

@main
enum Check {
  static func main() async throws {
    let client = Client(username: "user", password: "secret", transport: Shelves())
    let shelf = try await client.items.list(shelf: "top left", size: .large)
    for item in shelf?.rows ?? [] { print("item", item.id, item.jsonText) }
    // What generated code returns needs no other import.
    let anything: JSONValue = ["a": [1, .null]]
    precondition(JSONWriter.text(of: anything) == #"{"a":[1,null]}"#)
    print("fields", Item.fieldNames.joined(separator: " "))
    // Whether a model is there that no Swift file here names.
    print("Crate", _typeByName("4Shop5CrateV") != nil)
  }
}
