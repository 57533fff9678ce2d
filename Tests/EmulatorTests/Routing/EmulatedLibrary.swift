import Tributary
import TributaryEmulator
import TributaryJSON

/// The books of each shelf.
typealias Shelves = [String: [JSONValue]]

func emulatedLibrary() -> RoutedService<Shelves> {
  RoutedService(["science": [["id": 1, "title": "On Growth and Form"]]]) {
    Route("GET /shelves/{shelf}/books") { call, shelves in
      guard let books = shelves[call.parameters["shelf"] ?? ""] else { return HTTPResponse(status: 404) }
      return .json(200, books.suffix(call.query["limit"].flatMap { Int($0) } ?? 100).map { $0 })
    }
    Route("POST /shelves/{shelf}/books") { call, shelves in
      guard let book = call.json, book["title"]?.string != nil else {
        return .json(422, ["message": "a book needs a title"] as JSONValue)
      }
      shelves[call.parameters["shelf"] ?? "", default: []].append(book)
      return .json(201, book)
    }
  }
}

func useEmulatedLibrary() async throws -> Int {
  let library = emulatedLibrary()
  let faults = FaultPlan([.init(.drop)])
  let server = try LoopbackServer(service: library, faults: faults)
  defer { server.stop() }
  let client = ServiceClient(baseURL: server.baseURL)
  let list = Endpoint<[JSONValue]>("books.list", "GET", "/shelves/science/books", responses: [.json(200)])
  library.withState { $0["science"]?.append(["id": 2, "title": "Micrographia"]) }
  return try await client.send(list).count
}
