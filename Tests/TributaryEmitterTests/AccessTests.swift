import Foundation
import Testing
import TributaryJSON

@Suite("Access")
struct AccessTests {
  @Test(
    "An internal module has nothing that others see, and imports nothing for them", arguments: ["internal", "package"])
  func module(access: String) throws {
    var folder = try SpecFolder.myAzur()
    let index = try #require(folder.files.firstIndex { $0.path == "api.json" })
    let text = folder.files[index].bytes.text.replacing(
      "{\n", with: "{\n  \"access\": \"\(access)\",\n", maxReplacements: 1)
    folder.files[index].bytes = SharedBytes(text)
    for file in try folder.generated() {
      #expect(!file.text.contains(/\bpublic\b/), "\(file.name)")
      #expect(
        file.text.contains("@_spi(Generated) \(access) import Tributary\n") || file.name == "sign-in.generated.swift")
    }
  }

  @Test("A group is seen by whoever sees one of its endpoints, and none by more than see the client")
  func groups() throws {
    let cellar = try #require(try SpecFolder.kitchen().generated().first { $0.name == "cellar.generated.swift" }).text
    #expect(cellar.contains("  package var bottles: Bottles"))
    #expect(cellar.contains("    func taste(") && cellar.contains("    package func list("))
    #expect(cellar.contains("  public var corks: Corks") && cellar.contains("    func push("))

    let folder = SpecFolder([
      "api.json": #"{"module": "M", "access": "internal", "names": "snake_case"}"#,
      "a.json": #"{"access": "public", "endpoints": {"a.b": {"request": "GET /", "responses": {"204": "nothing"}}}}"#,
    ])
    #expect(try folder.generated().allSatisfy { !$0.text.contains("public ") })
  }
}
