import Foundation
import Testing
import Tributary

/// What holds for the README and for every page of the documentation.
@Suite("Documentation")
struct DocumentationTests {
  @Test("Every block of Swift is compiled")
  func swift() throws {
    let pages = try DocumentationPage.all()
    let compiled = try CompiledLines(pages)
    var count = 0
    for page in pages {
      for block in page.blocks where block.language == "swift" {
        count += 1
        let isCompiled = compiled.contains(block.lines)
        #expect(isCompiled, "\(page.path): not compiled:\n\(block.text)")
      }
    }
    #expect(count > 60)
  }

  @Test("Every block says what it is, and every spec is the content of a file, so that the generator checks it")
  func languages() throws {
    for page in try DocumentationPage.all() {
      for block in page.blocks {
        #expect(["swift", "json", "sh", "text"].contains(block.language), "\(page.path):\n\(block.text)")
        let isNamed = page.path == "README.md" || block.file != nil
        #expect(block.language != "json" || isNamed, "\(page.path): no file is named before:\n\(block.text)")
      }
    }
  }

  @Test("Every link into the repository leads somewhere")
  func links() throws {
    let readme = try DocumentationPage("README.md")
    for match in readme.text.matches(of: /\]\(([^)#:]+)\)/) {
      let path = DocumentationPage.repository.appending(path: String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(path)")
    }
    for page in try DocumentationPage.all() {
      for match in page.text.matches(of: /`((?:\.github|Generator|Sources|Specs|Tests)\/[^`* ]+\.[a-z]+)`/) {
        guard !page.path.hasSuffix("/Tutorial.md") else { continue }
        let path = DocumentationPage.repository.appending(path: String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: path), "\(page.path): \(match.1)")
      }
    }
  }

  @Test("Every article is named by the README or by a page of its module")
  func reachable() throws {
    let pages = try DocumentationPage.all()
    for page in pages where page.path != "README.md" {
      let name = URL(filePath: page.path).deletingPathExtension().lastPathComponent
      let isModule = page.text.hasPrefix("# ``")
      let isNamed = pages.contains { $0.path != page.path && $0.text.contains("<doc:\(name)>") }
      #expect(isModule || isNamed, "\(page.path)")
    }
  }
}
