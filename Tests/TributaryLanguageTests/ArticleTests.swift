import Foundation
import Testing
import TributaryJSON
import TributaryLanguage

/// The specs of an article are one folder, which both the checker and the schema accept.
@Suite struct ArticleTests {
  private static let articles = SpecFolder.specs.deletingLastPathComponent()
    .appending(path: "Sources/Tributary/Tributary.docc")

  /// The specs of an article: every block of JSON below a line that names its file.
  private static func specs(of article: String) throws -> [SourceFile] {
    let text = try String(contentsOf: articles.appending(path: article), encoding: .utf8)
    return text.matches(of: #/(?m)^`(?<name>[^`\n]+\.json)`:\n\n```json\n(?<text>(?s).*?)^```/#).map { match in
      SourceFile(
        path: URL(filePath: String(match.output.name)).lastPathComponent,
        bytes: SharedBytes(String(match.output.text)))
    }
  }

  @Test(arguments: ["Tutorial.md", "SpecLanguage.md"])
  func specsAreRight(article: String) throws {
    let files = try Self.specs(of: article)
    #expect(files.count == 2)
    let checked = SpecificationChecker.check(files)
    #expect(checked.diagnostics.map(\.description) == [])
    #expect(checked.specification != nil)
    let schema = try SpecFolder.bytes(of: SpecFolder.specs.appending(path: "spec.schema.json"))
    let validator = SchemaValidator(try JSONReader.read(JSONValue.self, from: schema))
    for file in files {
      #expect(try validator.problems(in: try JSONReader.read(JSONValue.self, from: file.bytes)) == [], "\(file.path)")
    }
  }

  @Test func everyArticleWithSpecsIsTried() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.articles.path)
    let withSpecs = try names.filter { name in
      try name.hasSuffix(".md")
        && String(contentsOf: Self.articles.appending(path: name), encoding: .utf8)
          .contains("```json")
    }
    #expect(Set(withSpecs) == ["Tutorial.md", "SpecLanguage.md"])
  }

  @Test func theErrorThatTheTutorialShowsIsReported() throws {
    let files = try Self.specs(of: "Tutorial.md").map { file in
      SourceFile(path: file.path, bytes: SharedBytes(file.bytes.text.replacing("\"models\"", with: "\"modles\"")))
    }
    let text = try String(contentsOf: Self.articles.appending(path: "Tutorial.md"), encoding: .utf8)
    let first = try #require(SpecificationChecker.check(files).diagnostics.first)
    #expect(text.contains("`\(first)`"))
  }
}
