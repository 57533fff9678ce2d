import Foundation
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

@Suite("A service made of routes")
struct RoutedServiceTests {
  private let service = emulatedLibrary()

  private func respond(_ method: String, _ path: String, _ body: String? = nil) -> HTTPResponse {
    service.respond(to: HTTPRequest(method: method, url: "http://a.example" + path, body: body.map { SharedBytes($0) }))
  }

  @Test("The page of the documentation is compiled, takes thirty lines, and works")
  func documentation() async throws {
    let file = URL(filePath: #filePath)
    let root = (0..<4).reduce(file) { url, _ in url.deletingLastPathComponent() }
    let page = try String(
      contentsOf: root.appending(path: "Sources/TributaryEmulator/TributaryEmulator.docc/EMULATE.md"), encoding: .utf8)
    let compiled = try String(
      contentsOf: file.deletingLastPathComponent().appending(path: "EmulatedLibrary.swift"), encoding: .utf8)
    let block = try #require(page.components(separatedBy: "```swift\n").last?.components(separatedBy: "```").first)
    #expect(compiled.hasSuffix("\n\n" + block))
    #expect(block.split(separator: "\n").count <= 30)
    #expect(try await useEmulatedLibrary() == 2)
  }

  @Test("A route is found by its method and path, with parameters decoded")
  func routes() {
    #expect(respond("GET", "/shelves/science/books?limit=5").body.text == #"[{"id":1,"title":"On Growth and Form"}]"#)
    #expect(respond("GET", "/shelves/%73cience/books").status == 200)
    #expect(respond("GET", "/shelves/none/books").status == 404)
    #expect(respond("DELETE", "/shelves/science/books").status == 405)
    #expect(respond("GET", "/shelves/science").status == 404)
    #expect(respond("GET", "/shelves/science/books/1").status == 404)
    #expect(respond("GET", "/shelves/%zz/books").status == 400)
  }

  @Test("Routes change the state that they share")
  func state() {
    #expect(respond("POST", "/shelves/new/books", #"{"title": "A"}"#).status == 201)
    #expect(respond("POST", "/shelves/new/books", "no JSON").status == 422)
    #expect(respond("GET", "/shelves/new/books").body.text == #"[{"title":"A"}]"#)
    #expect(service.withState { $0["new"]?.count } == 1)
  }

  @Test("The clock moves by a second with each request, and on request")
  func clock() {
    let service = RoutedService(()) { Route("GET /now") { call, _ in .json(200, call.seconds) } }
    func now() -> Int? { Int(service.respond(to: HTTPRequest(method: "GET", url: "/now")).body.text) }
    let first = now() ?? 0
    #expect(first > 1_704_000_000)
    #expect(now() == first + 1)
    service.advance(seconds: 60)
    #expect(now() == first + 62)
  }
}
