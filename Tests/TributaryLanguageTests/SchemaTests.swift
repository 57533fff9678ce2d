import Foundation
import Testing
import TributaryJSON
import TributaryLanguage

/// The JSON Schema and the checker agree: what one refuses the other refuses too, where a schema can express it.
@Suite struct SchemaTests {
  private let validator: SchemaValidator

  init() throws {
    let file = SpecFolder.specs.appending(path: "spec.schema.json")
    validator = SchemaValidator(try JSONReader.read(JSONValue.self, from: try SpecFolder.bytes(of: file)))
  }

  /// Folders that a schema accepts although they are wrong, and why it cannot know better.
  private static let beyondSchemas = [
    "Aliases": "names are compared across fields",
    "Arity": "how many arguments a model takes is declared elsewhere",
    "DerivedModels": "fields are compared across models",
    "DuplicateKeys": "a schema sees the last of two equal keys only",
    "ErrorModel": "what a type's name stands for is declared elsewhere",
    "FamiliarNames": "the names are the checker's, so that they stand in one place",
    "FieldHidesType": "which names are types is declared elsewhere",
    "FileNames": "a schema does not see the file's name",
    "Generics": "what a type's name stands for is declared elsewhere",
    "GrowingGenerics": "models are followed through their fields",
    "Identifiers": "what a type's name stands for is declared elsewhere",
    "LargeValues": "models are followed through their fields",
    "ListWithoutItem": "a schema does not look for a word in a type",
    "LookAlikes": "which letters look alike is the checker's to know",
    "ManyErrors": "which types exist is declared elsewhere",
    "MissingAPI": "a schema sees one file at a time",
    "MissingModule": "a schema does not see the file's name",
    "ModuleHidden": "names are compared across files",
    "NamesWithoutStyle": "which Swift names are taken follows from the naming style of another file",
    "NoResources": "a schema sees one file at a time",
    "OptionalArguments": "a pattern cannot follow nested brackets",
    "OptionalPage": "ways are followed through the fields of models",
    "OtherFiles": "a schema does not see the file's name",
    "PageEnds": "ways are followed through the fields of models",
    "PageItems": "ways are followed through the fields of models",
    "PageWays": "ways are followed through the fields of models",
    "PathParameters": "parameters are compared with the path",
    "ResourceMethods": "names are compared across sections",
    "ResourceNames": "what a type's name stands for is declared elsewhere",
    "ResourceOptions": "what holds for all resources stands in another file",
    "TagPlaces": "ways are followed through the fields of models",
    "Queries": "what a model's fields are is declared elsewhere",
    "QueryEndpoints": "what a type's name stands for is declared elsewhere",
    "QueryClauses": "templates are compared with each other",
    "QueryItems": "ways are followed through the fields of models",
    "QueryParts": "a schema does not look for places in a template",
    "QueryNames": "which Swift names are taken is the checker's to know",
    "TakenModuleName": "the taken names are the checker's, so that they stand in one place",
    "Unbuildable": "models are followed through their fields",
    "UnionCases": "what a type's name stands for is declared elsewhere",
    "UnionPlaces": "what a type's name stands for is declared elsewhere",
    "UnknownTypes": "which types exist is declared elsewhere",
  ]

  @Test func acceptsTheShippedSpecs() throws {
    for folder in try SpecFolder.folders(in: SpecFolder.specs) {
      for file in try SpecFolder.files(in: folder) {
        let value = try JSONReader.read(JSONValue.self, from: file.bytes)
        #expect(try validator.problems(in: value) == [], "\(folder.lastPathComponent)/\(file.path)")
      }
    }
  }

  @Test(arguments: try SpecFolder.folders(in: SpecFolder.fixtures).map(\.lastPathComponent))
  func refusesWhatTheCheckerRefuses(fixture: String) throws {
    var isRefused = false
    for file in try SpecFolder.files(in: SpecFolder.fixtures.appending(path: fixture))
    where file.path.hasSuffix(".json") && !file.path.hasSuffix(".schema.json") {
      guard let value = try? JSONReader.read(JSONValue.self, from: file.bytes) else {
        isRefused = true
        continue
      }
      if try !validator.problems(in: value).isEmpty { isRefused = true }
    }
    #expect(isRefused == (Self.beyondSchemas[fixture] == nil))
  }

  @Test func knowsEveryKeywordOfTheSchema() throws {
    let unknown = SchemaValidator(["maxItems": 1])
    #expect(throws: SchemaValidator.SchemaError.self) { try unknown.problems(in: []) }
  }
}
