import Testing

@testable import TributaryEmitter

@Suite("Templates and page")
struct PageTests {
  @Test("Code in a template takes over the indentation of its line; empty code takes its line away")
  func template() {
    let inner: Code = """
      var a: Int
      if a > 0 {
        a = 1
      }
      """
    let code: Code = """
      func f() {
        \(inner)
        \(Code.nothing)
        return \("a")
      }
      """
    #expect(
      Page(code).text == """
        func f() {
          var a: Int
          if a > 0 {
            a = 1
          }
          return a
        }

        """)
  }

  @Test("Blank lines never double, nor stand at the start or end of a block or file")
  func blankLines() {
    let code: Code = """

      struct A {

        \(Code.nothing)

        var a: Int


        var b: Int

      }

      """
    #expect(Page(code).text == "struct A {\n  var a: Int\n\n  var b: Int\n}\n")
  }

  @Test("A list fills lines to exactly the width")
  func width() {
    for length in 100...122 {
      let name = String(repeating: "x", count: length - "f(, b)".count)
      let text = Page(Code(PackedList(.arguments, "f(", [name, "b"], ")"))).text
      #expect(text == (length <= 120 ? "f(\(name), b)\n" : "f(\n  \(name),\n  b)\n"))
    }
  }

  @Test("Each style of list is broken in its own way")
  func styles() {
    let long = String(repeating: "x", count: 70)
    func text(_ style: PackedList.Style, _ opening: String, _ closing: String) -> String {
      Page(Code(PackedList(style, opening, [long, long], closing))).text
    }
    #expect(text(.parameters, "func f(", ") {") == "func f(\n  \(long),\n  \(long)\n) {\n")
    #expect(text(.arguments, "f(", ")") == "f(\n  \(long),\n  \(long))\n")
    #expect(text(.elements, "[", "]") == "[\n  \(long),\n  \(long),\n]\n")
    #expect(text(.bindings, "var ", "") == "var \(long),\n  \(long)\n")
  }

  @Test("Long comments are wrapped by words")
  func comments() {
    let words = String(repeating: "word ", count: 60)
    let lines = Page("\(Code.documentation(words))").text.split(separator: "\n")
    #expect(lines.count > 1)
    #expect(lines.allSatisfy { $0.hasPrefix("/// word") && $0.count <= 120 - 6 })
    #expect(Page("\(Code.documentation("  \n "))").text == "")
  }
}
