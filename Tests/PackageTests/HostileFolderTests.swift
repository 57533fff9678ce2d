import Foundation
import Testing

/// Whatever lies in a folder of specs or of output, the generator writes generated files into the output folder, and
/// nothing else anywhere.
@Suite("Hostile folders")
struct HostileFolderTests {
  /// A folder that goes when the test is over, with specs that are right.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tributary hostile \(UUID().uuidString)")

    init() throws {
      try write(#"{"module": "M"}"#, to: "Specs/api.json")
      try write("let outside = 1\n", to: "outside.swift")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    func write(_ text: String, to name: String) throws {
      let file = URL(filePath: path(name))
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }

    func link(_ name: String, to target: String) throws {
      let parent = URL(filePath: path(name)).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    }

    func generate(into output: String? = nil) throws -> ProgramRun {
      try ProgramRun(
        ProgramRun.products.appending(path: "tributary-generator").path,
        ["generate", path("Specs"), "--output", output ?? path("Output")])
    }

    /// Every file with its content, every link with where it leads.
    func everything() throws -> [String: String] {
      var all: [String: String] = [:]
      for name in FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? [] {
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path(name)) {
          all[name] = "-> \(target)"
        } else if let content = FileManager.default.contents(atPath: path(name)) {
          all[name] = String(decoding: content, as: UTF8.self)
        }
      }
      return all
    }
  }

  /// What goes into a folder of specs beside `api.json`: files with a right or a wrong content, and links.
  static let specs: [(name: String, link: String?, text: String, complaint: String?)] = [
    ("a..json", nil, "{}", "cannot be the name of a Swift file"),
    ("a\nb.json", nil, "{}", "cannot be the name of a Swift file"),
    ("\u{202E}nosj.json", nil, "{}", "cannot be the name of a Swift file"),
    ("%2E%2E%2Fa.json", nil, "{}", "cannot be the name of a Swift file"),
    ("a\\..json", nil, "{}", "cannot be the name of a Swift file"),
    ("~.json", nil, "{}", "cannot be the name of a Swift file"),
    ("ſ.json", nil, "{}", "cannot be the name of a Swift file"),
    (String(repeating: "a", count: 245) + ".json", nil, "{}", "too long for that of a Swift file"),
    ("client.json", nil, "{}", "which api.json becomes"),
    ("-o.json", nil, "{}", nil),
    ("linked.json", "../outside.json", "{}", nil),
    ("zero.json", "/dev/zero", "", "is not a file"),
    ("folder.json", "..", "", "is not a file"),
    ("itself.json", "itself.json", "", "is not a file"),
    ("nowhere.json", "nowhere/else", "", "is not a file"),
    ("secret.json", "../outside.swift", "", "this is not valid JSON"),
  ]

  @Test("The names of specs lead nowhere else", arguments: specs.map(\.name))
  func specNames(name: String) throws {
    let spec = try #require(Self.specs.first { $0.name == name })
    let place = try Place()
    try place.write("{}", to: "outside.json")
    if let target = spec.link {
      try place.link("Specs/\(name)", to: target)
    } else {
      try place.write(spec.text, to: "Specs/\(name)")
    }
    let before = try place.everything()
    let run = try place.generate()
    let made = try place.everything().filter { before[$0.key] != $0.value }.keys
    #expect(spec.complaint.map { run.errors.contains($0) } ?? run.errors.isEmpty, "\(run.text)")
    #expect(run.errors.split(whereSeparator: \.isNewline).count == (spec.complaint == nil ? 0 : 1))
    #expect(run.status == (spec.complaint == nil ? 0 : 1))
    let expected =
      spec.complaint == nil ? ["client", String(name.dropLast(5))].map { "Output/\($0).generated.swift" } : []
    #expect(Set(made) == Set(expected))
  }

  @Test("What is in the way of the output folder is named in plain words")
  func obstacle() throws {
    let place = try Place()
    for output in ["outside.swift", "outside.swift/Output"] {
      let run = try place.generate(into: place.path(output))
      #expect(run.status == 1)
      #expect(run.errors.hasSuffix("cannot be used: \(place.path("outside.swift")) is not a folder\n"), "\(run.errors)")
    }
  }

  @Test("What looks like specs and is not read is named")
  func unread() throws {
    let place = try Place()
    try place.write(#"{ "models": {} }"#, to: "Specs/more/leads.json")
    try place.write(#"{ "id": 1 }"#, to: "Specs/payloads/lead.json")
    try place.write("models:", to: "Specs/notes.yaml")
    try place.write("Read me.", to: "Specs/README.md")
    let run = try place.generate()
    #expect(run.status == 0)
    let warnings = run.errors.split(whereSeparator: \.isNewline).map(String.init)
    #expect(warnings.count == 2, "\(warnings)")
    #expect(
      warnings.contains { $0.hasSuffix("Specs/notes.yaml:1:1: warning: this file is not read; specs end in .json") })
    #expect(warnings.contains { $0.contains("Specs/more/:1:1: warning: this folder is not read; ") })
  }

  @Test("A link in the place of the output folder is followed, and those in it are not")
  func linkedOutput() throws {
    let place = try Place()
    try place.write("", to: "Real/mine.swift")
    try place.link("Output", to: "Real")
    #expect(try place.generate().output == "wrote client.generated.swift\n")
    let made = try place.everything()
    try place.write("{}", to: "Specs/a.json")
    for target in ["../outside.swift", "../nowhere.swift", "/dev/full", ".."] {
      try place.link("Real/a.generated.swift", to: target)
      let run = try place.generate()
      #expect(run.status == 1 && run.errors.contains("a.generated.swift is a symbolic link"))
      try FileManager.default.removeItem(atPath: place.path("Real/a.generated.swift"))
    }
    #expect(try place.everything().filter { $0.key != "Specs/a.json" } == made)
  }

  @Test(
    "A folder that cannot be written to is reported in one sentence",
    arguments: ["/dev/null", "/dev/full/a", "/proc/a"])
  func readOnlyOutput(output: String) throws {
    let run = try Place().generate(into: output)
    #expect(run.status == 1 && run.output == "")
    #expect(run.errors.hasPrefix("tributary-generator: error: the folder \(output) cannot be used: "), "\(run.errors)")
  }
}
