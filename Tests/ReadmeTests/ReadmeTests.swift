import Foundation
import Library
import MyAzur
import Testing
import Tributary
import TributaryEmulator
import TributaryJSON
import TributarySQLite

@Suite("README")
struct ReadmeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The code blocks of the README in one language, in order.
  private static func blocks(_ language: String) throws -> [[String]] {
    var blocks: [[String]] = []
    var isInside = false
    for line in try text("README.md").split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if !isInside, line == "```" + language { blocks.append([]) }
        isInside = isInside ? false : line == "```" + language
      } else if isInside {
        blocks[blocks.count - 1].append(line.trimmingCharacters(in: .whitespaces))
      }
    }
    return blocks.map { $0.filter { !$0.isEmpty } }
  }

  @Test("Every Swift block is compiled")
  func swift() throws {
    let compiled = try ["ReadmeExamples", "ReadmeSellExamples", "ReadmeSharespineExamples", "ReadmeTwoModules"].flatMap
    { name in
      try Self.text("Tests/ReadmeTests/\(name).swift").split(separator: "\n")
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    for block in try Self.blocks("swift") where block.first != ".target(" {
      let isCompiled = compiled.indices.contains { compiled[$0...].starts(with: block) }
      #expect(isCompiled, "not compiled: \(block.joined(separator: "\n"))")
    }
    // The one that belongs into another package's manifest is tried with a package of that kind, in PackageTests.
    #expect(try Self.blocks("swift").count { $0.first == ".target(" } == 1)
  }

  @Test("Every JSON block is a spec of the module Library, which is generated, compiled and called")
  func json() async throws {
    let specs = try ["api", "books"].map { try Self.text("Tests/Library/Specs/\($0).json") }
    let written = try Self.blocks("json").map { $0.joined() }
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

  @Test("Every link into the repository leads somewhere")
  func links() throws {
    let readme = try Self.text("README.md")
    for match in readme.matches(of: /\]\(([^)#:]+)\)/) {
      let path = String(match.1)
      #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: path).path), "\(path)")
    }
  }
}
