import Testing

@testable import TributaryEmitter
@testable import TributaryLanguage

/// Text from a spec never leaves its place. The checker refuses much of this already; the emitter does not rely on it.
@Suite("Escaping")
struct EscapingTests {
  static let hostile = [
    "\"", "\\", "\\(evil())", "\"\"\"", "#\"", "*/ evil() /*", "a\nevil()", "a\revil()", "a\r\nevil()",
    "a\u{2028}evil()",
    "a\u{85}evil()", "a\u{0}b", "\u{202E}evil", "\u{200B}", "\u{FEFF}", "e\u{301}", "\t", "👩‍👩‍👧",
  ]

  @Test("A string literal reads as the text it was made from", arguments: hostile)
  func literal(text: String) {
    let literal = Escaping.literal(text)
    #expect(literal.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x85 && $0.value != 0x2028 })
    #expect(Self.value(of: literal) == text)
  }

  @Test("A comment stays a comment, line by line", arguments: hostile)
  func comment(text: String) {
    let page = Page("\(Code.documentation("Before. \(text) After."))\nlet x = 1")
    for line in page.text.split(whereSeparator: \.isNewline).dropLast() { #expect(line.hasPrefix("///")) }
    #expect(page.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    #expect(!page.text.unicodeScalars.contains { $0.properties.generalCategory == .format })
  }

  @Test("Hostile text in every place of a specification stays in literals and comments", arguments: hostile)
  func everywhere(text: String) {
    let field = FieldDeclaration(
      wireName: text, name: "field", type: .scalar(.string), summary: text, deprecated: text, aliases: [text + "x"])
    let endpoint = EndpointDeclaration(
      group: "things", name: "get", summary: text, reference: text, deprecated: text, method: .get,
      path: [.literal("/\(text)/"), .parameter("id")],
      parameters: [
        ParameterDeclaration(place: .path, wireName: "id", name: "id", type: .scalar(.int), summary: text),
        ParameterDeclaration(place: .query, wireName: text, name: "query", type: .optional(.scalar(.int))),
      ],
      resultWrapper: text, responses: [ResponseDeclaration(status: 200, type: .scalar(.string))], baseURL: text)
    let cases = [EnumDeclaration.Case(name: "known", value: .string(text), summary: text, deprecated: nil)]
    let specification = Specification(
      api: API(
        module: "M", service: text, summary: text, reference: text, environments: [.init(name: "main", baseURL: text)]),
      files: [
        SpecFile(
          name: text, enums: [EnumDeclaration(name: "E", summary: text, raw: .string, cases: cases)],
          models: [ModelDeclaration(name: "Thing", summary: text, record: text, fields: [field])], endpoints: [endpoint]
        )
      ])
    for file in Emitter.files(for: specification) {
      for line in file.text.split(whereSeparator: \.isNewline) { #expect(!Self.code(of: line).contains("evil")) }
    }
  }

  /// What of a line is neither comment nor literal.
  private static func code(of line: Substring) -> String {
    var code = ""
    var isLiteral = false
    var rest = line.drop { $0 == " " }
    if rest.hasPrefix("//") { return "" }
    while let character = rest.popFirst() {
      if isLiteral, character == "\\" {
        let next = rest.popFirst()
        // The parameter of a path is the only interpolation there is.
        if next == "(" { code += rest.prefix { $0 != ")" } }
      } else if character == "\"" {
        isLiteral.toggle()
      } else if !isLiteral {
        code.append(character)
      }
    }
    #expect(!isLiteral)
    return code
  }

  /// The text that a literal stands for, read the way Swift reads it.
  private static func value(of literal: String) -> String? {
    var scalars = Array(literal.unicodeScalars)[...]
    guard scalars.popFirst() == "\"", scalars.popLast() == "\"" else { return nil }
    var text = String.UnicodeScalarView()
    while let scalar = scalars.popFirst() {
      guard scalar == "\\" else {
        if scalar == "\"" { return nil }
        text.append(scalar)
        continue
      }
      switch scalars.popFirst() {
      case "n": text.append("\n")
      case "r": text.append("\r")
      case "t": text.append("\t")
      case "\\": text.append("\\")
      case "\"": text.append("\"")
      case "u":
        let digits = scalars.prefix { $0 != "}" }.dropFirst()
        scalars = scalars.drop { $0 != "}" }.dropFirst()
        guard let code = UInt32(String(String.UnicodeScalarView(digits)), radix: 16), let scalar = Unicode.Scalar(code)
        else { return nil }
        text.append(scalar)
      default: return nil
      }
    }
    return String(text)
  }
}
