import Testing
import TributaryJSON
import TributaryLanguage

/// The names that `EveryModule.swift` uses are those that a spec cannot take away from the users of its module.
@Suite struct NameTests {
  @Test(arguments: familiarTypes.map(Self.name))
  func isRefused(name: String) {
    let checked = Self.check(name)
    #expect(checked.specification == nil)
    #expect(checked.diagnostics.map(\.severity) == [.error])
  }

  @Test(arguments: familiarClasses.map(Self.name))
  func isWarnedOf(name: String) {
    let checked = Self.check(name)
    #expect(checked.specification != nil)
    #expect(checked.diagnostics.map(\.severity) == [.warning])
  }

  @Test func anyOtherNameIsFine() {
    #expect(Self.check("Job").diagnostics == [])
  }

  /// `Set<Int>` is called `Set`.
  private static func name(of type: Any.Type) -> String { String("\(type)".prefix { $0 != "<" }) }

  private static func check(_ name: String) -> CheckedSpecification {
    let model = #"{"models": {"\#(name)": {"fields": {"size": "int"}}}}"#
    return SpecificationChecker.check([
      SourceFile(path: "api.json", bytes: SharedBytes(Array(#"{"module": "Shop"}"#.utf8))),
      SourceFile(path: "models.json", bytes: SharedBytes(Array(model.utf8))),
    ])
  }
}
