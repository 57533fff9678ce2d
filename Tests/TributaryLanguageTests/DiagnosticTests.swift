import Testing
import TributaryJSON

@testable import TributaryLanguage

/// How diagnostics are put together.
@Suite struct DiagnosticTests {
  @Test func nameEveryFileInItsOwnWay() {
    let files = [
      SourceFile(path: "Specs/Example/leads.json", bytes: SharedBytes(#"{ "models": 1 }"#)),
      SourceFile(path: "Specs/Example/deals.json", bytes: SharedBytes(#"{ "enums": 1 }"#)),
    ]
    #expect(
      SpecificationChecker.check(files).diagnostics.map(\.description) == [
        "Specs/Example/deals.json:1:12: error: \"enums\" must be an object, not a number",
        "Specs/Example/leads.json:1:13: error: \"models\" must be an object, not a number",
        "Specs/Example/api.json:1:1: error: this file is missing; it must contain at least {\"module\": \"...\"}",
      ])
  }

  @Test func areReportedForNothing() {
    #expect(SpecificationChecker.check([]).diagnostics.map(\.path) == ["api.json"])
  }

  @Test func countColumnsAsEditorsDo() {
    let checked = SpecificationChecker.check(
      "{ \"models\": { \"Lead\": { \"summary\": \"åäö\u{1F600}\", \"x\": 1, \"fields\": {} } } }")
    #expect(checked.diagnostics.map(\.column) == [44])
  }

  @Test func stayOnOneLine() {
    let text =
      #"{ "models": { "Lead": { "fields": { "a": "\u000Aevil.swift:1:1: error: \u202E\#(String(repeating: "x", count: 200))" } } } }"#
    let messages = SpecificationChecker.check(text).diagnostics.map(\.message)
    #expect(messages.count == 1)
    #expect(messages.allSatisfy { $0.count < 200 && !$0.unicodeScalars.contains { $0.isInvisible } })
  }

  @Test func areBounded() {
    let fields = (0..<250).map { "\"f\($0)\": \"Nothing\"" }.joined(separator: ",")
    let diagnostics = SpecificationChecker.check("{ \"models\": { \"A\": { \"fields\": {\(fields)} } } }").diagnostics
    #expect(diagnostics.count == 101)
    #expect(diagnostics.last?.severity == .note)
    #expect(diagnostics.last?.message.hasPrefix("and 150 more") ?? false)
  }

  @Test func areNotMadeUpWhenDeclarationsAreLost() {
    let broken = [
      "api.json": #"{ "module": "Example" }"#,
      "a.json": #"{ "models": { "A": { "fields": { "b": "B", "c": "[Strnig]" } } } }"#,
    ]
    for lost in ["{", "[]", #"{ "models": [] }"#, #"{ "modles": { "B": { "fields": {} } } }"#] {
      let checked = SpecificationChecker.check(broken.merging(["b.json": lost]) { $1 })
      #expect(checked.diagnostics.map(\.path) == ["b.json"])
      #expect(checked.specification == nil)
    }
    #expect(SpecificationChecker.check(broken).diagnostics.count == 2)
  }

  @Test func nameAnAPIFileWrittenOtherwise() {
    #expect(
      SpecificationChecker.check(["API.json": "{}", "leads.json": "{}"]).diagnostics.map(\.description) == [
        "API.json:1:1: error: \"API.json\" must be named \"api.json\", in small letters"
      ])
  }

  @Test func nameFilesThatDifferInCapitalsOnly() {
    let texts = ["api.json": #"{ "module": "Example" }"#, "leads.json": "{}", "Leads.json": "{}"]
    #expect(
      SpecificationChecker.check(texts).diagnostics.map(\.description) == [
        "leads.json:1:1: error: the Swift file of this spec has the same name as another one; rename one of them",
        "Leads.json:1:1: note: the other one",
      ])
  }

  @Test func nameFilesThatCannotBecomeSwiftFiles() {
    let long = String(repeating: "a", count: 201)
    let names = ["..", "../up", "\u{202E}evil", "a\nb.json:1:1: error: c", "", "a b", "\u{212A}", long]
    var texts = Dictionary(uniqueKeysWithValues: names.map { ("\($0).json", "{}") })
    texts["api.json"] = #"{ "module": "Example" }"#
    let diagnostics = SpecificationChecker.check(texts).diagnostics
    // A path leads to a file of the folder; `up` is one.
    #expect(diagnostics.count == names.count - 1)
    #expect(diagnostics.allSatisfy { $0.severity == .error && !$0.description.contains(where: \.isNewline) })
  }

  @Test func pointIntoTypesBehindEscapes() {
    let text = #"{ "models": { "A": { "fields": { "a": "\u005b\u005bStirng\u005d]" } } } }"#
    #expect(SpecificationChecker.check(text).diagnostics.map(\.column) == [52])
  }

  @Test func everyBrokenPrefixIsAnErrorAndNeverMore() throws {
    for file in try SpecFolder.files(in: SpecFolder.specs.appending(path: "MyAzur")) where file.path != "api.json" {
      for count in stride(from: 0, to: file.bytes.count - 2, by: 7) {
        let checked = SpecificationChecker.check([
          SourceFile(path: "api.json", bytes: SharedBytes(#"{ "module": "MyAzur" }"#)),
          SourceFile(path: file.path, bytes: file.bytes[0..<count]),
        ])
        #expect(checked.specification == nil && checked.diagnostics.count == 1)
      }
    }
  }
}
