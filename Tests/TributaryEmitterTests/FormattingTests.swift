import Foundation
import Testing
import TributaryEmitter

/// Generated code follows the project's own formatting rules.
///
/// Two rules are switched off by a line in each generated file. `AllPublicDeclarationsHaveDocumentation`: generated code
/// has comments where the spec has something to say; comments that repeat a name would make it twice as long.
/// `AlwaysUseLowerCamelCase`: the names are the spec's.
@Suite("Formatting")
struct FormattingTests {
  @Test("swift format finds nothing in generated code, not even with long names or hostile texts")
  func formatter() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary-format-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, specs) in [
      ("MyAzur", try SpecFolder.myAzur()), ("Kitchen", try .kitchen()), ("Market", try .market()), ("Long", .longNames),
      ("Synthetic", .synthetic(models: 10)), ("Hostile", .hostile),
    ] {
      let subfolder = folder.appending(path: name)
      try FileManager.default.createDirectory(at: subfolder, withIntermediateDirectories: true)
      for file in try specs.generated() { try Data(file.text.utf8).write(to: subfolder.appending(path: file.name)) }
    }
    let lint = Process()
    lint.executableURL = URL(filePath: "/usr/bin/env")
    lint.arguments = [
      "swift", "format", "lint", "--strict", "--recursive", "--configuration",
      SpecFolder.repository.appending(path: ".swift-format").path, folder.path,
    ]
    let output = Pipe()
    lint.standardError = output
    try lint.run()
    let findings = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    lint.waitUntilExit()
    #expect(findings == "")
    #expect(lint.terminationStatus == 0)
  }

  @Test("A model of twelve fields with an endpoint takes less than a hundred lines")
  func size() throws {
    let files = try SpecFolder.synthetic(models: 300).generated()
    let lines = files.reduce(0) { $0 + $1.text.utf8.count { $0 == UInt8(ascii: "\n") } }
    #expect(lines < 100 * 300)
  }

  @Test("So does a model with an endpoint of the specs that ship", arguments: ["MyAzur", "ZendeskSell"])
  func shippedSize(folder: String) throws {
    let folder = try SpecFolder("Specs/\(folder)")
    let specification = try folder.specification()
    let pairs = max(
      specification.files.reduce(0) { $0 + $1.models.count }, specification.files.reduce(0) { $0 + $1.endpoints.count })
    let lines = try folder.generated().reduce(0) { $0 + $1.text.utf8.count { $0 == UInt8(ascii: "\n") } }
    #expect(lines < 100 * pairs)
  }

  @Test("No line ends with a space, and every file ends with one line break")
  func whitespace() throws {
    for file in try SpecFolder.kitchen().generated() {
      #expect(!file.text.contains(" \n") && !file.text.contains("\t"))
      #expect(file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"))
      #expect(file.text.hasPrefix(GeneratedFile.mark))
    }
  }
}
