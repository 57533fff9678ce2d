import Foundation
import Testing
import Tributary

@Suite("The document of the sync protocols")
struct SyncDocumentTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

  /// The document with every run of white space as one space, since a line may end anywhere.
  private static func document() throws -> String {
    try text(root.appending(path: "Sources/Tributary/Tributary.docc/SYNC.md"))
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("Every test that is named exists")
  func tests() throws {
    let tests = FileManager.default.enumerator(at: Self.root.appending(path: "Tests"), includingPropertiesForKeys: nil)
    var sources: [String] = []
    while let file = tests?.nextObject() as? URL {
      if file.pathExtension == "swift" { sources.append(try Self.text(file)) }
    }
    let references = try Self.document().matches(of: /`([^`›]+) › ([^`]+)`/)
    #expect(references.count > 60)
    for reference in references {
      let exists = sources.contains {
        $0.contains("@Suite(\"\(reference.1)\"") && $0.contains("\"\(reference.2)\"")
      }
      #expect(exists, "\(reference.0)")
    }
  }

  @Test("The assumptions are those in code")
  func assumptions() throws {
    let document = try Self.document()
    for (title, assumptions) in [
      ("The timestamp cursor", TimestampCursor.assumptions), ("Modification polling", ModificationPolling.assumptions),
      ("The session queue", SessionQueue.assumptions), ("The token cursor", TokenCursor.assumptions),
      ("The snapshot", Snapshot.assumptions),
    ] {
      let list = assumptions.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: " ")
      #expect(document.contains("## \(title): what the server is assumed to do \(list) ##"), "\(title)")
    }
  }
}
