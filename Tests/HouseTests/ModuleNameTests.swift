import Foundation
import Testing
import TributaryLanguage

/// A new module cannot have the name of a module or type that its files also see.
@Suite("Names of new modules")
struct ModuleNameTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test(
    "The public types of the runtime are taken",
    arguments: [
      "Tributary", "TributaryEmulator", "TributaryFleet", "TributaryHTTP", "TributaryJSON", "TributaryPostgreSQL",
      "TributarySQLite",
    ])
  func types(module: String) throws {
    let folder = Self.root.appending(path: "Sources/\(module)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var count = 0
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(
        of: /(?m)^public (?:final |indirect )*(?:struct|enum|class|protocol|actor|typealias) (\w+)/)
      {
        count += 1
        #expect(ModuleName.problem(with: String(match.1)) != nil, "\(match.1) is missing in ModuleName")
      }
    }
    #expect(count > 0)
  }

  @Test("The modules that come with the package are taken")
  func modules() throws {
    var modules = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
    modules += ["TributaryLanguage", "TributaryEmitter", "TributaryPlugin", "TributaryBenchmark"]
    for module in modules where !module.hasPrefix(".") {
      #expect(ModuleName.problem(with: module)?.contains("another module") == true, "\(module)")
      #expect(ModuleName.problem(with: module.uppercased())?.contains("another module") == true)
    }
  }

  @Test("Other names are free", arguments: ["Shop", "CoffeeShop", "Notes", "JSONPlaceholder", "GitHub", "A", "V2_API"])
  func free(name: String) { #expect(ModuleName.problem(with: name) == nil) }
}
