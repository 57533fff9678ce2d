import Foundation

/// A page that people read: the README, or an article or module page of the documentation.
struct DocumentationPage: Sendable {
  /// A piece of code.
  struct Block: Sendable {
    /// What follows the mark that begins it.
    let language: String
    let text: String
    /// The file that it is the content of, if the line before names one: `` `Sources/Library/Sync.swift`: ``.
    let file: String?

    /// Its lines without what stands around them, and without empty ones.
    var lines: [String] { DocumentationPage.lines(of: text) }
  }

  /// The path in the repository.
  let path: String
  let text: String
  let blocks: [Block]

  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: Self.repository.appending(path: path), encoding: .utf8)
    var blocks: [Block] = []
    var open: (language: String, lines: [Substring], file: String?)?
    var before = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(
            Block(language: block.language, text: block.lines.map { $0 + "\n" }.joined(), file: block.file))
          open = nil
        } else {
          let file = before.wholeMatch(of: /`([^`]+\.[a-z]+)`:/).map { String($0.1) }
          open = (String(line.dropFirst(3)), [], file)
        }
      } else if open != nil {
        open?.lines.append(line)
      } else if !line.isEmpty {
        before = String(line)
      }
    }
    self.blocks = blocks
  }

  /// The README, and every page of every module's documentation.
  static func all() throws -> [DocumentationPage] {
    let sources = FileManager.default.enumerator(atPath: repository.appending(path: "Sources").path)
    let pages = (sources?.allObjects as? [String] ?? []).filter { $0.contains(".docc/") && $0.hasSuffix(".md") }
    return try (["README.md"] + pages.sorted().map { "Sources/" + $0 }).map { try DocumentationPage($0) }
  }

  static func lines(of text: String) -> [String] {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }
}
