import Foundation
import TributaryJSON

/// The payloads of the vendor's pages.
enum Fixture {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  /// The names of all payloads.
  static var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        .map { String($0.dropLast(".json".count)) }.sorted()
    }
  }

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name + ".json"), encoding: .utf8)
  }

  static func value(of name: String) throws -> JSONValue { try value(text(name)) }

  static func value(_ text: String) throws -> JSONValue { try JSONReader.read(from: SharedBytes(text)) }
}
