import Foundation
import TributaryJSON
import TributaryLanguage

/// Spec folders of the repository and of the fixtures, found from this file.
enum SpecFolder {
  static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  static let fixtures = tests.appending(path: "Fixtures")
  static let specs = tests.deletingLastPathComponent().deletingLastPathComponent().appending(path: "Specs")

  /// The folders in a folder, by name.
  static func folders(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey])
      .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  /// The files of a folder under their bare names, but for what is expected of them.
  static func files(in folder: URL) throws -> [SourceFile] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0 != "expected.txt" && !$0.hasPrefix(".") }
      .map { SourceFile(path: $0, bytes: try bytes(of: folder.appending(path: $0))) }
  }

  /// The examples of `Specs/README.md`: every block of JSON with a file name behind the mark.
  static func examples() throws -> [SourceFile] {
    let text = try String(contentsOf: specs.appending(path: "README.md"), encoding: .utf8)
    return text.matches(of: #/```json (?<name>\S+)\n(?<text>(?s).*?)```/#).map { match in
      SourceFile(path: String(match.output.name), bytes: SharedBytes(String(match.output.text)))
    }
  }

  /// The content of a file.
  static func bytes(of file: URL) throws -> SharedBytes { SharedBytes([UInt8](try Data(contentsOf: file))) }
}

extension SpecificationChecker {
  /// Checks texts by the names of their files.
  static func check(_ texts: [String: String]) -> CheckedSpecification {
    check(texts.map { SourceFile(path: $0.key, bytes: SharedBytes($0.value)) })
  }

  /// Checks a file beside a small `api.json`.
  static func check(_ text: String, names: String = "snake_case") -> CheckedSpecification {
    check(["api.json": #"{ "module": "Example", "names": "\#(names)" }"#, "leads.json": text])
  }
}
