import Testing
import TributaryJSON

@testable import TributaryLanguage

/// What a right folder becomes.
@Suite struct SpecificationTests {
  @Test func holdsWhatTheAPISays() throws {
    let api = """
      {
        "module": "ZendeskSell", "summary": "A CRM.", "reference": "https://example.com",
        "environments": { "production": "https://api.example.com/v2//", "local": "http://localhost:8080" },
        "authentication": "basic", "names": "camelCase", "identifiers": "string", "errors": "Problem"
      }
      """
    let models = #"{ "models": { "Problem": { "fields": {} } } }"#
    let specification = try #require(
      SpecificationChecker.check(["api.json": api, "problems.json": models]).specification)
    #expect(
      specification.api
        == API(
          module: "ZendeskSell", service: "zendesk-sell", summary: "A CRM.", reference: "https://example.com",
          environments: [
            API.Environment(name: "production", baseURL: "https://api.example.com/v2"),
            API.Environment(name: "local", baseURL: "http://localhost:8080"),
          ],
          authentication: .basic, identifiers: .string))
  }

  @Test func hasDefaults() throws {
    let checked = SpecificationChecker.check(["api.json": #"{ "module": "Example" }"#])
    #expect(checked.specification == Specification(api: API(module: "Example", service: "example"), files: []))
    #expect(checked.diagnostics.isEmpty)
  }

  @Test func keepsTheOrderOfFilesAndDeclarations() throws {
    let texts = [
      "b.json": #"{ "models": { "Z": { "fields": { "y": "A?", "x": "int" } }, "A": { "fields": {} } } }"#,
      "a.json": #"{ "enums": { "Y": { "raw": "string", "cases": ["b_c", "a"] } } }"#,
      "api.json": #"{ "module": "Example", "names": "snake_case" }"#,
    ]
    let specification = try #require(SpecificationChecker.check(texts).specification)
    #expect(specification.files.map(\.name) == ["a", "b"])
    #expect(specification.files[1].models.map(\.name) == ["Z", "A"])
    #expect(specification.files[1].models[0].fields.map(\.wireName) == ["y", "x"])
    #expect(specification.files[0].enums[0].cases.map(\.name) == ["bC", "a"])
  }

  @Test func readsFields() throws {
    let text = """
      { "models": { "Lead": { "open": true, "summary": "A lead.", "record": "lead", "fields": {
        "id": "id",
        "a": { "type": "decimal?", "name": "value", "summary": "S.", "deprecated": "D.", "readOnly": true,
               "aliases": ["b", "c"], "wire": "string" }
      } } } }
      """
    let lead = try #require(SpecificationChecker.check(text).specification?.files.first?.models.first)
    #expect(lead.isOpen && lead.record == "lead" && lead.summary == "A lead." && !lead.isRecursive)
    #expect(
      lead.fields == [
        FieldDeclaration(wireName: "id", name: "id", type: .identifier(model: "Lead")),
        FieldDeclaration(
          wireName: "a", name: "value", type: .optional(.scalar(.decimal)), summary: "S.", deprecated: "D.",
          isReadOnly: true, aliases: ["b", "c"], wire: .string),
      ])
  }

  @Test(
    arguments: [
      ("string", TypeReference.scalar(.string)), ("int?", .optional(.scalar(.int))), ("id", .identifier(model: "Lead")),
      ("id<Deal>", .identifier(model: "Deal")), ("[{Kind?}]?", .optional(.list(.map(.optional(.enumeration("Kind")))))),
      (
        "Pair<[Deal], id<Lead>>",
        .model("Pair", arguments: [.list(.model("Deal", arguments: [])), .identifier(model: "Lead")])
      ),
      ("Pair<json,date>", .model("Pair", arguments: [.scalar(.json), .scalar(.date)])),
      ("records<Deal>", .records(.model("Deal", arguments: []))),
    ])
  func readsTypes(text: String, type: TypeReference) throws {
    let text = """
      { "enums": { "Kind": { "raw": "int", "cases": {} } },
        "models": {
          "Lead": { "fields": { "a": "\(text)" } }, "Deal": { "fields": {} },
          "Pair<First, Second>": { "fields": { "first": "First", "second": "Second" } } } }
      """
    let checked = SpecificationChecker.check(text)
    #expect(checked.specification?.files.first?.models.first?.fields.first?.type == type)
  }

  @Test func readsEndpoints() throws {
    let text = """
      { "models": { "Lead": { "fields": {} } }, "endpoints": { "leads.update": {
        "request": "PUT /a/{b_id}/c/{a_id}", "parameters": { "a_id": "id<Lead>", "b_id": "int" },
        "query": { "with": { "type": "[string]?", "style": "repeated", "name": "embedded", "summary": "S." } },
        "headers": { "If-Match": "string?" }, "body": "Lead", "encoding": "form", "result": "r",
        "responses": { "200": "Lead", "204": "nothing" }, "errors": "Lead", "retry": "never",
        "base": "https://other.example.com/", "bodyLimit": 1e3, "summary": "U.", "deprecated": "D.",
        "reference": "https://example.com"
      } } }
      """
    let endpoint = try #require(SpecificationChecker.check(text).specification?.files.first?.endpoints.first)
    #expect(
      endpoint
        == EndpointDeclaration(
          group: "leads", name: "update", summary: "U.", reference: "https://example.com", deprecated: "D.",
          method: .put, path: [.literal("/a/"), .parameter("b_id"), .literal("/c/"), .parameter("a_id")],
          parameters: [
            ParameterDeclaration(place: .path, wireName: "b_id", name: "bID", type: .scalar(.int)),
            ParameterDeclaration(place: .path, wireName: "a_id", name: "aID", type: .identifier(model: "Lead")),
            ParameterDeclaration(
              place: .query, wireName: "with", name: "embedded", type: .optional(.list(.scalar(.string))),
              summary: "S.", style: .repeated),
            ParameterDeclaration(
              place: .header, wireName: "If-Match", name: "ifMatch", type: .optional(.scalar(.string))),
          ],
          body: .model("Lead", arguments: []), bodyEncoding: .form, resultWrapper: "r",
          responses: [
            ResponseDeclaration(status: 200, type: .model("Lead", arguments: [])), ResponseDeclaration(status: 204),
          ],
          errors: [ErrorDeclaration(statuses: .others, type: .model("Lead", arguments: []))], retry: .never,
          baseURL: "https://other.example.com", bodyLimit: 1000))
  }

  @Test func keepsValuesOfEnums() throws {
    let text = """
      { "enums": { "Kind": { "raw": "int", "summary": "S.", "cases": {
        "a": -1, "class": { "value": 9007199254740993, "summary": "C.", "deprecated": "D." } } } } }
      """
    let kind = try #require(SpecificationChecker.check(text).specification?.files.first?.enums.first)
    #expect(
      kind
        == EnumDeclaration(
          name: "Kind", summary: "S.", raw: .int,
          cases: [
            EnumDeclaration.Case(name: "a", value: .int(-1)),
            EnumDeclaration.Case(name: "class", value: .int(9_007_199_254_740_993), summary: "C.", deprecated: "D."),
          ]))
  }
}
