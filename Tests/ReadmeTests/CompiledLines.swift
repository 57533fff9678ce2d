import Foundation

/// The lines of all Swift that is compiled for tests, examples or the tutorial.
struct CompiledLines {
  private var files: [[String]] = []
  /// Where each line stands.
  private var places: [String: [(file: Int, line: Int)]] = [:]

  init(_ pages: [DocumentationPage]) throws {
    let tests = DocumentationPage.repository.appending(path: "Tests")
    let names = FileManager.default.enumerator(atPath: tests.path)?.allObjects as? [String] ?? []
    // CI builds and runs the examples. The others are not all compiled, or not as they are.
    let others = ["Fixture", "Fixtures", "Fuzzing", ".build"]
    let isOurs = { (name: String) in !name.split(separator: "/").contains { others.contains(String($0)) } }
    for name in names where name.hasSuffix(".swift") && isOurs(name) {
      add(try String(contentsOf: tests.appending(path: name), encoding: .utf8))
    }
    // `TutorialTests` builds and runs what the tutorial says.
    for block in pages.filter({ $0.path.hasSuffix("/Tutorial.md") }).flatMap(\.blocks) where block.file != nil {
      if block.language == "swift" { add(block.text) }
    }
  }

  private mutating func add(_ text: String) {
    let lines = DocumentationPage.lines(of: text)
    for (index, line) in lines.enumerated() { places[line, default: []].append((files.count, index)) }
    files.append(lines)
  }

  /// Whether lines stand somewhere one after the other.
  func contains(_ lines: [String]) -> Bool {
    guard let first = lines.first else { return false }
    return (places[first] ?? []).contains { files[$0.file][$0.line...].starts(with: lines) }
  }
}
