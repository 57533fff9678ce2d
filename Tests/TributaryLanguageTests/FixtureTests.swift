import Foundation
import Testing
import TributaryLanguage

/// Every folder under `Fixtures` is wrong in its own way; `expected.txt` holds what is said about it, to the letter.
@Suite struct FixtureTests {
  @Test(arguments: try SpecFolder.folders(in: SpecFolder.fixtures).map(\.lastPathComponent))
  func saysWhatIsExpected(fixture: String) throws {
    let folder = SpecFolder.fixtures.appending(path: fixture)
    let checked = SpecificationChecker.check(try SpecFolder.files(in: folder))
    let expected = try String(contentsOf: folder.appending(path: "expected.txt"), encoding: .utf8)
    #expect(checked.diagnostics.map { $0.description + "\n" }.joined() == expected)
    #expect((checked.specification == nil) == checked.diagnostics.contains { $0.severity == .error })
  }

  @Test func theShippedSpecsAreRight() throws {
    let folders = try SpecFolder.folders(in: SpecFolder.specs)
    #expect(!folders.isEmpty)
    for folder in folders {
      let checked = SpecificationChecker.check(try SpecFolder.files(in: folder))
      #expect(checked.diagnostics.isEmpty, "\(folder.lastPathComponent)")
      #expect(checked.specification?.api.module == folder.lastPathComponent)
    }
  }
}
