import Foundation
import Testing
import TributaryJSON
import TributaryLanguage

/// The examples of `Specs/README.md` are one spec folder, which both the checker and the schema accept.
@Suite struct ReadmeTests {
  private let files: [SourceFile]

  init() throws {
    files = try SpecFolder.examples()
  }

  @Test func examplesAreRight() throws {
    #expect(files.count == 8)
    let checked = SpecificationChecker.check(files)
    #expect(checked.diagnostics.map(\.description) == [])
    let specification = try #require(checked.specification)
    let list = try #require(specification.files.flatMap(\.endpoints).first)
    #expect(list.parameters.map(\.name) == ["customerID", "state", "placedAfter"])
    let products = specification.files.flatMap(\.endpoints).filter { $0.group == "products" }
    #expect(
      products.map { "\($0.method.rawValue) \($0.name)(\($0.parameters.map(\.name).joined(separator: ":"))" }
        == [
          "GET list(page:ids:shelf:attributes:sortBy", "GET get(id", "POST create(", "PATCH update(id",
          "DELETE delete(id",
          "POST upsert(shelf:attributes",
        ])
  }

  @Test func examplesFitTheSchema() throws {
    let schema = try SpecFolder.bytes(of: SpecFolder.specs.appending(path: "spec.schema.json"))
    let validator = SchemaValidator(try JSONReader.read(JSONValue.self, from: schema))
    for file in files {
      #expect(try validator.problems(in: try JSONReader.read(JSONValue.self, from: file.bytes)) == [], "\(file.path)")
    }
  }

  @Test func everyExampleIsOneOfThem() throws {
    let text = try String(contentsOf: SpecFolder.specs.appending(path: "README.md"), encoding: .utf8)
    #expect(text.matches(of: /(?m)^```/).count == files.count * 2)
  }

  @Test func everyBuiltInTypeIsExplained() throws {
    let text = try String(contentsOf: SpecFolder.specs.appending(path: "README.md"), encoding: .utf8)
    for scalar in ScalarType.allCases { #expect(text.contains("`\(scalar.rawValue)`")) }
  }
}
