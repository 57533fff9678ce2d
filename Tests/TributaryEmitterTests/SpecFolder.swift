import Foundation
import Testing
import TributaryEmitter
import TributaryJSON
import TributaryLanguage

/// A folder of specs in the repository, or one made of texts.
struct SpecFolder {
  var files: [SourceFile]

  /// The folder of the repository.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The reference files, compiled with these tests.
  static let reference = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")

  /// The reference files of the module of calls, which is compiled on its own.
  static let marketReference = repository.appending(path: "Tests/Market")

  /// Every kind of call.
  static func market() throws -> SpecFolder { try SpecFolder("Tests/TributaryEmitterTests/Fixtures/Market") }

  /// Every feature of the language.
  static func kitchen() throws -> SpecFolder { try SpecFolder("Tests/TributaryEmitterTests/Fixtures/Kitchen") }

  static func myAzur() throws -> SpecFolder { try SpecFolder("Specs/MyAzur") }

  init(_ path: String) throws {
    let folder = Self.repository.appending(path: path)
    files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.map {
      SourceFile(path: $0, bytes: SharedBytes(Array(try Data(contentsOf: folder.appending(path: $0)))))
    }
  }

  /// Files by their names.
  init(_ texts: [String: String]) {
    files = texts.map { SourceFile(path: $0.key, bytes: SharedBytes($0.value)) }
  }

  /// What the folder specifies.
  func specification() throws -> Specification {
    let checked = SpecificationChecker.check(files)
    return try #require(
      checked.specification, Comment(rawValue: checked.diagnostics.map(\.description).joined(separator: "\n")))
  }

  /// The Swift of the folder.
  func generated() throws -> [GeneratedFile] { Emitter.files(for: try specification()) }
}
