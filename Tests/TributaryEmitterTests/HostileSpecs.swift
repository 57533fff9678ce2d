import TributaryJSON
import TributaryLanguage

/// Texts that a spec should not get away with.
enum HostileSpecs {
  /// Texts that would leave a comment, a literal or a name, or hide what they do.
  static let attacks = [
    "*/ pwned() /*", "\npwned()", "\rpwned()", "\r\npwned()", "\u{2028}pwned()", "\u{85}pwned()", "\u{0B}pwned()",
    "\"; pwned(); //", "\"\"\"\npwned()", "\"#; pwned()", "\\(pwned())", "\\", "\\\"", "\\#(pwned())", "`",
    "` pwned() `", "${pwned()}", "} pwned() {", ")\npwned(", "]; pwned(); [", "<pwned>", "> pwned() <", "#line",
    "\u{0}pwned()", "\u{202E}pwned()", "\u{200B}", "\u{FEFF}", "\u{2060}", "\u{E0041}", "e\u{301}", "\u{212B}",
    "\u{1100}\u{1161}", "class", "self", "init", "Type", "_", "$0", "", " ", "../../pwned", "/etc/pwned", "%00",
    "pwned:", "a b", "👩‍👩‍👧", "Ｐ", String(repeating: "long", count: 600),
  ]
}

extension SpecFolder {
  /// A spec with each hostile text in all places that take any text, and those that people read where they are allowed.
  static var hostile: SpecFolder {
    let texts = HostileSpecs.attacks.filter { !$0.isEmpty && $0.utf8.count < 100 }.map { JSONWriter.text(of: $0) }
    let fields = texts.enumerated().map { number, text in
      let summary = isSentence(text) ? #", "summary": \#(text), "deprecated": \#(text)"# : ""
      return #"\#(text): { "type": "int?", "name": "field\#(number)"\#(summary) }"#
    }
    let cases = texts.enumerated().map { #""case\#($0)": \#($1)"# }
    let endpoints = texts.enumerated().map { number, text in
      """
      "things.get\(number)": { "request": "POST /things", "query": { \(text): { "type": "int?", "name": "value" } },
      "body": "Thing", "wrap": \(text), "result": \(text.contains("..") ? "\"data\"" : text), "responses": { "200": "Thing" } }
      """
    }
    let members = texts.map { #"\#($0): \#($0)"# }.joined(separator: ",")
    let shapes = texts.enumerated().map { number, text in
      #"\#(text): { "means": "serverOnly", "name": "method\#(number)", "wire": { "on": "{field}", \#(text): [\#(text)] } }"#
    }
    return SpecFolder([
      "api.json": """
      { "module": "Hostile", "names": "snake_case", "environments": { "main": "https://example.com" },
      "queries": { "operators": { \(shapes.joined(separator: ",")) }, "wire": {
      "query": { "filter": "{filter}", "hostile": { \(members) } }, "comparison": { "{field}": { "{operator}": 1 } } } } }
      """,
      "things.json": """
      { "enums": { "Word": { "raw": "string", "cases": { \(cases.joined(separator: ",")) } } },
      "models": { "Thing": { "fields": { \(fields.joined(separator: ",")), "word": "Word?" } } },
      "queries": { "Thing": { "fields": { "word": [\(texts.joined(separator: ","))] } } },
      "endpoints": { \(endpoints.joined(separator: ",")) } }
      """,
    ])
  }

  /// Whether a text, as JSON writes it, may be a summary.
  private static func isSentence(_ text: String) -> Bool {
    let files = SpecFolder(["api.json": #"{ "module": "M", "summary": \#(text) }"#]).files
    return SpecificationChecker.check(files).specification != nil
  }
}
