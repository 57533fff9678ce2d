import Foundation
import Testing
import Tributary
import TributaryJSON
import ZendeskSellEmulator

/// The attributes of Search are those that the service's own schema lists, in the emulator and in the spec.
@Suite("The schema of search")
struct SearchSchemaTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func json(_ path: String) throws -> JSONValue {
    let data = try Data(contentsOf: Self.root.appending(path: path))
    return try JSONReader.read(JSONValue.self, from: SharedBytes(Array(data)))
  }

  private func official(_ resource: String) throws -> JSONValue {
    try json("Tests/ZendeskSellTests/Fixtures/search/\(resource).json")
  }

  @Test(
    "The emulated schema is the service's", arguments: ["leads", "contacts", "deals", "notes", "tasks"])
  func emulated(resource: String) throws {
    let response = ZendeskSellEmulator().respond(
      to: HTTPRequest(
        method: "GET", url: "https://api.getbase.com/v3/\(resource)/schema",
        headers: ["Authorization": "Bearer token", "User-Agent": "test/1"]))
    #expect(response.status == 200)
    var lines = response.body.text.split(separator: "\n")[...]
    let official = try official(resource)
    #expect(Self.mapping(&lines, indent: 0) == official)
    #expect(lines.isEmpty)
  }

  /// Reads a mapping of YAML that is nested by two spaces and has no values but words.
  private static func mapping(_ lines: inout ArraySlice<Substring>, indent: Int) -> JSONValue {
    var fields: JSONFields = [:]
    while let line = lines.first, line.prefix(while: { $0 == " " }).count == indent {
      lines.removeFirst()
      let halves = line.dropFirst(indent).split(separator: ":", maxSplits: 1)
      guard let name = halves.first else { break }
      fields[String(name)] =
        halves.count == 2
        ? .string(halves[1].trimmingCharacters(in: .whitespaces)) : mapping(&lines, indent: indent + 2)
    }
    return .object(fields)
  }
}
