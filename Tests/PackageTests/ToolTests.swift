import Foundation
import Testing

/// The program `tributary-generator`, as a person runs it.
@Suite("Generator tool")
struct ToolTests {
  /// A folder with specs and room for output, which goes when the test is over.
  private final class Workplace {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary tool \(UUID().uuidString)")
    var specs: String { folder.appending(path: "Specs").path }
    var output: String { folder.appending(path: "Output").path }

    init() throws {
      try FileManager.default.createDirectory(atPath: specs, withIntermediateDirectories: true)
      try write(#"{"module": "M"}"#, to: "Specs/api.json")
      try write(#"{"models": {"A": {"fields": {"id": "id"}}}}"#, to: "Specs/a.json")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String, to path: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: path))
    }

    func generate() throws -> ProgramRun { try tool(["generate", specs, "--output", output]) }

    func outputs() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: output).sorted() }

    func text(_ path: String) throws -> String {
      try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    func modified(_ path: String) throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path)[.modificationDate] as? Date
    }
  }

  private static func tool(_ arguments: [String]) throws -> ProgramRun {
    try ProgramRun(ProgramRun.products.appending(path: "tributary-generator").path, arguments)
  }

  private func tool(_ arguments: [String]) throws -> ProgramRun { try Self.tool(arguments) }

  @Test("It writes a file for each spec, says so once, and touches nothing that stays the same")
  func generate() throws {
    let place = try Workplace()
    let first = try place.generate()
    #expect(first.status == 0 && first.errors == "")
    #expect(first.output == "wrote client.generated.swift, a.generated.swift\n")
    #expect(try place.outputs() == ["a.generated.swift", "client.generated.swift"])
    let old = Date(timeIntervalSince1970: 1_000_000)
    try FileManager.default.setAttributes(
      [.modificationDate: old], ofItemAtPath: place.folder.appending(path: "Output/a.generated.swift").path)
    let second = try place.generate()
    #expect(second.status == 0 && second.text == "")
    #expect(try place.modified("Output/a.generated.swift") == old)
  }

  @Test("Generated files whose spec is gone are removed, and no other file is")
  func stale() throws {
    let place = try Workplace()
    _ = try place.generate()
    try place.write("let mine = 1\n", to: "Output/Mine.swift")
    try place.write("let mine = 2\n", to: "Output/mine.generated.swift")
    try FileManager.default.moveItem(
      atPath: place.specs + "/a.json", toPath: place.specs + "/b.json")
    let run = try place.generate()
    #expect(run.output == "wrote b.generated.swift\nremoved a.generated.swift\n")
    #expect(
      try place.outputs() == ["Mine.swift", "b.generated.swift", "client.generated.swift", "mine.generated.swift"])
  }

  @Test("A handwritten file in the way is an error, and nothing is written")
  func inTheWay() throws {
    let place = try Workplace()
    try FileManager.default.createDirectory(atPath: place.output, withIntermediateDirectories: true)
    try place.write("let mine = 1\n", to: "Output/a.generated.swift")
    let run = try place.generate()
    #expect(run.status == 1 && run.output == "")
    #expect(run.errors.contains("a.generated.swift is a file that was not generated; move it away"))
    #expect(try place.outputs() == ["a.generated.swift"])
    #expect(try place.text("Output/a.generated.swift") == "let mine = 1\n")
  }

  @Test("Nothing is written through a link that leads out of the folder")
  func link() throws {
    let place = try Workplace()
    try FileManager.default.createDirectory(atPath: place.output, withIntermediateDirectories: true)
    try place.write("outside", to: "outside.swift")
    try FileManager.default.createSymbolicLink(
      atPath: place.output + "/a.generated.swift", withDestinationPath: "../outside.swift")
    let run = try place.generate()
    #expect(run.status == 1)
    #expect(run.errors.contains("is a symbolic link"))
    #expect(try place.text("outside.swift") == "outside")
  }

  @Test("Errors in specs are reported with their positions, and leave the output as it was")
  func errors() throws {
    let place = try Workplace()
    _ = try place.generate()
    let before = try place.text("Output/a.generated.swift")
    try place.write("{\n  \"modls\": {}\n}", to: "Specs/a.json")
    for run in [try place.generate(), try tool(["check", place.specs])] {
      #expect(run.status == 1 && run.output == "")
      #expect(run.errors.hasPrefix("\(place.specs)/a.json:2:3: error: "))
      #expect(run.errors.contains(#"did you mean "models"?"#))
    }
    #expect(try place.text("Output/a.generated.swift") == before)
  }

  @Test("Checking writes nothing")
  func check() throws {
    let place = try Workplace()
    let run = try tool(["check", place.specs])
    #expect(run.status == 0 && run.text == "")
    #expect(!FileManager.default.fileExists(atPath: place.output))
  }

  @Test("A target without a Swift file of its own, which SwiftPM skips, is warned about")
  func targetWithoutSource() throws {
    let place = try Workplace()
    let target = place.folder.appending(path: "Sources/Shop")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: place.specs, toPath: target.appending(path: "Specs").path)
    let check = ["check", target.appending(path: "Specs").path]
    let run = try tool(check)
    #expect(run.status == 0)
    #expect(run.errors.hasPrefix("tributary-generator: warning: Shop has no Swift file of its own"))
    try place.write("", to: "Sources/Shop/Shop.swift")
    #expect(try tool(check).text == "")
  }

  @Test("What is on the disk in place of folders is reported in one sentence")
  func disk() throws {
    let place = try Workplace()
    try place.write("", to: "file")
    let file = place.folder.appending(path: "file").path
    try FileManager.default.createDirectory(
      atPath: place.folder.appending(path: "empty").path, withIntermediateDirectories: true)
    for (arguments, sentence) in [
      (["check", place.folder.appending(path: "none").path], "there is no folder"),
      (["check", file], "is a file; name the folder"),
      (["check", place.folder.appending(path: "empty").path], "holds no specs"),
      (["generate", place.specs, "--output", file], "cannot be used: "),
      (["generate", place.specs, "--output", file + "/deeper"], "cannot be used: "),
    ] {
      let run = try tool(arguments)
      #expect(run.status == 1)
      #expect(run.errors.contains(sentence), "\(run.errors)")
      #expect(run.errors.hasPrefix("tributary-generator: error: "))
      #expect(run.errors.split(separator: "\n").count == 1)
    }
  }

  @Test(
    "Arguments that make no sense end with 2 and a hint",
    arguments: [
      [], ["make"], ["generate"], ["generate", "a"], ["generate", "a", "--output"], ["check", "a", "b"],
      ["check", "a", "--output", "b"], ["check", "--force", "a"], ["generate", "a", "-o", "b", "-o", "c"],
      ["--version", "a"],
    ])
  func usage(arguments: [String]) throws {
    let run = try tool(arguments)
    #expect(run.status == 2 && run.output == "")
    #expect(run.errors.contains("--help"))
  }

  @Test("Help and version go to standard output")
  func help() throws {
    for arguments in [["--help"], ["-h"], ["help"], ["generate", "--help"], ["init", "--help"]] {
      let run = try tool(arguments)
      #expect(run.status == 0 && run.errors == "")
      #expect(run.output.contains("tributary-generator generate SPECS --output DIRECTORY"))
      #expect(run.output.contains("tributary-generator init NAME [--package PATH|URL]"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }
    #expect(try tool(["--version"]).output.contains(/^\d+\.\d+\.\d+\n$/))
  }
}
