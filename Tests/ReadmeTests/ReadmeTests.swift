import Foundation
import Library
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON

@Suite("README")
struct ReadmeTests {
  @Test("Every JSON block is a spec of the module Library, which is generated, compiled and called")
  func json() async throws {
    let specs = try ["api", "books"].map { name in
      try String(
        contentsOf: DocumentationPage.repository.appending(path: "Tests/Library/Specs/\(name).json"), encoding: .utf8)
    }
    let written = try DocumentationPage("README.md").blocks.filter { $0.language == "json" }.map(\.text)
    #expect(try written.map(Self.value) == specs.map(Self.value))

    let client = Library.Client(token: "x", transport: InProcessTransport(Shelf()))
    let books = try await client.books.list(shelf: .science)
    #expect(books.map(\.title) == ["On Growth and Form"])
    #expect(books.first?.shelf == .science)
  }

  private static func value(_ text: String) throws -> JSONValue {
    try JSONReader.read(JSONValue.self, from: SharedBytes(text))
  }

  private struct Shelf: EmulatedService {
    func respond(to request: HTTPRequest) -> HTTPResponse {
      guard request.url == "https://library.example.com/shelves/sci/books" else { return HTTPResponse(status: 404) }
      let book =
        #"[{"id":1,"title":"On Growth and Form","shelf":"sci","added_at":"2024-01-09T15:00:00Z"}, {"title":null}]"#
      return HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: SharedBytes(book))
    }
  }
}
