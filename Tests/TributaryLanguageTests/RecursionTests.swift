import Testing

@testable import TributaryLanguage

/// Which models can hold themselves by value.
@Suite struct RecursionTests {
  private func recursiveModels(_ models: String) throws -> [String] {
    let checked = SpecificationChecker.check("{ \"models\": {\(models)} }")
    #expect(checked.diagnostics.map(\.description) == [])
    return try #require(checked.specification).files.flatMap(\.models).filter(\.isRecursive).map(\.name)
  }

  @Test func isFoundThroughOptionals() throws {
    #expect(try recursiveModels(#""A": { "fields": { "a": "A?" } }"#) == ["A"])
  }

  @Test func isFoundThroughOtherModels() throws {
    let models = """
      "A": { "fields": { "b": "B" } }, "B": { "fields": { "c": "C?" } }, "C": { "fields": { "a": "A" } },
      "D": { "fields": { "a": "A" } }
      """
    #expect(try recursiveModels(models) == ["A", "B", "C"])
  }

  @Test(arguments: ["[A]", "{A}", "[A?]?", "records<A>", "id<A>", "id", "{[A]}?"])
  func endsAtIndirection(type: String) throws {
    #expect(try recursiveModels("\"A\": { \"fields\": { \"a\": \"\(type)\" } }") == [])
  }

  @Test func isFoundThroughArguments() throws {
    let models = """
      "Box<Item>": { "fields": { "item": "Item?" } }, "Deep<Item>": { "fields": { "box": "Box<Item>" } },
      "Listed<Item>": { "fields": { "items": "[Item]" } },
      "A": { "fields": { "a": "Deep<A>" } }, "B": { "fields": { "b": "Listed<B>", "c": "Listed<Deep<B>>" } }
      """
    #expect(try recursiveModels(models) == ["A"])
  }

  @Test func isFoundInGenericModels() throws {
    #expect(try recursiveModels(#""Tree<Item>": { "fields": { "item": "Item", "left": "Tree<Item>?" } }"#) == ["Tree"])
  }

  @Test func endsAtUnionsWhichHaveItThemselves() throws {
    let text = """
      { "unions": {
          "Round": { "cases": { "a": "A" } }, "Once": { "cases": { "c": "C" } },
          "Listed": { "cases": { "d": "D" } } },
        "models": {
          "A": { "fields": { "b": "B?", "text": "string" } },
          "B": { "fields": { "kind": "string", "round": { "type": "Round", "tag": "kind" } } },
          "C": { "fields": { "c": "C?" } },
          "D": { "fields": { "all": "[E]" } },
          "E": { "fields": {
            "kind": "string", "once": { "type": "Once", "tag": "kind" }, "listed": { "type": "Listed?", "tag": "kind" } } }
        } }
      """
    let file = try #require(SpecificationChecker.check(text).specification?.files.first)
    #expect(file.models.filter(\.isRecursive).map(\.name) == ["C"])
  }

  @Test func ofALongChainNeedsNoStack() {
    let count = 5000
    let models = (0..<count).map { "\"M\($0)\": { \"fields\": { \"next\": \"M\(($0 + 1) % count)?\" } }" }
    let checked = SpecificationChecker.check("{ \"models\": {\(models.joined(separator: ","))} }")
    #expect(checked.diagnostics.isEmpty)
    #expect(checked.specification?.files.first?.models.allSatisfy(\.isRecursive) ?? false)
  }
}
