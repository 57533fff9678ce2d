import Foundation
import Testing
import TributaryJSON
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

  @Test func aByteOrderMarkIsAWarningAndNothingElse() throws {
    let folder = try #require(try SpecFolder.folders(in: SpecFolder.specs).first)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let plain = try SpecFolder.files(in: folder)
    let marked = plain.map { SourceFile(path: $0.path, bytes: SharedBytes(mark + $0.bytes.array)) }
    let checked = SpecificationChecker.check(marked)
    #expect(checked.specification != nil)
    let specs = plain.filter { !$0.path.hasSuffix(".schema.json") }
    #expect(checked.diagnostics.count == specs.count)
    #expect(checked.diagnostics.allSatisfy { $0.severity == .warning && $0.description.contains(":1:1: ") })
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
