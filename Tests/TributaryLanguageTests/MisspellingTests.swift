import Testing

@testable import TributaryLanguage

/// What may have been meant by a word that is not known.
@Suite struct MisspellingTests {
  @Test(
    arguments: [
      ("sumary", "summary"), ("feilds", "fields"), ("tpye", "type"), ("Summary", "summary"), ("strnig", "string"),
      ("strng", "string"), ("stringg", "string"),
    ])
  func isRecognized(word: String, meant: String) {
    let candidates = ["fields", "int", "string", "summary", "type"]
    #expect(Misspelling(word: word, candidates: candidates).nearest == meant)
  }

  @Test(arguments: ["", "x", "number", "description", "boolean", String(repeating: "summary", count: 100)])
  func isNotGuessedFromAfar(word: String) {
    #expect(Misspelling(word: word, candidates: ["fields", "string", "summary", "type"]).nearest == nil)
  }

  @Test func isTheNearestOfSeveral() {
    #expect(Misspelling(word: "leads", candidates: ["loads", "lead", "leadss", "Leads"]).nearest == "Leads")
    #expect(Misspelling(word: "abcdefxx", candidates: ["abcdefgh", "abcdefx"]).nearest == "abcdefx")
  }
}
