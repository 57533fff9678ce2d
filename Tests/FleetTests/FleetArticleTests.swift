import Foundation
import Testing

@Suite("The article about fleets")
struct FleetArticleTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func lines(_ path: String) throws -> [String] {
    try String(contentsOf: root.appending(path: path), encoding: .utf8).components(separatedBy: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  @Test("shows code of the example, which is compiled and run")
  func code() throws {
    let example = try [
      "Examples/Sources/FleetExample/Worker", "Examples/Sources/FleetExample/main", "PostgreSQLTests/DatabaseWorker",
      "PostgreSQLTests/DatabaseWorkerTests",
    ].flatMap { try Self.lines("Tests/\($0).swift") }
    let article = try Self.lines("Sources/TributaryFleet/TributaryFleet.docc/Fleets.md")
    let blocks = article.split(separator: "```swift").dropFirst().map { Array($0.prefix { $0 != "```" }) }
    #expect(blocks.count == 6)
    for block in blocks {
      let isShown = example.indices.contains { example[$0...].starts(with: block) }
      #expect(isShown, "\(block.joined(separator: "\n"))")
    }
  }

  @Test("shows a worker in thirty lines")
  func length() throws {
    for path in ["Examples/Sources/FleetExample/Worker.swift", "PostgreSQLTests/DatabaseWorker.swift"] {
      #expect(try Self.lines("Tests/\(path)").count { !$0.isEmpty } <= 31)
    }
  }
}
