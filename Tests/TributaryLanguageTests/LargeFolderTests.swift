import Testing
import TributaryJSON

@testable import TributaryLanguage

/// Large folders: the time grows with the size, not with its square.
@Suite struct LargeFolderTests {
  private func folder(models: Int) -> [SourceFile] {
    let fields = (0..<12).map { "\"field_\($0)\": { \"type\": \"[string]?\", \"summary\": \"Field \($0).\" }" }
    let texts = (0..<models).map { number in
      """
      "Model\(number)": { "record": "model_\(number)", "fields": { "id": "id", "next": "Model\((number + 1) % models)?",
      \(fields.joined(separator: ",\n")) } }
      """
    }
    let endpoints = (0..<models).map { number in
      """
      "group\(number).list": { "request": "GET /a/{id}", "parameters": { "id": "id<Model\(number)>" },
      "responses": { "200": "[Model\(number)]" } }
      """
    }
    let text = """
      { "models": {\(texts.joined(separator: ",\n"))}, "endpoints": {\(endpoints.joined(separator: ",\n"))} }
      """
    return [
      SourceFile(path: "api.json", bytes: SharedBytes(#"{ "module": "Large", "names": "snake_case" }"#)),
      SourceFile(path: "all.json", bytes: SharedBytes(text)),
    ]
  }

  @Test func areChecked() {
    let checked = SpecificationChecker.check(folder(models: 600))
    #expect(checked.diagnostics.isEmpty)
    #expect(checked.specification?.files.first?.endpoints.count == 600)
  }

  @Test func manyErrorsCostNoMore() {
    let fields = (0..<20_000).map { "\"f\($0)\": \"Unknown\($0)\"" }.joined(separator: ",\n")
    let models = (0..<500).map { "\"Model\($0)\": { \"fields\": {} }" }.joined(separator: ",\n")
    let text = "{ \"models\": { \"A\": { \"fields\": {\(fields)} }, \(models) } }"
    let checked = SpecificationChecker.check(text)
    #expect(checked.diagnostics.count == Findings.limit + 1)
  }

  @Test func whatIsMadeOfALittleIsBounded() {
    let fields = (0..<2000).map { "\"f\($0)\": \"int\"" }.joined(separator: ",\n")
    let drafts = (0..<60).map { "\"D\($0)\": { \"draftOf\": \"A\" }" }.joined(separator: ",\n")
    let checked = SpecificationChecker.check("{ \"models\": { \"A\": { \"fields\": {\(fields)} },\n\(drafts) } }")
    let message =
      "the derived declarations have more than 100000 fields and parameters from here on"
    #expect(checked.diagnostics.map(\.message) == [message])
    #expect(checked.diagnostics.first?.line == 2051)
  }
}
